// The drawing: built once per picture, placed when it moves, painted when time goes on.

/** Build all SVG elements of `app.picture`; nothing has a place yet. */
function build(app) {
  const { picture, svg } = app;
  svg.replaceChildren();
  app.plan = layout(picture, app.frame.clientWidth || 900, app.view);
  app.now = draw(svg, "rect", { class: "now", rx: 14 });
  const wires = draw(svg, "g"), boxes = draw(svg, "g");
  app.pulses = draw(svg, "g", { class: "pulses" });
  app.lanesUp = app.plan.lanes.filter((lane) => lane.kind !== "chips").map((lane) => lane.id);
  app.nodes = new Map();
  for (const node of picture.nodes) {
    if (app.plan.opened && !node.step) continue;          // columns begin with the first letter
    const known = app.plan.sizes[node.lane], narrow = known && node.step === 0 && app.plan.empty;
    const size = narrow ? { ...known, w: app.plan.before } : known;
    if (size) app.nodes.set(node.id, buildNode(app, boxes, node, size));
  }
  const loops = picture.lanes.filter((lane) => !lane.inside).map((lane) => lane.id);
  app.edges = picture.edges.filter((edge) => app.nodes.has(edge.source) && app.nodes.has(edge.target) && !(app.plan.opened && (edge.delay || touching(app, edge))))
    .map((edge) => buildEdge(app, wires, edge, loops));
  app.times = [];
  for (let t = 1; t <= picture.steps; t++) {
    app.times.push(write(draw(svg, "text", { class: "time", "text-anchor": "middle" }), `t = ${t}`));
  }
  app.reachOfGradient = gradientScale(picture);
  buildLabels(app);
}

/** In the memory view two memories lie directly above each other: no room for an arrow, no need of one. */
const touching = (app, edge) => [edge.source, edge.target].every((id) => app.nodes.get(id).size.lane.kind === "cells");

/** Which unit stands in which place of a lane's boxes: the lane's own order, or as numbered. */
const orderOf = (lane, count) => (lane.order?.length === count ? lane.order : Array.from({ length: count }, (_, i) => i));

function buildNode(app, parent, node, size) {
  const { lane, w, h } = size;
  const known = Boolean(node.values || node.hot !== undefined || node.text);
  const g = draw(parent, "g", { class: `node ${lane.kind} role-${lane.role}${node.step ? "" : " start"}`, "data-node": node.id });
  const made = { node, size, g, cells: [], bars: [] };
  const box = { x: -w / 2, y: -h / 2, width: w, height: h, rx: 10 };
  if (lane.kind === "bars") {
    draw(g, "rect", { ...box, class: "ghost" });
    draw(g, "rect", { ...box, x: -w / 2 - 6, y: -h / 2 - 6, width: w + 12, height: h + 12, class: "ring" });
    node.values ? buildBars(made) : buildWord(made, node.text || "");
  } else {
    draw(g, "rect", { ...box, class: "box" });
    if (lane.kind === "chips") buildWord(made, node.text || "");
    else if (node.step || !app.plan.empty) buildCells(made);
  }
  if (!known && lane.kind === "cells") g.classList.add("schematic");
  if (lane.kind === "cells") {
    const crossed = app.picture.edges.some((edge) => edge.delay && !edge.dashed && edge.source.split(":")[0] !== edge.target.split(":")[0]);
    const place = node.step && crossed ? { x: 10, y: -h / 2 - 9 } : node.step ? { x: w / 2 + 7, y: h / 2 - 2 } : { x: 0, y: h / 2 + 18, "text-anchor": "middle" };
    write(draw(g, "text", { class: "name", ...place }), node.label);
  }
  return made;
}

/** A text in a box: a letter large, a word small enough to fit, and cut where even that is too long. */
function buildWord(made, text) {
  const word = draw(made.g, "text", { class: "word", "text-anchor": "middle", "dominant-baseline": "central" });
  const letters = [...text], room = made.size.w - 8;
  const size = made.size.w <= 44 && letters.length <= 3 ? 22 - 3 * letters.length : clamp(room / (0.57 * letters.length), 10, 14);
  word.textContent = text === " " ? "␣" : cut(text, Math.max(4, room / (0.57 * size)));
  if (letters.length > 1 || made.size.w > 44) word.style.fontSize = `${size.toFixed(1)}px`;
}

