// Time and views: stepping, playing, folding.

/** Go to a step; all in the browser. */
function goTo(app, step, phase = 1) {
  app.step = clamp(step, 1, app.picture.steps); app.phase = phase;
  announce(app, { step: app.step });
  if (app.pin && !app.pin.node.endsWith(":0")) app.pin = { ...app.pin, node: `${app.pin.node.split(":")[0]}:${app.step}` };
  if (app.pin && !app.index.has(app.pin.node)) app.pin = null;
  if (app.view === "projection") project(app);
  else { if (app.open < 1) place(app); else showColumns(app, app.xs); paint(app); follow(app); }
  moveHeat(app); told(app); showCard(app);
}

/** Scroll the frame so that the present column can be seen. What is known is not asked: asking makes the browser lay out. */
function follow(app) {
  const { frame, plan, scrolled } = app, wide = plan.frameWidth;
  if (app.open < 1 || plan.width <= wide + 1) return;
  const x = plan.xs[app.step], low = scrolled + plan.gutter + plan.pitch, high = scrolled + wide - plan.pitch;
  const left = clamp(x - (wide + plan.gutter) / 2, 0, plan.width - wide);
  if ((x < low || x > high) && Math.abs(left - scrolled) > 1) frame.scrollTo({ left, behavior: STILL.matches ? "auto" : "smooth" });
}

function play(app) {
  const back = app.mode === "backward", last = back ? 1 : app.picture.steps;
  if (app.step === last && app.phase >= 1) {
    if (app.settings.loop && STILL.matches && app.ended) nextTurn(app);
    app.step = back ? app.picture.steps : 1;
  }
  app.ended = false;
  app.playing = true; app.clock = null; app.hover = null;
  clearTimeout(app.later);
  goTo(app, app.step, 0);
  app.ticket = requestAnimationFrame((now) => tick(app, now));
}

function pause(app) { app.playing = false; cancelAnimationFrame(app.ticket); }
function stop(app) { pause(app); app.phase = 1; goTo(app, app.step); report(app, ["step"]); }

/** How far the present step is drawn. Where motion is not wanted it stands there at once, for as long as it would take to grow. */
const shownPhase = (app) => (STILL.matches ? 1 : Math.min(1, app.phase));

/** One frame of playing: phase runs from 0 to 1, rests a little, then the next step comes. */
function tick(app, now) {
  if (!app.playing || !app.root.isConnected) return;
  const passed = app.clock === null ? 0 : Math.min(now - app.clock, 200);
  app.clock = now;
  app.phase += passed / ((380 * app.lanesUp.length + 160) * (app.slow ? 4 : 1));
  if (app.phase >= 1.25) {
    const back = app.mode === "backward", at = app.step + (back ? -1 : 1);
    if (at >= 1 && at <= app.picture.steps) goTo(app, at, 0);
    else if (!app.settings.loop || STILL.matches) { app.ended = true; return stop(app); }      // nothing starts again by itself
    else if (app.phase >= 3) nextTurn(app);
  } else if (app.view !== "projection") flowAt(app, shownPhase(app));
  if (app.playing) app.ticket = requestAnimationFrame((then) => tick(app, then));
}

/** The end of a loop: the next picture, or the same again. */
function nextTurn(app) {
  app.turn = (app.turn + 1) % app.pictures.length;
  app.whole = app.picture = app.pictures[app.turn]();
  app.step = 1; app.phase = 0;
  rebuild(app);
  if (app.scrolled) app.frame.scrollLeft = app.scrolled = 0;
  goTo(app, app.mode === "backward" ? app.picture.steps : 1, 0);
}

/** Another view; folded and unrolled turn into each other before the visitor's eyes. */
function setView(app, view) {
  const from = app.view;
  app.view = view; app.hover = null;
  stopIfPlaying(app);
  const goal = view === "folded" ? 0 : 1;
  buildToolbar(app); buildLegend(app);
  cancelAnimationFrame(app.folding);
  const other = (one) => one === "projection" || one === "memory";
  if (other(view) || other(from) || STILL.matches) {
    if (other(from) || view === "memory") build(app), (app.coloured = null);
    app.open = goal;
    return redraw(app);
  }
  if (goal === 0) app.frame.scrollTo({ left: 0 });
  const began = performance.now(), start = app.open, long = 950 * (app.slow ? 3 : 1);
  app.card.hidden = true; app.heat.style.display = "none";
  app.open = mix(start, goal, 0.001);
  paint(app);
  const frame = (now) => {
    const share = clamp((now - began) / long);
    app.open = mix(start, goal, share);
    place(app);
    if (share < 1) app.folding = requestAnimationFrame(frame); else redraw(app);
  };
  app.folding = requestAnimationFrame(frame);
}

function stopIfPlaying(app) { if (app.playing) { pause(app); app.phase = 1; told(app); } }

function setMode(app, mode) {
  app.mode = mode; app.phase = 1;
  stopIfPlaying(app);
  if (mode === "backward") app.step = 1; else app.step = app.picture.steps;
  buildToolbar(app); buildLegend(app);
  redraw(app);
}
