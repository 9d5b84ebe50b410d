// The focus, in parts that are built anew.

/** Build a part anew. If what had the focus is replaced, it goes to what has the same `data-place` then, or else to the part's tab stop: at the page's body the next key would do nothing. */
function keepingFocus(part, build) {
  const focused = part.getRootNode().activeElement, place = focused && part.contains(focused) ? focused.dataset.place : undefined;
  build();
  if (place === undefined) return;
  const all = [...part.querySelectorAll("[data-place]")];
  (all.find((one) => one.dataset.place === place) ?? all.find((one) => one.tabIndex === 0))?.focus({ preventScroll: true });
}
