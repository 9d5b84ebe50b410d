"""How each cell looks, wherever it is drawn: one colour, one dash and one mark per cell, never colour alone."""

from explainer.shell.palette import INPUT, MUTED, OUTPUT, SERIES, Pair

COLOURS: dict[str, Pair] = {"vanilla": MUTED, "gru": INPUT, "lstm": OUTPUT}
DASHES = {"vanilla": "dot", "gru": "dash", "lstm": "solid"}
SYMBOLS = {"vanilla": "circle", "gru": "square", "lstm": "diamond"}
assert set(COLOURS.values()) <= set(SERIES)
