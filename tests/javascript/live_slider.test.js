import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./scripts.js";

const { decimals, told, placeOf, valueAt } = load("live_slider", ["decimals", "told", "placeOf", "valueAt"]);
const slider = (data, at = 0) => ({ data: { step: 1, format: "{}", ...data }, input: { valueAsNumber: at } });

test("a value is told with as many decimals as tell neighbours apart", () => {
  assert.deepEqual([1, 0.5, 0.01, 1e-7].map(decimals), [0, 1, 2, 0]);
  assert.equal(told(slider({ step: 0.01 }), -1.5), "−1.50");
  assert.equal(told(slider({ step: 1, format: "{} steps" }), 7), "7 steps");
  assert.equal(told(slider({ step: 1, format: "{} times", one: "once" }), 1), "once");
  assert.equal(told(slider({ step: 0.1, stops: [0.001, 0.25, 1] }), 0.25), "0.25");
});

test("a value lies at its own stop or at the nearest one, and comes back from there", () => {
  const stops = [1, 2, 4, 8];
  stops.forEach((value, at) => {
    assert.equal(placeOf(slider({ stops }), value), at);
    assert.equal(valueAt(slider({ stops }, at)), value);
  });
  assert.equal(placeOf(slider({ stops }), 5), 2);
  assert.equal(placeOf(slider({}), 5), 5);
  assert.equal(valueAt(slider({ step: 0.1 }, 0.30000000000000004)), 0.3);
});
