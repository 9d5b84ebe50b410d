import assert from "node:assert/strict";
import test from "node:test";
import { document, element } from "./page.js";
import { load } from "./scripts.js";

const later = { performance, setTimeout: () => 0, clearTimeout: () => {} };

/** A live slider as the page has it, what it has sent, and its input. */
function drawn(data) {
  const { component, sliders } = load("live_slider", ["component", "sliders"], { document, ...later });
  const parentElement = element(), sent = [];
  component({ parentElement, data: { label: "Steps", format: "{}", low: 0, high: 300, step: 1, heard: 0, ...data }, setStateValue: (_, said) => sent.push(said) });
  const slider = sliders.get(parentElement);
  const drag = (value) => { slider.input.value = value; slider.input.fire("input"); };
  return { slider, sent, drag, input: slider.input };
}

test("a swipe that begins on a live slider leaves the value as it was, and says so if another was told", () => {
  const { slider, sent, drag, input } = drawn({ value: 95 });
  input.fire("pointerdown"); drag(212); input.fire("pointercancel");
  assert.deepEqual([slider.value, Number(input.value), slider.held], [95, 95, false]);
  assert.deepEqual([sent.at(-1).value, sent.at(-1).rests], [95, true]);
});

test("a drag that ends by itself stays where it is", () => {
  const { slider, sent, drag, input } = drawn({ value: 95 });
  input.fire("pointerdown"); drag(212); input.fire("pointerup");
  input.fire("pointercancel");                       // of another finger
  assert.equal(slider.value, 212);
  assert.deepEqual([sent.at(-1).value, sent.at(-1).rests], [212, true]);
});

test("a swipe that moved nothing says nothing", () => {
  const { sent, input } = drawn({ value: 95 });
  input.fire("pointerdown"); input.fire("pointercancel");
  assert.deepEqual(sent, []);
});

test("every slider of the components is undone by a swipe", async () => {
  const { components, joined } = await import("./scripts.js");
  for (const component of components) {
    const { text } = joined(component), made = text.match(/type: "range"|type = "range"/g)?.length ?? 0;
    const guarded = text.match(/undoneBySwipe\((?!input, now)/g)?.length ?? 0;
    assert.equal(guarded, made, component);
  }
});
