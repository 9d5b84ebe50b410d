"""Five shapes: where inputs go in and outputs come out, and what each is good for.

A shape without a trained model behind it is a schematic: words, no numbers.
"""

from dataclasses import dataclass

import streamlit as st

from explainer.components.graph.graph import signature_graph
from explainer.components.graph.schematic import schematic
from explainer.shell.headings import header
from explainer.shell.steps import picture, words
from explainer.state import sections, widgets
from explainer.state.address import value
from pages.unrolled_graph import controls


@dataclass(frozen=True)
class Shape:
    """One way to wire the same cell. `None` stands where nothing goes in or comes out."""

    title: str
    use: str
    inputs: tuple[str | None, ...]
    outputs: tuple[str | None, ...]
    split: int | None = None         # the first step of the decoder
    feedback: bool = False           # outputs become inputs


SHAPES: dict[str, Shape] = {
    "captioning": Shape(
        "One to many", "A picture goes in once. Words come out until the network says that it is done; each word it "
        "writes is its next input.",
        ("picture", "a", "dog", "on", "grass"), ("a", "dog", "on", "grass", "∎"), feedback=True),
    "sentiment": Shape(
        "Many to one", "It reads every word and speaks once, at the end: does the writer like the film?",
        ("not", "a", "dull", "minute", "∎"), (None, None, None, None, "liked")),
    "tagging": Shape(
        "Many to many, in step", "Every word gets its label at once. The label may rest on all words before it.",
        ("she", "reads", "an", "old", "book"), ("pronoun", "verb", "article", "adjective", "noun")),
    "speech": Shape(
        "Many to many, in step", "Every slice of sound gets the sound it belongs to, as often as it lasts.",
        ("10 ms", "20 ms", "30 ms", "40 ms", "50 ms"), ("k", "a", "a", "t", "t")),
    "translation": Shape(
        "Encoder and decoder", "The first cell reads to the end and says nothing. Its last memory is all that the "
        "second cell gets. That one writes, and each word it writes is its next input.",
        ("the", "cat", "sleeps", "∎", "die", "Katze", "schläft"),
        (None, None, None, "die", "Katze", "schläft", "∎"), split=4, feedback=True),
}

CLAIM = "One cell, five shapes"


def section() -> None:
    """The claim, a choice of shapes, and the one that is chosen."""
    with words():
        header(CLAIM,
               "Where inputs go in and outputs come out is up to you. A name is many to many while the network reads "
               "it, and one to many when it runs free from ∎. A sentence whose years are marked is many to many; a "
               "review is many to one, if only the last verdict counts. All are one cell in a loop, but for the "
               "translator: that is two.")
    with picture():
        _shape()


@sections.section("shape")
def _shape() -> None:
    widgets.segments(controls.SHAPE, label_visibility="collapsed")
    shape = SHAPES[value(controls.SHAPE)]
    st.markdown(f"**{shape.title}.** {shape.use}")
    signature_graph(schematic(shape.inputs, shape.outputs, notation=value(controls.NOTATION), split=shape.split,
                              feedback=shape.feedback), key="shape_graph", views=("unrolled",))
