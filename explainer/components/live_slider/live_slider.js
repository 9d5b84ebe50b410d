// A range input that sends its value while it moves, at most every PACE ms, and marks the one it rests on.

const PACE = 80, REST = 700;
const sliders = new WeakMap();

function make(parent, tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  parent.append(element);
  return element;
}

function build(parent) {
  const root = make(parent, "div", "live");
  const said = make(root, "div", "said"), label = make(said, "label"), output = make(said, "output");
  const rail = make(root, "div", "rail"), input = make(rail, "input"), mark = make(rail, "i", "mark");
  const ends = make(root, "div", "ends"), low = make(ends, "span"), high = make(ends, "span"), help = make(root, "p");
  input.type = "range";
  input.id = label.htmlFor = "range";
  help.id = "help";
  output.ariaHidden = ends.ariaHidden = "true";        // the input itself says both
  output.htmlFor = "range";
  const slider = { root, label, output, input, mark, low, high, help, channel: channel(), held: false, last: -Infinity, timer: 0 };
  input.addEventListener("input", () => moved(slider));
  input.addEventListener("pointerdown", () => { slider.held = true; });
  input.addEventListener("pointerup", () => { slider.held = false; rest(slider); });
  undoneBySwipe(input, () => slider.value, (value) => {
    slider.held = false;
    if (slider.value !== value) set(slider, value);
    rest(slider);
  });
  // Not at once: sent in the same moment as the click that took the focus away, it would swallow that click.
  input.addEventListener("blur", () => { slider.held = false; restSoon(slider); });
  input.addEventListener("keyup", () => restSoon(slider));
  return slider;
}

/** Decimals that tell neighbours apart. */
const decimals = (step) => Math.min(6, (String(step).split(".")[1] || "").length);

function told(slider, value) {
  const { step, stops, format, one } = slider.data;
  if (one && value === 1) return one;
  const plain = Number.isInteger(step) || (stops && decimals(step) < decimals(value));
  const number = plain ? String(value) : value.toFixed(Math.max(decimals(step), Math.min(decimals(value), 4)));
  return format.replace("{}", number.replace("-", "−"));
}

/** Where a value lies on the input's own scale, and back. */
function placeOf({ data: { stops } }, value) {
  if (!stops) return value;
  let best = 0;
  for (let i = 1; i < stops.length; i++) if (Math.abs(stops[i] - value) < Math.abs(stops[best] - value)) best = i;
  return best;
}

function valueAt({ data: { stops, step }, input }) {
  return stops ? stops[Math.round(input.valueAsNumber)] : Number(input.valueAsNumber.toFixed(decimals(step) + 2));
}

function show(slider) {
  const { input, output, value } = slider;
  const words = told(slider, value);
  output.textContent = words;
  input.setAttribute("aria-valuetext", words);
  input.style.setProperty("--done", (input.valueAsNumber - input.min) / (input.max - input.min || 1));
}

function set(slider, value) {
  slider.value = value;
  slider.input.value = placeOf(slider, value);
  show(slider);
}

function moved(slider) {
  slider.value = valueAt(slider);
  slider.resting = false;
  show(slider);
  clearTimeout(slider.timer);
  const wait = slider.last + PACE - performance.now();
  if (wait <= 0) send(slider, false);
  else slider.timer = setTimeout(() => send(slider, false), wait);
  if (!slider.held) restSoon(slider);
}

function send(slider, rests) {
  clearTimeout(slider.timer);
  slider.last = performance.now();
  slider.resting = rests;
  slider.channel.tell({ value: slider.value, rests });
}

function rest(slider) {
  clearTimeout(slider.soon);
  if (slider.resting === false) send(slider, true);
}

function restSoon(slider) {
  clearTimeout(slider.soon);
  slider.soon = setTimeout(() => { if (!slider.held) rest(slider); }, REST);
}

function take(slider, data) {
  const first = !slider.data, { input, label, low, high, help, mark } = slider;
  slider.data = data;
  label.textContent = data.label;
  help.textContent = data.help || "";
  help.hidden = !data.help;
  if (data.help) input.setAttribute("aria-describedby", "help"); else input.removeAttribute("aria-describedby");
  const { stops } = data;
  Object.assign(input, stops ? { min: 0, max: stops.length - 1, step: 1 } : { min: data.low, max: data.high, step: data.step });
  low.textContent = told(slider, data.low);
  high.textContent = told(slider, data.high);
  // An answer to an older value must not pull the slider back.
  const heard = slider.channel.hears(data.heard);
  if (first || (!slider.held && heard && slider.resting !== false)) {
    slider.value = data.value;
    input.value = placeOf(slider, data.value);
  }
  mark.hidden = data.mark === null || data.mark === undefined;
  if (!mark.hidden) mark.style.setProperty("--at", (placeOf(slider, data.mark) - input.min) / (input.max - input.min));
  show(slider);
}

export default function ({ parentElement, data, setStateValue }) {
  if (!sliders.has(parentElement)) sliders.set(parentElement, build(parentElement));
  const slider = sliders.get(parentElement);
  if (!slider.root.isConnected) parentElement.append(slider.root);
  slider.channel.send = setStateValue;
  take(slider, data);
}
