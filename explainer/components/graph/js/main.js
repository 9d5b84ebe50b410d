// The frame around it all: what the visitor points at and types, and what comes from and goes to Python.

const apps = new WeakMap();
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

/** The frame: built once, then kept through all changes of the data. */
function frameOf(parent) {
  const root = html(parent, "div", "ug");
  const app = { root, step: 1, phase: 1, open: 1, view: "", mode: "", slow: false, playing: false, pin: null, hover: null, lit: null,
    heatmap: false, frames: [], at: 0, channel: channel(), turn: 0, lane: 0, unit: null, scrolled: 0 };
  app.toolbar = html(root, "div", "toolbar");
  app.stage = html(root, "div", "stage");
  app.frame = html(app.stage, "div", "frame");
  Object.assign(app.frame, { tabIndex: 0, role: "application", ariaRoleDescription: "computation graph" });
  app.svg = draw(app.frame, "svg", { class: "graph", "aria-hidden": "true" });
  app.heat = draw(app.frame, "svg", { class: "heat", "aria-hidden": "true" });
  app.labels = html(app.stage, "div", "labels"); app.labels.ariaHidden = "true";
  app.card = html(app.stage, "div", "card"); app.card.hidden = true;
  app.bar = html(root, "div", "bar");
  app.legend = html(root, "div", "legend");
  app.panel = html(root, "div", "matrix"); app.panel.hidden = true;
  app.note = html(root, "p", "note");
  app.live = html(root, "p", "live"); app.live.ariaLive = "polite";
  buildBar(app);
  app.ages = trainingBar(app, root, (at) => showFrame(app, at), () => report(app, ["frame"]));
  root.insertBefore(app.ages.bar, app.legend);
  app.deaf = follows(app, (told) => {
    if (told.frame !== undefined && app.frames.length) showFrame(app, told.frame, false);
    if (told.step !== undefined && told.step !== app.step) { pause(app); goTo(app, told.step); }
    if (told.rest) report(app, ["step"]);
  });
  listen(app);
  app.watch = new ResizeObserver(() => { if (Math.abs(app.frame.clientWidth - (app.plan?.frameWidth ?? 0)) > 1) rebuild(app); });
  app.watch.observe(app.frame);
  return app;
}

/** Everything anew for the present picture; time, view and pins stay. */
function rebuild(app) {
  const last = app.frames.length - 1;
  const picture = (app.picture = app.at < last ? framed(app, app.at) : app.whole);
  app.index = new Map(picture.nodes.map((node) => [node.id, node]));
  app.step = clamp(app.step, 1, picture.steps);
  if (app.view === "projection" && !canProject(picture)) app.view = "unrolled";
  if (!picture.edges.some((edge) => edge.gradient !== undefined)) app.mode = "forward";
  if (isGone(app, app.pin)) app.pin = null;
  if (isGone(app, app.hover) || !app.hover?.byKey) app.hover = null;      // an echo must not take away what the keys have opened
  app.coloured = null;
  app.bar.hidden = picture.steps < 2;
  app.scrub.max = picture.steps;
  app.note.textContent = picture.note || "";
  app.frame.ariaLabel = `Graph of ${picture.steps} steps. Left and right: time. Up and down: nodes. Enter pins, Escape lets go. Space plays. S: slow motion.`;
  build(app);
  buildToolbar(app); buildLegend(app);
  redraw(app);
  const field = app.panel.querySelector("input:focus"), typing = app.typing ? field?.value : undefined;
  keepingFocus(app.panel, () => showMatrix(app));
  const next = app.panel.querySelector("input");
  if (typing !== undefined && next) next.value = typing;               // a number being typed outlives a rerun; one that was sent does not
}

/** The picture in its present view, at the present step. */
function redraw(app) {
  if (app.view === "projection") project(app);
  else { if (!app.now.isConnected) build(app); place(app); paint(app); }
  showHeatmap(app); moveHeat(app);
  tellTraining(app, app.ages);
  told(app); showCard(app);
}

function told(app) {
  app.scrub.value = app.step;
  app.scrub.style.setProperty("--done", `${app.picture.steps > 1 ? (100 * (app.step - 1)) / (app.picture.steps - 1) : 100}%`);
  app.scrub.setAttribute("aria-valuetext", `step ${app.step} of ${app.picture.steps}`);
  app.count.textContent = `step ${app.step} of ${app.picture.steps}`;
  app.icon.setAttribute("d", app.playing ? "M5 3h3.6v14H5zM11.4 3H15v14h-3.6z" : "M6 2.8L17 10L6 17.2z");
  app.playButton.ariaLabel = app.playing ? "Pause" : "Play";
}

