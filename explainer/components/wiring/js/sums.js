// The card of one number in the wiring: what it is made of, and where the card stands.

const pointed = (app) => app.hover || app.pin;

function showCard(app) {
  const what = pointed(app), found = what && app.strips.get(what.strip);
  app.svg.querySelectorAll(".picked").forEach((one) => one.classList.remove("picked"));
  app.card.hidden = !found;
  if (!found) return;
  const words = arithmetic(app, found.strip, what.unit);
  app.svg.querySelector(`[data-strip="${what.strip}"][data-unit="${what.unit}"]`)?.classList.add("picked");
  placeBeside(app, found.strip);
  if (app.spoken !== words && !app.playing) app.live.textContent = app.spoken = words;
}

/** The card of one number: the node's own arithmetic, or a product written out. */
function arithmetic(app, strip, unit) {
  const found = source(app, strip.of), { card } = app;
  if (!found.term) return fillCard(app, card, found.node.id, unit);
  card.replaceChildren();
  card.className = `card role-${strip.role}${app.pin ? " is-pinned" : ""}`;
  const title = html(card, "p", "formula");
  const factors = found.factor ? null : found.term.factors;
  write(html(title, "b"), `${strip.name}[${unit + 1}]`);
  html(title, "span", "quiet", " = ");
  write(html(title, "span", "tone"), found.symbol);
  const value = signed(found.values[unit]);
  let words = `${strip.name} of neuron ${unit + 1}: ${value}`;
  const line = html(card, "p", "result");
  if (factors) {
    const parts = factors.map((one) => signed(one.values[unit]));
    html(line, "span", "pre", parts.map(factor).join(" × ")); html(line, "span", "quiet", " = "); html(line, "b", "value", value);
    for (const one of factors) gateLine(app, card, one, unit);
    words = `${strip.name} of neuron ${unit + 1}: ${parts.join(" times ")} is ${value}`;
  } else {
    const inner = app.index.get(found.factor.node);
    html(line, "span", "pre", `tanh(${signed(inner.values[unit])})`); html(line, "span", "quiet", " = "); html(line, "b", "value", value);
  }
  hint(app, card);
  return words;
}

function gateLine(app, card, factor, unit) {
  const node = app.index.get(factor.node), row = html(card, "p", "factor");
  write(html(row, "span", "role-hidden tone"), factor.symbol);
  html(row, "b", "", ` ${signed(factor.values[unit])}`);
  if (node?.terms && node.step === app.step && node.activation !== "identity") {
    html(row, "span", "quiet", `  ${node.activation}(${node.terms.map((one) => signed(one.values[unit])).join(" ")})`);
  }
}

function placeBeside(app, strip) {
  const { card, frame, svg } = app, narrow = frame.clientWidth < 620;
  card.classList.toggle("below", narrow);
  if (narrow !== (card.parentElement === app.root)) narrow ? app.root.insertBefore(card, app.caption) : app.stage.append(card);
  card.style.left = card.style.top = "";
  if (narrow) return;
  const scale = svg.clientWidth / app.plan.width, x = strip.x * scale - frame.scrollLeft, half = (CELL_W / 2 + 16) * scale;
  const right = x + half, left = right + card.offsetWidth <= frame.clientWidth + 120 ? right : Math.max(4, x - half - card.offsetWidth);
  card.style.left = `${left}px`;
  card.style.top = `${clamp(strip.y * scale - card.offsetHeight / 2, 4, Math.max(4, frame.clientHeight - card.offsetHeight - 4))}px`;
}
