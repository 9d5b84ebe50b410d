import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./scripts.js";

const { WIRINGS, SENTENCES, LAST, factor, source } = load("cell_wiring", ["WIRINGS", "SENTENCES", "LAST", "factor", "source"]);

for (const [cell, plan] of Object.entries(WIRINGS)) {
  test(`${cell}: everything lies inside the picture and comes in one of its parts`, () => {
    for (const { x, y, beat } of [...plan.strips, ...plan.dots]) assert.ok(x > 0 && x < plan.width && y > 0 && y < plan.height && beat >= 0 && beat <= LAST);
    for (const { d, beat } of plan.lines) assert.ok(/^M\d+ \d+([HV]\d+)+$/.test(d) && beat >= 0 && beat <= LAST, d);
  });

  test(`${cell}: a strip has one name, and one that leaves arrives at another`, () => {
    const ids = plan.strips.map((strip) => strip.id);
    assert.equal(new Set(ids).size, ids.length);
    for (const { leaves } of plan.strips) assert.ok(!leaves || ids.includes(leaves));
  });

  test(`${cell}: each part has a sentence, and it tells only what is there already`, () => {
    assert.equal(SENTENCES[cell].length, LAST + 1);
    SENTENCES[cell].forEach((sentence, beat) => {
      const told = sentence((id) => {
        const strip = plan.strips.find((one) => one.id === id);
        assert.ok(strip && strip.beat <= beat, `${id} in part ${beat}`);
        return "+0.500";
      }, { letter: "“a”" });
      assert.match(told, /^[^{}$]+\.$/);
      assert.doesNotMatch(told, /undefined/);
    });
  });
}

test("behind a × a negative number stands in brackets, a positive one without a plus", () => {
  assert.deepEqual(["−0.500", "+0.500", "0.500"].map(factor), ["(−0.500)", "0.500", "0.500"]);
});

test("a strip's numbers come from a node, a term, a factor, or the one term that is a product", () => {
  const product = { values: { 0: 6 }, symbol: "r ⊙ hn", factors: [{ values: { 0: 2 }, symbol: "r" }, { values: { 0: 3 }, symbol: "hn" }] };
  const node = { values: { 0: 1 }, terms: [{ values: { 0: 5 }, symbol: "Wx" }, product] };
  const app = { step: 2, index: new Map([["n:2", node], ["n:1", { values: { 0: 7 } }]]) };
  const found = (of) => source(app, { lane: "n", now: 0, ...of }).values?.[0];
  assert.deepEqual([{}, { now: -1 }, { t: 0 }, { t: 1, k: 1 }, { t: "let" }, { lane: "no" }].map(found), [1, 7, 5, 3, 6, undefined]);
});
