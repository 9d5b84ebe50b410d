// A page opened at #place arrives piece by piece: wait for the place, then go there, once. In braces, for it runs
// again on the next page.
{
  const place = location.hash.slice(1), patience = performance.now() + 15000;
  const go = () => {
    const heading = document.getElementById(place);
    if (heading) heading.scrollIntoView();
    else if (performance.now() < patience) requestAnimationFrame(go);
  };
  if (/^[a-z0-9-]+$/.test(place)) go();
}
