// A page opened at #place arrives piece by piece, and what lies above grows: stay at the place for a while, unless
// somebody begins to move. In braces, for this runs again on the next page.
{
  const place = location.hash.slice(1), until = performance.now() + 10000;
  let wanted = /^[a-z0-9-]+$/.test(place), last;
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    addEventListener(kind, () => { wanted = false; }, { once: true, capture: true });
  }
  const stay = () => {
    const heading = document.getElementById(place);
    if (heading && heading.getBoundingClientRect().top !== last) {
      heading.scrollIntoView();
      last = heading.getBoundingClientRect().top;
    }
    if (wanted && performance.now() < until) requestAnimationFrame(stay);
  };
  if (wanted) stay();
}
