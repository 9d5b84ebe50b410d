// The plane of two neurons: where one letter sends every memory, and the way a text takes through it.

const apps = new WeakMap();
const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const SLOWEST = 0.02;                     // of a step: what moves less is a dot

const shownSign = (sign) => (sign === " " ? "␣" : sign);
const MARKS = { stable: "● stable: what is near falls in", saddle: "✕ saddle: in along one way, out along another",
  unstable: "○ unstable: what is near is pushed away", undecided: "◇ undecided" };

function frameOf(parent) {
  const root = html(parent, "div", "ug portrait"), app = { root, step: 1, channel: channel() };
  app.field = html(root, "div", "field");
  Object.assign(app.field, { tabIndex: 0, role: "application", ariaRoleDescription: "phase portrait" });
  app.svg = draw(app.field, "svg", { class: "map", "aria-hidden": "true" });
  app.bar = html(root, "div", "bar");
  app.button = html(app.bar, "button", "play"); app.button.type = "button";
  app.icon = draw(draw(app.button, "svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }), "path");
  app.scrub = html(app.bar, "input", "scrub");
  Object.assign(app.scrub, { type: "range", min: 1, step: 1, ariaLabel: "Step" });
  app.count = html(app.bar, "span", "count");
  app.note = html(root, "p", "note");
  app.live = html(root, "p", "live"); app.live.ariaLive = "polite";
  app.scrub.onchange = () => { if (app.data.path) announce(app, { rest: true }); };
  app.scrub.oninput = () => { pause(app); goTo(app, Number(app.scrub.value)); };
  undoneBySwipe(app.scrub, () => app.step, (step) => { pause(app); goTo(app, step); });
  app.button.onclick = () => (app.ticket ? pause(app) : play(app));
  app.field.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault(); pause(app); goTo(app, Math.round(app.step) + by);
  });
  app.deaf = follows(app, (told) => { if (told.step !== undefined && app.data.path) { pause(app); goTo(app, told.step, false); } });
  app.watch = new ResizeObserver(() => { if (app.data && Math.abs(app.field.clientWidth - (app.width ?? 0)) > 1) build(app); });
  app.watch.observe(app.field);
  return app;
}

function build(app) {
  const { svg, data } = app;
  app.width = app.field.clientWidth || 900;
  app.side = Math.min(app.width, app.width < 560 ? 280 : app.width < 900 ? 400 : 560);       // as its step has room for
  svg.replaceChildren();
  svg.setAttribute("width", app.width); svg.setAttribute("height", app.side);
  const left = (app.width - app.side) / 2, scale = app.side / 2 / 1.12;
  app.place = ([x, y]) => [left + app.side / 2 + x * scale, app.side / 2 - y * scale];
  const [a, b] = [app.place([-1, 1]), app.place([1, -1])];
  draw(svg, "rect", { class: "plane-edge", x: a[0], y: a[1], width: b[0] - a[0], height: b[1] - a[1] });
  for (const [text, x, y, anchor] of [["neuron 1 →", b[0], b[1] + 14, "end"], ["neuron 2 ↑", a[0], a[1] - 6, "start"], ["−1", a[0], b[1] + 14, "middle"], ["+1", a[0] - 6, a[1] + 12, "end"]]) {
    draw(svg, "text", { class: "axis-name", x, y, "text-anchor": anchor }).textContent = text;
  }
  app.arrows = draw(svg, "path", { class: "arrows" });
  app.trails = draw(svg, "path", { class: "trails" });
  app.rests = draw(svg, "g", { class: "rests" });
  app.way = draw(svg, "path", { class: "way" });
  app.last = draw(svg, "path", { class: "last" });
  const own = draw(svg, "g", { class: "own" });
  app.own = app.path.slice(1).map((point, t) => {
    const g = draw(own, "g");
    const [x, y] = app.place(point);
    g.style.transform = `translate(${x.toFixed(1)}px,${y.toFixed(1)}px)`;
    draw(g, "circle", { r: 11 });
    draw(g, "text", { "text-anchor": "middle", "dominant-baseline": "central" }).textContent = shownSign(data.fields[data.which[t]].sign);
    return g;
  });
  app.motes = app.trail.length ? app.trail[0].map(() => draw(own, "circle", { class: "mote", r: 4 })) : [];
  app.shown = null;
  goTo(app, app.step, false);
}

