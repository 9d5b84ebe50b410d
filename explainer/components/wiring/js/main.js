// The frame around the wiring: playing, stepping, pointing, and what goes back to Python.

const LAST = 8;                       // the beat at which everything is there, before the next step
const BEAT = 1150, REST = 700;        // milliseconds
const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const apps = new WeakMap();

function frameOf(parent) {
  const root = html(parent, "div", "ug cw");
  const app = { root, step: 1, beat: LAST, unit: 0, playing: false, pin: null, hover: null, channel: channel(), name: `cw${Math.random().toString(36).slice(2, 8)}` };
  app.letterRow = html(root, "div", "letters");
  Object.assign(app.letterRow, { role: "radiogroup", ariaLabel: "Step" });
  app.stage = html(root, "div", "stage");
  app.frame = html(app.stage, "div", "frame");
  Object.assign(app.frame, { tabIndex: 0, role: "application", ariaRoleDescription: "wiring of one cell" });
  app.svg = draw(app.frame, "svg", { class: "wiring", "aria-hidden": "true" });
  app.card = html(app.stage, "div", "card"); app.card.hidden = true;
  app.caption = html(root, "p", "caption"); app.caption.ariaLive = "polite";
  app.bar = html(root, "div", "bar");
  app.backButton = button(app, "beat", "‹", "One part back", () => { stop(app); move(app, -1); });
  app.playButton = button(app, "play", "", "Play", () => (app.playing ? stop(app) : play(app)));
  app.icon = draw(draw(app.playButton, "svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }), "path");
  app.nextButton = button(app, "beat", "›", "One part on", () => { stop(app); move(app, 1); });
  app.count = html(app.bar, "span", "count");
  const scale = html(app.bar, "div", "scale");
  html(scale, "span", "", "−1"); html(scale, "i", "ramp"); html(scale, "span", "", "+1");
  app.scaleNote = html(scale, "span", "quiet");
  app.live = html(root, "p", "live"); app.live.ariaLive = "polite";
  listen(app);
  return app;
}

function button(app, kind, text, label, act) {
  const made = html(app.bar, "button", kind, text);
  Object.assign(made, { type: "button", ariaLabel: label, onclick: act });
  return made;
}

/** A part on or back; over the end of a step into the next one. */
function move(app, way) {
  const at = app.beat + way;
  if (at > LAST) { if (app.step < app.picture.steps) goTo(app, app.step + 1, 0); return; }
  if (at < 0) { if (app.step > 1) goTo(app, app.step - 1, LAST); return; }
  app.beat = at;
  light(app); showCard(app); follow(app);
}

function goTo(app, step, beat) {
  app.step = clamp(step, 1, app.picture.steps); app.beat = beat;
  fill(app); light(app); showCard(app); follow(app);
}

function play(app) {
  app.playing = true; app.hover = null;
  if (app.beat >= LAST) goTo(app, app.step === app.picture.steps ? 1 : app.step, 0); else light(app);
  showCard(app);
  app.timer = setTimeout(() => tick(app), BEAT);
}

function tick(app) {
  if (!app.playing || !app.root.isConnected) return;
  if (app.beat < LAST - 1) move(app, 1);
  else if (app.step >= app.picture.steps) { app.beat = LAST; stop(app); return; }
  else { carry(app); goTo(app, app.step + 1, 0); }
  app.timer = setTimeout(() => tick(app), app.beat === LAST - 1 ? BEAT + REST : BEAT);
}

function halt(app) { app.playing = false; clearTimeout(app.timer); }

function stop(app) {
  if (!app.playing) return;
  halt(app);
  light(app); report(app);
}

/** The new state slides back to where the old one was: the next step begins with it. */
function carry(app) {
  if (STILL.matches) return;
  for (const { strip, group } of app.strips.values()) {
    const goal = strip.leaves && app.strips.get(strip.leaves);
    if (!goal) continue;
    const ghost = group.cloneNode(true);
    ghost.classList.add("ghost");
    app.svg.append(ghost);
    const from = `translate(${strip.x}px, ${strip.y}px)`, to = `translate(${goal.strip.x}px, ${goal.strip.y}px)`;
    ghost.animate([{ transform: from, opacity: 1 }, { transform: to, opacity: 0.9 }], { duration: 800, easing: "ease-in-out" }).onfinish = () => ghost.remove();
  }
}

/** On a narrow screen, keep the part that is being told in sight. */
function follow(app) {
  const { frame, plan, svg } = app;
  if (frame.scrollWidth <= frame.clientWidth + 1 || app.beat >= LAST) return;
  const scale = svg.clientWidth / plan.width;
  const strip = plan.strips.filter((one) => one.beat === app.beat).pop();
  if (strip) frame.scrollTo({ left: strip.x * scale - frame.clientWidth / 2, behavior: STILL.matches ? "auto" : "smooth" });
}

const under = (event) => {
  const one = event.target.closest?.("[data-strip]");
  return one && !one.parentElement.classList.contains("future") ? { strip: one.dataset.strip, unit: Number(one.dataset.unit) } : null;
};

function pinAt(app, what) {
  const same = app.pin && what && app.pin.strip === what.strip && app.pin.unit === what.unit;
  app.pin = same ? null : what; app.hover = null;
  if (what) { stop(app); app.unit = what.unit; fill(app); light(app); }
  showCard(app); inSight(app.card); report(app);
}

function listen(app) {
  const { svg, frame } = app;
  svg.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    const what = under(event);
    if (what?.strip === app.hover?.strip && what?.unit === app.hover?.unit) return;
    app.hover = what; showCard(app);
  });
  svg.addEventListener("pointerleave", () => { app.hover = null; showCard(app); });
  svg.addEventListener("click", (event) => { const what = under(event); if (what || app.pin) pinAt(app, what); });
  frame.addEventListener("scroll", () => { const what = pointed(app); if (what && !app.card.hidden) placeBeside(app, app.strips.get(what.strip).strip); }, { passive: true });
  frame.addEventListener("keydown", (event) => { if (!event.ctrlKey && !event.metaKey && !event.altKey && key(app, event)) event.preventDefault(); });
  frame.addEventListener("blur", () => { if (app.hover?.byKey) { app.hover = null; showCard(app); } });
}

