// Draws lines, marks and memories of a figure (chart.py says which part of Plotly's language) into one picture that stays.

const charts = new WeakMap(), NEAR = 8;          // pixels: runs that were looked at in other steps are told together
const TAGS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const safe = (text) => String(text).replace(/[&<>"]/g, (sign) => TAGS[sign]);
const shade = (code) => (code ? `var(--u-series-${Number.parseInt(code.slice(1), 10) - 1})` : "currentColor");   // palette.py: in_chart
const title = (axis) => axis.title?.text ?? "";

function build(parent) {
  const root = document.createElement("div");
  root.className = "chart";
  root.innerHTML = '<ul></ul><div class="picture" tabindex="0" role="application" aria-roledescription="chart" ' +
    'aria-description="Arrow keys read the values."><canvas hidden></canvas><svg aria-hidden="true"></svg><svg class="pointed" aria-hidden="true"></svg></div><div class="readout" role="status" hidden></div>';
  const [legend, picture, readout] = root.children, [canvas, svg, pointed] = picture.children;
  const chart = { root, legend, picture, canvas, svg, pointed, readout, at: null, which: 0 };
  canvas.addEventListener("transitionend", () => cells(chart));                // another theme has other colours
  picture.addEventListener("pointermove", (event) => point(chart, event));
  picture.addEventListener("pointerdown", (event) => point(chart, event));
  picture.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") show(chart, null); });
  picture.addEventListener("blur", () => show(chart, null));
  picture.addEventListener("keydown", (event) => step(chart, event));
  chart.watch = new ResizeObserver(() => { if (picture.clientWidth !== chart.width) draw(chart); });
  chart.watch.observe(picture);
  parent.append(root);
  return chart;
}

/** Where a range lies on screen: `of` for a value, `to` back. */
function scale([low, high], from, until) {
  const ratio = (until - from) / (high - low);
  return { of: (value) => from + (value - low) * ratio, to: (place) => low + (place - from) / ratio };
}

/** Values to mark between the ends of an axis, and what stands at them. */
function ticks({ range: [low, high], tickvals, ticktext, dtick, tickformat }, most) {
  if (tickvals) return tickvals.map((value, i) => [value, ticktext[i]]);
  const least = (high - low) / most, ten = 10 ** Math.floor(Math.log10(least));
  const every = dtick || ten * [1, 2, 5, 10].find((times) => ten * times >= least * 0.999);
  const decimals = Math.max(0, -Math.floor(Math.log10(every) + 1e-9)), marks = [];
  for (let i = Math.ceil(low / every - 1e-9); i * every <= high + 1e-9 * every; i++) {
    const number = (i * every).toLocaleString("en-US",
      { minimumFractionDigits: decimals, maximumFractionDigits: decimals, useGrouping: tickformat !== "d" });
    marks.push([i * every, number.replace(/^-/, "−").replace(/^−0$/, "0")]);
  }
  return marks;
}

function dashes({ dash, width }) {
  const unit = Math.max(width, 3), parts = { dot: [1, 1], dash: [3, 3], dashdot: [3, 1, 1, 1] }[dash];
  return parts ? `stroke-dasharray="${parts.map((part) => part * unit).join(" ")}"` : "";
}

const stroke = (line) => `fill="none" stroke="${shade(line.color)}" stroke-width="${line.width}" ${dashes(line)}`;

function path({ x, y }, across, up) {
  let pen = "M";
  return x.map((at, i) => {
    if (y[i] === null) { pen = "M"; return ""; }
    const piece = `${pen}${across.of(at).toFixed(1)},${up.of(y[i]).toFixed(1)}`;
    pen = "L";
    return piece;
  }).join("");
}

function trace(line, across, up) {
  const parts = (line.mode ?? "").split("+");
  const dots = !parts.includes("markers") ? "" : line.x.map((x, i) => (line.y[i] === null ? "" :
    `<circle cx="${across.of(x)}" cy="${up.of(line.y[i])}" r="${line.marker.size / 2}" fill="${shade(line.marker.color)}"/>`)).join("");
  return (parts.includes("lines") ? `<path class="line" d="${path(line, across, up)}" ${stroke(line.line)}/>` : "") + dots;
}

/** A memory over time: a cell for each neuron and step, its colour as strong as its value. */
function cells({ canvas, box, across, figure }) {
  const map = figure.data.find((one) => one.type === "heatmap");
  canvas.hidden = !map;
  if (!map) return;
  const { x, z } = map, half = (x[1] - x[0]) / 2 || 0.5, left = across.of(x[0] - half), pen = canvas.getContext("2d");
  Object.assign(canvas, { width: x.length, height: z.length });
  const style = getComputedStyle(canvas), shades = [style.color, style.outlineColor];      // chart.css: below and above zero
  Object.assign(canvas.style, { left: `${left}px`, width: `${across.of(x.at(-1) + half) - left}px`, top: `${box.top}px`,
    height: `${box.bottom - box.top}px` });
  z.forEach((values, row) => values.forEach((value, column) => {
    pen.globalAlpha = Math.min(1, Math.abs(value));
    pen.fillStyle = shades[Number(value > 0)];
    pen.fillRect(column, row, 1, 1);
  }));
}

/** What can be read: a line as it is, of a memory every neuron by itself. */
const lines = (one) => (one.type !== "heatmap" ? [one] : one.z.map((values, row) => ({
  x: one.x, y: one.x.map(() => row), name: one.y[row], line: {}, hovertemplate: "%{name}: %{customdata}",
  customdata: values.map((value) => value.toFixed(2).replace("-", "−")) })));

function axes({ xaxis, yaxis }, { left, right, top, bottom }, across, up) {
  const at = (x, y, anchor, words, more = "") => `<text x="${x}" y="${y}" text-anchor="${anchor}" ${more}>${safe(words)}</text>`;
  const rows = ticks(yaxis, 6).map(([value, words]) => {
    const y = up.of(value), zero = value === 0 && yaxis.zeroline !== false ? ' class="zero"' : "";
    return `<path d="M${left},${y}H${right}"${zero}/>` + at(left - 8, y + 4, "end", words);
  });
  const columns = ticks(xaxis, Math.max(2, (right - left) / 90)).map(([value, words]) =>
    at(across.of(value), bottom + 18, "middle", words));
  if (xaxis.zeroline) columns.push(`<path class="zero" d="M${across.of(0)},${top}V${bottom}"/>`);
  const named = at((left + right) / 2, bottom + 40, "middle", title(xaxis), 'class="title"') +
    (title(yaxis) ? at(0, 0, "middle", title(yaxis), `class="title" transform="translate(14 ${(top + bottom) / 2}) rotate(-90)"`) : "");
  return `<g class="axes">${rows.join("")}${columns.join("")}${named}</g>`;
}

function rules({ shapes = [], annotations = [] }, { left, right, top, bottom }, across, up) {
  const drawn = shapes.map((one) => `<path class="rule" d="${one.yref ? `M${across.of(one.x0)},${top}V${bottom}` :
    `M${left},${up.of(one.y0)}H${right}`}" ${stroke(one.line)}/>`);
  const words = annotations.map((one) => `<text x="${one.yref ? across.of(one.x) + 5 : left + one.x * (right - left)}" ` +
    `y="${one.yref ? top + 11 : up.of(one.y) + (one.yanchor === "top" ? 15 : -5)}" text-anchor="${one.xanchor === "right" ? "end" : "start"}" ` +
    `fill="${shade(one.font.color)}">${safe(one.text)}</text>`);
  return drawn.join("") + words.join("");
}

function draw(chart) {
  const { picture, svg, pointed, legend, figure: { data, layout } } = chart;
  const { l, r, t, b } = layout.margin, height = layout.height - t;             // the legend stands above
  chart.width = picture.clientWidth;
  chart.which = Math.max(0, Math.min(chart.which, told(chart).length - 1));
  if (chart.width <= l + r) return;                                       // folded away, or on its way there
  const box = { left: l, right: chart.width - r, top: 8, bottom: height - b };
  const across = scale(layout.xaxis.range, box.left, box.right), up = scale(layout.yaxis.range, box.bottom, box.top);
  Object.assign(chart, { box, across, up });
  for (const one of [svg, pointed]) { one.setAttribute("width", chart.width); one.setAttribute("height", height); }
  const frame = `<svg class="frame" x="${l}" y="${box.top - 6}" width="${box.right - l}" height="${box.bottom - box.top + 12}" ` +
    `viewBox="${l} ${box.top - 6} ${box.right - l} ${box.bottom - box.top + 12}">`;
  cells(chart);
  svg.innerHTML = axes(layout, box, across, up) + rules(layout, box, across, up) +
    frame + data.map((line) => trace(line, across, up)).join("") + "</svg>";
  legend.innerHTML = data.filter((line) => line.name && line.showlegend !== false).map((line) =>
    `<li><svg width="30" height="8" aria-hidden="true"><path d="M0,4H30" ${stroke(line.line)}/></svg>${safe(line.name)}</li>`).join("");
  legend.style.paddingLeft = `${l}px`;
  legend.hidden = layout.showlegend === false;
  show(chart, chart.at);
}

/** Lines that can be asked: all of them at once, or the one nearest to the pointer. */
const told = (chart) => chart.lines;
const oneByOne = ({ figure }) => figure.layout.hovermode === "closest";
const asked = (chart) => (oneByOne(chart) ? told(chart).slice(chart.which, chart.which + 1) : told(chart));
const places = (chart) => [...new Set(asked(chart).flatMap((line) => line.x))].sort((a, b) => a - b);
const nearest = (all, wanted) => all.reduce((best, x) => (Math.abs(x - wanted) < Math.abs(best - wanted) ? x : best), all[0]);

function point(chart, event) {
  if (!chart.across) return;
  const box = chart.picture.getBoundingClientRect(), wanted = chart.across.to(event.clientX - box.left);
  if (oneByOne(chart)) {
    const away = told(chart).map((line) => {
      const x = nearest(line.x, wanted), y = line.y[line.x.indexOf(x)];
      return Math.hypot(chart.across.of(x) - event.clientX + box.left, chart.up.of(y) - event.clientY + box.top);
    });
    chart.which = Math.max(0, away.indexOf(Math.min(...away)));
  }
  chart.readout.ariaLive = "off";                     // who points sees it
  show(chart, nearest(places(chart), wanted));
}

function step(chart, event) {
  if (event.altKey || event.ctrlKey || event.metaKey || !chart.across) return;
  const by = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
  const other = oneByOne(chart) && { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (event.key === "Escape") show(chart, null);
  if (by === undefined && !other) return;
  if (other) chart.which = Math.max(0, Math.min(told(chart).length - 1, chart.which + other));
  const { range } = chart.figure.layout.xaxis, all = places(chart).filter((x) => x >= range[0] && x <= range[1]);
  if (!all.length) return;
  event.preventDefault();
  chart.readout.ariaLive = "polite";
  const now = chart.at === null ? -1 : all.indexOf(nearest(all, chart.at));
  show(chart, all[Math.max(0, Math.min(all.length - 1, now + (by ?? 0)))]);
}

/** Tell what the lines say at `x`; nothing if it is null. */
function show(chart, x) {
  const { readout, pointed, across, up, box, figure } = chart;
  const there = x == null ? [] : asked(chart).map((line) => [line, line.x.indexOf(nearest(line.x, x))])
    .filter(([line, i]) => Math.abs(across.of(line.x[i]) - across.of(x)) < NEAR && line.y[i] !== null);
  chart.at = there.length ? x : null;
  readout.hidden = !there.length;
  if (!there.length) { pointed.innerHTML = ""; return; }
  const place = across.of(x);
  const dots = there.filter(([line, i]) => up.of(line.y[i]) >= box.top - 1 && up.of(line.y[i]) <= box.bottom + 1);
  pointed.innerHTML = `<path d="M${place},${box.top}V${box.bottom}"/>` + dots.map(([line, i]) =>
    `<circle cx="${across.of(line.x[i])}" cy="${up.of(line.y[i])}" r="4.5" fill="${shade(line.line.color)}"/>`).join("");
  const number = x.toLocaleString("en-US", { maximumFractionDigits: 3 }).replace("-", "−");
  readout.innerHTML = `<b>${safe(figure.layout.meta?.[there[0][1]] ?? `${title(figure.layout.xaxis)}: ${number}`)}</b>` + there.map(([line, i]) =>
    `<span><i style="background:${shade(line.line.color)}"></i>${safe(words(line, i))}</span>`).join("");
  const left = place > chart.width / 2;
  readout.style.left = left ? "auto" : `${place + 12}px`;
  readout.style.right = left ? `${chart.width - place + 12}px` : "auto";
}

// Names are the visitor's: what they hold must not be taken for a place to fill.
const words = (line, i) => line.hovertemplate.replace("<extra></extra>", "").replace(/%\{(name|customdata)\}/g,
  (_, what) => (what === "name" ? line.name : line.customdata[i]));

export default function ({ parentElement, data }) {
  if (!charts.has(parentElement)) charts.set(parentElement, build(parentElement));
  const chart = charts.get(parentElement);
  if (!chart.root.isConnected) parentElement.append(chart.root);
  chart.figure = data.figure;
  chart.lines = data.figure.data.flatMap(lines).filter((line) => line.hovertemplate && line.hoverinfo !== "skip" && line.x.length);
  chart.picture.setAttribute("aria-label", data.alt);
  draw(chart);
}