/** The arrows of one letter, all in one path: each at most as long as the grid is wide. */
function showField(app, index) {
  if (app.shown === index) return;
  app.shown = index;
  const field = app.data.fields[index], moves = app.moves[index];
  const count = app.grid.length, spacing = count > 1 ? 2 / (Math.round(Math.sqrt(count)) - 1) : 1;
  app.arrows.setAttribute("d", app.grid.map((from, i) => {
    const size = Math.hypot(...moves[i]), share = Math.min(1, (0.86 * spacing) / Math.max(size, 1e-12));
    const [x, y] = app.place(from), [u, v] = app.place([from[0] + moves[i][0] * share, from[1] + moves[i][1] * share]);
    if (size < SLOWEST) return `M${x.toFixed(1)} ${y.toFixed(1)}h0.01`;
    const angle = Math.atan2(v - y, u - x), wing = (by) => `${(u - 5 * Math.cos(angle + by)).toFixed(1)} ${(v - 5 * Math.sin(angle + by)).toFixed(1)}`;
    return `M${x.toFixed(1)} ${y.toFixed(1)}L${u.toFixed(1)} ${v.toFixed(1)}M${wing(0.5)}L${u.toFixed(1)} ${v.toFixed(1)}L${wing(-0.5)}`;
  }).join(""));
  app.rests.replaceChildren();
  for (const rest of field.rests) {
    const [x, y] = app.place(rest.h), kind = rest.kind.split(" ")[0], g = draw(app.rests, "g", { class: `rest ${kind}`, transform: `translate(${x} ${y})`, "data-kind": kind });
    if (kind === "saddle") draw(g, "path", { d: "M-8 -8L8 8M-8 8L8 -8" });
    else if (kind === "undecided") draw(g, "path", { d: "M0 -10L10 0L0 10L-10 0z" });
    else draw(g, "circle", { r: 9 });
    draw(g, "title").textContent = `${rest.kind} at ${rest.h.map((v) => v.toFixed(3)).join(", ")}; in one step a small push becomes ${rest.sizes.map((v) => v.toFixed(3)).join(" and ")} times as large (|λ|)`;
  }
  const kinds = [...new Set(field.rests.map((rest) => rest.kind.split(" ")[0]))];
  app.note.textContent = `Arrows: where “${shownSign(field.sign)}” sends each memory in one step. ` + (kinds.length ? `Where it rests: ${kinds.map((kind) => MARKS[kind]).join("; ")}.` : "No resting place was found.");
}

const joined = (points) => points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

/** What can be seen at a step, for those who hear it. */
function inWords({ data, path, trail }, whole) {
  if (!data.path) return `“${shownSign(data.fields[0].sign)}” read ${whole - 1} time${whole === 2 ? "" : "s"} by ${trail[0]?.length ?? 0} memories`;
  const sign = data.fields[data.which[whole - 1]].sign, [first, second] = path[whole].map(signed);
  return `step ${whole} of ${data.which.length}, “${shownSign(sign)}”: neuron 1 ${first}, neuron 2 ${second}`;
}

