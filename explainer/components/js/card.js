// The card: the arithmetic of one unit, with the numbers that were really used.

/** What a unit of a lane is called: its symbol, or its number from 1. */
const unitName = (lane, unit) => lane?.names?.[unit] ?? `${unit + 1}`;
const nodeOf = (app, id) => app.index.get(id);
const laneOf = (app, id) => app.picture.lanes.find((lane) => lane.id === id);
const shownSign = (text) => (text === " " ? "␣" : text);

/** The strongest products of one term at one unit: which cells of its source contributed most. */
function strongest(app, term, unit, most = 3) {
  const source = nodeOf(app, term.source), matrix = app.picture.matrices.find((m) => m.id === term.matrix);
  if (!source || !matrix?.values || !source.values) return [];
  const column = (term.column || 0) + unit;
  return source.values.map((value, j) => ({ j, value, weight: matrix.values[j][column], part: value * matrix.values[j][column] }))
    .filter((one) => one.part).sort((a, b) => Math.abs(b.part) - Math.abs(a.part)).slice(0, most);
}

/** Fill the card for a node, or for one unit of it. Returns what a screen reader should say. */
function fillCard(app, card, id, unit) {
  const node = nodeOf(app, id), lane = laneOf(app, node.lane);
  card.replaceChildren();
  card.className = `card role-${lane.role}${app.pin ? " is-pinned" : ""}`;
  if (lane.kind === "chips") return inputCard(app, card, node);
  if (!node.terms) return plainCard(app, card, node, lane, unit);
  if (unit === null || unit === undefined) return wholeCard(app, card, node, lane);
  formula(html(card, "p", "formula"), node, `${node.label}[${unitName(lane, unit)}]`);
  const spoken = terms(app, card, node, unit);
  result(card, node, lane, unit);
  gatesOf(app, card, node, unit);
  for (const term of node.terms) products(app, card, node, term, unit);
  if (app.mode === "backward" && node.gradient) gradientLine(card, node, unit);
  hint(app, card);
  return `${plain(node.label)}, ${lane.kind === "bars" ? "" : "unit "}${unitName(lane, unit)}: ${spoken}, sum ${signed(node.pre[unit])}, `
    + `${node.activation} gives ${signed(node.values[unit])}`;
}

/** The equation of a node with each term in its role's colour. */
function formula(parent, node, left) {
  write(html(parent, "b"), left);
  const bare = node.activation === "identity";
  html(parent, "span", "quiet", bare ? " = " : ` = ${node.activation}( `);
  node.terms.forEach((term, i) => {
    if (i) html(parent, "span", "quiet", " + ");
    write(html(parent, "span", `role-${term.role} tone`), term.symbol);
  });
  if (!bare) html(parent, "span", "quiet", " )");
}

function terms(app, card, node, unit) {
  const table = html(card, "div", "terms");
  const top = Math.max(1e-9, ...node.terms.map((term) => Math.abs(term.values[unit] ?? 0)));
  return node.terms.map((term) => {
    const value = term.values[unit], source = nodeOf(app, term.source);
    const name = source?.text && term.name === "from input" ? `from “${shownSign(source.text)}”` : term.name;
    html(table, "span", "term", name);
    const track = html(table, "i", "pull"), bar = html(track, "i", signClass(value));
    bar.style.width = `${(50 * Math.abs(value ?? 0)) / top}%`;
    html(table, "span", `number role-${term.role} tone`, signed(value)).dataset.term = term.name;
    return `${name} ${signed(value)}`;
  }).join(", ");
}

function result(card, node, lane, unit) {
  const line = html(card, "p", "result");
  if (lane.kind === "bars") {
    html(line, "span", "quiet", "score "); html(line, "span", "pre", signed(node.pre[unit]));
    html(line, "span", "quiet", ` → ${node.activation} → `);
    html(line, "b", "value", share(node.values[unit]));
    if (node.loss !== undefined && (node.chosen === unit || node.values.length === 1)) html(card, "p", "quiet", `loss −ln ${share(node.values[unit])} = ${node.loss.toFixed(3)}`);
    return;
  }
  const bare = node.activation === "identity";
  html(line, "span", "quiet", bare ? "sum " : `${node.activation}(`);
  html(line, "span", "pre", signed(node.pre[unit]));
  html(line, "span", "quiet", bare ? " = " : ") = ");
  html(line, "b", "value", signed(node.values[unit]));
}

const share = (p) => (p === null ? "overflow" : p >= 0.0005 || p === 0 ? p.toFixed(3) : powered(p, 1));

/** For terms that are products of vectors: each factor, and where a gate is behind it, its own sum. */
function gatesOf(app, card, node, unit) {
  const seen = new Set();
  for (const term of node.terms) for (const factor of term.factors || []) {
    if (seen.has(factor.node)) continue;
    seen.add(factor.node);
    const row = html(card, "p", "factor"), gate = nodeOf(app, factor.node);
    write(html(row, "span", "role-hidden tone"), factor.symbol);
    html(row, "b", "", ` ${signed(factor.values[unit])}`);
    if (gate?.terms && laneOf(app, gate.lane).inside) {
      const inner = gate.terms.map((one) => signed(one.values[unit])).join(" ");
      html(row, "span", "quiet", `  ${laneOf(app, gate.lane).label}: ${gate.activation}(${inner})`);
    }
  }
}

