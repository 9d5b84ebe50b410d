// The slider of training time, and how pictures of one page move together.


/** Sixteen-bit numbers in base64, back to what they stand for. */
function unpack({ data, reach }) {
  const bytes = bytesOf(data);
  return Float32Array.from(new Int16Array(bytes.buffer), (whole) => (whole / 32767) * reach);
}

/** Tell other pictures of the same page what is looked at: two times, one page. */
function announce(app, what) {
  if (app.settings.channel) window.dispatchEvent(new CustomEvent("unrolled:time", { detail: { channel: app.settings.channel, from: app, ...what } }));
}

/** Follow what other pictures announce. Returns how to stop. */
function follows(app, heard) {
  const hear = ({ detail }) => { if (detail.from !== app && app.settings?.channel && detail.channel === app.settings.channel) heard(detail); };
  window.addEventListener("unrolled:time", hear);
  return () => window.removeEventListener("unrolled:time", hear);
}

/** The slider of training time: play, scrub, and how far the network was there. */
function trainingBar(app, parent, go, rest) {
  const bar = html(parent, "div", "bar training"), made = { bar };
  made.button = html(bar, "button", "play small"); made.button.type = "button"; made.button.ariaLabel = "Play the training";
  made.icon = draw(draw(made.button, "svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }), "path");
  made.name = html(bar, "span", "count", "training");
  made.scrub = html(bar, "input", "scrub");
  Object.assign(made.scrub, { type: "range", min: 0, step: 1, ariaLabel: "Training" });
  made.words = html(bar, "span", "count told");
  const halt = () => { clearInterval(made.ticket); made.ticket = null; picture(false); };
  const picture = (playing) => { made.icon.setAttribute("d", playing ? "M5 3h3.6v14H5zM11.4 3H15v14h-3.6z" : "M6 2.8L17 10L6 17.2z"); made.button.ariaLabel = playing ? "Pause the training" : "Play the training"; };
  made.scrub.oninput = () => { halt(); go(Number(made.scrub.value)); };
  made.scrub.onchange = rest;
  undoneBySwipe(made.scrub, () => app.at, (at) => { halt(); go(at); });
  made.button.onclick = () => {
    if (made.ticket) { halt(); return rest(); }
    const last = app.frames.length - 1;
    if (app.at >= last) go(0);
    picture(true);
    made.ticket = setInterval(() => { if (!app.root.isConnected || app.at >= last) { halt(); return rest(); } go(app.at + 1); }, 420);
  };
  picture(false);
  made.halt = halt;
  return made;
}

function tellTraining(app, made) {
  const { frames, at } = app, last = frames.length - 1;
  made.bar.hidden = last < 1;
  if (last < 1) return;
  const { step, loss } = frames[at];
  made.scrub.max = last; made.scrub.value = at;
  made.scrub.style.setProperty("--done", `${(100 * at) / last}%`);
  const words = `step ${step.toLocaleString("en-GB")}${loss === undefined ? "" : ` · held out ${loss.toFixed(2)} nats`}`;
  made.words.textContent = words;
  made.scrub.setAttribute("aria-valuetext", words);
}
