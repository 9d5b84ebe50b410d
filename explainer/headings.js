// A page opened at #place arrives piece by piece: wait for the place, then go there, once.
const place = location.hash.slice(1), patience = performance.now() + 15000;
function go() {
  const heading = document.getElementById(place);
  if (heading) heading.scrollIntoView();
  else if (performance.now() < patience) requestAnimationFrame(go);
}
if (/^[a-z0-9-]+$/.test(place)) go();
