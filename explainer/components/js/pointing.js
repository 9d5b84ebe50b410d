// Where a picture is pointed at.

/** The place of a pointer in an element, in the element's own pixels, however far the page around it is zoomed. */
function placeIn(element, event) {
  const box = element.getBoundingClientRect(), zoom = element.currentCSSZoom ?? 1;
  return [(event.clientX - box.left) / zoom, (event.clientY - box.top) / zoom];
}
