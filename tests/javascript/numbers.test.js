// Numbers on their way: weights and checkpoints as they are sent, and what a card makes of them.

import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./scripts.js";

const { framed, strongest, unitName, unpack, unpackNumbers, unpackWeights } = load("signature_graph",
  ["framed", "strongest", "unitName", "unpack", "unpackNumbers", "unpackWeights"]);
const sent = (array) => Buffer.from(array.buffer).toString("base64");

test("sixteen bits hold numbers up to their reach", () => {
  const numbers = unpack({ data: sent(Int16Array.from([0, 32767, -32767, 16384])), reach: 3 });
  assert.deepEqual([...numbers.slice(0, 3)], [0, 3, -3]);
  assert.ok(Math.abs(numbers[3] - 1.5) < 1e-3);
});

test("packed numbers arrive, and what is not finite as null", () => {
  const packed = sent(Float32Array.from([1, NaN, Infinity, -0.5]));
  assert.deepEqual(unpackNumbers({ a: [{ packed }], b: "words", c: null }), { a: [[1, null, null, -0.5]], b: "words", c: null });
});

test("matrices are unpacked once, also over the next picture", () => {
  const weights = [sent(Float32Array.from([1, 2, 3, 4, 5, 6]))];
  const data = { weights, pictures: [{ steps: 1, matrices: [{ id: "W", place: 0, columns: 3 }, { id: "b" }] }] };
  const first = unpackWeights(data), next = unpackWeights(data, first.rows);
  assert.deepEqual(first.pictures[0]().matrices[0].values, [[1, 2, 3], [4, 5, 6]]);
  assert.equal(first.pictures[0]().matrices[1].values, undefined);
  assert.equal(first.pictures[0](), first.pictures[0]());
  assert.equal(next.pictures[0]().matrices[0].values, first.pictures[0]().matrices[0].values);
});

test("an earlier checkpoint has its own values and no arithmetic", () => {
  const whole = { steps: 2, nodes: [0, 1, 2].map((step) => ({ lane: "hidden", step, values: [9, 9], pre: [1, 1], terms: [] })).concat({ lane: "input", step: 1 }) };
  const app = { whole, frames: [{ lanes: { hidden: { data: sent(Int16Array.from([32767, 0, -32767, 0])), reach: 1 } } }] };
  const { nodes } = framed(app, 0);
  assert.deepEqual(nodes.map((node) => node.values), [[9, 9], [1, 0], [-1, 0], undefined]);
  assert.ok(nodes[1].earlier && nodes[1].terms === undefined && nodes[1].pre === undefined);
  assert.deepEqual(whole.nodes[1].values, [9, 9]);
});

test("the strongest products of a term are the largest, whatever their sign", () => {
  const app = { index: new Map([["hidden:0", { values: [1, -2, 0, 0.5] }]]), picture: { matrices: [{ id: "W", values: [[0, 1], [0, 3], [0, 9], [0, 4]] }] } };
  const found = strongest(app, { source: "hidden:0", matrix: "W", column: 1 }, 0, 2);
  assert.deepEqual(found.map(({ j, part }) => [j, part]), [[1, -6], [3, 2]]);
  assert.deepEqual(strongest(app, { source: "hidden:0", matrix: "other" }, 0), []);
});

test("a unit is called by its symbol, or by its number from 1", () => {
  assert.equal(unitName({ names: ["a", "b"] }, 1), "b");
  assert.equal(unitName({}, 1), "2");
});
