"""The controls of the unrolled graph: what is drawn, and what is read by which network."""

from explainer.state.choices import ACTIVATIONS, MAX_SEED, MAX_STEPS, MAX_UNITS, NOTATIONS
from explainer.state.controls import Choice, Number, Text
from explainer.state.steps import steps

# What is drawn.
STAGE = Choice("stage", "Stage", "full", "", {
    "dynamical": "Dynamical system", "external": "+ external signal", "full": "Recurrent network"})
VIEW = Choice("view", "View", "unrolled", "",
              {"folded": "Folded", "unrolled": "Unrolled", "projection": "Projection"})
FLOW = Choice("flow", "Flow", "forward", "", {"forward": "Forward", "backward": "Gradients"})
AT = Number("at", "Step looked at", 0, "0 is the last one.", 0, MAX_STEPS, 1)
NEURON = Number("neuron", "Neuron", 1, "", 1, MAX_UNITS, 1)
LOSS = Choice("loss", "Gradients of the loss at", "last", "", {"last": "the last step", "every": "every step"})
NOTATION = Choice("notation", "Notation", "ours", "The numbers stay; only their names change.", NOTATIONS)
SHAPE = Choice("shape", "Shape", "captioning", "", {
    "captioning": "One to many: captioning", "sentiment": "Many to one: sentiment",
    "tagging": "Many to many: tagging", "speech": "Many to many: speech",
    "translation": "Encoder and decoder: translation"})

# What is read, and by which network.
TEXT = Text("text", "Text it reads", "maria", "A name, or a sentence for a network that reads words. ∎ stands for the "
            "beginning, and for the end of a name.", longest=400)
LENGTH = Number("length", "Steps", 6, "How often the cell is used: once for ∎, once for each letter or word.",
                1, MAX_STEPS, 1)
NETWORK = Text("network", "Network", "given_names-vanilla", longest=60)
FEED = Choice("feed", "The next input is", "text", "",
              {"text": "your text (teacher forcing)", "own": "its own output (free running)"})
GIVEN = Number("given", "Letters you give it first", 1, "", 0, MAX_STEPS - 1, 1)
CUT = Number("cut", "Words cut off at the start", 0, "", 0, MAX_STEPS - 2, 1)
UNITS = Number("units", "Hidden units", 3, "W_hh has this many rows and columns.", 1, 64, 1)
LETTERS = Number("letters", "Letters it knows", 26, "a, b, c, … W_xh has one row for each, and one for ∎.", 2, 26, 1)
FUNCTION = Choice("function", "Activation", "tanh", "What a neuron does with its sum.", ACTIVATIONS)
BIAS = Choice("bias", "Bias", "on", "It starts at 0, so nothing moves until you change it.",
              {"on": "With", "off": "Without"})
WEIGHTS = Number("weights", "Seed of the weights", 0, "The same number gives the same weights.", 0, MAX_SEED, 1)
EDIT = Text("edit", "Changed weights", "", longest=400)

# What is on screen and no part of a link.
LANE = Text("lane", "Part of the cell", "hidden")

# Text and network stand over every step that reads; a stage or a feed that was set in its own step, over the others.
STEP = steps(
    ("graph", "All of it", (VIEW, FLOW, LOSS)),
    ("unrolling", "Folded, unrolled", (STAGE, NOTATION)),
    ("one-step", "One step", (AT, NEURON)),
    ("weight", "One weight", (EDIT,)),
    ("length", "Any length", (LENGTH,)),
    ("free-running", "Its own words", (FEED, GIVEN)),
    ("shapes", "Five shapes", (SHAPE,)),
    ("verdicts", "Verdicts", (CUT,)),
    above=(TEXT, NETWORK, UNITS, LETTERS, FUNCTION, BIAS, WEIGHTS, STAGE, FEED))

ALL = (STAGE, VIEW, FLOW, AT, NEURON, LOSS, NOTATION, SHAPE, TEXT, LENGTH, NETWORK, FEED, GIVEN, CUT, UNITS, LETTERS,
       FUNCTION, BIAS, WEIGHTS, EDIT)
