// Which step of a chapter is open. An address without a step means the first one, so where another is shown (an old link
// that sets one of its controls) its name is written there; `history.js` tells steps apart by it. A step that was not
// open is read from its top.
{
  const told = document.currentScript?.previousElementSibling ?? document.querySelector("[data-step]");
  const { step, first } = told?.dataset ?? {};
  const address = new URL(location.href);
  history.firstSteps = { ...history.firstSteps, [address.pathname]: first };
  const isAnotherPage = history.stepOpen?.split(" ")[0] !== address.pathname;
  if (isAnotherPage && step && step !== first && !address.searchParams.has("step")) {
    address.searchParams.set("step", step);
    history.replaceState(history.state, "", address);
  }
  const here = `${address.pathname} ${step}`;
  if (!isAnotherPage && history.stepOpen !== here) {
    document.querySelector(".stMain")?.scrollTo(0, 0);
  }
  history.stepOpen = here;
  document.querySelector(".stElementContainer[class*='-step '] [aria-checked=true]")?.scrollIntoView({ block: "nearest", inline: "center" });
}
