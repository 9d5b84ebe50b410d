"""The controls of the chapter Why recurrence?, in the order of its sections."""

from explainer.state.controls import Choice, Number, Text
from explainer.state.steps import steps

SENTENCE = Text("sentence", "A review", "the story was not good but the music was wonderful",
                "Any English words. Those it has never seen are read as “unknown”.", longest=400)

WEIGHT = Number("one_weight", "Its own weight w", 0.5, "What it holds is multiplied by this at every step.",
                -1.5, 1.5, 0.01)
BEND = Choice("one_bend", "Bend", "identity", "", {"identity": "None", "tanh": "tanh"})
PULSE = Choice("one_pulse", "What comes in once", "1", "", {"1": "1", "0.5": "0.5", "0.1": "0.1"})

LETTER = Text("vector", "Letter", "a", longest=1)

YEAR_TEXT = Text("year_text", "Your sentence", "", "A sentence with a number in it.", longest=400)
YEAR_SENTENCE = Choice("year_sentence", "Sentence", "end", "", {
    "end": "The Mets won the World Series in 1986.",
    "start": "In 1986, the Mets won their second World Series.",
    "own": "Your own"})

REACH = Number("reach", "Longest text it must read, in words", 30, "", 1, 200, 1)
KIND = Choice("example", "Kind of data", "letters", "", {
    "letters": "Letters: a name", "words": "Words: a sentence", "numbers": "Numbers: a time series"})

STEP = steps(
    ("order", "Order matters", (SENTENCE,)),
    ("one-neuron", "A loop is a memory", (WEIGHT, BEND, PULSE)),
    ("vectors", "A letter as numbers", (LETTER,)),
    ("place", "Every place alike", (YEAR_SENTENCE, YEAR_TEXT)),
    ("scores", "Where each fails", ()),
    ("by-place", "Place by place", ()),
    ("own-texts", "Texts of your own", ()),
    ("length", "Any length", (REACH,)),
    ("kinds", "Whatever comes in order", (KIND,)))

ALL = (SENTENCE, WEIGHT, BEND, PULSE, LETTER, YEAR_SENTENCE, YEAR_TEXT, REACH, KIND)
