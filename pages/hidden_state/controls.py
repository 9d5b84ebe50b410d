"""The controls of the hidden-state page, section by section; those of the series are in `series_controls`."""

from explainer.state.cells import flat_cells, labels, shipped_cells
from explainer.state.choices import MAX_STEPS, MAX_UNITS
from explainer.state.controls import Choice, Number, Text
from explainer.state.steps import steps
from pages.hidden_state import series_controls as series

MOST_NAMES = 300
MOST_LAGS = 12
MOST_CHECKPOINTS = 64

# What is read, and by which network.
TEXT = Text("read", "Text it reads", "marianne", "Any name. ∎ stands for its beginning and its end.", longest=400)
NETWORK = Text("reader", "Network", "given_names-gru", longest=60)

# The picture.
ORDER = Choice("order", "Neurons stand", "alike", "Alike: neighbours rise and fall together over thousands of names.",
               {"alike": "like beside like", "number": "as numbered"})
SHOWN_AS = Choice("shown_as", "View", "memory", "", {"unrolled": "Unrolled", "memory": "Memory"})
AT = Number("at_step", "Step looked at", 0, "0 is the last one.", 0, MAX_STEPS, 1)
CHECKPOINT = Number("checkpoint", "Checkpoint of the training", 0, "0 is the finished network.", 0, MOST_CHECKPOINTS, 1)

# The map of memories.
MARKS = Choice("marks", "Each mark shows", "last", "", {
    "last": "the letter just read", "first": "the first letter", "position": "how many letters were read"})
NAMES = Number("paths", "Names on the map", 120, "", 10, MOST_NAMES, 10)

# Two neurons.
TWO_UNITS = Choice("two_units", "Network of two neurons", "vanilla", "", labels(flat_cells()))
ARROWS = Choice("arrows", "It reads", "text", "", {"text": "your text", "again": "one letter for ever"})
AGAIN = Text("again", "Which letter", "a", "A letter, or nothing for ∎.", longest=1)

# The lossy summary.
LAG = Number("back", "Letters back", 3, "0 is the letter just read.", 0, MOST_LAGS, 1)

# Capacity.
SIZED_CELL = Choice("sized_cell", "Cell", "gru", "", labels(shipped_cells()))
TRAINED = Choice("trained", "The networks are", "after", "", {"after": "trained", "before": "untrained"})

# One letter changed.
PLACE = Number("place", "Letter to change", 2, "", 1, MAX_STEPS - 1, 1)
INSTEAD = Text("instead", "Another letter", "", "Nothing: the letter the network would have liked best.", longest=1)
WITHIN = Number("within", "They agree when at most this many percent differ", 5, "", 1, 25, 1)

# One neuron.
NEURON = Number("unit", "Neuron", 24, "", 1, MAX_UNITS, 1)
KIND = Choice("kind", "Hidden or cell state", "h", "", {"h": "hidden state h", "c": "cell state c"})

# Attribution.
PREDICTION = Number("prediction", "Prediction after step", 0, "0 is the last one.", 0, MAX_STEPS, 1)
EXPLAINED = Choice("explained", "Explain", "next", "", {
    "next": "the letter that comes next", "likely": "the letter it expects most"})

# Text and network stand over every step that reads, series and its cell over those about a shipped series.
STEP = steps(
    ("memory", "One column", (ORDER, SHOWN_AS, AT, CHECKPOINT)),
    ("map", "A map", (MARKS, NAMES)),
    ("two-neurons", "Two neurons", (TWO_UNITS, ARROWS, AGAIN)),
    ("summary", "What it keeps", ()),
    ("read-back", "Read back", (LAG,)),
    ("capacity", "Size", (SIZED_CELL, TRAINED)),
    ("untrained", "Untrained", (SIZED_CELL, TRAINED)),
    ("letter-changed", "One letter", (PLACE, INSTEAD, WITHIN)),
    ("every-letter", "Every letter", ()),
    ("neuron", "One neuron", (NEURON, KIND)),
    ("attribution", "Attribution", (PREDICTION, EXPLAINED)),
    ("forecast", "Forecast", (series.SERIES, series.CELL, series.UNITS, series.SEED, series.FED, series.LATER)),
    ("horizon", "Far ahead", ()),
    ("seeds", "Fifteen", ()),
    ("own-series", "Your series", (series.READ,)),
    above=(TEXT, NETWORK, series.SERIES, series.CELL))

ALL = (TEXT, NETWORK, ORDER, SHOWN_AS, AT, CHECKPOINT, MARKS, NAMES, TWO_UNITS, ARROWS, AGAIN, LAG, SIZED_CELL, TRAINED,
       PLACE, INSTEAD, WITHIN, NEURON, KIND, PREDICTION, EXPLAINED)
