import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./scripts.js";

/** A browser with something stored, and the component in it; what it tells Python is in `told`. */
function browser(answers, refuses = false) {
  const kept = { "unrolled.answers": answers === undefined ? null : JSON.stringify(answers) }, told = [];
  const localStorage = {
    getItem: (name) => { if (refuses) throw new Error("refused"); return kept[name]; },
    setItem: (name, value) => { if (refuses) throw new Error("refused"); kept[name] = value; },
  };
  const { component } = load("kept_answers", ["component"], { localStorage });
  const draw = (data, parentElement = {}) => component({ parentElement, setStateValue: (_, value) => told.push(value),
    data: { answers: {}, asks: false, forget: "", heard: 0, ...data } });
  return { draw, told, stored: () => JSON.parse(kept["unrolled.answers"]) };
}
const answer = (guess, right) => ({ step: "s", guess, right });

test("the first verdict stays, the last guess counts, and other answers are left alone", () => {
  const one = browser({ a: answer("x", false), b: answer("y", null) });
  one.draw({ answers: { a: answer("z", true) } });
  one.draw({ answers: { b: answer("y", true) } });
  assert.deepEqual(one.stored(), { a: answer("z", false), b: answer("y", true) });
  assert.deepEqual(one.told, []);
});

test("what is kept is told once to each session that asks, and nothing where nothing is kept", () => {
  const one = browser({ a: answer("x", true) }), place = {};
  for (const heard of [0, 0, 1, 1]) one.draw({ asks: true, heard }, place);
  assert.equal(one.told.length, 1);
  assert.deepEqual(JSON.parse(one.told[0].kept), { a: answer("x", true) });
  one.draw({ asks: true, heard: -1 }, place);                     // another session
  assert.equal(one.told.length, 2);
  const none = browser();
  none.draw({ asks: true });
  assert.deepEqual(none.told, []);
});

test("what was forgotten stays forgotten, and what is answered later is kept", () => {
  const one = browser({ a: answer("x", true) });
  one.draw({ asks: true, forget: "now" });
  assert.deepEqual([one.stored(), one.told], [{}, []]);
  one.draw({ answers: { b: answer("y", true) } });
  one.draw({ asks: true, forget: "now" });
  assert.deepEqual(one.stored(), { b: answer("y", true) });
});

test("a browser that keeps nothing, or something else under this name, breaks nothing", () => {
  const shut = browser({ a: answer("x", true) }, true);
  shut.draw({ asks: true, answers: { b: answer("y", true) } });
  assert.deepEqual(shut.told, []);
  for (const odd of [[1], "text", 7, null]) {
    const one = browser(odd);
    one.draw({ asks: true, answers: { b: answer("y", true) } });
    assert.deepEqual([one.stored(), one.told], [{ b: answer("y", true) }, []]);
  }
});