/** A text with at most `most` letters; what is cut off is marked. */
function cut(text, most) {
  const letters = [...text];
  return letters.length <= most + 0.3 ? text : letters.slice(0, Math.max(1, Math.floor(most) - 1)).join("") + "…";
}

function buildCells(made) {
  const { node, size: { grid: { columns, width, height, gap, pad }, w, h, count, lane } } = made;
  const group = draw(made.g, "g", { class: "cells-of" });
  const values = node.values;
  const n = values ? values.length : 4;
  orderOf(lane, n).forEach((unit, i) => {
    const cell = draw(group, "rect", {
      x: -w / 2 + pad + (i % columns) * (width + gap), y: -h / 2 + pad + Math.floor(i / columns) * (height + gap),
      width, height, rx: Math.min(3, width / 4, pad), class: "cell", "data-unit": unit });
    if (values && count) { tint(cell, values[unit], Math.max(Math.abs(lane.low), Math.abs(lane.high))); made.cells[unit] = cell; }
  });
}

function buildBars(made) {
  const { node, size: { lane, w } } = made;
  const order = node.values.map((value, i) => [value, i]).sort((a, b) => b[0] - a[0]).map((pair) => pair[1]).slice(0, BARS);
  if (node.chosen !== undefined && !order.includes(node.chosen)) order[order.length - 1] = node.chosen;
  const tight = w < 80, worded = isWorded(lane), alone = order.length === 1;
  // No room for the number: pointing tells it. Words stand over their bars; a share by itself needs no name.
  const start = worded || alone ? 0 : tight ? 14 : 17, track = worded ? w : w - start - (tight ? 1 : 31);
  const group = draw(made.g, "g", { class: "cells-of" });
  order.forEach((unit, row) => {
    const y = (row - (order.length - 1) / 2) * 20;
    const g = draw(group, "g", { class: `bar${unit === node.chosen ? " chosen" : ""}`, "data-unit": unit });
    draw(g, "rect", { x: -w / 2, y: y - 10, width: w, height: 20, class: "catch" });
    const sign = lane.names?.[unit] ?? `${unit + 1}`;
    const place = worded ? { x: -w / 2, y: y - 3 } : { x: -w / 2 + start - 5, y, "text-anchor": "end" };
    if (!alone) draw(g, "text", { ...place, class: `sign${worded ? " word-sign" : ""}`, "dominant-baseline": "central" })
      .textContent = sign === " " ? "␣" : worded ? cut(sign, (w - (tight ? 0 : 30)) / 6.7) : [...sign].slice(0, 2).join("");
    const band = worded ? { y: y + 5, height: 4, rx: 2 } : { y: y - 7, height: 14, rx: 3 };
    draw(g, "rect", { x: -w / 2 + start, ...band, width: track, class: "track" });
    const long = Math.max(1, track * (node.values[unit] ?? 0));
    const fill = draw(g, "rect", { x: -w / 2 + start, ...band, width: long, class: "fill" });
    if (!tight) draw(g, "text", { x: w / 2, y: worded ? y - 3 : y, class: "share", "text-anchor": "end", "dominant-baseline": "central" })
      .textContent = node.values[unit] === null ? "–" : node.values[unit].toFixed(2);
    made.bars.push({ fill, width: long });
  });
}

