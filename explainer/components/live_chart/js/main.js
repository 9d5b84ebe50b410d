// A chart of lines, marks and a memory (charts/lines.py says what they are) in one picture that stays.

const charts = new WeakMap();

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

export default function ({ parentElement, data }) {
  if (!charts.has(parentElement)) charts.set(parentElement, build(parentElement));
  const chart = charts.get(parentElement);
  if (!chart.root.isConnected) parentElement.append(chart.root);
  chart.data = data.chart;
  chart.told = tellable(data.chart);
  chart.picture.setAttribute("aria-label", data.alt);
  draw(chart);
}
