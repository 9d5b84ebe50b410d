// The map of the memory: every mark is the memory after one letter of one name.

const apps = new WeakMap();
const SHOWN_COLOURS = 10;

function frameOf(parent) {
  const root = html(parent, "div", "ug plane"), app = { root, at: 0, step: 0, frames: [], channel: channel() };
  app.field = html(root, "div", "field");
  Object.assign(app.field, { tabIndex: 0, role: "application", ariaRoleDescription: "map of the memory" });
  app.svg = draw(app.field, "svg", { class: "map", "aria-hidden": "true" });
  app.card = html(app.field, "div", "card"); app.card.hidden = true;
  app.ages = trainingBar(app, root, (at) => goTo(app, at), () => rest(app));
  app.note = html(root, "p", "note");
  app.live = html(root, "p", "live"); app.live.ariaLive = "polite";
  app.deaf = follows(app, (told) => {
    if (told.frame !== undefined) goTo(app, told.frame, false);
    if (told.step !== undefined) mark(app, told.step);
  });
  listen(app);
  app.watch = new ResizeObserver(() => { if (Math.abs(app.field.clientWidth - (app.width ?? 0)) > 1) build(app); });
  app.watch.observe(app.field);
  return app;
}

/** Sign and colour class of each state, for what the visitor wants the dots to tell. */
function marksOf(app) {
  const { of, positions, symbols, signs } = app.data, way = app.data.settings.marks;
  const told = of.map((name, i) => (way === "position" ? `${positions[i]}` : way === "last" || !positions[i] ? signs[symbols[i]] : signs[app.data.firsts[name]]));
  if (way === "position") {
    const most = Math.max(...positions, 1);
    return told.map((sign, i) => ({ sign, hue: `color-mix(in oklab, var(--u-input), var(--u-hidden) ${Math.round((100 * positions[i]) / most)}%)` }));
  }
  const counts = new Map();
  for (const sign of told) counts.set(sign, (counts.get(sign) || 0) + 1);
  const rank = new Map([...counts].sort((a, b) => b[1] - a[1]).map(([sign], i) => [sign, i]));
  return told.map((sign) => ({ sign, hue: `var(--u-series-${rank.get(sign) % SHOWN_COLOURS})` }));
}

function build(app) {
  const { svg, data } = app;
  app.width = app.field.clientWidth || 900;
  app.height = clamp(app.width * 0.56, 340, 540);
  svg.replaceChildren();
  svg.setAttribute("width", app.width); svg.setAttribute("height", app.height);
  const reach = [1e-9, 1e-9];                    // of all checkpoints: one scale, so that growth is seen as growth
  for (const frame of app.frames) for (const numbers of [frame.points, frame.path]) numbers.forEach((v, i) => { reach[i % 2] = Math.max(reach[i % 2], Math.abs(v)); });
  const scale = { x: (app.width / 2 - 18) / reach[0], y: (app.height / 2 - 18) / reach[1] };
  app.place = (numbers, i) => [app.width / 2 + numbers[2 * i] * scale.x, app.height / 2 - numbers[2 * i + 1] * scale.y];
  draw(svg, "path", { class: "axis", d: `M0 ${app.height / 2}H${app.width}M${app.width / 2} 0V${app.height}` });
  const [across, up] = ["across", "up"].map((name) => draw(svg, "text", { class: "axis-name", ...(name === "up" ? { x: app.width / 2 + 8, y: 14 } : { x: app.width - 4, y: app.height / 2 - 7, "text-anchor": "end" }) }));
  app.axes = { across, up };
  app.lines = draw(svg, "path", { class: "ways" });
  const dots = draw(svg, "g", { class: "dots" });
  app.dots = marksOf(app).map(({ sign, hue }, i) => {
    const dot = draw(dots, "text", { "text-anchor": "middle", "dominant-baseline": "central", "data-i": i });
    dot.textContent = shownSign(sign); dot.style.setProperty("--hue", hue);
    return dot;
  });
  app.other = draw(svg, "path", { class: "other" });
  app.way = draw(svg, "path", { class: "way" });
  const own = draw(svg, "g", { class: "own" });
  app.own = data.text.map((sign, t) => {
    const g = draw(own, "g", { "data-t": t });
    draw(g, "circle", { r: 11 });
    draw(g, "text", { "text-anchor": "middle", "dominant-baseline": "central" }).textContent = shownSign(sign);
    return g;
  });
  show(app);
}

const shownSign = (sign) => (sign === " " ? "␣" : sign);
const thousandths = (share) => Math.round(1000 * share);
const percent = (of1000) => `${(of1000 / 10).toFixed(1)} %`;
const joined = (points) => points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

