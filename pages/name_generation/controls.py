"""The controls of the name generation page: drawing names, and training."""

from explainer.state.choices import MAX_SEED
from explainer.state.controls import Number, Text
from explainer.state.recipe_controls import LIST, MODEL, TRAINING
from explainer.state.steps import steps

# Drawing names.
TEMPERATURE = Number("temperature", "Temperature", 0.8,
                     "Below 1 the network plays safe, above 1 it takes risks. At 0 the likeliest letter always wins.",
                     0.0, 2.0, 0.05)
TOP_K = Number("top_k", "Letters to choose from (top-k)", 60,
               "Only this many of the likeliest symbols may be drawn. Lists have 27 to 29: 60 is all.", 1, 60, 1)
PREFIX = Text("prefix", "First letters", "", "Every name will begin with these.", longest=20)
COUNT = Number("count", "How many", 24, "", 1, 200, 1)
DRAW = Number("draw", "Draw number", 0, "The same number draws the same names again.", 0, MAX_SEED, 1)
LETTERS_OF = Number("of", "Name to take apart", 1, "", 1, 200, 1)
YOUR_NAME = Text("name", "Your name", "", "It stays in this page and its address.", longest=40)

DRAWING = (MODEL, TEMPERATURE, TOP_K, PREFIX, COUNT, DRAW, LETTERS_OF, YOUR_NAME)
ALL = DRAWING + TRAINING

STEP = steps(
    ("write", "It writes", (MODEL, TEMPERATURE, PREFIX, TOP_K, COUNT, DRAW)),
    ("letters", "Every letter is a draw", (LETTERS_OF, MODEL, TEMPERATURE)),
    ("your-name", "Your name", (YOUR_NAME, MODEL)),
    ("train", "Train one", tuple(control for control in TRAINING if control is not MODEL)),
    ("list", "Your own list", (LIST,)),
    ("compare", "Compare", (MODEL,)))
