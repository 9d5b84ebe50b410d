// What a figure looks like: an SVG, and a canvas for a memory.

const TAGS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const safe = (text) => String(text).replace(/[&<>"]/g, (sign) => TAGS[sign]);
const shade = (code) => (code ? `var(--u-series-${Number.parseInt(code.slice(1), 10) - 1})` : "currentColor");   // palette.py: in_chart
const title = (axis) => axis.title?.text ?? "";

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
