"""How a letter becomes a vector: its one-hot vector, its row of W_xh, and the letters whose rows are alike."""

import numpy as np
import streamlit as st

from explainer.learning.prediction import Answer, predict
from explainer.learning.source_code import show_source
from explainer.shell.headings import header, note
from explainer.shell.markdown import as_text
from explainer.shell.steps import fine_print, picture, question, words
from explainer.state import sections, widgets
from explainer.state.address import set_value, value
from pages.why_recurrence import controls
from pages.why_recurrence.state import letter_network
from pages.why_recurrence.vectors_chart import one_hot_strip, strip
from rnncore import Model
from rnncore.data.vocabulary import BOUNDARY
from rnncore.diagnostics import embedding

CLAIM = "To a network, a letter is a row of numbers"
NEAREST, LEAST = 4, 0.2     # a cosine below this is hardly more than chance in 64 numbers
VOWELS = "aeiouy"


def section() -> None:
    """A letter's vectors, and a question about which letters are neighbours."""
    with words():
        header(CLAIM,
               "A network computes with numbers. So each symbol picks a row of a matrix, and that row is learned like "
               "everything else.")
    with picture():
        _vectors()
    with question():
        _ask_about_vowels()
    with fine_print():
        show_source(embedding.row_of, embedding.neighbours)


@sections.section("vectors")
def _vectors() -> None:
    """Choose a symbol, see its two vectors and its nearest neighbours."""
    model = letter_network()
    signs = [model.vocabulary.sign(i) for i in range(len(model.vocabulary))]
    chosen = _choose(model)
    row, W = embedding.row_of(model, chosen), model.params.W_xh
    st.markdown(f"**{as_text(signs[chosen])} as a one-hot vector**: {len(signs)} numbers, one of them 1.")
    st.html(one_hot_strip(signs, chosen))
    st.markdown(f"**times W_xh** ({W.shape[0]} × {W.shape[1]}) is row {chosen + 1} of it: {W.shape[1]} numbers, "
                "learned. This is what the memory gets to see.")
    st.html(strip(row, float(np.abs(W).max()), f"The row of {signs[chosen]} in W_xh"))
    near = [n for n in embedding.neighbours(model, chosen, NEAREST) if n.cosine > LEAST]
    told = ", ".join(f"**{as_text(signs[n.symbol])}** ({n.cosine:+.2f})".replace("-", "−") for n in near)
    st.markdown(f"The symbols it treats most alike: {told}." if near else
                "No other symbol is much like it: it has a row of its own kind.")
    note("The number is the cosine between two rows, after taking off what all rows share: 1 for the same direction, "
         "0 for nothing in common. Nobody told the network what a vowel is. Point at a square for its number.")


@sections.section("vectors_question")
def _ask_about_vowels() -> None:
    predict("neighbours", "Of the vowels a, e, i, o, u: how many have another vowel (or y) as their nearest letter?",
            ["None or one", "Two or three", "Four or five"], _vowels_beside_vowels)


def _vowels_beside_vowels() -> Answer:
    model = letter_network()
    nearest = {v: _sign(model, embedding.neighbours(model, _number(model, v), 1)[0].symbol) for v in "aeiou"}
    count = sum(sign in VOWELS for sign in nearest.values())
    right = "None or one" if count < 2 else "Two or three" if count < 4 else "Four or five"
    told = ", ".join(f"{vowel} → {sign}" for vowel, sign in nearest.items())
    return Answer(right, f"It is {count}: {told}. What letters have in common in names shows in their rows.")


def _choose(model: Model) -> int:
    symbols = model.vocabulary.symbols
    if value(controls.LETTER) not in symbols:
        set_value(controls.LETTER, controls.LETTER.default)
    st.pills(controls.LETTER.label, symbols, required=True, **widgets.place(controls.LETTER))
    return _number(model, value(controls.LETTER))


def _number(model: Model, letter: str) -> int:
    return int(model.vocabulary.encode(letter)[0])


def _sign(model: Model, number: int) -> str:
    return "∎" if number == BOUNDARY else model.vocabulary.sign(number)
