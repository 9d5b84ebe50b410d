// The bar, the switches and the legend around the picture.

function buildBar(app) {
  app.playButton = html(app.bar, "button", "play"); app.playButton.type = "button";
  app.icon = draw(draw(app.playButton, "svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }), "path");
  app.scrub = html(app.bar, "input", "scrub");
  Object.assign(app.scrub, { type: "range", min: 1, step: 1, tabIndex: -1, ariaLabel: "Step" });
  app.count = html(app.bar, "span", "count");
  app.slowButton = html(app.bar, "button", "slow", "slow motion");
  app.slowButton.type = "button";
  app.playButton.onclick = () => (app.playing ? stop(app) : play(app));
  app.slowButton.onclick = () => { app.slow = !app.slow; app.slowButton.ariaPressed = String(app.slow); };
  app.slowButton.ariaPressed = "false";
  app.playButton.tabIndex = app.slowButton.tabIndex = -1;        // space and S do the same from the picture's one tab stop
  app.scrub.oninput = () => { pause(app); clearTimeout(app.later); goTo(app, Number(app.scrub.value)); };
  app.scrub.onchange = () => report(app, ["step"]);
  undoneBySwipe(app.scrub, () => app.step, (step) => { pause(app); goTo(app, step); });
}

/** A switch of several words. One tab stop; the arrows move inside it. */
function segment(app, label, options, chosen, choose) {
  const group = html(app.toolbar, "div", "segment");
  Object.assign(group, { role: "radiogroup", ariaLabel: label });
  for (const [value, words] of options) {
    const button = html(group, "button", "", words);
    Object.assign(button, { type: "button", role: "radio", ariaChecked: String(value === chosen), tabIndex: value === chosen ? 0 : -1 });
    button.onclick = () => { button.focus({ preventScroll: true }); choose(value); };
    button.dataset.value = button.dataset.place = value;
  }
  group.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = options.findIndex(([value]) => value === chosen);
    group.children[(at + step + options.length) % options.length].click();
  };
}

const buildToolbar = (app) => keepingFocus(app.toolbar, () => fillToolbar(app));

function fillToolbar(app) {
  const { picture, settings } = app;
  app.toolbar.replaceChildren();
  const views = [["folded", "Folded"], ["unrolled", "Unrolled"], ["projection", "Projection"], ["memory", "Memory"]]
    .filter(([view]) => settings.views.includes(view) && (view !== "projection" || canProject(picture)));
  if (views.length > 1) segment(app, "View", views, app.view, (view) => { setView(app, view); report(app); });
  const gradients = picture.edges.some((edge) => edge.gradient !== undefined);
  if (gradients && settings.switches && app.view !== "projection") segment(app, "Direction", [["forward", "Forward"], ["backward", "Gradients"]], app.mode,
    (mode) => { setMode(app, mode); report(app); });
  app.toolbar.hidden = !app.toolbar.children.length;
}

/** A power of ten, written with raised digits. */
const power = (n) => "10" + `${n}`.replace(/./g, (sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)]);

const buildLegend = (app) => keepingFocus(app.legend, () => fillLegend(app));

function fillLegend(app) {
  const { picture, legend } = app;
  legend.replaceChildren();
  const used = picture.matrices.filter((matrix) => picture.edges.some((edge) => edge.matrix === matrix.id) || (matrix.values && app.settings.editable));
  const group = html(legend, "div", "matrices");
  Object.assign(group, { role: "toolbar", ariaLabel: "Matrices" });
  used.forEach((matrix, i) => {
    const button = html(group, "button", `role-${matrix.role}`);
    Object.assign(button, { type: "button", tabIndex: i ? -1 : 0, ariaPressed: String(app.lit === matrix.id) });
    button.dataset.matrix = button.dataset.place = matrix.id;
    write(html(button, "b", "tone"), matrix.label);
    const sizes = matrix.values ? [matrix.values.length, matrix.values[0].length] : [];
    const shape = (matrix.shown_transposed ? sizes.reverse() : sizes).join("×");
    if (shape) html(button, "span", "quiet", shape);
    button.onclick = () => light(app, app.lit === matrix.id ? null : matrix.id);
  });
  group.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key], at = [...group.children].indexOf(event.target);
    if (step && at >= 0) { event.preventDefault(); group.children[(at + step + used.length) % used.length].focus(); }
    if (event.key === "Escape") light(app, null);
  };
  const lane = picture.lanes.find((one) => one.id === "hidden");
  if (!picture.nodes.some((node) => node.values)) return;
  if (picture.steps > 1 && app.settings.switches) {
    const heat = html(legend, "button", "heat-switch", "neurons over time");
    heat.dataset.place = "heat";
    Object.assign(heat, { type: "button", ariaPressed: String(app.heatmap) });
    heat.onclick = () => { app.heatmap = !app.heatmap; heat.ariaPressed = String(app.heatmap); showHeatmap(app); };
    heat.hidden = app.view !== "unrolled";
  }
  if (app.mode !== "backward" && picture.nodes.some((node) => node.chosen !== undefined)) {
    const key = html(legend, "div", "key");
    html(key, "i"); html(key, "span", "quiet", "what came next");
  }
  const scale = html(legend, "div", "scale");
  if (app.mode === "backward" && app.reachOfGradient) {
    html(scale, "span", "", power(app.reachOfGradient.low)); html(scale, "i", "gradient-ramp");
    html(scale, "span", "", power(app.reachOfGradient.high)); html(scale, "span", "quiet", "length of the gradient, log scale");
  } else {
    html(scale, "span", "", `${lane.low}`.replace("-", "−")); html(scale, "i", lane.low < 0 ? "ramp" : "ramp half");
    html(scale, "span", "", `+${lane.high}`); html(scale, "span", "quiet", "value of a neuron");
    const belt = picture.lanes.find((one) => one.id === "cell");
    if (belt) html(scale, "span", "quiet", `· belt c: ±${belt.high.toPrecision(2)}`);
  }
}
