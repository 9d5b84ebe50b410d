// What a visitor has answered is kept in the browser's own storage, and read back when a session begins.

const STORED = "unrolled.answers";
const lines = new WeakMap();
let forgotten = null;            // the last command to forget that was followed

function stored() {
  try {
    const found = JSON.parse(localStorage.getItem(STORED));
    return found && typeof found === "object" && !Array.isArray(found) ? found : {};
  } catch {
    return {};
  }
}

function store(answers) {
  try {
    localStorage.setItem(STORED, JSON.stringify(answers));
  } catch {
    // A browser may refuse: then answers last as long as the session.
  }
}

/** Answers from before, and fresh ones. What came out at first go stays, whatever was guessed later. */
function together(before, fresh) {
  const all = { ...before };
  for (const name in fresh) all[name] = { ...fresh[name], right: before[name]?.right ?? fresh[name].right };
  return all;
}

export default function ({ parentElement, data, setStateValue }) {
  const isNew = !lines.has(parentElement);
  if (isNew) lines.set(parentElement, { channel: channel(), heard: 0 });
  const line = lines.get(parentElement), begins = isNew || data.heard < line.heard;
  line.channel.send = setStateValue;
  line.channel.hears(data.heard);
  line.heard = data.heard;
  if (data.forget && data.forget !== forgotten) store({});
  forgotten = data.forget || forgotten;
  const before = stored();
  if (Object.keys(data.answers).length) store(together(before, data.answers));
  if (data.asks && begins && data.heard <= 0 && Object.keys(before).length) line.channel.tell({ kept: JSON.stringify(before) }, ["kept"]);
}
