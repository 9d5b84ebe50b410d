import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./scripts.js";

const still = { matchMedia: (query) => ({ matches: query === "(prefers-reduced-motion: reduce)" }) };

test("where motion is not wanted nothing starts by itself, and a step stands there at once", () => {
  for (const [browser, moves] of [[{}, true], [still, false]]) {
    const { startsItself, shownPhase } = load("signature_graph", ["startsItself", "shownPhase"], browser);
    assert.equal(startsItself({ settings: { autoplay: true } }), moves);
    assert.equal(startsItself({ settings: { autoplay: false } }), false);
    assert.deepEqual([0, 0.4, 1.2].map((phase) => shownPhase({ phase })), moves ? [0, 0.4, 1] : [1, 1, 1]);
  }
});

test("a typed weight is a number within its bound, or nothing", () => {
  const { readNumber } = load("signature_graph", ["readNumber"]);
  assert.deepEqual(["100", "-100", " 2.5 ", "1e2"].map((typed) => readNumber(typed, 100)), [100, -100, 2.5, 100]);
  for (const typed of ["", " ", "150", "-100.01", "1e999", "a", "NaN"]) assert.equal(readNumber(typed, 100), null, typed);
});

test("a step of the phase portrait is told in words", () => {
  const { inWords } = load("phase_portrait", ["inWords"]);
  const fields = [{ sign: "∎" }, { sign: " " }];
  assert.equal(inWords({ data: { path: true, which: [0, 1], fields }, path: [[0, 0], [0.5, -0.25], [1, 0]] }, 2), "step 2 of 2, “␣”: neuron 1 +1.000, neuron 2 +0.000");
  assert.equal(inWords({ data: { path: null, fields }, trail: [[0, 0, 0]] }, 2), "“∎” read 1 time by 3 memories");
});
