// Drawing the wiring: strips of cells, dots that multiply and add, lines that light up.

const CELL_W = 60, CELL_H = 20;

/** The numbers behind a strip, for all neurons, and the node whose arithmetic they belong to. */
function source(app, of) {
  const node = app.index.get(`${of.lane}:${app.step + of.now}`);
  if (!node) return {};
  if (of.t === undefined) return { node, values: node.values };
  const term = of.t === "let" ? node.terms.find((one) => one.factors) : node.terms[of.t];
  const factor = of.k === undefined ? null : term.factors[of.k];
  return { node, term, factor, values: (factor || term).values, symbol: (factor || term).symbol };
}

/** The whole cell, once for each kind; numbers are filled in by `fill`. */
function build(app) {
  const plan = app.plan, { svg } = app;
  svg.replaceChildren();
  svg.setAttribute("viewBox", `0 0 ${plan.width} ${plan.height}`);
  svg.style.minWidth = `${plan.width * 0.86}px`;
  const defs = draw(svg, "defs");
  for (const role of ["hidden", "input"]) {
    const mark = draw(defs, "marker", { id: `${app.name}-${role}`, viewBox: "0 0 8 8", refX: 6, refY: 4, markerUnits: "userSpaceOnUse", markerWidth: 10, markerHeight: 10,
      orient: "auto", class: `role-${role}` });
    draw(mark, "path", { d: "M0 0L8 4L0 8z", class: "head" });
  }
  const [x, y, w, h] = plan.inside;
  draw(svg, "rect", { class: "body", x, y, width: w, height: h, rx: 16 });
  app.parts = [];
  for (const line of plan.lines) part(app, line.beat, path(app, line.d, line.role));
  busLines(app);
  for (const word of plan.words) draw(svg, "text", { class: "aside", x: word.x, y: word.y, "text-anchor": "middle" }).textContent = word.text;
  for (const dot of plan.dots) {
    const group = draw(svg, "g", { class: "dot", transform: `translate(${dot.x} ${dot.y})` });
    draw(group, "circle", { r: dot.sign.length > 1 ? 13 : 12 });
    draw(group, "text", { class: dot.sign.length > 1 ? "long" : "", "text-anchor": "middle", dy: "0.35em" }).textContent = dot.sign;
    part(app, dot.beat, group);
  }
  app.strips = new Map(plan.strips.map((strip) => [strip.id, buildStrip(app, strip)]));
}

const part = (app, beat, element) => app.parts.push({ beat, element });
const path = (app, d, role) => draw(app.svg, "path", { class: `wire role-${role}`, d, "marker-end": `url(#${app.name}-${role})` });

/** Letter and old memory run along the bottom, and up into everything that is `fed`. */
function busLines(app) {
  const { plan, svg } = app, { y } = plan.bus;
  const memory = plan.strips.find((one) => one.of.lane === "hidden" && one.of.now === -1);
  const start = memory.y + CELL_H * app.units.length / 2 + 4;
  const fed = plan.strips.filter((one) => one.fed);
  const last = (kind) => Math.max(...fed.filter((one) => one.fed === true || one.fed === kind).map((one) => one.x));
  draw(svg, "path", { class: "wire role-hidden", d: `M66 ${start}V${y - 10}H${last("memory") + 8}` });
  draw(svg, "path", { class: "wire role-input", d: `M88 ${y + 16}H112V${y}H${last("input") - 8}` });
  const bottom = (one) => one.y + CELL_H * app.units.length / 2 + 7;
  for (const one of fed) {
    if (one.fed !== "memory") part(app, one.beat, path(app, `M${one.x - 8} ${y}V${bottom(one)}`, "input"));
    if (one.fed !== "input") part(app, one.beat, path(app, `M${one.x + 8} ${y - 10}V${bottom(one)}`, "hidden"));
  }
  app.chip = draw(svg, "g", { class: "chip" });
  draw(app.chip, "rect", { x: 44, y: y - 2, width: 44, height: 36, rx: 10 });
  app.letter = draw(app.chip, "text", { x: 66, y: y + 22, "text-anchor": "middle" });
  draw(svg, "text", { class: "aside", x: 66, y: y + 48, "text-anchor": "middle" }).textContent = "letter";
}

