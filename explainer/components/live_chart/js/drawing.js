// What a chart looks like: an SVG, and a canvas for a memory.

const TAGS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const safe = (text) => String(text).replace(/[&<>"]/g, (sign) => TAGS[sign]);
const shade = (code) => (code ? `var(--u-series-${Number.parseInt(code.slice(1), 10) - 1})` : "currentColor");   // palette.py: in_chart

/** Where a range lies on screen: `of` for a value, `to` back. */
function scale([low, high], from, until) {
  const ratio = (until - from) / (high - low);
  return { of: (value) => from + (value - low) * ratio, to: (place) => low + (place - from) / ratio };
}

/** Values to mark between the ends of an axis, and what stands at them. */
function marksAlong({ range: [low, high], ticks, tick_words, every: wanted, thousands }, most) {
  if (ticks) return ticks.map((value, i) => [value, tick_words[i]]);
  const least = (high - low) / most, ten = 10 ** Math.floor(Math.log10(least));
  const every = wanted || ten * [1, 2, 5, 10].find((times) => ten * times >= least * 0.999);
  const decimals = Math.max(0, -Math.floor(Math.log10(every) + 1e-9)), marks = [];
  for (let i = Math.ceil(low / every - 1e-9); i * every <= high + 1e-9 * every; i++) {
    const number = (i * every).toLocaleString("en-US",
      { minimumFractionDigits: decimals, maximumFractionDigits: decimals, useGrouping: thousands });
    marks.push([i * every, number.replace(/^-/, "−").replace(/^−0$/, "0")]);
  }
  return marks;
}

function dashes({ dash, width }) {
  const unit = Math.max(width, 3), parts = { dot: [1, 1], dash: [3, 3], dashdot: [3, 1, 1, 1] }[dash];
  return parts ? `stroke-dasharray="${parts.map((part) => part * unit).join(" ")}"` : "";
}

const stroke = (line) => `fill="none" stroke="${shade(line.colour)}" stroke-width="${line.width}" ${dashes(line)}`;

function path({ x, y }, across, up) {
  let pen = "M";
  return x.map((at, i) => {
    if (y[i] === null) { pen = "M"; return ""; }
    const piece = `${pen}${across.of(at).toFixed(1)},${up.of(y[i]).toFixed(1)}`;
    pen = "L";
    return piece;
  }).join("");
}

function lineAndDots(line, across, up) {
  const dots = !line.dots ? "" : line.x.map((x, i) => (line.y[i] === null ? "" :
    `<circle cx="${across.of(x)}" cy="${up.of(line.y[i])}" r="${line.dots / 2}" fill="${shade(line.colour)}"/>`)).join("");
  return (line.width ? `<path class="line" d="${path(line, across, up)}" ${stroke(line)}/>` : "") + dots;
}

/** A memory over time: a cell for each neuron and step, its colour as strong as its value. */
function cells({ canvas, box, across, data: { memory } }) {
  canvas.hidden = !memory;
  if (!memory) return;
  const { x, values: rows } = memory, half = (x[1] - x[0]) / 2 || 0.5, left = across.of(x[0] - half), pen = canvas.getContext("2d");
  Object.assign(canvas, { width: x.length, height: rows.length });
  const style = getComputedStyle(canvas), shades = [style.color, style.outlineColor];      // live_chart.css: below and above zero
  Object.assign(canvas.style, { left: `${left}px`, width: `${across.of(x.at(-1) + half) - left}px`, top: `${box.top}px`,
    height: `${box.bottom - box.top}px` });
  rows.forEach((values, row) => values.forEach((value, column) => {
    pen.globalAlpha = Math.min(1, Math.abs(value));
    pen.fillStyle = shades[Number(value > 0)];
    pen.fillRect(column, row, 1, 1);
  }));
}

function axes({ x: xAxis, y: yAxis }, { left, right, top, bottom }, across, up) {
  const at = (x, y, anchor, words, more = "") => `<text x="${x}" y="${y}" text-anchor="${anchor}" ${more}>${safe(words)}</text>`;
  const rows = marksAlong(yAxis, 6).map(([value, words]) => {
    const y = up.of(value), zero = value === 0 && yAxis.zero_line ? ' class="zero"' : "";
    return `<path d="M${left},${y}H${right}"${zero}/>` + at(left - 8, y + 4, "end", words);
  });
  const columns = marksAlong(xAxis, Math.max(2, (right - left) / 90)).map(([value, words]) =>
    at(across.of(value), bottom + 18, "middle", words));
  if (xAxis.zero_line) columns.push(`<path class="zero" d="M${across.of(0)},${top}V${bottom}"/>`);
  const named = at((left + right) / 2, bottom + 40, "middle", xAxis.title, 'class="title"') +
    (yAxis.title ? at(0, 0, "middle", yAxis.title, `class="title" transform="translate(14 ${(top + bottom) / 2}) rotate(-90)"`) : "");
  return `<g class="axes">${rows.join("")}${columns.join("")}${named}</g>`;
}

function rulesAndWords({ rules, words }, { left, right, top, bottom }, across, up) {
  const drawn = rules.map((one) => `<path class="rule" d="${one.upright ? `M${across.of(one.at)},${top}V${bottom}` :
    `M${left},${up.of(one.at)}H${right}`}" ${stroke(one)}/>`);
  const told = words.map((one) => `<text x="${one.upright ? across.of(one.at) + 5 : one.right ? right : left}" ` +
    `y="${one.upright ? top + 11 : up.of(one.at) + (one.above ? -5 : 15)}" text-anchor="${!one.upright && one.right ? "end" : "start"}" ` +
    `fill="${shade(one.colour)}">${safe(one.text)}</text>`);
  return drawn.join("") + told.join("");
}

function draw(chart) {
  const { picture, svg, pointed, legend, data } = chart;
  const { left, right, top, bottom, lines } = data, height = data.height - top;             // the legend stands above
  chart.width = picture.clientWidth;
  chart.which = Math.max(0, Math.min(chart.which, chart.told.length - 1));
  if (chart.width <= left + right) return;                                       // folded away, or on its way there
  const box = { left, right: chart.width - right, top: 8, bottom: height - bottom };
  const across = scale(data.x.range, box.left, box.right), up = scale(data.y.range, box.bottom, box.top);
  Object.assign(chart, { box, across, up });
  for (const one of [svg, pointed]) { one.setAttribute("width", chart.width); one.setAttribute("height", height); }
  const frame = `<svg class="frame" x="${left}" y="${box.top - 6}" width="${box.right - left}" height="${box.bottom - box.top + 12}" ` +
    `viewBox="${left} ${box.top - 6} ${box.right - left} ${box.bottom - box.top + 12}">`;
  cells(chart);
  svg.innerHTML = axes(data, box, across, up) + rulesAndWords(data, box, across, up) +
    frame + lines.map((line) => lineAndDots(line, across, up)).join("") + "</svg>";
  legend.innerHTML = lines.filter((line) => line.name && line.legend).map((line) =>
    `<li><svg width="30" height="8" aria-hidden="true"><path d="M0,4H30" ${stroke(line)}/></svg>${safe(line.name)}</li>`).join("");
  legend.style.paddingLeft = `${left}px`;
  legend.hidden = !data.legend;
  show(chart, chart.at);
}
