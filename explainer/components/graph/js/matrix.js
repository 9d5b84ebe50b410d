// A matrix lit up: how often it is used, its weights, and one of them to edit; and the heatmap of time.

/** Rows of 32-bit numbers in base64; a number that is not finite becomes null. */
function rowsOf(sent, columns) {
  const numbers = numbersOf(sent);
  return Array.from({ length: numbers.length / columns }, (_, r) => numbers.slice(r * columns, (r + 1) * columns));
}

function numbersOf(sent) {
  return Array.from(new Float32Array(bytesOf(sent).buffer), (number) => (Number.isFinite(number) ? number : null));
}

/** What was sent, its rows of numbers as arrays again. */
function unpackNumbers(sent) {
  if (Array.isArray(sent)) return sent.map(unpackNumbers);
  if (!sent || typeof sent !== "object") return sent;
  if (sent.packed) return numbersOf(sent.packed);
  return Object.fromEntries(Object.entries(sent).map(([name, part]) => [name, unpackNumbers(part)]));
}

/** Pictures as they were sent, each unpacked when it is asked for; matrices that were unpacked `before` are not unpacked again. */
function unpackWeights({ pictures, weights }, before = new Map()) {
  const rows = new Map();
  const known = ({ place, ...matrix }) => {
    if (place === undefined) return matrix;
    const sent = weights[place];
    if (!rows.has(sent)) rows.set(sent, before.get(sent) ?? rowsOf(sent, matrix.columns));
    return { ...matrix, values: rows.get(sent) };
  };
  return { rows, pictures: pictures.map((picture) => once(() => ({ ...unpackNumbers(picture), matrices: picture.matrices.map(known) }))) };
}

