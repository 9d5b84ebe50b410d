"""The controls of the lag task, a section of the vanishing gradient page."""

from explainer.state.cells import CELLS, count_in_words, labels
from explainer.state.choices import MAX_SEED
from explainer.state.controls import Choice, Number

MAX_UPDATES = 2_000         # a trial's budget in the core; a test holds the two equal

# The shipped sweep.
SWEPT = Choice("swept", "Gate bias at the start", "usual", "A plain network has no gates: its rows stay.", {
    "usual": "The usual one", "keep": "Keep: ln T", "keep_write": "Keep: ln T, write: −ln T"})

# Trained here.
LAG = Number("lag", "Steps to remember (T)", 100, "", 10, 200, 5)
KEEP = Number("keep", "Bias of the gate that keeps", 1.0,
              "GRU: update gate. LSTM: forget gate. A plain network has neither.", -2.0, 8.0, 0.1)
WRITE = Number("write", "Bias of the gate that writes", 0.0, "LSTM: input gate. Below 0 it starts out nearly shut.",
               -8.0, 2.0, 0.1)
WHO = Choice("who", "Cells", "gru", "", {"every": f"All {count_in_words(CELLS)}"} | labels(CELLS))
TRIES = Number("tries", "Seeds", 3, "", 1, 10, 1)
ALLOWED = Number("allowed", "Updates allowed", 300, "64 fresh sequences for each.", 100, MAX_UPDATES, 100)
FIRST = Number("first", "First seed", 0, "The same number gives the same runs.", 0, MAX_SEED, 1)

ALL = (SWEPT, LAG, KEEP, WRITE, WHO, TRIES, ALLOWED, FIRST)
