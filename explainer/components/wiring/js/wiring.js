// Where everything in a cell lies, and in which beat it comes. Data only: no drawing here.
//
// A strip shows the same few neurons of one vector. `of` says where its numbers come from: a node, a term of
// a node (t), or a factor of a term (k). `now` 0 is the step looked at, −1 the one before.

const NODE = (lane, now = 0) => ({ lane, now });
const TERM = (lane, t) => ({ lane, now: 0, t });
const FACTOR = (lane, t, k) => ({ lane, now: 0, t, k });

const WIRINGS = {
  lstm: {
    width: 1010, height: 496, inside: [128, 12, 776, 452], bus: { y: 446 },
    strips: [
      { id: "old", x: 66, y: 66, of: NODE("cell", -1), name: "old belt", role: "hidden", beat: 0 },
      { id: "seen", x: 66, y: 330, of: NODE("hidden", -1), name: "old memory", role: "hidden", beat: 0 },
      { id: "f", x: 192, y: 342, of: NODE("f"), name: "forget gate", role: "hidden", beat: 1, gate: true, fed: true },
      { id: "kept", x: 300, y: 66, of: TERM("cell", 0), name: "kept", role: "hidden", beat: 2 },
      { id: "i", x: 348, y: 342, of: NODE("i"), name: "input gate", role: "hidden", beat: 3, gate: true, fed: true },
      { id: "g", x: 504, y: 342, of: NODE("g"), name: "candidate", role: "input", beat: 3, fed: true },
      { id: "written", x: 426, y: 184, of: TERM("cell", 1), name: "written", role: "input", beat: 4, beside: true },
      { id: "new", x: 556, y: 66, of: NODE("cell"), name: "new belt", role: "hidden", beat: 5, leaves: "old" },
      { id: "bent", x: 556, y: 196, of: FACTOR("hidden", 0, 1), name: "bent", role: "hidden", beat: 6, beside: true },
      { id: "o", x: 672, y: 342, of: NODE("o"), name: "output gate", role: "hidden", beat: 6, gate: true, fed: true },
      { id: "shown", x: 792, y: 196, of: NODE("hidden"), name: "new memory", role: "hidden", beat: 7, leaves: "seen" },
    ],
    dots: [
      { id: "keep", x: 192, y: 66, sign: "×", beat: 2 }, { id: "write", x: 426, y: 264, sign: "×", beat: 4 },
      { id: "add", x: 426, y: 66, sign: "+", beat: 5 }, { id: "show", x: 672, y: 196, sign: "×", beat: 7 },
    ],
    lines: [
      { d: "M102 66H178", role: "hidden", beat: 2 }, { d: "M192 298V80", role: "hidden", beat: 2 },
      { d: "M204 66H264", role: "hidden", beat: 2 }, { d: "M336 66H412", role: "hidden", beat: 5 },
      { d: "M348 298V264H412", role: "hidden", beat: 4 }, { d: "M504 298V264H440", role: "input", beat: 4 },
      { d: "M426 252V230", role: "input", beat: 4 }, { d: "M426 140V80", role: "input", beat: 5 },
      { d: "M438 66H520", role: "hidden", beat: 5 }, { d: "M592 66H962", role: "hidden", beat: 8 },
      { d: "M556 110V150", role: "hidden", beat: 6 }, { d: "M592 196H658", role: "hidden", beat: 7 },
      { d: "M672 298V210", role: "hidden", beat: 7 }, { d: "M684 196H756", role: "hidden", beat: 7 },
      { d: "M828 196H962", role: "hidden", beat: 8 },
    ],
    words: [
      { x: 930, y: 54, text: "to the next step" }, { x: 930, y: 184, text: "to the next step" },
      { x: 930, y: 216, text: "and the output" }, { x: 700, y: 54, text: "the belt: nothing but × f and +" },
    ],
  },
  gru: {
    width: 1010, height: 496, inside: [128, 12, 776, 452], bus: { y: 446 },
    strips: [
      { id: "old", x: 66, y: 66, of: NODE("hidden", -1), name: "old memory", role: "hidden", beat: 0 },
      { id: "r", x: 330, y: 342, of: NODE("r"), name: "reset gate", role: "hidden", beat: 1, gate: true, fed: true },
      { id: "hn", x: 474, y: 342, of: NODE("hn"), name: "offered", role: "hidden", beat: 1, fed: "memory" },
      { id: "let", x: 646, y: 342, of: TERM("n", "let"), name: "let in", role: "hidden", beat: 2 },
      { id: "n", x: 770, y: 342, of: NODE("n"), name: "draft", role: "input", beat: 3, fed: "input" },
      { id: "z", x: 184, y: 342, of: NODE("z"), name: "update gate", role: "hidden", beat: 4, gate: true, fed: true },
      { id: "kept", x: 330, y: 66, of: TERM("hidden", 1), name: "kept", role: "hidden", beat: 5 },
      { id: "written", x: 770, y: 178, of: TERM("hidden", 0), name: "written", role: "input", beat: 6, beside: true },
      { id: "new", x: 858, y: 66, of: NODE("hidden"), name: "new memory", role: "hidden", beat: 7, leaves: "old" },
    ],
    dots: [
      { id: "keep", x: 184, y: 66, sign: "×", beat: 5 }, { id: "let in", x: 566, y: 342, sign: "×", beat: 2 },
      { id: "write", x: 770, y: 258, sign: "×", beat: 6 }, { id: "add", x: 770, y: 66, sign: "+", beat: 7 },
      { id: "rest", x: 474, y: 258, sign: "1−", beat: 6 },
    ],
    lines: [
      { d: "M102 66H170", role: "hidden", beat: 5 }, { d: "M184 298V80", role: "hidden", beat: 5 },
      { d: "M196 66H294", role: "hidden", beat: 5 }, { d: "M366 66H756", role: "hidden", beat: 7 },
      { d: "M330 298V280H566V328", role: "hidden", beat: 2 }, { d: "M510 342H552", role: "hidden", beat: 2 },
      { d: "M578 342H610", role: "hidden", beat: 2 }, { d: "M682 342H734", role: "hidden", beat: 3 },
      { d: "M184 258H460", role: "hidden", beat: 6 }, { d: "M488 258H756", role: "hidden", beat: 6 },
      { d: "M770 298V272", role: "input", beat: 6 }, { d: "M770 246V224", role: "input", beat: 6 },
      { d: "M770 134V80", role: "input", beat: 7 }, { d: "M782 66H822", role: "hidden", beat: 7 },
      { d: "M894 66H968", role: "hidden", beat: 8 },
    ],
    words: [
      { x: 958, y: 54, text: "to the next step" }, { x: 958, y: 86, text: "and the output" },
      { x: 560, y: 54, text: "the straight way: nothing but × z and +" },
    ],
  },
};