/** Show the lit matrix under the picture, or nothing. */
function showMatrix(app) {
  const { panel, picture, lit } = app, matrix = picture.matrices.find((one) => one.id === lit);
  panel.replaceChildren();
  panel.hidden = !matrix;
  app.legend.querySelectorAll("[data-matrix]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.matrix === lit)));
  if (!matrix) return;
  panel.className = `matrix role-${matrix.role}`;
  const uses = picture.edges.filter((edge) => edge.matrix === lit).length || picture.steps;
  const title = html(panel, "p", "title");
  title.append("The same "); write(html(title, "b", "tone"), matrix.label);
  title.append(`, used ${uses} time${uses === 1 ? "" : "s"}`);
  if (!matrix.values) return;
  const rows = matrix.values.length, columns = matrix.values[0].length;
  html(title, "span", "quiet", `  ${rows} × ${columns} = ${(rows * columns).toLocaleString("en-GB")} weights`
    + (matrix.shown_transposed ? ", stored transposed" : ""));
  const room = Math.max(220, panel.clientWidth - 60);
  const width = clamp(room / columns, 3, rows > 12 ? 18 : 46), height = rows === 1 ? 26 : clamp(300 / rows, 3, Math.min(26, width * 1.2));
  const reach = Math.max(1e-9, ...matrix.values.flat().map((v) => Math.abs(v ?? 0)));
  const scroll = html(panel, "div", "grid"), svg = draw(scroll, "svg", { width: columns * width + 30, height: rows * height + 18, class: "weights" });
  const area = draw(svg, "g", { transform: "translate(26 16)" });
  mosaic(area, rows, columns, width, height, reach, (r, c) => matrix.values[r][c]);
  if (width >= 34) matrix.values.forEach((row, r) => row.forEach((value, c) => {
    draw(area, "text", { x: (c + 0.5) * width, y: (r + 0.5) * height, class: "weight", "text-anchor": "middle", "dominant-baseline": "central" })
      .textContent = value === null ? "∞" : value.toFixed(2).replace("-", "−");
  }));
  headings(area, matrix, rows, columns, width, height);
  const mark = draw(area, "rect", { class: "mark", width, height, rx: 2 });
  const reader = html(panel, "div", "reader");
  const from = laneFor(app, matrix, "source"), to = laneFor(app, matrix, "target");
  const show = (row, column, edit) => {
    app.weight = { row, column };
    mark.setAttribute("x", column * width); mark.setAttribute("y", row * height);
    readWeight(app, reader, matrix, row, column, edit);
  };
  const at = (event) => {
    const [x, y] = placeIn(svg, event);
    return [Math.floor((y - 16) / height), Math.floor((x - 26) / width)];
  };
  const inside = ([r, c]) => r >= 0 && c >= 0 && r < rows && c < columns;
  svg.addEventListener("pointermove", (event) => { const cell = at(event); if (!app.weightHeld && inside(cell)) show(...cell, false); });
  svg.addEventListener("click", (event) => { const cell = at(event); if (inside(cell)) { app.weightHeld = true; show(...cell, true); } });
  html(panel, "p", "quiet small", `${from} down, ${to} across. Colours from −${reach.toFixed(2)} to +${reach.toFixed(2)}.`);
  const kept = app.weight && inside([app.weight.row, app.weight.column]) ? app.weight : { row: 0, column: 0 };
  show(kept.row, kept.column, false);
}

function headings(area, matrix, rows, columns, width, height) {
  const put = (x, y, text) => { draw(area, "text", { x, y, class: "heading", "text-anchor": "middle", "dominant-baseline": "central" }).textContent = shownSign(text); };
  const widest = Math.max(`${columns}`.length, ...(matrix.column_names || []).map((name) => name.length));
  for (let c = 0; c < columns && width >= 5 + 6 * widest; c++) put((c + 0.5) * width, -8, matrix.column_names?.[c] ?? `${c + 1}`);
  for (let r = 0; r < rows && height >= 10; r++) put(-12, (r + 0.5) * height, matrix.row_names?.[r] ?? `${r + 1}`);
}

function laneFor(app, matrix, end) {
  const edge = app.picture.edges.find((one) => one.matrix === matrix.id);
  if (!edge) return end === "source" ? "Bias" : "units";
  const label = laneOf(app, edge[end].split(":")[0]).label;
  return end === "source" ? `From ${label}` : `to ${label}`;
}

const ASKED = "type another number and press Enter";

/** A typed number; null if it is none, or larger than `most` on either side of zero. */
function readNumber(typed, most) {
  const number = typed.trim() === "" ? NaN : Number(typed);
  return Math.abs(number) <= most ? number : null;
}

/** One weight in words; with a number field if it may be changed. */
function readWeight(app, reader, matrix, row, column) {
  const sent = matrix.values[row][column], value = sent === null ? null : Number(sent.toPrecision(6));
  const name = `${matrix.row_names?.[row] ?? row + 1}, ${matrix.column_names?.[column] ?? column + 1}`;
  reader.replaceChildren();
  write(html(reader, "span", "tone"), `${matrix.label}[${name}]`);
  if (!app.settings.editable) return void html(reader, "b", "", ` ${signed(value)}`);
  const field = html(reader, "input"), most = app.settings.most;
  Object.assign(field, { type: "number", step: "any", min: -most, max: most, value: value ?? 0, ariaLabel: `Weight ${plain(matrix.label)} ${name}` });
  field.dataset.place = "weight";
  const bound = `A weight here may be −${most} to ${most}`;
  const send = () => {
    const typed = readNumber(field.value, most);
    app.typing = false;
    said.textContent = typed === null ? `${bound}; nothing was changed.` : ASKED;
    if (typed === null) field.value = value ?? 0;
    else if (typed !== value) app.trigger("edit", { matrix: matrix.id, row, column, value: typed });
  };
  field.addEventListener("input", () => { app.typing = true; });
  field.addEventListener("change", send);
  field.addEventListener("focus", () => { app.weightHeld = true; });
  field.addEventListener("keydown", (event) => event.stopPropagation());
  const said = html(reader, "span", "quiet", ASKED);
  said.role = "status";
}

/** Neurons against time, under the same time axis; it moves with the picture. */
function showHeatmap(app) {
  const { heat, plan, picture } = app;
  heat.replaceChildren();
  const lane = picture.lanes.find((one) => one.id === "hidden"), count = plan.sizes.hidden?.count;
  const shown = app.heatmap && count && app.view === "unrolled";
  heat.style.display = shown ? "" : "none";
  app.labels.querySelector(".of-heat")?.remove();
  if (app.view !== "projection") app.labels.style.height = `${plan.height}px`;
  if (!shown) return;
  const height = clamp(220 / count, 3, 16), width = plan.pitch, reach = Math.max(Math.abs(lane.low), Math.abs(lane.high));
  heat.setAttribute("width", plan.width); heat.setAttribute("height", count * height + 16);
  const label = html(app.labels, "div", "lane role-hidden of-heat");
  html(label, "span", "", "neurons "); html(label, "b", "", `1–${count}`);
  label.style.top = `${plan.height + 4 + (count * height) / 2}px`;
  app.labels.style.height = `${plan.height + count * height + 16}px`;
  const area = draw(heat, "g", { transform: `translate(${plan.xs[1] - width / 2} 4)` });
  const columns = Array.from({ length: picture.steps }, (_, t) => nodeOf(app, `hidden:${t + 1}`).values);
  const order = orderOf(lane, count);
  mosaic(area, count, picture.steps, width, height, reach, (r, c) => columns[c][order[r]]);
  app.heatMark = draw(area, "rect", { class: "mark", y: -2, width, height: count * height + 4, rx: 4 });
  app.heatCover = draw(area, "rect", { class: "cover", y: -1, height: count * height + 2, width: 0 });
  heat.onclick = (event) => {
    const x = placeIn(heat, event)[0] - (plan.xs[1] - width / 2);
    goTo(app, Math.floor(x / width) + 1);
  };
  moveHeat(app);
}

function moveHeat(app) {
  if (!app.heatMark?.isConnected) return;
  const { plan, picture, step } = app;
  app.heatMark.setAttribute("x", (step - 1) * plan.pitch);
  app.heatCover.setAttribute("x", step * plan.pitch);
  app.heatCover.setAttribute("width", (picture.steps - step) * plan.pitch);
}