function goTo(app, step, tell = true) {
  const { data } = app, most = data.path ? data.which.length : app.trail.length;
  app.step = clamp(step, 1, most);
  app.scrub.max = most; app.scrub.value = Math.round(app.step);
  app.scrub.style.setProperty("--done", `${most > 1 ? (100 * (app.step - 1)) / (most - 1) : 100}%`);
  const whole = Math.round(app.step), words = inWords(app, whole);
  app.scrub.setAttribute("aria-valuetext", words);
  if (tell && !app.ticket && words !== app.spoken) app.live.textContent = app.spoken = words;
  if (data.path) {
    app.count.textContent = `step ${whole} of ${most}`;
    showField(app, data.which[whole - 1]);
    const places = app.path.map(app.place);
    app.way.setAttribute("d", joined(places.slice(0, whole)));
    app.last.setAttribute("d", joined(places.slice(whole - 1, whole + 1)));
    app.own.forEach((g, t) => { g.style.display = t < whole ? "" : "none"; g.classList.toggle("current", t === whole - 1); });
    if (tell) announce(app, { step: whole });
  } else {
    app.count.textContent = `read ${whole - 1} time${whole === 2 ? "" : "s"}`;
    showField(app, 0);
    const low = Math.floor(app.step) - 1, high = Math.min(low + 1, most - 1), share = app.step - 1 - low;
    app.motes.forEach((mote, i) => {
      const [x, y] = app.place([0, 1].map((k) => mix(app.trail[low][i][k], app.trail[high][i][k], share)));
      mote.setAttribute("cx", x.toFixed(1)); mote.setAttribute("cy", y.toFixed(1));
    });
    app.trails.setAttribute("d", app.motes.map((_, i) => joined(app.trail.slice(0, whole).map((points) => app.place(points[i])))).join(""));
  }
}

function play(app) {
  const most = app.data.path ? app.data.which.length : app.trail.length, pace = app.data.path ? 700 : 260;
  if (app.step >= most) goTo(app, 1);
  let clock = null;
  const tick = (now) => {
    if (!app.root.isConnected) return;
    const passed = clock === null ? 0 : Math.min(now - clock, 200);
    const smooth = !app.data.path && !STILL.matches;
    if (smooth || clock === null || passed >= pace || now - clock >= pace) {
      if (clock !== null) goTo(app, app.step + (smooth ? passed / pace : 1));
      clock = now;
    }
    if (app.step >= most) return pause(app);
    app.ticket = requestAnimationFrame(tick);
  };
  app.ticket = requestAnimationFrame(tick);
  showPlay(app);
}

function pause(app) { cancelAnimationFrame(app.ticket); app.ticket = null; showPlay(app); }

function showPlay(app) {
  app.icon.setAttribute("d", app.ticket ? "M5 3h3.6v14H5zM11.4 3H15v14h-3.6z" : "M6 2.8L17 10L6 17.2z");
  app.button.ariaLabel = app.ticket ? "Pause" : "Play";
}

const pairs = (numbers) => Array.from({ length: numbers.length / 2 }, (_, i) => [numbers[2 * i], numbers[2 * i + 1]]);

export default function ({ parentElement, data }) {
  let app = apps.get(parentElement);
  if (!app || !app.root.isConnected) { app = frameOf(parentElement); apps.set(parentElement, app); }
  clearTimeout(app.leaving);
  const { step, ...kept } = data.settings, text = JSON.stringify({ ...data, settings: kept });
  const isNew = "step" in app.channel.news(0, { step });          // it says nothing itself: the graph beside it does
  if (app.text !== text) {
    pause(app);
    app.text = text; app.data = data; app.settings = data.settings;
    app.grid = pairs(unpack(data.grid));
    app.moves = data.fields.map((field) => pairs(unpack(field.moves)));
    app.path = data.path ? pairs(unpack(data.path)) : [];
    const trails = data.trails ? pairs(unpack(data.trails)) : [], size = trails.length / (data.trails?.steps || 1);
    app.trail = data.trails ? Array.from({ length: data.trails.steps }, (_, t) => trails.slice(t * size, (t + 1) * size)) : [];
    app.step = data.path ? step || data.which.length : 1;
    app.field.ariaLabel = data.path ? "Plane of two neurons with the way of your text. Left and right: steps." : `Plane of two neurons, reading ${data.fields[0].sign} again and again.`;
    build(app);
    if (!data.path && !STILL.matches) play(app);
    else if (!data.path) goTo(app, app.trail.length);
  } else if (isNew && data.path) { pause(app); goTo(app, step || data.which.length, false); }
  return () => { app.leaving = setTimeout(() => { pause(app); app.deaf(); app.watch.disconnect(); app.root.remove(); apps.delete(parentElement); }, 400); };
}