function buildEdge(app, parent, edge, loops) {
  const from = app.nodes.get(edge.source), to = app.nodes.get(edge.target);
  const g = draw(parent, "g", { class: `edge role-${edge.role}${edge.dashed ? " dashed" : ""}` });
  if (edge.matrix) g.dataset.matrix = edge.matrix;
  const made = { edge, g, from, to, t: Math.max(from.node.step, to.node.step),
    rank: edge.delay ? Math.abs(loops.indexOf(from.node.lane) - loops.indexOf(to.node.lane)) : 0,
    line: draw(g, "path", { class: "line" }), head: draw(g, "path", { class: "head", d: "M-9 -5L0 0L-9 5z" }) };
  if (edge.delay) {
    made.square = draw(g, "rect", { class: "delay", x: -6, y: -6, width: 12, height: 12, rx: 1.5 });
    made.later = draw(g, "text", { class: "later" });
    made.later.textContent = edge.dashed ? "" : "one step later";
  }
  made.label = write(draw(g, "text", { class: `label${edge.delay && !edge.dashed ? " always" : ""}`, "text-anchor": "middle" }), edge.label || "");
  made.flow = draw(g, "text", { class: "flow", "text-anchor": "middle" });
  made.flow.textContent = edge.gradient === undefined ? "" : short(edge.gradient);
  made.hit = draw(g, "path", { class: "hit" });
  made.pulse = draw(app.pulses, "circle", { r: 4.5, class: `pulse role-${edge.role}` });
  return made;
}

function buildLabels(app) {
  app.labels.replaceChildren();
  for (const lane of app.plan.lanes) {
    const label = html(app.labels, "div", `lane role-${lane.role}`);
    const words = lane.label.split(" "), sign = words.length > 1 ? words.pop() : "";
    html(label, "span", "", words.join(" ") + (sign ? " " : ""));
    if (sign) html(label, "b", "", sign);
    label.style.top = `${app.plan.sizes[lane.id].y}px`;
  }
  app.labels.style.height = `${app.plan.height}px`;
  app.labels.style.width = `${app.plan.gutter - (app.plan.narrow ? 0 : 6)}px`;
}

/** Put everything where it belongs for the state of unfolding `app.open`. */
function place(app) {
  const { plan, picture, svg, open } = app;
  const xs = placesAt(plan, picture.steps, open, app.frame.scrollLeft);
  app.xs = xs;
  svg.setAttribute("width", plan.width);
  svg.setAttribute("height", plan.height);
  showColumns(app, xs);
  for (const { node, size, g } of app.nodes.values()) {
    if (g.style.display !== "none") g.setAttribute("transform", `translate(${xs[node.step].toFixed(1)} ${size.y})`);
  }
  for (const made of app.edges) if (made.g.style.display !== "none") placeEdge(app, made, xs);
  app.times.forEach((text, i) => { text.setAttribute("x", xs[i + 1]); text.setAttribute("y", plan.timeY); });
}

function placeEdge(app, made, xs) {
  const { plan } = app, { from, to, edge } = made;
  const box = (end) => ({ x: xs[end.node.step], y: end.size.y, w: end.size.w, h: end.size.h });
  const points = curve(edge, box(from), box(to), plan, made.rank);
  const [a, b, c, d] = points, back = app.mode === "backward";
  made.points = points;
  const path = `M${a.x} ${a.y}C${b.x} ${b.y} ${c.x} ${c.y} ${d.x} ${d.y}`;
  made.line.setAttribute("d", path);
  made.hit.setAttribute("d", path);
  const tip = back ? a : d, before = back ? b : c;
  const angle = Math.atan2(tip.y - before.y, tip.x - before.x);
  const reach = 7;                           // the tip lies beyond the end of the line
  made.head.setAttribute("transform", `translate(${tip.x + reach * Math.cos(angle)} ${tip.y + reach * Math.sin(angle)}) rotate(${angle * 180 / Math.PI}) scale(${back ? 1 + gradientWidth(app, edge.gradient) / 7 : 1})`);
  const middle = along(points, 0.5), loose = edge.delay ? 1 - clamp((box(to).x - box(from).x) / 60) : 0;
  const flat = Math.abs(a.y - d.y) < 2 || loose > 0.5;
  // A long name beside the last arrow goes to its other side rather than over the edge.
  const over = !edge.delay && middle.x + 16 + plain(edge.label || "").length * 7.4 > plan.width;
  const x = edge.delay ? middle.x + mix(flat ? 0 : -9, 18, loose) : middle.x + (over ? -12 : 12);
  const y = edge.delay ? mix(flat ? middle.y + (edge.matrix ? -9 : 19) : middle.y + 10, middle.y - 2, loose) : middle.y + 4;
  made.label.setAttribute("text-anchor", edge.delay && loose < 0.5 ? (flat ? "middle" : "end") : over ? "end" : "start");
  const room = box(to).x - box(from).x - (from.size.w + to.size.w) / 2 - 16;
  const crowded = edge.dashed || (flat && plain(edge.label || "").length * 7.2 - 8 > room);
  made.label.style.display = edge.delay && loose < 0.5 && crowded ? "none" : "";
  made.label.setAttribute("x", x); made.label.setAttribute("y", y);
  made.flow.setAttribute("text-anchor", edge.delay ? "middle" : "start");
  made.flow.setAttribute("x", edge.delay ? middle.x : middle.x + 12);
  made.flow.setAttribute("y", edge.delay ? middle.y - 11 : middle.y + 4);
  if (made.square) {
    made.square.setAttribute("transform", `translate(${middle.x} ${middle.y})`);
    made.square.style.opacity = made.later.style.opacity = loose;
    made.later.setAttribute("x", middle.x + 18); made.later.setAttribute("y", middle.y + 14);
  }
}

