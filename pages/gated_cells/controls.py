"""The controls of the gated cells chapter."""

from explainer.state.cells import labels, shipped_cells
from explainer.state.choices import INITIALISATIONS, MAX_SEED, MAX_STEPS
from explainer.state.controls import Choice, Number, Text
from explainer.state.steps import steps

UNITS = 64               # of the shipped models that are taken apart
SIZES = (8, 64)          # hidden units of the untrained network

# What is taken apart: trained networks of the cells with gates, the LSTM first.
TAKEN_APART = labels({key: record for key, record in shipped_cells().items() if record.is_gated})
CELL = Choice("gated_cell", "Cell", "lstm", "", {"lstm": TAKEN_APART["lstm"]} | TAKEN_APART)
TEXT = Text("gated_text", "Text it reads", "christina", "Any name. ∎ stands for its beginning.", longest=400)
AT = Number("gated_step", "Step looked at", 5, "", 1, MAX_STEPS, 1)
NEURON = Number("gated_neuron", "Neuron", 54, "Each has its own gates.", 1, UNITS, 1)
ORDER = Choice("gated_order", "Neurons in order of", "kept", "",
               {"kept": "how much they keep", "number": "their number"})
PAPER = Choice("gated_paper", "As written by", "pytorch", "", {
    "pytorch": "this page and PyTorch", "hs1997": "Hochreiter & Schmidhuber 1997", "gers2000": "Gers et al. 2000",
    "cho2014": "Cho et al. 2014", "chung2014": "Chung et al. 2014"})

# How far a memory reaches.
BIAS = Number("gated_bias", "Bias of the gate that keeps", 1.0, "", -3.0, 8.0, 0.1)
SIZE = Number("gated_units", "Hidden units", 32, "", *SIZES, 1)
START = Choice("gated_start", "W_hh starts as", "uniform", "Uniform is how PyTorch starts.", INITIALISATIONS)
SEED = Number("gated_seed", "Seed", 0, "The same number draws the same weights and letters.", 0, MAX_SEED, 1)

# The race.
AGAINST = Choice("gated_against", "Loss against", "characters", "",
                 {"characters": "letters read", "step": "training steps", "seconds": "seconds"})
DRAW = Number("gated_draw", "Draw number", 0, "The same number draws the same names again.", 0, MAX_SEED, 1)

# What a prediction rests on.
LOOKS = Choice("gated_looks", "Measured by", "taken_out",
               "Exact: what changes with the letters that the network would have drawn instead. Slope: the gradient.",
               {"taken_out": "Replacing the letter", "gradient": "Gradient × change"})

STEP = steps(
    ("one-step", "One step", (CELL, TEXT, AT, NEURON)),
    ("gates", "Every gate", (CELL, TEXT, NEURON, ORDER)),
    ("sum", "Memory as a sum", (CELL, TEXT, AT, NEURON)),
    ("bias", "One bias", (CELL, BIAS, START, SIZE, SEED)),
    ("race", "A fair race", (AGAINST,)),
    ("names", "Names they write", (DRAW,)),
    ("equations", "Equations", (CELL, TEXT, AT, NEURON, PAPER)),
    ("attribution", "Looking back", (CELL, TEXT, AT, LOOKS)))

ALL = (CELL, TEXT, AT, NEURON, ORDER, PAPER, BIAS, START, SIZE, SEED, AGAINST, DRAW, LOOKS)
