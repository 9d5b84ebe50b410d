// Where everything stands. Pure: a picture and a width in, places out.

// Frames narrower than these: a telephone's, and that of a picture beside words.
const PHONE = 560, BESIDE = 900;
const BARS = 3;          // symbols shown per output

/** What there is room for in a frame so wide: names of lanes, between so many lanes, between boxes at least; full cells. */
const room = (frameWidth, lanes = 3) => frameWidth < PHONE ? { gutter: 54, gap: 36, apart: 38, small: true, tall: 150 }
  : frameWidth < BESIDE ? { gutter: 74, gap: lanes > 3 ? 46 : 66, apart: 26, small: true, tall: 184 }
  : { gutter: 112, gap: 88, apart: 38, small: false, tall: 290 };

/** How many columns a box of `n` cells has, and how large its cells are: many of them may be a little smaller. */
function grid(n, small = false) {
  const columns = n <= 5 ? 1 : n <= 16 ? 2 : n <= 36 ? 4 : n <= 128 ? 8 : 16;
  const width = { 1: 34, 2: 20, 4: 14, 8: small ? 8 : 9, 16: 6 }[columns];
  const height = { 1: 18, 2: 14.5, 4: 11, 8: small ? 8 : 9, 16: 6 }[columns];
  const rows = Math.ceil(n / columns) || 4;
  const gap = columns > 4 ? 1 : 2;
  return { columns, rows, width, height, gap, pad: 5,
    w: columns * (width + gap) - gap + 10, h: rows * (height + gap) - gap + 10 };
}

/** How wide a chip is: 44 px hold a letter, words need more. */
function chipWidth(picture, lane) {
  const longest = Math.max(1, ...picture.nodes.filter((n) => n.lane === lane.id).map((n) => [...(n.text || "")].length));
  return longest <= 5 ? 44 : Math.min(94, 20 + 7 * longest);
}

/** The bars of an output: as many as are shown, and wide enough for words if its symbols are words. */
const isWorded = (lane) => Boolean(lane.names?.some((name) => [...name].length > 2)) && lane.names.length > 1;
const barsWidth = (lane) => (isWorded(lane) ? 108 : 94);
const barsHeight = (count) => Math.min(BARS, count || BARS) * 20;

/**
 * The memory view: every box stands open as one column, and the columns touch. So they are a heatmap of
 * neurons against time, on the time axis of the letters below and the predictions above.
 */
function openLayout(picture, frameWidth) {
  const narrow = frameWidth < PHONE, { gutter, tall } = room(frameWidth), left = gutter + (narrow ? 2 : 8);
  const lanes = picture.lanes.filter((lane) => !lane.inside), memories = lanes.filter((lane) => lane.kind === "cells").length;
  const pitch = clamp((frameWidth - left - 8) / picture.steps, narrow ? 38 : 40, 150), gap = narrow ? 32 : 46;
  const sizes = {};
  let y = 22;
  for (const lane of [...lanes].reverse()) {
    const count = Math.max(0, ...picture.nodes.filter((n) => n.lane === lane.id).map((n) => n.values?.length || 0));
    const row = clamp((memories > 1 ? tall * 0.7 : tall) / Math.max(1, count), 1.4, 24), space = row > 6 ? 1.5 : row > 3 ? 0.6 : 0;
    const cells = { columns: 1, rows: count, width: pitch - 1.5, height: row - space, gap: space, pad: 0, w: pitch - 1.5, h: count * row };
    const [w, h] = { chips: [Math.min(chipWidth(picture, lane), pitch - 6), 36], bars: [Math.min(barsWidth(lane), pitch - 12), barsHeight(count)], cells: [cells.w, cells.h] }[lane.kind];
    sizes[lane.id] = { lane, w, h, y: y + h / 2, grid: cells, count };
    y += h + (lane.kind === "cells" && lanes[lanes.indexOf(lane) - 1]?.kind === "cells" ? 14 : gap);
  }
  const timeY = y - gap + 20;
  const xs = Array.from({ length: picture.steps + 1 }, (_, t) => left + (t - 0.5) * pitch);
  const width = Math.max(frameWidth, left + picture.steps * pitch + 8);
  return { narrow, gutter, empty: true, before: 0, lanes, sizes, pitch, xs, width, height: timeY + 14, timeY, box: pitch, frameWidth, gap, opened: true };
}