/** The keyboard: ← → a part, ↑ ↓ from strip to strip, Enter pins, N the next neuron, space plays. */
function key(app, event) {
  const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key], climb = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (way) { stop(app); move(app, way); later(app); return true; }
  if (climb) {
    stop(app);
    const ids = app.plan.strips.filter((one) => one.beat <= app.beat).map((one) => one.id), at = ids.indexOf(pointed(app)?.strip);
    const next = at < 0 ? (climb > 0 ? 0 : ids.length - 1) : clamp(at + climb, 0, ids.length - 1);
    app.hover = { strip: ids[next], unit: app.unit, byKey: true };
    showCard(app); return true;
  }
  if (event.key === "Enter" && app.hover) return pinAt(app, app.hover), true;
  if (event.key === "Escape" && (app.hover || app.pin)) { app.hover = null; if (app.pin) pinAt(app, null); showCard(app); return true; }
  if (event.key === " ") return app.playing ? stop(app) : play(app), true;
  if (event.key.toLowerCase() === "n") {
    app.unit = app.units[(app.units.indexOf(app.unit) + 1) % app.units.length];
    if (app.pin) app.pin = { ...app.pin, unit: app.unit };
    if (app.hover) app.hover = { ...app.hover, unit: app.unit };
    fill(app); light(app); showCard(app); later(app); return true;
  }
  return false;
}

const later = (app) => { clearTimeout(app.wait); app.wait = setTimeout(() => report(app), 900); };

const report = (app) => app.channel.tell({ step: app.step, unit: app.unit });

/** The row of letters: one radio button for every step. */
const buildLetters = (app) => keepingFocus(app.letterRow, () => fillLetters(app));

function fillLetters(app) {
  app.letterRow.replaceChildren();
  app.chips = app.letters.map((letter, i) => {
    const chip = html(app.letterRow, "button", "letter", letter === " " ? "␣" : letter);
    Object.assign(chip, { type: "button", role: "radio", ariaLabel: `Step ${i + 1}: ${letter}` });
    chip.dataset.place = i + 1; chip.tabIndex = i + 1 === app.step ? 0 : -1;
    chip.onclick = () => { halt(app); goTo(app, i + 1, LAST); report(app); };
    return chip;
  });
  app.letterRow.onkeydown = (event) => {
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!way) return;
    event.preventDefault();
    goTo(app, app.step + way, LAST); later(app);
    app.chips[app.step - 1].focus();
  };
}

/** What Python says counts when it changes; what the visitor did since then stays. */
function take(app, { picture, settings, heard }) {
  app.picture = picture; app.settings = settings; app.cell = picture.cell; app.plan = WIRINGS[picture.cell];
  app.units = settings.units; app.letters = settings.letters; app.mode = "forward";
  app.index = new Map(picture.nodes.map((node) => [node.id, node]));
  const news = app.channel.news(heard, { step: settings.step, unit: settings.unit }), read = picture.cell + app.letters.join("\n");
  if (Object.keys(news).length) { halt(app); app.beat = LAST; Object.assign(app, news); }
  if (read !== app.read) { halt(app); app.beat = LAST; app.step = settings.step; }
  app.read = read;
  app.step = clamp(app.step, 1, picture.steps);
  if (!app.units.includes(app.unit)) app.unit = settings.unit;
  const isGone = (what) => what && (!app.units.includes(what.unit) || !app.plan.strips.some((one) => one.id === what.strip));
  if (isGone(app.pin)) app.pin = null;
  if (isGone(app.hover) || !app.hover?.byKey) app.hover = null;           // an echo must not take away what the keys have opened
  const reach = Math.max(...picture.lanes.map((lane) => lane.high ?? 1));
  app.scaleNote.textContent = reach > 1 ? `gates and memory; ${picture.cell === "lstm" ? "the belt" : "what is offered"} to ±${reach.toPrecision(2)}` : "value of a neuron";
  app.frame.ariaLabel = `Wiring of one ${picture.cell.toUpperCase()} cell. Left and right: parts of the step. Up and down: its vectors. `
    + "N: next neuron. Enter pins, Escape lets go. Space plays.";
  buildLetters(app); build(app); fill(app); light(app); showCard(app);
}

export default function ({ parentElement, data, setStateValue }) {
  let app = apps.get(parentElement);
  if (!app || !app.root.isConnected) { app = frameOf(parentElement); apps.set(parentElement, app); }
  clearTimeout(app.leaving);
  app.channel.send = setStateValue;
  const { heard, ...kept } = data, text = JSON.stringify(kept);
  if (app.data !== text || app.late) { app.data = text; take(app, data); }
  app.late = !app.channel.hears(heard);
  return () => { app.leaving = setTimeout(() => { clearTimeout(app.timer); clearTimeout(app.wait); app.root.remove(); apps.delete(parentElement); }, 400); };
}