/** A number as it stands behind a ×: in brackets if it is negative, and without a plus. */
const factor = (text) => (text.startsWith("−") ? `(${text})` : text.replace("+", ""));

/** What each beat says, for the neuron that is followed. `v(id)` is its number in a strip. */
const SENTENCES = {
  lstm: [
    (v, w) => `${w.letter} comes in, and so does what was there: a cell state at ${v("old")} and a memory at ${v("seen")}.`,
    (v) => `The forget gate opens to ${v("f")}: it decides how much of the cell state stays.`,
    (v) => `Kept: ${v("f")} × ${factor(v("old"))} = ${v("kept")}.`,
    (v) => `The candidate proposes ${v("g")}. The input gate opens to ${v("i")} for it.`,
    (v) => `Written: ${v("i")} × ${factor(v("g"))} = ${v("written")}.`,
    (v) => `Kept plus written: ${v("kept")} ${v("written", true)} = ${v("new")}. That is the new cell state.`,
    (v) => `The cell state is bent by tanh to ${v("bent")}. The output gate opens to ${v("o")}.`,
    (v) => `Shown: ${v("o")} × ${factor(v("bent"))} = ${v("shown")}. Only this is seen outside.`,
    () => "Belt and memory go on to the next step. Same cell, same weights.",
  ],
  gru: [
    (v, w) => `${w.letter} comes in, and so does the old memory, ${v("old")}.`,
    (v) => `The old memory, all of it, offers ${v("hn")} to the draft. The reset gate opens to ${v("r")} for it.`,
    (v) => `Let in: ${v("r")} × ${factor(v("hn"))} = ${v("let")}.`,
    (v) => `With the letter's own part, the draft is ${v("n")}.`,
    (v) => `The update gate stands at ${v("z")}: so much of the old memory stays.`,
    (v) => `Kept: ${v("z")} × ${factor(v("old"))} = ${v("kept")}.`,
    (v) => `The rest goes to the draft: (1 − ${v("z")}) × ${factor(v("n"))} = ${v("written")}.`,
    (v) => `Kept plus written: ${v("kept")} ${v("written", true)} = ${v("new")}. That is the new memory.`,
    () => "It goes on to the next step. Same cell, same weights.",
  ],
};
