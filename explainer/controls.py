"""The registry of controls: one description each, for pages, links and tests.

A control knows its default, its bounds, its words and its place in the address. Values that come
in through the address are checked here and nowhere else; what does not fit opens the page on its
defaults.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

from explainer.graph.notation import NOTATIONS

MAX_SEED = 999_999
MAX_STEPS = 24          # the longest chain that stays legible
MAX_UNITS = 256         # the largest network that can be trained here


@dataclass(frozen=True)
class Control(ABC):
    """One thing a visitor can set. `key` is its name in the address and in the session."""

    key: str
    label: str
    default: Any
    help: str = ""

    @abstractmethod
    def parse(self, text: str) -> Any:
        """The value that `text` from an address stands for. Raises ValueError if it does not fit."""

    def write(self, value: Any) -> str:
        """The value as it stands in an address; `parse` reads it back."""
        return str(value)


@dataclass(frozen=True)
class Number(Control):
    """A number between two bounds, whole or not as its `step` is."""

    low: float = 0
    high: float = 1
    step: float = 1

    def parse(self, text: str) -> float:
        """A finite number within the bounds."""
        value = int(text) if isinstance(self.step, int) else float(text)
        if not self.low <= value <= self.high:      # false for nan, too
            raise ValueError(f"{self.key} must be {self.low} to {self.high}")
        return value

    def write(self, value: float) -> str:
        """Short, and exact."""
        return repr(value)


@dataclass(frozen=True)
class Choice(Control):
    """One of several. `options` maps what stands in the address to what the visitor reads."""

    options: dict[str, str] = field(default_factory=dict)

    def parse(self, text: str) -> str:
        """One of the options' names."""
        if text not in self.options:
            raise ValueError(f"{self.key} must be one of {', '.join(self.options)}")
        return text


@dataclass(frozen=True)
class Text(Control):
    """A short text of the visitor's. It is shown as text, never as markup."""

    longest: int = 40

    def parse(self, text: str) -> str:
        """Printable text of at most `longest` characters."""
        if len(text) > self.longest or not text.isprintable():
            raise ValueError(f"{self.key} must be at most {self.longest} printable characters")
        return text


LISTS = {
    "given_names": "Given names", "family_names": "Family names", "cities": "Cities",
    "dinosaurs": "Dinosaurs", "minerals": "Minerals", "stars": "Stars",
}
CELLS = {"vanilla": "Vanilla", "gru": "GRU", "lstm": "LSTM"}
INITIALISATIONS = {
    "orthogonal": "Orthogonal (a rotation)", "identity": "Identity", "glorot": "Glorot",
    "uniform": "Uniform ±1/√H", "normal": "Normal, variance 1/H",
}
OPTIMISERS = {"adam": "Adam", "sgd": "SGD with momentum"}
SCHEDULES = {"linear": "Down in a line", "cosine": "Down in a wave", "constant": "Constant"}
ACTIVATIONS = {"tanh": "tanh", "relu": "ReLU", "identity": "Identity (none)"}

# Name generation: drawing names.
MODEL = Text("model", "Model", "given_names-gru", longest=60)
TEMPERATURE = Number("temperature", "Temperature", 0.8,
                     "Below 1 the network plays safe, above 1 it takes risks. At 0 the likeliest letter always wins.",
                     0.0, 2.0, 0.05)
TOP_K = Number("top_k", "Letters to choose from (top-k)", 27,
               "Only this many of the likeliest symbols may be drawn.", 1, 60, 1)
PREFIX = Text("prefix", "First letters", "", "Every name will begin with these.", longest=20)
COUNT = Number("count", "How many", 24, "", 1, 200, 1)
DRAW = Number("draw", "Draw number", 0, "The same number draws the same names again.", 0, MAX_SEED, 1)
LETTERS_OF = Number("of", "Name to take apart", 1, "", 1, 200, 1)
YOUR_NAME = Text("name", "Your name", "", "It stays in this page and its address.", longest=40)

# Name generation: training.
LIST = Choice("list", "List", "given_names", "", LISTS)
CELL = Choice("cell", "Cell", "gru", "Vanilla: one matrix. GRU and LSTM: gates decide what to keep.", CELLS)
HIDDEN = Number("hidden", "Hidden units", 64, "How many numbers the memory has.", 1, 256, 1)
STEPS = Number("steps", "Training steps", 1500, "One step learns from one batch of names.", 10, 20_000, 10)
RATE = Number("rate", "Learning rate", 0.02, "How far each step moves the weights.", 1e-5, 10.0, 1e-5)
SEED = Number("seed", "Seed", 0, "Decides the first weights and the order of names.", 0, MAX_SEED, 1)
BATCH = Number("batch", "Names per batch", 128, "", 1, 512, 1)
REGULARISE = Choice("regularise", "Dropout", "auto", "Keeps a large network from learning a small list by heart.",
                    {"auto": "By size of network and list", "own": "Set it myself"})
