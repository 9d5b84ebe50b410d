// Training time: the same sequence, read by the network as it was at earlier checkpoints.

/** The picture as it was at a checkpoint: values alone, for the arithmetic belongs to the finished network. */
function framed(app, at) {
  const lanes = {};
  for (const [lane, packed] of Object.entries(app.frames[at].lanes)) {
    const numbers = unpack(packed), size = numbers.length / app.whole.steps;
    lanes[lane] = (t) => Array.from(numbers.subarray((t - 1) * size, t * size));
  }
  const nodes = app.whole.nodes.map((node) => (lanes[node.lane] && node.step
    ? { ...node, values: lanes[node.lane](node.step), terms: undefined, pre: undefined, earlier: true } : node));
  return { ...app.whole, nodes };
}

/** Go to a checkpoint; all in the browser. */
function showFrame(app, at, tell = true) {
  const last = app.frames.length - 1;
  app.at = clamp(at, 0, Math.max(0, last));
  app.picture = app.at >= last ? app.whole : framed(app, app.at);
  app.index = new Map(app.picture.nodes.map((node) => [node.id, node]));
  for (const made of app.nodes.values()) {
    made.node = app.index.get(made.node.id);
    made.look = made.coloured = null;
    if (made.bars.length) { made.group.replaceChildren(); made.bars = []; fill(app, made); }
  }
  app.coloured = null;
  if (app.view === "projection") project(app); else paint(app);
  showHeatmap(app); showCard(app);
  tellTraining(app, app.ages);
  if (tell) announce(app, { frame: app.at });
}
