import assert from "node:assert/strict";
import test from "node:test";
import { document, element } from "./page.js";
import { load } from "./scripts.js";

const { bytesOf, clamp, ease, mosaic, once, plain, powered, short, signed, tint, write, SVG } = load("signature_graph",
  ["bytesOf", "clamp", "ease", "mosaic", "once", "plain", "powered", "short", "signed", "tint", "write", "SVG"], { document });

test("a number is told with its sign and three decimals, or as a power of ten", () => {
  assert.equal(signed(0), "+0.000");
  assert.equal(signed(-1.2346), "−1.235");
  assert.equal(signed(0.0005), "+0.001");
  assert.equal(signed(-0.0004), "−4.0 × 10⁻⁴");
  assert.equal(signed(123456), "+1.2 × 10⁵");
  for (const missing of [null, undefined]) assert.equal(signed(missing), "overflow");
});

test("a size without a sign is short", () => {
  assert.deepEqual([0, 0.001, 0.5, 12.3, 4e-9, null].map(short), ["0", "0.001", "0.50", "12", "4e−9", "overflow"]);
  assert.equal(powered(3.14e-12, 1), "3.1 × 10⁻¹²");
});

test("a label is written with its subscripts and read aloud without markup", () => {
  const name = write(element("b"), "h_{t−1} and c_{t}");
  assert.deepEqual(name.children.map((part) => (part.tag ? [part.tag, part.textContent] : part)), ["h", ["sub", "t−1"], " and c", ["sub", "t"]]);
  assert.equal(plain("h_{t−1} and c_{t}"), "h t−1 and c t");
  const drawn = write(document.createElementNS(SVG, "text"), "W_{hh}x");
  assert.deepEqual(drawn.children.map((one) => [one.attributes.dy, one.textContent]), [[undefined, "W"], ["0.28em", "hh"], ["-0.22em", "x"]]);
});

test("text is never markup", () => {
  assert.deepEqual(write(element("b"), "<i>x</i>").children, ["<i>x</i>"]);
});

test("a cell's hue is its sign and its strength its size, up to the whole", () => {
  const cell = element("rect"), look = (value, reach) => { tint(cell, value, reach); return [[...cell.classList.names], cell.style.properties["--strength"]]; };
  assert.deepEqual(look(-0.5, 2), [["negative"], "0.250"]);
  assert.deepEqual(look(9, 2), [["positive"], "1.000"]);
  assert.deepEqual(look(null, 2), [["broken"], "1"]);
});

test("a mosaic has a path for each sign and strength and leaves out what is missing", () => {
  const parent = element("g"), numbers = [[1, 1, null], [-1, 0.5, 1]];
  mosaic(parent, 2, 3, 10, 10, 1, (r, c) => numbers[r][c]);
  const cells = Object.fromEntries(parent.children.map((path) => [path.attributes.class + path.attributes.style, path.attributes.d.split("z").length - 1]));
  assert.deepEqual(cells, { "cell positive--strength:1": 3, "cell negative--strength:1": 1, "cell positive--strength:0.5": 1 });
});

test("bytes arrive as they were sent", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  assert.deepEqual(bytesOf(Buffer.from(bytes).toString("base64")), bytes);
});

test("what is made once is remembered", () => {
  let times = 0;
  const made = once(() => ({ times: ++times }));
  assert.equal(made(), made());
  assert.equal(times, 1);
});

test("easing begins and ends where it should and never turns back", () => {
  const way = Array.from({ length: 101 }, (_, i) => ease(i / 100));
  assert.equal(way[0], 0); assert.equal(way[50], 0.5); assert.equal(way[100], 1);
  assert.ok(way.every((value, i) => !i || value > way[i - 1]));
  assert.deepEqual([-1, 0.3, 2].map((x) => clamp(x)), [0, 0.3, 1]);
});
