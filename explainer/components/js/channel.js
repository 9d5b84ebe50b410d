// The one way to talk to Python. What is said has a number, and Python's answer says which number it has heard: an
// answer from before the last thing said is an echo, and must not undo what the visitor has done since.

const STATE = "selection";          // channel.py

/** A channel. `send` is given anew with every answer, for the browser's own function changes. */
function channel() {
  const seen = {}, told = {};      // of each field: what Python said last, and what was said to it and not yet confirmed
  const moved = new Set();         // the fields that the visitor changed and that Python may not have heard of
  const text = (value) => JSON.stringify(value ?? null);
  let number = 0, owed = 0, last = 0;      // said last; to be heard before an answer counts; heard last
  let said = {};                           // all fields, as they were said last

  const say = (line) => { owed = number += 1; line.send(STATE, { ...said, number, moved: [...moved] }); };

  /** Python knows less than it did, so it began anew: what it was told is forgotten on this side too, and what nobody
   * may have heard is said once more. */
  function beginAnew(line, heard) {
    for (const known of [seen, told]) for (const name in known) delete known[name];
    owed = last = heard;
    if (!moved.size) return;
    for (const name of moved) told[name] = text(said[name]);
    say(line);
  }

  return {
    send: null,

    /**
     * Say something, as fields with plain values, and which of them changed; nothing if none did. What the visitor
     * `touched` counts as changed: let go where it was, it may be elsewhere in Python by now.
     */
    tell(fields, touched = []) {
      const known = (name) => told[name] ?? seen[name] ?? text(null);
      const fresh = Object.keys(fields).filter((name) => text(fields[name]) !== known(name) || touched.includes(name));
      if (!fresh.length) return;
      for (const name of fresh) { told[name] = text(fields[name]); moved.add(name); }
      said = { ...fields };
      say(this);
    },

    /** Whether Python had heard everything when it answered, `heard` being the last number it knew. It is negative
     * if Python began after that was said, and has heard nothing since. */
    hears(heard) {
      if (heard < last) beginAnew(this, heard);
      last = heard;
      if (heard < owed) return false;
      number = Math.max(number, Math.abs(heard));
      moved.clear();
      return true;
    },

    /** Of the settings in an answer, those that Python has changed: neither what it said before nor what it was told. */
    news(heard, settings) {
      const fresh = {};
      if (!this.hears(heard)) return fresh;
      for (const name in settings) {
        const value = text(settings[name]);
        if (value !== seen[name] && value !== told[name]) fresh[name] = settings[name];
        if (value !== seen[name]) delete told[name];           // confirmed, or overruled
        seen[name] = value;
      }
      return fresh;
    },
  };
}