/** Which columns of the deck can be seen: those already left behind, and the topmost one. */
function showColumns(app, xs) {
  const { plan, open, picture } = app;
  let top = picture.steps;
  if (open < 0.2) top = app.step;
  else for (let t = 1; t <= picture.steps; t++) if (plan.xs[t] > xs[t] + 0.5) { top = t; break; }
  app.top = top;
  const travelling = open < 1 && open >= 0.2 && top > 1 ? clamp((xs[top] - xs[top - 1] - 70) / 30) : 1;
  const edge = app.frame.scrollLeft + plan.frameWidth + plan.pitch;          // what lies beyond need not move
  const seen = (t) => open >= 1 || (xs[t] < edge && (t === top || (open >= 0.2 && t > 0 && t < top)));
  for (const { node, g } of app.nodes.values()) {
    g.style.display = node.step === 0 ? (open > 0.2 ? "" : "none") : seen(node.step) ? "" : "none";
    const fading = node.step === top && travelling < 1;
    g.style.opacity = fading && !g.classList.contains("cells") ? travelling : "";
    g.style.setProperty("--named", fading ? travelling : 1);
  }
  for (const made of app.edges) {
    const shown = seen(made.t) && (!made.edge.dashed || open >= 1 || made.t === top);
    made.g.style.display = shown ? "" : "none";
    made.g.style.opacity = made.t === top && travelling < 1 && !made.edge.delay ? travelling : "";
  }
  app.times.forEach((text, i) => { text.style.display = seen(i + 1) ? "" : "none"; text.style.opacity = i + 1 === top ? travelling : ""; });
  app.svg.classList.toggle("moving", open > 0 && open < 1);
  const nowX = xs[app.step], half = plan.opened ? plan.pitch / 2 + 1 : Math.max(plan.box / 2 + 22, 54);
  const bottom = plan.timeY + 14, attributes = { x: nowX - half, y: 6, width: 2 * half, height: bottom - 6 };
  for (const name in attributes) app.now.setAttribute(name, attributes[name]);
  app.now.style.opacity = clamp((open - 0.7) / 0.3);
}