/** Light up all uses of one matrix, or none. */
function light(app, id) {
  app.lit = id; app.weight = null; app.weightHeld = false;
  if (app.view !== "projection") paint(app);
  showMatrix(app);
  const uses = app.picture.edges.filter((edge) => edge.matrix === id).length;
  if (id) app.live.textContent = `The same ${plain(app.picture.matrices.find((m) => m.id === id).label)}, used ${uses} times.`;
  report(app);
}

const pointed = (app) => app.hover || app.pin;

/** Whether what was pointed at is not in the picture any more: its node, or a neuron that a smaller network does not have. */
function isGone(app, what) {
  const node = what && app.index.get(what.node);
  return Boolean(what) && (!node || (what.unit ?? -1) >= (node.values?.length ?? 0));
}

function showCard(app) {
  const what = pointed(app);
  app.svg.querySelectorAll(".picked").forEach((cell) => cell.classList.remove("picked"));
  app.card.hidden = !what;
  if (!what) return;
  let words;
  keepingFocus(app.card, () => {
    words = fillCard(app, app.card, what.node, what.unit);
    placeCard(app, what.node);
    if (app.pin && app.card.classList.contains("below")) neighbours(app);
  });
  app.svg.querySelector(`[data-node="${what.node}"] [data-unit="${what.unit}"]`)?.classList.add("picked");
  if (app.spoken !== words && !app.playing) app.live.textContent = app.spoken = words;
}

/** For fingers, which are wider than a neuron: the one before and the one after, as ↑ and ↓ have them. */
function neighbours(app) {
  const places = unitsOf(app, app.pin.node.split(":")[0]);
  if (!places || places.length < 2) return;
  const row = html(app.card, "div", "neighbours");
  for (const [sign, words, way] of [["‹", "The one before", 1], ["›", "The next one", -1]]) {
    const button = html(row, "button", "", sign);
    Object.assign(button, { type: "button", ariaLabel: words, onclick: () => { app.hover = null; walk(app, way); report(app); } });
    button.dataset.place = words;
  }
}

function pinAt(app, what) {
  const same = app.pin && what && app.pin.node === what.node && app.pin.unit === what.unit;
  app.pin = same ? null : what;
  app.hover = null;
  if (what) { pause(app); goTo(app, Number(what.node.split(":")[1]) || app.step); }
  if (app.view !== "projection") paint(app);
  showCard(app); inSight(app.card); report(app);
}

/** Tell Python what is looked at; what the visitor `touched` is told even if it is where it was. */
function report(app, touched) {
  if (!app.settings.report) return;
  const { pin, step, lit, view, mode } = app;
  const frame = app.at < app.frames.length - 1 ? app.at : null;
  app.channel.tell({ node: pin?.node ?? null, unit: pin?.unit ?? null, step, matrix: lit, view, mode, frame }, touched);
}

/** What lies under the pointer: a node and, if there is one, its unit. */
function under(event) {
  const node = event.target.closest?.("[data-node]");
  if (!node || node.classList.contains("future")) return null;
  const unit = event.target.closest("[data-unit]")?.dataset.unit;
  return { node: node.dataset.node, unit: unit === undefined ? null : Number(unit) };
}

function listen(app) {
  const { svg, frame } = app;
  svg.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch" || app.folding && app.open > 0 && app.open < 1) return;
    const what = under(event), was = app.hover;
    if (what?.node === was?.node && what?.unit === was?.unit) return;
    app.hover = what; showCard(app);
  });
  svg.addEventListener("pointerleave", () => { if (app.hover) { app.hover = null; showCard(app); } });
  svg.addEventListener("click", (event) => {
    const edge = event.target.closest("[data-matrix]"), what = under(event);
    if (what) pinAt(app, what);
    else if (edge) light(app, app.lit === edge.dataset.matrix ? null : edge.dataset.matrix);
    else if (event.target.closest(".future[data-node]")) goTo(app, Number(event.target.closest("[data-node]").dataset.node.split(":")[1]));
    else if (app.pin) pinAt(app, null);
  });
  frame.addEventListener("scroll", () => { app.scrolled = frame.scrollLeft; const what = pointed(app); if (what && !app.card.hidden) placeCard(app, what.node); }, { passive: true });
  frame.addEventListener("keydown", (event) => { if (!event.ctrlKey && !event.metaKey && !event.altKey && key(app, event)) event.preventDefault(); });
  frame.addEventListener("blur", () => { if (app.hover?.byKey) { app.hover = null; showCard(app); } });
}