DROPOUT = Number("dropout", "Dropout before the readout", 0.0,
                 "Share of the memory hidden from the readout while training.", 0.0, 0.8, 0.05)
WEIGHT_DROPOUT = Number("weight_dropout", "Dropout in W_hh", 0.0,
                        "Share of the recurrent connections cut anew for every batch.", 0.0, 0.8, 0.05)
CLIP = Number("clip", "Clip gradients at", 1.0, "A longer gradient is shortened to this length.", 0.01, 100.0, 0.01)
OPTIMISER = Choice("optimiser", "Optimiser", "adam", "", OPTIMISERS)
SCHEDULE = Choice("schedule", "Learning rate goes", "linear", "", SCHEDULES)
ACTIVATION = Choice("activation", "Activation", "tanh", "Vanilla only; gated cells always use tanh.", ACTIVATIONS)
INITIALISATION = Choice("initialisation", "W_hh starts as", "orthogonal", "", INITIALISATIONS)
FORGET_BIAS = Number("forget_bias", "Forget-gate bias", 1.0, "LSTM only: above 0 it starts out keeping its memory.",
                     -5.0, 10.0, 0.1)
UPDATE_BIAS = Number("update_bias", "Update-gate bias", 0.0, "GRU only: above 0 it starts out keeping its memory.",
                     -5.0, 10.0, 0.1)

# The unrolled graph: what is drawn.
STAGE = Choice("stage", "Stage", "full", "", {
    "dynamical": "Dynamical system", "external": "+ external signal", "full": "Recurrent network"})
VIEW = Choice("view", "View", "unrolled", "",
              {"folded": "Folded", "unrolled": "Unrolled", "projection": "Projection"})
FLOW = Choice("flow", "Flow", "forward", "", {"forward": "Forward", "backward": "Gradients"})
AT = Number("at", "Step looked at", 0, "0 is the last one.", 0, MAX_STEPS, 1)
NEURON = Number("neuron", "Neuron", 1, "", 1, MAX_UNITS, 1)
LOSS = Choice("loss", "Gradients of the loss at", "last", "", {"last": "the last step", "every": "every step"})
NOTATION = Choice("notation", "Notation", "ours", "The numbers stay; only their names change.",
                  {key: notation.label for key, notation in NOTATIONS.items()})
SHAPE = Choice("shape", "Shape", "captioning", "", {
    "captioning": "One to many: captioning", "sentiment": "Many to one: sentiment",
    "tagging": "Many to many: tagging", "speech": "Many to many: speech",
    "translation": "Encoder and decoder: translation"})

# The unrolled graph: what is read, and by which network.
TEXT = Text("text", "Text it reads", "maria", "Any name. ∎ stands for its beginning and its end.", longest=400)
LENGTH = Number("length", "Steps", 6, "How often the cell is used: once for ∎, once for each letter.", 1, MAX_STEPS, 1)
NETWORK = Text("network", "Network", "given_names-vanilla", longest=60)
FEED = Choice("feed", "The next input is", "text", "",
              {"text": "your text (teacher forcing)", "own": "its own output (free running)"})
GIVEN = Number("given", "Letters you give it first", 1, "", 0, MAX_STEPS - 1, 1)
UNITS = Number("units", "Hidden units", 3, "W_hh has this many rows and columns.", 1, 64, 1)
LETTERS = Number("letters", "Letters it knows", 26, "a, b, c, … W_xh has one row for each, and one for ∎.", 2, 26, 1)
FUNCTION = Choice("function", "Activation", "tanh", "What a neuron does with its sum.", ACTIVATIONS)
BIAS = Choice("bias", "Bias", "on", "It starts at 0, so nothing moves until you change it.",
              {"on": "With", "off": "Without"})
WEIGHTS = Number("weights", "Seed of the weights", 0, "The same number gives the same weights.", 0, MAX_SEED, 1)
EDIT = Text("edit", "Changed weights", "", longest=400)

DRAWING = (MODEL, TEMPERATURE, TOP_K, PREFIX, COUNT, DRAW, LETTERS_OF, YOUR_NAME)
TRAINING = (LIST, CELL, HIDDEN, STEPS, RATE, SEED, BATCH, REGULARISE, DROPOUT, WEIGHT_DROPOUT, CLIP, OPTIMISER,
            SCHEDULE, ACTIVATION, INITIALISATION, FORGET_BIAS, UPDATE_BIAS)
GRAPH = (STAGE, VIEW, FLOW, AT, NEURON, LOSS, NOTATION, SHAPE, TEXT, LENGTH, NETWORK, FEED, GIVEN, UNITS, LETTERS,
         FUNCTION, BIAS, WEIGHTS, EDIT)
PAGES: dict[str, tuple[Control, ...]] = {"name-generation": DRAWING + TRAINING, "unrolled-graph": GRAPH}
