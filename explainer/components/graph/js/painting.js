// The drawing on the move: placed when it unfolds, painted when time goes on.

/** Put everything where it belongs for the state of unfolding `app.open`. */
function place(app) {
  const { plan, picture, svg, open } = app;
  const xs = placesAt(plan, picture.steps, open, open < 1 ? app.frame.scrollLeft : 0);    // asking makes the browser lay out
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
  const flow = { "text-anchor": edge.delay ? "middle" : "start", x: edge.delay ? middle.x : middle.x + 12, y: edge.delay ? middle.y - 11 : middle.y + 4 };
  if (made.flow) for (const name in flow) made.flow.setAttribute(name, flow[name]);
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
  const edge = open < 1 ? app.frame.scrollLeft + plan.frameWidth + plan.pitch : Infinity;          // what lies beyond need not move
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
  app.svg.classList.toggle("wide", app.plan.pitch - app.plan.box >= 26);
  for (const made of app.nodes.values()) {
    const { node, g } = made, future = node.step > 0 && !done(node.step) && app.open >= 1;
    if (!future) fill(app, made);
    g.classList.toggle("future", future);
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
  flowAt(app, shownPhase(app));
}

/** Cells show values, or in backward mode how strongly the loss depends on each. */
function colourCells(app) {
  if (app.coloured === app.mode) return;
  app.coloured = app.mode;
  for (const made of app.nodes.values()) {
    const { node, size, cells } = made, { low, high } = size.lane, reach = Math.max(Math.abs(low), Math.abs(high));
    if (made.coloured === "forward" && app.mode !== "backward") continue;
    made.coloured = app.mode;
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