/** The keyboard. True if the key meant something. */
function key(app, event) {
  const time = { ArrowRight: app.step + 1, ArrowLeft: app.step - 1, Home: 1, End: app.picture.steps }[event.key];
  if (time !== undefined) {
    pause(app);
    const lane = app.hover?.byKey ? app.hover.node.split(":")[0] : null;
    goTo(app, time);
    if (lane && app.index.has(`${lane}:${app.step}`)) { app.hover = { ...app.hover, node: `${lane}:${app.step}` }; showCard(app); }
    else { app.hover = null; showCard(app); }
    if (!pointed(app)) app.live.textContent = `Step ${app.step} of ${app.picture.steps}`;
    clearTimeout(app.later); app.later = setTimeout(() => report(app, ["step"]), 900);
    return true;
  }
  if (event.key === "ArrowUp" || event.key === "ArrowDown") return walk(app, event.key === "ArrowUp" ? 1 : -1), true;
  if (event.key === "Enter" && app.hover) return pinAt(app, app.hover), true;
  if (event.key === "Escape" && (app.hover || app.pin || app.lit)) {
    if (app.hover || app.pin) { app.hover = null; app.pin && pinAt(app, null); showCard(app); } else light(app, null);
    return true;
  }
  if (event.key === " ") return app.playing ? stop(app) : play(app), true;
  if (event.key.toLowerCase() === "s") return app.slowButton.click(), true;
  return false;
}

/** ↑ and ↓: from node to node in this column; inside a pinned node from unit to unit. */
function walk(app, way) {
  const here = pointed(app), lanes = app.plan.lanes.map((lane) => lane.id).filter((id) => app.index.has(`${id}:${app.step}`));
  const lane = here?.node.split(":")[0], places = unitsOf(app, lane);
  if (app.pin && places) {
    const at = places.indexOf(app.pin.unit), next = at < 0 ? 0 : clamp(at - way, 0, places.length - 1);
    app.pin = { ...app.pin, unit: places[next] };
    app.hover = null;
  } else {
    const at = lanes.indexOf(lane), next = at < 0 ? (way > 0 ? 0 : lanes.length - 1) : clamp(at + way, 0, lanes.length - 1);
    const units = unitsOf(app, lanes[next]);
    app.hover = { node: `${lanes[next]}:${app.step}`, unit: units ? units[0] : null, byKey: true };
  }
  showCard(app);
}

function unitsOf(app, lane) {
  const node = nodeOf(app, `${lane}:${app.step}`);
  if (!node?.values || laneOf(app, lane).kind === "chips") return null;
  if (laneOf(app, lane).kind !== "bars") return orderOf(laneOf(app, lane), node.values.length);
  return node.values.map((_, i) => i).sort((a, b) => node.values[b] - node.values[a]);
}

/** Whether it plays as soon as it is there: never where motion is not wanted. */
const startsItself = (app) => app.settings.autoplay && !STILL.matches;

/** A setting from Python counts at first, and again whenever Python changes it. */
function takeSettings(app, heard) {
  const { settings } = app, { mode, view, step, frame } = settings, first = !app.view;
  const news = app.channel.news(heard, { mode, view, step, frame });
  if ("mode" in news) app.mode = mode;
  if ("view" in news) { if (first) { app.view = view; app.open = view === "folded" ? 0 : 1; } else app.wanted = view; }
  if ("step" in news) app.step = step ?? (startsItself(app) || app.mode === "backward" ? 1 : Infinity);
  if ("frame" in news) app.at = frame ?? Infinity;
  return first;
}

export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  let app = apps.get(parentElement);
  if (!app || !app.root.isConnected) { app = frameOf(parentElement); apps.set(parentElement, app); }
  clearTimeout(app.leaving);
  const { heard, ...kept } = data, text = JSON.stringify(kept);
  app.channel.send = setStateValue; app.trigger = setTriggerValue;
  if (app.data !== text || app.late) {
    app.data = text;
    Object.assign(app, unpackWeights(data, app.rows)); app.settings = data.settings;
    app.turn %= app.pictures.length;
    app.whole = app.picture = app.pictures[app.turn]();
    const before = app.frames.length - 1 <= app.at ? Infinity : app.at;
    app.frames = data.frames || []; app.at = before;
    const first = takeSettings(app, heard);
    app.at = clamp(app.at, 0, Math.max(0, app.frames.length - 1));
    rebuild(app);
    if (app.wanted && app.wanted !== app.view) setView(app, app.wanted);
    app.wanted = null;
    if (first && startsItself(app)) play(app);
    else follow(app);
  }
  app.late = !app.channel.hears(heard);
  return () => { app.leaving = setTimeout(() => { pause(app); app.ages.halt(); app.deaf(); cancelAnimationFrame(app.folding); app.watch.disconnect(); app.root.remove(); apps.delete(parentElement); }, 400); };
}
