// The drawing: built once per picture.

/** Build all SVG elements of `app.picture`; nothing has a place yet. Boxes that look as before stay: they are most of it. */
function build(app) {
  const { picture, svg } = app, before = app.nodes ?? new Map(), boxes = (app.boxes ??= draw(null, "g"));
  app.plan = layout(picture, app.frame.clientWidth || 900, app.view);
  [...svg.children].forEach((child) => { if (child !== boxes) child.remove(); });
  if (boxes.parentNode !== svg) svg.append(boxes);
  app.now = draw(null, "rect", { class: "now", rx: 14 });
  const wires = draw(null, "g");
  boxes.before(app.now, wires);
  app.pulses = draw(svg, "g", { class: "pulses" });
  app.lanesUp = app.plan.lanes.filter((lane) => lane.kind !== "chips").map((lane) => lane.id);
  app.nodes = new Map();
  for (const node of picture.nodes) {
    if (app.plan.opened && !node.step) continue;          // columns begin with the first letter
    const known = app.plan.sizes[node.lane], narrow = known && node.step === 0 && app.plan.empty;
    const size = narrow ? { ...known, w: app.plan.before } : known;
    if (size) app.nodes.set(node.id, buildNode(app, node, size, before.get(node.id)));
  }
  const shown = [...app.nodes.values()].map((made) => made.g), kept = new Set(shown);
  [...boxes.children].forEach((g) => { if (!kept.has(g)) g.remove(); });
  shown.forEach((g, i) => { if (boxes.children[i] !== g) boxes.insertBefore(g, boxes.children[i] ?? null); });
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

/** A node's box. `before`, if it shows just the same, is kept. */
function buildNode(app, node, size, before) {
  const { lane, w, h } = size, { id, label, step, values, hot, text, chosen } = node;
  const crossed = app.picture.edges.some((edge) => edge.delay && !edge.dashed && edge.source.split(":")[0] !== edge.target.split(":")[0]);
  const look = JSON.stringify([id, label, values, hot, text, chosen, { ...size, y: 0 }, app.plan.empty, crossed]);
  if (before?.look === look) return Object.assign(before, { node, size });
  const known = Boolean(node.values || node.hot !== undefined || node.text);
  const g = draw(null, "g", { class: `node ${lane.kind} role-${lane.role}${step ? "" : " start"}`, "data-node": id });
  const made = { node, size, g, look, cells: [], bars: [], coloured: "forward" };
  const box = { x: -w / 2, y: -h / 2, width: w, height: h, rx: 10 };
  if (lane.kind === "bars") {
    draw(g, "rect", { ...box, class: "ghost" });
    draw(g, "rect", { ...box, x: -w / 2 - 6, y: -h / 2 - 6, width: w + 12, height: h + 12, class: "ring" });
    node.values ? made.group = draw(g, "g", { class: "cells-of" }) : buildWord(made, node.text || "");
  } else {
    draw(g, "rect", { ...box, class: "box" });
    if (lane.kind === "chips") buildWord(made, node.text || "");
    else if (node.step || !app.plan.empty) made.group = draw(g, "g", { class: "cells-of" });
  }
  if (!known && lane.kind === "cells") g.classList.add("schematic");
  if (lane.kind === "cells") {
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

/** What stands in a box, as soon as it is seen: cells and bars are most of a picture, and those of steps to come have time. */
function fill(app, made) {
  if (!made.group || made.group.children.length) return;
  made.size.lane.kind === "bars" ? buildBars(made) : buildCells(made);
  made.coloured = "forward"; made.g.share = app.coloured = null;
}

function buildCells(made) {
  const { node, group, size: { grid: { columns, width, height, gap, pad }, w, h, count, lane } } = made;
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
  const { node, group, size: { lane, w } } = made;
  const order = node.values.map((value, i) => [value, i]).sort((a, b) => b[0] - a[0]).map((pair) => pair[1]).slice(0, BARS);
  if (node.chosen !== undefined && !order.includes(node.chosen)) order[order.length - 1] = node.chosen;
  const tight = w < 80, worded = isWorded(lane), alone = order.length === 1;
  // No room for the number: pointing tells it. Words stand over their bars; a share by itself needs no name.
  const start = worded || alone ? 0 : tight ? 14 : 17, track = worded ? w : w - start - (tight ? 1 : 31);
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

/** Whether it is ever seen folded: only then is a loop drawn that says "one step later". */
const folds = ({ settings }) => [settings.view, ...settings.views].includes("folded");

function buildEdge(app, parent, edge, loops) {
  const from = app.nodes.get(edge.source), to = app.nodes.get(edge.target);
  const g = draw(parent, "g", { class: `edge role-${edge.role}${edge.dashed ? " dashed" : ""}` });
  if (edge.matrix) g.dataset.matrix = edge.matrix;
  const made = { edge, g, from, to, t: Math.max(from.node.step, to.node.step),
    rank: edge.delay ? Math.abs(loops.indexOf(from.node.lane) - loops.indexOf(to.node.lane)) : 0,
    line: draw(g, "path", { class: "line" }), head: draw(g, "path", { class: "head", d: "M-9 -5L0 0L-9 5z" }) };
  if (edge.delay && folds(app)) {
    made.square = draw(g, "rect", { class: "delay", x: -6, y: -6, width: 12, height: 12, rx: 1.5 });
    made.later = draw(g, "text", { class: "later" });
    made.later.textContent = edge.dashed ? "" : "one step later";
  }
  made.label = write(draw(g, "text", { class: `label${edge.delay && !edge.dashed ? " always" : ""}`, "text-anchor": "middle" }), edge.label || "");
  if (edge.gradient !== undefined) {
    made.flow = draw(g, "text", { class: "flow", "text-anchor": "middle" });
    made.flow.textContent = short(edge.gradient);
  }
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
