import assert from "node:assert/strict";
import test from "node:test";
import { components, joined, load } from "./scripts.js";

const { channel } = load("signature_graph", ["channel"]);

/** A channel, what went through it, and Python's answer to it: settings, after it has heard so much. */
function talk(settings = { step: 1, view: "unrolled" }) {
  const line = channel(), sent = [];
  line.send = (name, value) => sent.push([name, value]);
  const answer = (heard, changes = {}) => line.news(heard, (settings = { ...settings, ...changes }));
  return { line, sent, answer };
}

test("the first answer is all news, the same again is none", () => {
  const { answer } = talk();
  assert.deepEqual(answer(0), { step: 1, view: "unrolled" });
  assert.deepEqual(answer(0), {});
});

test("what is said has numbers that grow by one and go on from where Python is", () => {
  const { line, sent, answer } = talk();
  answer(7);
  line.tell({ step: 2 }); line.tell({ step: 3 });
  assert.deepEqual(sent, [["selection", { step: 2, number: 8, moved: ["step"] }], ["selection", { step: 3, number: 9, moved: ["step"] }]]);
});

test("an echo is no news, neither a late one nor the last", () => {
  const { line, answer } = talk();
  answer(0);
  line.tell({ step: 2 }); line.tell({ step: 3 });
  assert.deepEqual(answer(1, { step: 2 }), {});
  assert.deepEqual(answer(2, { step: 3 }), {});
});

test("what Python says besides its echo is news once it has heard everything", () => {
  const { line, answer } = talk();
  answer(0);
  line.tell({ step: 2 }); line.tell({ step: 3 });
  assert.deepEqual(answer(1, { step: 2, view: "folded" }), {});
  assert.deepEqual(answer(2, { step: 3 }), { view: "folded" });
});

test("Python may overrule what it was told", () => {
  const { line, answer } = talk();
  answer(0);
  line.tell({ step: 99 });
  assert.deepEqual(answer(1, { step: 8 }), { step: 8 });
});

test("an answer may be right about the number and come before the setting: the setting is an echo all the same", () => {
  const { line, answer } = talk();
  answer(0);
  line.tell({ step: 2 });
  assert.deepEqual(answer(1), {});
  assert.deepEqual(answer(1, { step: 2 }), {});
});

test("what was told and confirmed is news again when Python has been elsewhere since", () => {
  const { line, answer } = talk();
  answer(0);
  line.tell({ step: 2 });
  answer(1, { step: 2 });
  assert.deepEqual(answer(1, { step: 5 }), { step: 5 });
  assert.deepEqual(answer(1, { step: 2 }), { step: 2 });
});

test("what is said names what moved, until Python is known to have heard it", () => {
  const { line, sent, answer } = talk(), moved = () => sent.at(-1)[1].moved;
  answer(0);
  line.tell({ step: 2, view: "unrolled" });
  assert.deepEqual(moved(), ["step"]);
  line.tell({ step: 2, view: "folded" });
  assert.deepEqual(moved(), ["step", "view"], "the first may never arrive");
  answer(1, { step: 2 });
  line.tell({ step: 2, view: "unrolled" });
  assert.deepEqual(moved(), ["step", "view"]);
  answer(3, { step: 2 });
  line.tell({ step: 5, view: "unrolled" });
  assert.deepEqual(moved(), ["step"]);
});

test("nothing moved, nothing said; what was touched is said where it was", () => {
  const { line, sent, answer } = talk({ step: 1, frame: 3 });
  answer(0);
  line.tell({ step: 1, frame: 3 });
  assert.equal(sent.length, 0);
  line.tell({ step: 1, frame: 3 }, ["step"]);
  assert.deepEqual(sent.at(-1)[1].moved, ["step"]);
});

test("a picture that is built anew has no news of its own", () => {
  const { line, sent, answer } = talk({ step: 4, frame: 3 });
  assert.deepEqual(answer(5), { step: 4, frame: 3 });
  line.tell({ step: 4, frame: 3, node: null });
  assert.equal(sent.length, 0);
  line.tell({ step: 4, frame: null, node: null });
  assert.deepEqual(sent, [["selection", { step: 4, frame: null, node: null, number: 6, moved: ["frame"] }]]);
});

test("where Python began anew, what it says counts, and numbers go on", () => {
  const { line, sent, answer } = talk();
  answer(0);
  line.tell({ step: 2 });
  answer(1, { step: 2 });
  line.tell({ step: 3 });
  answer(2, { step: 3 });
  assert.deepEqual(answer(0, { step: 2 }), { step: 2, view: "unrolled" });
  line.tell({ step: 3 });
  assert.equal(sent.at(-1)[1].number, 3);
  assert.deepEqual(answer(0, { step: 2 }), {}, "it was said since");
  assert.deepEqual(answer(3, { step: 8 }), { step: 8 });
});

for (const last of [0, 1]) test(`what a Python that began anew may not have heard is said once more, after ${last} answers`, () => {
  const { line, sent, answer } = talk();
  answer(0);
  if (last) { line.tell({ step: 2, view: "folded" }); answer(1, { step: 2, view: "folded" }); }
  line.tell({ step: 3, view: "folded" }, ["step"]);
  const number = last + 1;
  assert.deepEqual(answer(-number, { step: 2, view: "folded" }), {}, "the visitor's step stays");
  assert.deepEqual(sent.at(-1), ["selection", { step: 3, view: "folded", number: number + 1, moved: last ? ["step"] : ["step", "view"] }]);
  assert.deepEqual(answer(number + 1, { step: 3 }), last ? { view: "folded" } : {});
  assert.equal(sent.length, last + 2, "once");
});

test("what was confirmed is not said once more, and a component built anew goes on from the number that was found", () => {
  const { line, sent, answer } = talk();
  answer(0);
  line.tell({ step: 2 });
  answer(1, { step: 2 });
  assert.deepEqual(answer(-1), { step: 2, view: "unrolled" });
  assert.equal(sent.length, 1);
  const anew = talk();
  anew.answer(-1);
  anew.line.tell({ step: 5 });
  assert.equal(anew.sent[0][1].number, 2);
});

test("nothing is as good as null", () => {
  const { line, answer } = talk({ frame: null });
  answer(0);
  line.tell({ frame: 3 });
  answer(1, { frame: 3 });
  line.tell({ frame: undefined });
  assert.deepEqual(answer(2, { frame: null }), {});
});

test("nobody talks to Python but through the channel, and an edit, which happens once, by its trigger", () => {
  for (const component of components) {
    const { text, places } = joined(component);
    text.split("\n").forEach((line, i) => {
      if (/setStateValue\(|setTriggerValue\(/.test(line)) assert.fail(`${places[i].file}:${places[i].line}`);
    });
  }
});
