"""The controls of the lag task, a section of the vanishing gradient page."""

from explainer.state.cells import CELLS, count_in_words, labels
from explainer.state.choices import MAX_SEED
from explainer.state.controls import Choice, Number

MAX_UPDATES = 2_000         # a trial's budget in the core; a test holds the two equal

# The shipped sweep.
SWEPT = Choice("swept", "Gate bias at the start", "usual", "A plain network has no gates: its rows stay.", {
    "usual": "The usual one", "keep": "Keep: ln T", "keep_write": "Keep: ln T, write: −ln T",
    "chrono": "Chrono: each unit its own"})
RATES = {"0.01": "0.01", "0.001": "0.001"}
SWEPT_RATE = Choice("swept_rate", "Learning rate", "0.01", "", RATES)

# Trained here.
LAG = Number("lag", "Steps to remember (T)", 100, "", 10, 200, 5)
KEEP = Number("keep", "Bias of the gate that keeps", 4.6,
              "GRU: update gate. LSTM: forget gate. A plain network has neither.", -2.0, 8.0, 0.1)
WRITE = Number("write", "Bias of the gate that writes", 0.0, "LSTM: input gate. Below 0 it starts out nearly shut.",
               -8.0, 2.0, 0.1)
IDENTITY = "identity"       # a plain network that starts at the identity, with ReLU
WHO = Choice("who", "Cells", "gru", "", {"every": f"All {count_in_words(CELLS)}"} | labels(CELLS)
             | {IDENTITY: "Plain, identity and ReLU"})
SPREAD = Choice("spread", "Biases of the gates", "one", "Chrono draws a bias for each unit, up to ln(T − 1).", {
    "one": "One value for all units", "chrono": "Chrono: each unit its own"})
PACE = Choice("lag_rate", "Learning rate of Adam", "0.01", "", RATES)
TRIES = Number("tries", "Seeds", 3, "", 1, 10, 1)
ALLOWED = Number("allowed", "Updates allowed", 300, "64 fresh sequences for each.", 100, MAX_UPDATES, 100)
FIRST = Number("first", "First seed", 0, "The same number gives the same runs.", 0, MAX_SEED, 1)

OF_THE_SWEEP = (SWEPT, SWEPT_RATE)
OF_THE_TRAINING = (LAG, KEEP, WRITE, WHO, SPREAD, PACE, TRIES, ALLOWED, FIRST)
ALL = (*OF_THE_SWEEP, *OF_THE_TRAINING)
