// A presentation: the keys that a clicker sends lead on and back, Escape leaves, and the picture can fill the screen.
// Where something has the focus that wants a key itself, such as a field or a slider, it gets it. In braces, and
// heard once for a tab: this runs again with every page. Heard before all others, for a pinned card lets go by Escape.
if (!window.hearsClicker) {
  window.hearsClicker = true;
  const written = "input:not([type=radio], [type=checkbox], [type=range]), textarea, select, [contenteditable=true], "
    + "[role=combobox], [role=listbox], [role=option], [role=spinbutton], [role=dialog] *";
  const moved = `${written}, [type=range], [role=slider]`;
  const walked = `${moved}, input, [role=radio], [role=tab], [tabindex='0']:not(button, a, section, div.stMain)`;
  const onwards = ".st-key-next_step button, .st-key-u-onwards a", back = ".st-key-previous_step :is(button, a)";
  const ways = {
    ArrowRight: [onwards, walked], ArrowLeft: [back, walked], PageDown: [onwards, moved], PageUp: [back, moved],
    Escape: [".st-key-leave_presentation button", written],
  };
  const isOpen = (path) => document.fullscreenElement || document.querySelector("[role=dialog], [role=listbox]")
    || path.some((one) => one.querySelector?.(".is-pinned"));
  addEventListener("keydown", (event) => {
    const path = event.composedPath(), [pressed, keeps] = ways[event.key] ?? [];
    if (!pressed || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (!document.querySelector(".st-key-u-presenting") || path[0].matches?.(keeps)) return;
    if (event.key === "Escape" && isOpen(path)) return;
    const way = document.querySelector(pressed);
    if (!way) return;
    event.preventDefault();
    way.click();
  }, true);
  addEventListener("click", (event) => {
    if (event.target.closest?.(".u-full-screen")) document.querySelector(".st-key-u-picture")?.requestFullscreen?.();
  });
}
