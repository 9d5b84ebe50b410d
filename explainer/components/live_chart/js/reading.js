// What a chart says where it is pointed at, or along the arrow keys.

const NEAR = 8;          // pixels: runs that were looked at in other steps are told together

/** What can be read: a line if there are words for it, of a memory every neuron by itself. */
const tellable = ({ lines, memory }) => [...(memory ? memory.values.map((values, row) => ({
  x: memory.x, y: memory.x.map(() => row), before: `${memory.names[row]}: `,
  told: values.map((value) => value.toFixed(2).replace("-", "−")) })) : []), ...lines].filter((line) => line.told && line.x.length);

/** Lines that can be asked: all of them at once, or the one nearest to the pointer. */
const asked = ({ told, which, data }) => (data.one_by_one ? told.slice(which, which + 1) : told);
const places = (chart) => [...new Set(asked(chart).flatMap((line) => line.x))].sort((a, b) => a - b);
const nearest = (all, wanted) => all.reduce((best, x) => (Math.abs(x - wanted) < Math.abs(best - wanted) ? x : best), all[0]);

function point(chart, event) {
  if (!chart.across) return;
  const [px, py] = placeIn(chart.picture, event), wanted = chart.across.to(px);
  if (chart.data.one_by_one) {
    const away = chart.told.map((line) => {
      const x = nearest(line.x, wanted), y = line.y[line.x.indexOf(x)];
      return Math.hypot(chart.across.of(x) - px, chart.up.of(y) - py);
    });
    chart.which = Math.max(0, away.indexOf(Math.min(...away)));
  }
  chart.readout.ariaLive = "off";                     // who points sees it
  show(chart, nearest(places(chart), wanted));
}

function step(chart, event) {
  if (event.altKey || event.ctrlKey || event.metaKey || !chart.across) return;
  const by = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
  const other = chart.data.one_by_one && { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (event.key === "Escape") show(chart, null);
  if (by === undefined && !other) return;
  if (other) chart.which = Math.max(0, Math.min(chart.told.length - 1, chart.which + other));
  const { range } = chart.data.x, all = places(chart).filter((x) => x >= range[0] && x <= range[1]);
  if (!all.length) return;
  event.preventDefault();
  chart.readout.ariaLive = "polite";
  const now = chart.at === null ? -1 : all.indexOf(nearest(all, chart.at));
  show(chart, all[Math.max(0, Math.min(all.length - 1, now + (by ?? 0)))]);
}

/** Tell what the lines say at `x`; nothing if it is null. */
function show(chart, x) {
  const { readout, pointed, across, up, box, data } = chart;
  const there = x == null ? [] : asked(chart).map((line) => [line, line.x.indexOf(nearest(line.x, x))])
    .filter(([line, i]) => Math.abs(across.of(line.x[i]) - across.of(x)) < NEAR && line.y[i] !== null);
  chart.at = there.length ? x : null;
  readout.hidden = !there.length;
  if (!there.length) { pointed.innerHTML = ""; return; }
  const place = across.of(x);
  const dots = there.filter(([line, i]) => up.of(line.y[i]) >= box.top - 1 && up.of(line.y[i]) <= box.bottom + 1);
  pointed.innerHTML = `<path d="M${place},${box.top}V${box.bottom}"/>` + dots.map(([line, i]) =>
    `<circle cx="${across.of(line.x[i])}" cy="${up.of(line.y[i])}" r="4.5" fill="${shade(line.colour)}"/>`).join("");
  const number = x.toLocaleString("en-US", { maximumFractionDigits: 3 }).replace("-", "−");
  readout.innerHTML = `<b>${safe(data.moments[there[0][1]] ?? `${data.x.title}: ${number}`)}</b>` + there.map(([line, i]) =>
    `<span><i style="background:${shade(line.colour)}"></i>${safe(line.before + line.told[i])}</span>`).join("");
  const left = place > chart.width / 2;
  readout.style.left = left ? "auto" : `${place + 12}px`;
  readout.style.right = left ? `${chart.width - place + 12}px` : "auto";
}