function buildStrip(app, strip) {
  const count = app.units.length, top = -CELL_H * count / 2;
  const group = draw(app.svg, "g", { class: `strip role-${strip.role}${strip.gate ? " gate" : ""}`, transform: `translate(${strip.x} ${strip.y})` });
  draw(group, "rect", { class: "box", x: -CELL_W / 2 - 4, y: top - 4, width: CELL_W + 8, height: CELL_H * count + 8, rx: 9 });
  const cells = app.units.map((unit, i) => {
    if (strip.id === "old") {
      draw(group, "text", { class: "which", x: -CELL_W / 2 - 9, y: top + i * CELL_H + CELL_H / 2, dy: "0.36em", "text-anchor": "end" }).textContent = unit + 1;
    }
    const one = draw(group, "g", { class: "one", "data-strip": strip.id, "data-unit": unit });
    draw(one, "rect", { class: "cell", x: -CELL_W / 2, y: top + i * CELL_H + 1, width: CELL_W, height: CELL_H - 2, rx: 4 });
    draw(one, "text", { class: "number", x: 0, y: top + i * CELL_H + CELL_H / 2, dy: "0.36em", "text-anchor": "middle" });
    return one;
  });
  const side = strip.fed || strip.beside;
  const at = side ? { x: CELL_W / 2 + 10, y: top + 8, "text-anchor": "start" } : { x: 0, y: top - 11, "text-anchor": "middle" };
  const name = draw(group, "text", { class: "name", ...at });
  const sign = side ? draw(group, "text", { class: "sign", ...at, y: at.y + 16 }) : null;
  name.textContent = strip.name;
  part(app, strip.beat, group);
  return { strip, group, cells, name, sign };
}

/** Put the numbers of the present step into every strip. */
function fill(app) {
  app.letter.textContent = app.letters[app.step - 1];
  for (const { strip, group, cells, name, sign } of app.strips.values()) {
    const found = source(app, strip.of);
    const label = found.symbol && found.term && found.factor ? found.symbol : found.term ? "" : found.node.label;
    if (sign) write(sign, label); else write(name, `${strip.name} ${label}`);
    const lane = laneOf(app, strip.of.lane), reach = strip.gate || found.factor ? 1 : Math.max(1, lane?.high ?? 1);
    cells.forEach((one, i) => {
      const value = found.values[app.units[i]];
      tint(one.querySelector(".cell"), value, reach);
      const number = one.querySelector("text");
      number.textContent = signed(value).replace(" × ", "×");
      number.classList.toggle("long", number.textContent.length > 7);
      one.classList.toggle("followed", app.units[i] === app.unit);
    });
    group.classList.toggle("before", strip.of.now < 0);
  }
}

/** Show what has happened up to a beat; what is to come is faint. */
function light(app) {
  for (const { beat, element } of app.parts) {
    element.classList.toggle("future", beat > app.beat);
    element.classList.toggle("current", beat === app.beat && app.beat < LAST);
  }
  const number = (id, plus = false) => {
    const { strip } = app.strips.get(id), value = source(app, strip.of).values[app.unit];
    return plus ? `${value < 0 ? "−" : "+"} ${signed(Math.abs(value)).slice(1)}` : strip.gate ? signed(value).slice(1) : signed(value);
  };
  const letter = app.letters[app.step - 1];
  const said = app.beat < LAST ? SENTENCES[app.cell][app.beat](number, { letter: letter === "∎" ? "∎ (a name begins)" : `“${letter}”` })
    : `${SENTENCES[app.cell][7](number)}`;
  app.caption.replaceChildren();
  html(app.caption, "b", "", `Neuron ${app.unit + 1}. `);
  app.caption.append(said);
  for (const [i, chip] of app.chips.entries()) {
    chip.setAttribute("aria-checked", String(i + 1 === app.step));
    chip.tabIndex = i + 1 === app.step ? 0 : -1;
  }
  app.count.textContent = app.beat < LAST ? `step ${app.step} of ${app.picture.steps} · part ${app.beat + 1} of ${LAST}`
    : `step ${app.step} of ${app.picture.steps}`;
  app.icon.setAttribute("d", app.playing ? "M5 3h3.6v14H5zM11.4 3H15v14h-3.6z" : "M6 2.8L17 10L6 17.2z");
  app.playButton.ariaLabel = app.playing ? "Pause" : "Play";
}
