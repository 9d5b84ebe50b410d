// The projection: every neuron a circle, every single weight a line, each neuron with its own loop.

const canProject = (picture) => {
  const hidden = picture.matrices.find((one) => one.id === "W_hh");
  return picture.cell === "vanilla" && Boolean(hidden?.values) && hidden.values.length <= 6;
};

/** Draw the network of one step through its single neurons. */
function project(app) {
  const { svg, picture, frame } = app, t = app.step;
  svg.replaceChildren();
  const width = Math.max(frame.clientWidth, 330), narrow = width < 560, gutter = app.plan.gutter;
  const middle = gutter + (width - gutter) / 2;
  const rows = { output: 62, hidden: picture.lanes.some((l) => l.id === "output") ? 250 : 130, input: 430 };
  if (!picture.lanes.some((l) => l.id === "output")) rows.input = 310;
  const deep = picture.lanes.some((l) => l.id === "input");
  const height = (deep ? rows.input : rows.hidden) + (deep ? 56 : 130);
  svg.setAttribute("width", width); svg.setAttribute("height", height);
  const wires = draw(svg, "g"), dots = draw(svg, "g");
  const values = (id) => picture.matrices.find((m) => m.id === id)?.values;
  const hidden = nodeOf(app, `hidden:${t}`), input = nodeOf(app, `input:${t}`), output = nodeOf(app, `output:${t}`);
  const n = hidden.values.length, apart = clamp((width - gutter) / (n + 0.4), narrow ? 62 : 90, 190);
  const place = (i, count, gap) => middle + (i - (count - 1) / 2) * gap;
  const at = hidden.values.map((_, i) => ({ x: place(i, n, apart), y: rows.hidden }));
  const side = (count) => (width - gutter - 24) / Math.max(count, 1);
  const size = values("W_xh")?.length ?? 0;
  if (deep && size) {
    const fed = input.values || Array.from({ length: size }, (_, i) => Number(i === input.hot));
    const names = laneOf(app, "input").names || [];
    fed.forEach((value, i) => {
      const from = { x: place(i, size, Math.min(side(size), 60)), y: rows.input }, on = value !== 0;
      at.forEach((to, j) => wire(wires, from, to, values("W_xh")[i][j], "input", on, 10, 26));
      dot(dots, from, clamp(side(size) / 2.4, 4, 13), "input", `input:${t}`, null, on ? 1 : 0, names[i] ?? "", 1);
    });
  }
  const W = values("W_hh");
  at.forEach((from, i) => at.forEach((to, j) => (i === j ? loop(wires, from, W[i][j]) : bow(wires, from, to, W[i][j], i < j))));
  if (output) {
    const names = laneOf(app, "output").names || [], count = output.values.length;
    const best = output.values.indexOf(Math.max(...output.values));
    output.values.forEach((p, i) => {
      const to = { x: place(i, count, Math.min(side(count), 60)), y: rows.output };
      at.forEach((from, j) => wire(wires, from, to, values("W_ho")[j][i], "output", i === best || i === output.chosen, 26, 12));
      dot(dots, to, clamp(side(count) / 2.4, 4, 13), "output", `output:${t}`, i, p, names[i] ?? "", -1);
    });
  }
  at.forEach((point, i) => neuron(dots, point, hidden.values[i], i, t, laneOf(app, "hidden")));
  app.plan.lanes.forEach((lane, i) => { app.labels.children[i].style.top = `${rows[lane.id] ?? rows.hidden}px`; });
  const note = draw(svg, "text", { class: "time", x: middle, y: height - 10, "text-anchor": "middle" });
  note.textContent = narrow ? "thicker: larger · dashed: below zero" : `t = ${t}   ·   thicker line: larger weight   ·   dashed: below zero   ·   ■ one step later`;
}

function line(parent, d, weight, role, on) {
  draw(parent, "path", { d, class: `single role-${role}${on ? " on" : ""}${weight < 0 ? " below" : ""}`,
    style: `stroke-width:${(0.6 + 3.4 * clamp(Math.abs(weight ?? 0) / 2)).toFixed(2)}px` });
}

/** A straight connection between two circles of radius r and s. */
function wire(parent, from, to, weight, role, on, r, s) {
  const length = Math.hypot(to.x - from.x, to.y - from.y), dx = (to.x - from.x) / length, dy = (to.y - from.y) / length;
  line(parent, `M${from.x + dx * r} ${from.y + dy * r}L${to.x - dx * s} ${to.y - dy * s}`, weight, role, on);
}

function bow(parent, from, to, weight, over) {
  const lift = (over ? -1 : 1) * (34 + Math.abs(to.x - from.x) * 0.16), y = over ? -24 : 24;
  line(parent, `M${from.x} ${from.y + y}C${from.x} ${from.y + y + lift} ${to.x} ${to.y + y + lift} ${to.x} ${to.y + y}`, weight, "hidden", true);
  delay(parent, (from.x + to.x) / 2, from.y + y + lift * 0.75);
}

function loop(parent, { x, y }, weight) {
  line(parent, `M${x + 20} ${y - 15}C${x + 62} ${y - 34} ${x + 62} ${y + 34} ${x + 20} ${y + 15}`, weight, "hidden", true);
  delay(parent, x + 51.5, y);
}

const delay = (parent, x, y) => draw(parent, "rect", { class: "delay", x: x - 4.5, y: y - 4.5, width: 9, height: 9, rx: 1 });

function dot(parent, { x, y }, r, role, node, unit, strength, name, below) {
  const g = draw(parent, "g", { class: `dot role-${role}`, "data-node": node });
  const circle = draw(g, "circle", { cx: x, cy: y, r });
  circle.style.setProperty("--strength", strength);
  if (unit !== null) circle.dataset.unit = unit;
  draw(g, "text", { x, y: y + below * (r + 11), class: strength > 0.3 ? "strong" : "", "text-anchor": "middle", "dominant-baseline": "central" })
    .textContent = shownSign(name);
}

function neuron(parent, { x, y }, value, unit, t, lane) {
  const g = draw(parent, "g", { class: "dot neuron role-hidden", "data-node": `hidden:${t}` });
  const circle = draw(g, "circle", { cx: x, cy: y, r: 25, class: "cell", "data-unit": unit });
  tint(circle, value, Math.max(Math.abs(lane.low), Math.abs(lane.high)));
  draw(g, "text", { x, y, "text-anchor": "middle", "dominant-baseline": "central" }).textContent = value === null ? "∞" : signed(value).slice(0, 5);
  draw(g, "text", { x: x - 24, y: y + 30, class: "number", "text-anchor": "middle" }).textContent = unit + 1;
}
