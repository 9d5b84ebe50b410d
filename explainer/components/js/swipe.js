// A finger on a slider: a swipe begins like a drag.

/** A swipe over a slider, which the browser takes over to scroll the page, leaves it as it was: `back` is given what `now` said when the finger came down. */
function undoneBySwipe(input, now, back) {
  let before = null;
  input.addEventListener("pointerdown", () => { before = { value: now() }; });
  input.addEventListener("pointerup", () => { before = null; });
  input.addEventListener("pointercancel", () => { if (before) back(before.value); before = null; });
}