/** All places of the unrolled picture for a frame `frameWidth` wide. */
function layout(picture, frameWidth, view) {
  if (view === "memory") return openLayout(picture, frameWidth);
  const lanes = picture.lanes.filter((lane) => !lane.inside);
  const narrow = frameWidth < PHONE, { gutter, gap, apart, small } = room(frameWidth, lanes.length);
  const hasStart = picture.nodes.some((node) => node.step === 0);
  const sizes = {};
  let y = 26;
  for (const lane of [...lanes].reverse()) {
    const count = Math.max(0, ...picture.nodes.filter((n) => n.lane === lane.id).map((n) => n.values?.length || 0));
    const cells = grid(count, small);
    const [w, h] = { chips: [chipWidth(picture, lane), 40], bars: [barsWidth(lane), barsHeight(count)], cells: [cells.w, cells.h] }[lane.kind];
    sizes[lane.id] = { lane, w, h, y: y + h / 2, grid: cells, count };
    y += h + gap;
  }
  const timeY = y - gap + 24;
  const box = Math.max(0, ...Object.values(sizes).filter((s) => s.lane.kind === "cells").map((s) => s.w));
  const widest = Math.max(...Object.values(sizes).map((s) => s.w));
  const empty = !picture.nodes.some((node) => node.step === 0 && node.values?.some(Boolean));
  const before = empty ? Math.min(box, 26) : box;                  // an empty memory is drawn narrow
  const margin = Math.max(14, 34 - (widest - box) / 2);          // room for the last column's name
  const left = gutter + (narrow ? 2 : 8);
  const first = hasStart ? left + before + Math.max(46 + box / 2, widest / 2 + 8) : left + widest / 2;
  const free = frameWidth - first - widest / 2 - margin;
  const each = free / Math.max(1, picture.steps - 1), close = Math.max(widest + 12, box + apart);
  const pitch = clamp(each, each >= close ? close : Math.max(widest + 12, box + 46), 190);     // closer, if all of it fits then
  const spare = Math.max(0, free - pitch * (picture.steps - 1)) * (narrow ? 0.5 : 0.36);
  const xs = [left + before / 2 + spare];
  for (let t = 1; t <= picture.steps; t++) xs.push(first + spare + (t - 1) * pitch);
  const width = Math.max(frameWidth, xs[picture.steps] + widest / 2 + margin);
  return { narrow, gutter, empty, before, lanes, sizes, pitch, xs, width, height: timeY + 22, timeY, box, frameWidth, gap };
}

/**
 * Where column t stands when the picture is unrolled to `u` (0 folded, 1 unrolled).
 * The deck of steps goes to the first place, then moves on and leaves one column at each.
 */
function placesAt(plan, steps, u, scrolled) {
  if (u >= 1) return plan.xs.slice();
  const folded = scrolled + plan.gutter + (plan.frameWidth - plan.gutter) / 2 - (plan.narrow ? 70 : 60);
  const reach = ease(clamp(u / 0.22));
  const lead = mix(plan.xs[1], plan.xs[steps], ease(clamp((u - 0.18) / 0.82)));
  return plan.xs.map((x, t) => (t === 0 ? mix(folded, x, reach) : mix(folded, Math.min(x, lead), reach)));
}

/** The four points of an edge's curve between two boxes. */
function curve(edge, from, to, plan, rank) {
  const vertical = !edge.delay;
  if (vertical) {
    const up = to.y < from.y;
    const a = { x: from.x, y: from.y + (up ? -from.h / 2 - 3 : from.h / 2 + 3) };
    const d = { x: to.x, y: to.y + (up ? to.h / 2 + 9 : -to.h / 2 - 9) };
    return [a, { x: mix(a.x, d.x, 1 / 3), y: mix(a.y, d.y, 1 / 3) }, { x: mix(a.x, d.x, 2 / 3), y: mix(a.y, d.y, 2 / 3) }, d];
  }
  const open = clamp((to.x - from.x) / Math.min(plan.pitch, 60));      // 0: a loop, 1: an arrow to the next step
  const same = Math.abs(from.y - to.y) < 1;
  const out = (plan.narrow ? 62 : 84) + rank * (plan.narrow ? 26 : 62);
  const arrive = same ? 0 : Math.sign(from.y - to.y) * to.h * 0.28;
  const a = { x: from.x + from.w / 2 + 2, y: from.y + mix(same ? -from.h * 0.26 : 0, 0, open) };
  const d = { x: mix(to.x + to.w / 2 + 9, to.x - to.w / 2 - 9, open), y: to.y + mix(same ? to.h * 0.26 : 0, arrive, open) };
  const third = (d.x - a.x) * (same ? 1 / 3 : 0.55);
  const bow = same ? from.h * 0.22 : 0;
  return [a, { x: mix(a.x + out * 1.33, a.x + third, open), y: a.y - mix(bow, 0, open) },
    { x: mix(d.x + out * 1.33, d.x - third, open), y: d.y + mix(bow, 0, open) }, d];
}

/** The point at share `s` of a cubic curve. */
function along([a, b, c, d], s) {
  const r = 1 - s, k = [r * r * r, 3 * r * r * s, 3 * r * s * s, s * s * s];
  return { x: k[0] * a.x + k[1] * b.x + k[2] * c.x + k[3] * d.x, y: k[0] * a.y + k[1] * b.y + k[2] * c.y + k[3] * d.y };
}
