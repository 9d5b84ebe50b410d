// One entry in the browser's history for a page, and one for each step of it. Whatever else changes in the address, such
// as a control that moved, replaces the entry: Back leads to the page before, and not through every place of a slider.
// Streamlit pushes an entry for each change (`handlePageInfoChanged` in its frontend), so pushing is told what to do.
if (!history.oneEntryEach) {
  history.oneEntryEach = true;
  const push = history.pushState.bind(history);
  const entryOf = (url) => `${url.pathname}?${url.searchParams.get("step") ?? history.firstSteps?.[url.pathname] ?? ""}`;
  history.pushState = (state, title, url) => {
    const stays = url !== undefined && url !== null && entryOf(new URL(url, location.href)) === entryOf(new URL(location.href));
    if (stays) history.replaceState(state, title, url); else push(state, title, url);
  };
}
