import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./scripts.js";

const { asked, scale, marksAlong, path, safe, shade, dashes, nearest, tellable } = load("live_chart", ["asked", "tellable", "scale", "marksAlong", "path", "safe", "shade", "dashes", "nearest"]);

test("a scale puts the ends of a range at the ends of the room, and back", () => {
  const up = scale([-10, 6], 300, 20);
  assert.equal(up.of(-10), 300); assert.equal(up.of(6), 20);
  for (const value of [-10, -2.5, 0, 6, 9]) assert.ok(Math.abs(up.to(up.of(value)) - value) < 1e-9);
});

test("marks of an axis are round, inside it, equally far apart and at most as many as asked for", () => {
  for (const [low, high] of [[0, 1], [0, 104], [-3, 3], [0, 201], [0.13, 0.19], [1976.5, 2001.2], [0, 1e6], [-1e-5, 1e-5]]) {
    for (const most of [2, 6, 13]) {
      const values = marksAlong({ thousands: true, range: [low, high] }, most).map(([value]) => value), every = values[1] - values[0] || 0;
      assert.ok(values.length >= 1 && values.length <= most + 1, `${values}`);
      values.forEach((value, i) => {
        assert.ok(value >= low - 1e-8 * every && value <= high + 1e-8 * every);
        if (i) assert.ok(Math.abs(value - values[i - 1] - every) < 1e-9 * Math.max(1, Math.abs(value)));
      });
      if (every) assert.ok([1, 2, 5].some((round) => Math.abs(every / 10 ** Math.floor(Math.log10(every * 1.0001)) - round) < 1e-6), `${every}`);
    }
  }
});

test("numbers at an axis have a true minus, commas, and no sign on zero", () => {
  assert.deepEqual(marksAlong({ thousands: true, range: [-2000, 2000], every: 1000 }, 6).map(([, words]) => words), ["−2,000", "−1,000", "0", "1,000", "2,000"]);
  assert.deepEqual(marksAlong({ thousands: true, range: [-0.1, 0.1], every: 0.1 }, 6).map(([, words]) => words), ["−0.1", "0.0", "0.1"]);
});

test("a line ends at a gap and begins again behind it", () => {
  const same = { of: (value) => value };
  assert.equal(path({ x: [0, 1, 2, 3, 4], y: [0, 1, null, 3, 4] }, same, same), "M0.0,0.0L1.0,1.0M3.0,3.0L4.0,4.0");
});

test("text is never markup, and colours are roles of the page", () => {
  assert.equal(safe('<img src="x"> & more'), "&lt;img src=&quot;x&quot;&gt; &amp; more");
  assert.equal(shade("#000003"), "var(--u-series-2)");
  assert.equal(shade(undefined), "currentColor");
});

test("dashes are as long as a line is wide", () => {
  assert.equal(dashes({ dash: "solid", width: 4 }), "");
  assert.equal(dashes({ dash: "dash", width: 4 }), 'stroke-dasharray="12 12"');
  assert.equal(dashes({ dash: "dot", width: 1 }), 'stroke-dasharray="3 3"');
});

test("the nearest of some places", () => {
  assert.deepEqual([-5, 1.4, 1.6, 99].map((wanted) => nearest([0, 1, 2, 5], wanted)), [0, 1, 2, 5]);
});

test("lines are told if there are words for them, a memory neuron by neuron", () => {
  const memory = { x: [1990, 1991], values: [[0.5, -0.25], [0, 1]], names: ["neuron 3", "neuron 1"] };
  const told = tellable({ memory, lines: [{ x: [0], told: ["a"], before: "gradient: " }, { x: [0], told: null }, { x: [], told: [] }] });
  assert.deepEqual(told.map((line) => line.before + line.told.join(" ")), ["neuron 3: 0.50 −0.25", "neuron 1: 0.00 1.00", "gradient: a"]);
  assert.deepEqual(told[1].y, [1, 1]);
});

test("all lines are asked at once, or the one that is pointed at", () => {
  const chart = { told: ["a", "b", "c"], which: 1 };
  assert.deepEqual(asked({ ...chart, data: { one_by_one: true } }), ["b"]);
  assert.deepEqual(asked({ ...chart, data: { one_by_one: false } }), ["a", "b", "c"]);
});
