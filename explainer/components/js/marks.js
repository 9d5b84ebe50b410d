// Small marks: elements, text with subscripts, numbers, and colours for values.

const SVG = "http://www.w3.org/2000/svg";

/** An SVG element with attributes, appended to `parent`. */
function draw(parent, tag, attributes = {}) {
  const element = document.createElementNS(SVG, tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  parent?.append(element);
  return element;
}

/** An HTML element with a class and text, appended to `parent`. Text is never markup. */
function html(parent, tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  parent?.append(element);
  return element;
}

/** Write a label in which `_{…}` is a subscript, into an SVG text or an HTML element. */
function write(element, label) {
  element.replaceChildren();
  const inSvg = element.namespaceURI === SVG;
  label.split(/(_\{[^}]*\})/).forEach((part, i) => {
    if (!part) return;
    const low = part.startsWith("_{");
    const text = low ? part.slice(2, -1) : part;
    if (!inSvg) return low ? html(element, "sub", "", text) : element.append(text);
    const span = draw(element, "tspan", low ? { dy: "0.28em", "font-size": "0.74em" } : i > 1 ? { dy: "-0.22em" } : {});
    span.textContent = text;
  });
  return element;
}

/** A label without markup, for labels that are read aloud. */
const plain = (label) => label.replace(/_\{([^}]*)\}/g, " $1 ").replace(/\s+/g, " ").trim();

/** A size beyond plain decimals: 3.1 × 10⁻⁵, as everywhere in the app. */
function powered(size, digits) {
  const [mantissa, exponent] = size.toExponential(digits).split("e");
  return `${mantissa} × 10${[...exponent.replace("+", "")].map((sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign])).join("")}`;
}

/** A number with its sign and three decimals, as all arithmetic is shown. */
function signed(value) {
  if (value === null || value === undefined) return "overflow";
  const size = Math.abs(value);
  const text = size >= 1e5 || (size > 0 && size < 5e-4) ? powered(size, 1) : size.toFixed(3);
  return (value < 0 ? "−" : "+") + text;
}

/** A size without a sign: gradients. */
function short(value) {
  if (value === null || value === undefined) return "overflow";
  if (value === 0) return "0";
  if (value >= 0.0005 && value < 0.01) return value.toFixed(3);
  return value >= 0.01 && value < 1000 ? value.toPrecision(2) : value.toExponential(0).replace("-", "−");
}

/** What was sent in base64, as bytes. A plain loop: `Uint8Array.from` takes over twice as long. */
function bytesOf(sent) {
  const signs = atob(sent), bytes = new Uint8Array(signs.length);
  for (let i = 0; i < signs.length; i++) bytes[i] = signs.charCodeAt(i);
  return bytes;
}

/** A function that works when it is first asked, and then remembers. */
function once(make) {
  let made;
  return () => (made ??= make());
}

const clamp = (value, low = 0, high = 1) => Math.min(high, Math.max(low, value));
const mix = (a, b, share) => a + (b - a) * share;
const ease = (u) => (u < 0.5 ? 4 * u * u * u : 1 - (-2 * u + 2) ** 3 / 2);
const signClass = (value) => (value < 0 ? "negative" : "positive");

/** Paint a cell: hue by sign, strength by size; zero is the background itself. */
function tint(cell, value, reach) {
  cell.classList.remove("negative", "positive", "gradient-cell", "broken");
  cell.classList.add(value === null ? "broken" : signClass(value));
  cell.style.setProperty("--strength", value === null ? 1 : clamp(Math.abs(value) / reach).toFixed(3));
}

/** Many tinted cells as few paths: 2 signs in 12 strengths. `value(row, column)` may be null. */
function mosaic(parent, rows, columns, width, height, reach, value) {
  const paths = {};
  const gap = Math.min(1.5, width * 0.12, height * 0.12);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) {
    const v = value(r, c);
    if (v === null || v === undefined) continue;
    const strength = Math.round(clamp(Math.abs(v) / reach) * 12);
    const key = `${signClass(v)}|${strength}`;
    paths[key] = (paths[key] || "") + `M${(c * width + gap / 2).toFixed(1)} ${(r * height + gap / 2).toFixed(1)}`
      + `h${(width - gap).toFixed(1)}v${(height - gap).toFixed(1)}h${(gap - width).toFixed(1)}z`;
  }
  for (const key in paths) {
    const [sign, strength] = key.split("|");
    draw(parent, "path", { class: `cell ${sign}`, d: paths[key], style: `--strength:${strength / 12}` });
  }
}
