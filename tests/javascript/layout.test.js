import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./scripts.js";

const { layout, placesAt, grid, curve, along, cut, orderOf, canProject, follow, isGone, logShare } = load("signature_graph",
  ["layout", "placesAt", "grid", "curve", "along", "cut", "orderOf", "canProject", "follow", "isGone", "logShare"]);

/** A network of `hidden` neurons over `steps` letters. */
function pictureOf(steps, hidden, names = [..."abc"]) {
  const lanes = [{ id: "output", kind: "bars", names }, { id: "hidden", kind: "cells" }, { id: "input", kind: "chips" }];
  const nodes = [{ lane: "hidden", step: 0, values: Array(hidden).fill(0) }];
  for (let step = 1; step <= steps; step++) nodes.push({ lane: "input", step, text: "a" }, { lane: "hidden", step, values: Array(hidden).fill(0.5) },
    { lane: "output", step, values: names.map(() => 1 / names.length) });
  return { steps, lanes, nodes };
}

const SIZES = [[1, 1, 390], [3, 4, 390], [8, 16, 1200], [12, 64, 800], [30, 256, 1200]];
const VIEWS = ["unrolled", "memory"];

for (const view of VIEWS) for (const [steps, hidden, width] of SIZES) test(`${view}: ${hidden} neurons over ${steps} steps, ${width} px wide, do not overlap and are all inside`, () => {
  const plan = layout(pictureOf(steps, hidden), width, view);
  const columns = plan.xs.slice(1), widest = Math.max(...Object.values(plan.sizes).map((size) => size.w));
  columns.forEach((x, t) => { if (t) assert.ok(x - columns[t - 1] >= widest, `${x - columns[t - 1]} < ${widest}`); });
  assert.ok(columns.at(-1) + widest / 2 <= plan.width && columns[0] - widest / 2 >= plan.gutter);
  const rows = Object.values(plan.sizes).sort((a, b) => a.y - b.y);
  rows.forEach(({ y, h }, i) => {
    assert.ok(y - h / 2 >= 0 && y + h / 2 <= plan.height);
    if (i) assert.ok(rows[i - 1].y + rows[i - 1].h / 2 < y - h / 2);
  });
  assert.ok(plan.width >= width);
});

test("what fits into the frame is not scrolled, what does not is wider than it", () => {
  assert.equal(layout(pictureOf(5, 16), 1200, "unrolled").width, 1200);
  assert.ok(layout(pictureOf(30, 16), 1200, "unrolled").width > 1200);
});

test("a box has room for all of its cells", () => {
  for (let n = 1; n <= 256; n++) {
    const { columns, rows, w, h, width, height, gap } = grid(n);
    assert.ok(columns * rows >= n && columns * (rows - 1) < n);
    assert.ok(columns * (width + gap) <= w && rows * (height + gap) <= h);
  }
});

test("unfolding begins with one deck and ends at the layout, and no column ever turns back", () => {
  const plan = layout(pictureOf(8, 16), 1200, "unrolled");
  const moments = Array.from({ length: 51 }, (_, i) => placesAt(plan, 8, i / 50, 0));
  assert.equal(new Set(moments[0]).size, 1);
  assert.deepEqual(moments.at(-1), plan.xs);
  assert.notEqual(moments.at(-1), plan.xs);
  for (const at of moments) for (let t = 2; t <= 8; t++) assert.ok(at[t] >= at[t - 1]);
});

test("an edge's curve runs from box to box and points on it lie between its ends", () => {
  const plan = layout(pictureOf(4, 16), 1200, "unrolled");
  const from = { x: 100, y: 300, w: 40, h: 60 }, above = { x: 100, y: 100, w: 40, h: 60 }, next = { x: 300, y: 300, w: 40, h: 60 };
  for (const [edge, to] of [[{ delay: 0 }, above], [{ delay: 1 }, next]]) {
    const points = curve(edge, from, to, plan, 0);
    assert.deepEqual(along(points, 0), points[0]);
    assert.deepEqual(along(points, 1), points[3]);
    const middle = along(points, 0.5);
    assert.ok(middle.x >= Math.min(from.x, to.x) && middle.x <= Math.max(from.x, to.x));
  }
  const [a, , , d] = curve({ delay: 0 }, from, above, plan, 0);
  assert.ok(a.y < from.y - from.h / 2 && d.y > above.y + above.h / 2);
});

test("a loop leaves and comes back on the right of its box", () => {
  const plan = layout(pictureOf(1, 16), 1200, "unrolled"), box = { x: 100, y: 300, w: 40, h: 60 };
  for (const { x } of curve({ delay: 1 }, box, box, plan, 0)) assert.ok(x > box.x + box.w / 2);
});

test("words are cut where they do not fit", () => {
  assert.equal(cut("abcdef", 6), "abcdef");
  assert.equal(cut("abcdef", 4), "abc…");
  assert.equal(cut("👋👋👋👋👋", 3), "👋👋…");
});

test("units stand in the order of their lane, if it is theirs", () => {
  assert.deepEqual(orderOf({ order: [2, 0, 1] }, 3), [2, 0, 1]);
  assert.deepEqual(orderOf({ order: [2, 0, 1] }, 2), [0, 1]);
});

test("only a small plain network can be shown neuron by neuron", () => {
  const net = (cell, hidden, values = Array(hidden).fill([])) => ({ cell, matrices: [{ id: "W_hh", values }] });
  assert.ok(canProject(net("vanilla", 6)));
  for (const other of [net("vanilla", 7), net("gru", 4), net("vanilla", 4, null), { cell: "vanilla", matrices: [] }]) assert.ok(!canProject(other));
});

test("the frame follows the present column only when it leaves the sight", () => {
  const plan = layout(pictureOf(30, 16), 600, "unrolled"), went = [];
  const app = { open: 1, plan, frame: { scrollTo: ({ left }) => went.push(left) }, scrolled: 0 };
  follow({ ...app, step: 2 });
  assert.deepEqual(went, []);
  follow({ ...app, step: 30 });
  assert.deepEqual(went, [plan.width - 600]);
  follow({ ...app, step: 30, open: 0.5 });
  assert.equal(went.length, 1);
});

test("what was pointed at is gone with its node, or with its neuron in a smaller network", () => {
  const app = { index: new Map([["hidden:1", { values: [1, 2] }]]) };
  for (const [what, gone] of [[null, false], [{ node: "hidden:1", unit: 1 }, false], [{ node: "hidden:1", unit: null }, false],
    [{ node: "hidden:1", unit: 2 }, true], [{ node: "hidden:2", unit: 0 }, true]]) assert.equal(isGone(app, what), gone);
});

test("a gradient's width grows with its size and stays between its bounds", () => {
  const app = { reachOfGradient: { low: -4, high: 1 } };
  assert.deepEqual([0, 1e-9, 1e-4, 1e9].map((size) => logShare(app, size)), [0, 0.02, 0.02, 1]);
  assert.ok(Math.abs(logShare(app, 10 ** -1.5) - 0.5) < 1e-12);
  assert.equal(logShare({ reachOfGradient: null }, 1), 0);
});