/** Everything to its place at the present checkpoint. */
function show(app) {
  const { data } = app, frame = app.frames[app.at], final = app.at === app.frames.length - 1;
  if (!frame || !app.dots) return;
  const places = app.dots.map((_, i) => app.place(frame.points, i));
  app.dots.forEach((dot, i) => { dot.style.transform = `translate(${places[i][0].toFixed(1)}px,${places[i][1].toFixed(1)}px)`; });
  app.lines.setAttribute("d", app.runs.map((run) => joined(run.map((i) => places[i]))).join(""));
  const own = data.text.map((_, t) => app.place(frame.path, t));
  app.own.forEach((g, t) => { g.style.transform = `translate(${own[t][0].toFixed(1)}px,${own[t][1].toFixed(1)}px)`; });
  app.way.setAttribute("d", joined(own));
  const [across, up] = frame.shares.map(thousandths);            // rounded first, so that what is shown adds up
  app.axes.across.textContent = final ? `1st direction: ${percent(across)} →` : "";
  app.axes.up.textContent = final ? `2nd: ${percent(up)}` : "";
  const { over, units, names } = app.data, drawn = names.length < over ? `, of which ${names.length} are drawn` : "";
  app.note.textContent = `At step ${frame.step.toLocaleString("en-GB")}, this flat map holds ${percent(across)} + ${percent(up)} = ${percent(across + up)} of the spread of all ${units} neurons. It was fitted on ${over} names${drawn}.`;
  tellTraining(app, app.ages);
  mark(app, app.step);
  if (app.held !== null && app.held !== undefined) point(app, app.held);
}

function mark(app, step) {
  app.step = clamp(step || app.own?.length || 1, 1, app.own?.length || 1);
  app.own?.forEach((g, t) => { g.classList.toggle("current", t === app.step - 1); g.classList.toggle("future", t > app.step - 1); });
}

function goTo(app, at, tell = true) {
  app.at = clamp(at, 0, Math.max(0, app.frames.length - 1));
  show(app);
  if (tell) announce(app, { frame: app.at });
}

/** The path of one name: drawn, and told. */
function point(app, i) {
  app.held = i;
  app.card.hidden = i === null;
  app.dots.forEach((dot) => dot.classList.remove("picked"));
  if (i === null) return void app.other.setAttribute("d", "");
  const { names, of, positions } = app.data, run = app.runs[of[i]];
  for (const j of run) app.dots[j].classList.add("picked");
  app.other.setAttribute("d", joined(run.map((j) => app.place(app.frames[app.at].points, j))));
  const name = names[of[i]], read = [...name].slice(0, positions[i]).join(""), left = [...name].slice(positions[i]).join("");
  app.card.replaceChildren();
  const line = html(app.card, "p", "formula");
  html(line, "b", "tone role-hidden", positions[i] ? read : "∎"); html(line, "span", "quiet", left);
  html(app.card, "p", "quiet", positions[i] ? `The memory after ${positions[i]} letter${positions[i] === 1 ? "" : "s"}` : "The memory after ∎: every name begins here");
  const [x, y] = app.place(app.frames[app.at].points, i);
  app.card.style.left = `${clamp(x + 14, 4, app.width - app.card.offsetWidth - 4)}px`;
  app.card.style.top = `${clamp(y - app.card.offsetHeight - 10, 4, app.height - app.card.offsetHeight - 4)}px`;
  app.live.textContent = `${name}, after ${positions[i]} letter${positions[i] === 1 ? "" : "s"}`;
}

function listen(app) {
  const find = (event) => {
    const [x, y] = placeIn(app.svg, event);
    const frame = app.frames[app.at];
    if (!frame) return;
    let best = null, least = 18 ** 2;
    app.dots.forEach((_, i) => { const [a, b] = app.place(frame.points, i), far = (a - x) ** 2 + (b - y) ** 2; if (far < least) { least = far; best = i; } });
    if (best !== app.held) point(app, best);
  };
  for (const kind of ["pointermove", "pointerdown"]) app.svg.addEventListener(kind, find);
  app.svg.addEventListener("pointerleave", (event) => { if (event.pointerType !== "touch") point(app, null); });   // a finger leaves its name behind
  app.field.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape") return point(app, null);
    const through = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (through && app.dots.length && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      return point(app, app.held === null ? 0 : clamp(app.held + through, 0, app.dots.length - 1));
    }
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    mark(app, app.step + by);
    announce(app, { step: app.step });
    app.live.textContent = `Your text, after ${app.data.text.slice(0, app.step).join("")}`;
  });
}

function rest(app) {
  app.channel.tell({ frame: app.at < app.frames.length - 1 ? app.at : null }, ["frame"]);
}

export default function ({ parentElement, data, setStateValue }) {
  let app = apps.get(parentElement);
  if (!app || !app.root.isConnected) { app = frameOf(parentElement); apps.set(parentElement, app); }
  clearTimeout(app.leaving);
  app.channel.send = setStateValue;
  const { frame, step, ...kept } = data.settings, text = JSON.stringify([{ ...data, settings: null, heard: null }, kept]);
  const last = data.frames.length - 1, wanted = frame ?? last, atEnd = app.at >= app.frames.length - 1;
  const isNew = "frame" in app.channel.news(data.heard, { frame });
  app.settings = data.settings;
  if (app.text !== text) {
    app.text = text; app.data = data;
    app.frames = data.frames.map((frame) => ({ ...frame, points: unpack(frame.points), path: unpack(frame.path) }));
    app.at = clamp(isNew ? wanted : atEnd ? last : app.at, 0, last);
    app.step = step || data.text.length;
    app.runs = data.names.map(() => []);
    data.of.forEach((name, i) => app.runs[name].push(i));
    app.held = null; app.card.hidden = true;
    app.field.ariaLabel = `Map of ${data.of.length} memories of ${data.names.length} names. Left and right follow your text, up and down go through the memories.`;
    build(app);
  } else if (isNew) goTo(app, wanted, false);
  return () => { app.leaving = setTimeout(() => { app.ages.halt(); app.deaf(); app.watch.disconnect(); app.root.remove(); apps.delete(parentElement); }, 400); };
}