function products(app, card, node, term, unit) {
  const found = strongest(app, term, unit);
  if (!found.length) return;
  const source = nodeOf(app, term.source), lane = laneOf(app, source.lane);
  const list = html(card, "div", "products");
  write(html(list, "p", "quiet"), `Strongest in ${source.label}: value × weight`);
  for (const one of found) {
    write(html(list, "span", `role-${lane.role} tone`), `${source.label}[${unitName(lane, one.j)}]`);
    html(list, "span", "quiet", `${signed(one.value)} × ${signed(one.weight)}`);
    html(list, "span", "number", signed(one.part));
  }
  const others = source.values.length - found.length;
  if (others < 1) return;
  html(list, "span", "quiet", "others"); html(list, "span", "quiet", `${others} of them`);
  html(list, "span", "number", signed(found.reduce((rest, one) => rest - one.part, term.values[unit])));
}

function inputCard(app, card, node) {
  const line = html(card, "p", "formula");
  write(html(line, "b"), node.label);
  html(line, "span", "quiet", " = "); html(line, "b", "", `“${shownSign(node.text || "")}”`);
  if (node.hot === undefined && !node.values) return `${plain(node.label)}: ${node.text}`;
  const size = app.picture.matrices.find((m) => m.id === "W_xh")?.values?.length;
  const words = node.values ? `A vector of ${node.values.length}: ${node.values.slice(0, 4).map(signed).join(", ")}`
    : `One-hot: number ${node.hot + 1} of ${size ?? "?"} is 1, all others 0. It picks row ${node.hot + 1} of the input matrix.`;
  html(card, "p", "quiet", words);
  hint(app, card);
  return `${plain(node.label)}: ${shownSign(node.text || "")}. ${words}`;
}

function plainCard(app, card, node, lane, unit) {
  write(html(html(card, "p", "formula"), "b"), unit === null || unit === undefined ? node.label : `${node.label}[${unitName(lane, unit)}]`);
  const words = node.earlier && unit !== null && unit !== undefined ? `${lane.kind === "bars" ? share(node.values[unit]) : signed(node.values[unit])} after ${app.frames[app.at].step} training steps.`
    : node.earlier ? "Point at one of its numbers." : !node.values ? app.picture.note || "No numbers here."
    : node.step > 0 ? (unit === null || unit === undefined ? `${node.values.length} numbers. ` : `${signed(node.values[unit])}. `)
      + "How this cell makes them is not written out here."
    : unit === null || unit === undefined ? `The memory before the first step: ${node.values.some(Boolean) ? "given" : "all zeros"}.`
      : `${signed(node.values[unit])}, set before the first step.`;
  html(card, "p", "quiet", words);
  return `${plain(node.label)}: ${words}`;
}

function wholeCard(app, card, node, lane) {
  formula(html(card, "p", "formula"), node, node.label);
  const gates = app.picture.lanes.filter((one) => one.inside === lane.id);
  const words = lane.kind === "bars" && node.values.length === 1 ? `One score, turned into a share from 0 to 1 by ${node.activation}.`
    : lane.kind === "bars" ? `${node.values.length} scores, turned into shares of one whole.`
    : `${node.values.length} numbers. Point at one of them for its arithmetic.`;
  html(card, "p", "quiet", words);
  for (const gate of gates) {
    const inner = nodeOf(app, `${gate.id}:${node.step}`);
    if (inner) formula(html(card, "p", "factor"), inner, inner.label);
  }
  if (app.mode === "backward" && node.gradient) gradientLine(card, node);
  hint(app, card);
  return `${plain(node.label)}: ${words}`;
}

function gradientLine(card, node, unit) {
  const line = html(card, "p", "result role-gradient");
  const one = unit !== undefined && unit !== null;
  const size = one ? signed(node.gradient[unit]) : short(Math.hypot(...node.gradient));
  write(html(line, "span", "tone"), one ? `∂L/∂${node.label}[${unit + 1}] = ` : `‖∂L/∂${node.label}‖ = `);
  html(line, "b", "tone", size);
}

const hint = (app, card) => html(card, "p", "hint", app.pin ? "Esc lets go" : "Click or Enter to pin");

/** A card that opens under the picture may be under the window's edge, too: as little is scrolled as shows it. */
function inSight(card) {
  if (!card.hidden && card.classList.contains("below")) card.scrollIntoView({ block: "nearest", behavior: STILL.matches ? "auto" : "smooth" });
}

/** Put the card beside its node, inside the frame. */
function placeCard(app, id) {
  const made = app.nodes.get(id), { card, frame, plan } = app;
  const below = plan.narrow || app.view === "projection" || !made;
  card.classList.toggle("below", below);
  if (below !== (card.parentElement === app.root)) below ? app.root.insertBefore(card, app.bar) : app.stage.append(card);
  card.style.left = card.style.top = "";
  if (below) return;
  const x = app.xs[made.node.step] - frame.scrollLeft, half = made.size.w / 2 + 22;
  const width = card.offsetWidth, right = x + half + 8;
  // The steps to come are faint, so the card rather covers those, even past the frame's edge.
  const room = Math.min(frame.clientWidth + 150, (innerWidth - app.stage.getBoundingClientRect().left) / (app.stage.currentCSSZoom ?? 1) - 12);
  const left = right + width <= room ? right : Math.max(4, x - half - 8 - width);
  const top = clamp(made.size.y - card.offsetHeight * 0.32, 6, Math.max(6, frame.clientHeight - card.offsetHeight - 6));
  card.style.left = `${left}px`;
  card.style.top = `${top}px`;
}
