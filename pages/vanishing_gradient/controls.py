"""The controls of the vanishing gradient page."""

from explainer.state.cells import labels, shipped_cells
from explainer.state.choices import ACTIVATIONS, CELL_LABELS, MAX_SEED, MAX_STEPS
from explainer.state.controls import Choice, Number, Text
from explainer.state.steps import steps
from pages.vanishing_gradient import lag_controls

RADII = (*(i / 100 for i in range(200)), *(i / 20 for i in range(40, 101)))     # finer where it matters
LONGEST = 200           # steps back in the picture
# Only the shape of a draw is left once W_hh is scaled to a radius: Glorot and ±1/√H are then the same draw.
SHAPES = {"normal": "Normal", "uniform": "Uniform", "orthogonal": "Orthogonal", "identity": "Identity"}
WIDEST = 64             # the widest network whose picture follows a drag

# How far back the gradient reaches.
RADIUS = Number("radius", "Spectral radius of W_hh", 0.95,
                "How much W_hh stretches in the long run, per step.", 0.0, 5.0, 0.01)
KIND = Choice("cellkind", "Cell", "vanilla", "", CELL_LABELS)
SQUASH = Choice("squash", "Activation", "tanh", "Gated cells always use tanh.", ACTIVATIONS)
START = Choice("start", "W_hh is drawn as", "normal",
               "Then it is scaled to the spectral radius, so only the shape of the draw counts. Orthogonal: at radius "
               "1 it keeps every length.", SHAPES)
WIDTH = Number("width", "Hidden units", 32, "", 1, WIDEST, 1)
SIGNAL = Number("signal", "Size of the inputs", 0.3, "", 0.0, 5.0, 0.05)
BACK = Number("farback", "Steps", LONGEST, "", 1, LONGEST, 1)
GATE = Number("gate", "Gate bias", 1.0, "Forget gate (LSTM) or update gate (GRU): above 0 it starts out keeping.",
              -4.0, 10.0, 0.1)
DRAWN = Number("drawn", "Seed of the draw", 0, "The same number draws the same weights and inputs.", 0, MAX_SEED, 1)
CLIPPED = Choice("clipped", "Clipping", "off", "", {"off": "Off", "on": "On"})

# tanh of tanh of tanh.
TIMES = Number("times", "How often tanh is applied", 10, "", 1, 20, 1)
POINT = Number("x", "Your x", 1.0, "", -3.0, 3.0, 0.01)
CHAIN_WEIGHT = Number("chain_weight", "Weight w", 1.0, "Each tanh gets w times what the one before gave.", 0.5, 1.5,
                      0.01)

# Gradients along the graph, and one update.
READER = Choice("learner", "Network", "vanilla", "", labels(shipped_cells()))
READ = Text("spelt", "Text it reads", "alessia", f"Any name. Up to {MAX_STEPS - 1} letters are read.")
SHOWN = Choice("shown", "View", "unrolled", "", {"unrolled": "Unrolled", "folded": "Folded"})
STANDS = Number("stands", "Step looked at", 0, "0 is where the gradient arrives, the first one.", 0, MAX_STEPS, 1)
ASKED = Choice("asked", "Gradients of the loss at", "last", "", {"last": "the last step", "every": "every step"})

ROW = Number("row", "Row", 1, "", 1, 256, 1)
COLUMN = Number("column", "Column", 1, "", 1, 256, 1)
PHASE = Choice("phase", "Stage", "forward", "", {
    "forward": "1 · Forward", "loss": "2 · Loss", "backward": "3 · Backward", "change": "4 · Change",
    "better": "5 · Better"})
STRIDE = Number("stride", "Learning rate of this update", 0.1, "", 0.001, 10.0, 0.001)

# Truncated backprop through time. Of the cuts in between nothing was measured.
CUTS = (1, 2, 3, 5, 8, 12, 20, 30, 50, 100)
CUT = Number("cut_at", "The gradient goes back at most", 50, "", 1, 100, 1)

# The cliff.
WALL_LIMIT = Number("wall_limit", "Limit of the gradient", 1.0, "A longer gradient is shortened to this length.", 0.03,
                    1000.0, 0.01)
WALL_WEIGHT = Number("wall_w", "Start: weight w", 1.7, "", 0.5, 2.5, 0.1)
WALL_BIAS = Number("wall_b", "Start: bias b", 0.1, "", -0.6, 0.4, 0.1)
WALL_RATE = Number("wall_rate", "Learning rate", 0.1, "", 0.01, 1.0, 0.01)

# Clipping.
LIMIT = Number("limit", "Limit", 1.0, "A longer gradient is shortened to this length.", 0.01, 100.0, 0.01)
PACE = Number("pace", "Learning rate of both runs", 0.05, "", 0.001, 2.0, 0.001)
LAG = Number("apart", "Lag", 20, "The first symbol must be remembered for this many steps.", 1, 100, 1)
TRIAL = Number("trial", "Seed of both runs", 0, "", 0, MAX_SEED, 1)

STEP = steps(
    ("tanh-chain", "Slopes", (TIMES, POINT, CHAIN_WEIGHT)),
    ("chain-weight", "Its weight", (CHAIN_WEIGHT, POINT)),
    ("one-update", "One update", (READ, READER, ASKED, PHASE, STRIDE)),
    ("bptt", "Backprop through time", (READ, READER, ASKED, ROW, COLUMN)),
    ("gradient-curve", "Spectral radius", (RADIUS, KIND, SQUASH, START, WIDTH, SIGNAL, BACK, GATE, DRAWN)),
    ("two-causes", "Two causes", (RADIUS, SIGNAL)),
    ("along-the-graph", "A real text", (READ, READER, ASKED, SHOWN, STANDS)),
    ("horizon", "Horizon", ()),
    ("truncated-bptt", "Truncated BPTT", (CUT,)),
    ("cliff", "A cliff", (WALL_LIMIT, WALL_WEIGHT, WALL_BIAS, WALL_RATE)),
    ("clipping", "Clipping", (LIMIT, PACE, LAG, TRIAL)),
    ("lag-task", "Lag task", lag_controls.OF_THE_SWEEP),
    ("lag-training", "Find the bias", lag_controls.OF_THE_TRAINING),
    ("ways-out", "Ways out", (RADIUS, CLIPPED)))

PICTURE = (RADIUS, KIND, SQUASH, START, WIDTH, SIGNAL, BACK, GATE, DRAWN, CLIPPED)
ALL = (*PICTURE, TIMES, POINT, CHAIN_WEIGHT, READER, READ, SHOWN, STANDS, ASKED, ROW, COLUMN, PHASE, STRIDE, CUT,
       WALL_LIMIT, WALL_WEIGHT, WALL_BIAS, WALL_RATE, LIMIT, PACE, LAG, TRIAL, *lag_controls.ALL)
