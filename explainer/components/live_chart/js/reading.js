// What a figure says where it is pointed at, or along the arrow keys.

const NEAR = 8;          // pixels: runs that were looked at in other steps are told together

/** What can be read: a line as it is, of a memory every neuron by itself. */
const lines = (one) => (one.type !== "heatmap" ? [one] : one.z.map((values, row) => ({
  x: one.x, y: one.x.map(() => row), name: one.y[row], line: {}, hovertemplate: "%{name}: %{customdata}",
  customdata: values.map((value) => value.toFixed(2).replace("-", "−")) })));

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