/** Colour everything for the present step and phase. */
function paint(app) {
  const { step, mode } = app, back = mode === "backward";
  const done = (t) => (back ? t >= step : t <= step);
  app.svg.classList.toggle("backward", back);
  app.svg.classList.toggle("some-lit", Boolean(app.lit));
  app.svg.classList.toggle("folded", app.open < 0.5);
  // Who writes has not chosen the letters to come: they stay unseen until then.
  app.svg.classList.toggle("writing", app.picture.edges.some((edge) => edge.dashed));
  app.svg.classList.toggle("opened", Boolean(app.plan.opened));
  app.svg.classList.toggle("tight", Boolean(app.plan.opened) && app.plan.pitch < 90);
  app.svg.classList.toggle("wide", app.plan.pitch - app.plan.box > 43);
  for (const { node, g } of app.nodes.values()) {
    g.classList.toggle("future", node.step > 0 && !done(node.step) && app.open >= 1);
    g.classList.toggle("current", node.step === step);
    g.classList.toggle("pinned", app.pin?.node === node.id);
  }
  for (const made of app.edges) {
    const first = back ? made.edge.delay && made.from.node.step < step ? made.from.node.step : made.t : made.t;
    made.g.classList.toggle("future", app.open >= 1 && !(back ? made.t >= step : done(first)));
    made.g.classList.toggle("current", made.t === step);
    made.g.classList.toggle("lit", Boolean(app.lit) && made.edge.matrix === app.lit);
    const width = back ? gradientWidth(app, made.edge.gradient) : null;
    made.line.style.strokeWidth = width === null ? "" : `${width}px`;
  }
  app.times.forEach((text, i) => text.classList.toggle("current", i + 1 === step));
  colourCells(app);
  flowAt(app, app.phase);
}

/** Cells show values, or in backward mode how strongly the loss depends on each. */
function colourCells(app) {
  if (app.coloured === app.mode) return;
  app.coloured = app.mode;
  for (const { node, size, cells } of app.nodes.values()) {
    const { low, high } = size.lane, reach = Math.max(Math.abs(low), Math.abs(high));
    cells.forEach((cell, i) => {
      if (app.mode !== "backward") return tint(cell, node.values[i], reach);
      cell.classList.remove("negative", "positive");
      cell.classList.add("gradient-cell");
      cell.style.setProperty("--strength", logShare(app, Math.abs(node.gradient?.[i] ?? 0)).toFixed(3));
    });
  }
}

/** The pulses and what has been computed so far, `phase` of the way through the present step. */
function flowAt(app, phase) {
  const count = app.lanesUp.length, back = app.mode === "backward";
  const part = (lane) => Math.max(0, app.lanesUp.indexOf(lane)) / count;
  for (const made of app.edges) {
    const begins = back ? 1 - part(made.to.node.lane) - 1 / count : part(made.to.node.lane);
    const share = (phase - begins) / (0.5 / count);
    const runs = made.t === app.step && phase < 1 && share > 0 && share < 1 && made.g.style.display !== "none";
    made.pulse.style.display = runs ? "" : "none";
    made.g.classList.toggle("running", runs);
    if (!runs) continue;
    const at = along(made.points, back ? 1 - share : share);
    made.pulse.setAttribute("cx", at.x); made.pulse.setAttribute("cy", at.y);
  }
  for (const { node, g, bars, size } of app.nodes.values()) {
    if (size.lane.kind === "chips") continue;
    const begins = (back ? 1 - part(node.lane) - 1 / count : part(node.lane)) + 0.45 / count;
    const share = node.step === app.step && phase < 1 ? clamp((phase - begins) / (0.4 / count)) : 1;
    if (g.share === share) continue;
    g.share = share;
    g.style.setProperty("--appear", share);
    for (const bar of bars) bar.fill.setAttribute("width", bar.width * share);
  }
}

/** The scale of gradient lengths, in powers of ten: the same for every picture, so that widths can be compared. */
function gradientScale(picture) {
  return picture.edges.some((edge) => edge.gradient > 0) ? { high: 1, low: -4 } : null;
}

/** Where a gradient's size stands on the log scale, 0 to 1. */
function logShare(app, size) {
  const scale = app.reachOfGradient;
  if (!scale || !(size > 0)) return 0;
  return clamp((Math.log10(size) - scale.low) / Math.max(1, scale.high - scale.low), 0.02);
}

const gradientWidth = (app, size) => (size === undefined || size === null ? 0.6 : 0.6 + 7 * logShare(app, size));
