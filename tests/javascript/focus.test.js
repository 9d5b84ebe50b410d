import assert from "node:assert/strict";
import test from "node:test";
import { element } from "./page.js";
import { load } from "./scripts.js";

const { keepingFocus } = load("signature_graph", ["keepingFocus"]);

/** A part in which the children named can have the focus; `focus` says which has it. */
function partOf(names) {
  const root = { activeElement: null }, part = element();
  const put = (...all) => part.replaceChildren(...all.map((name, i) => Object.assign(element("button"), { tabIndex: i ? -1 : 0,
    dataset: { place: name }, focus() { root.activeElement = this; } })));
  Object.assign(part, { getRootNode: () => root, contains: (one) => part.children.includes(one), querySelectorAll: () => part.children });
  put(...names);
  return { root, part, put };
}

test("the focus goes to what stands in its place when a part is built anew", () => {
  const { root, part, put } = partOf(["folded", "unrolled"]), before = part.children[1];
  before.focus();
  keepingFocus(part, () => put("folded", "unrolled"));
  assert.equal(root.activeElement, part.children[1]);
  assert.notEqual(root.activeElement, before);
  keepingFocus(part, () => put("folded", "memory"));
  assert.equal(root.activeElement, part.children[0], "its tab stop, for there is no such place any more");
});

test("a part without the focus does not take it", () => {
  const { root, part, put } = partOf(["folded", "unrolled"]), elsewhere = (root.activeElement = element());
  keepingFocus(part, () => put("folded", "unrolled"));
  assert.equal(root.activeElement, elsewhere);
});
