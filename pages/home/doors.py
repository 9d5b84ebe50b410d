"""Doors: a link to every chapter, and what one does there."""

import streamlit as st

from explainer.shell.headings import header
from explainer.shell.menu import link_to

DOORS = (
    ("why-recurrence", "Why recurrence?",
     "Read with the memory of a goldfish, then with a real one. Hold a number in a single neuron. Race three networks "
     "to the year in a sentence."),
    ("unrolled-graph", "The unrolled graph",
     "Take the loop apart. Type a text, follow every number through every step, change a weight and see "
     "what it changes."),
    ("hidden-state", "Hidden state",
     "Watch a memory fill, letter by letter. Measure what is still in it, change one letter, and go back to before "
     "it had learned anything."),
    ("vanishing-gradient", "The vanishing gradient",
     "Follow the error back through 200 steps. One slider makes it die out or explode; and you see why a plain "
     "network forgets, and what helps."),
    ("gated-cells", "Gated cells",
     "Open an LSTM and a GRU, gate by gate, with every number. Turn the bias that decides how long they remember, "
     "and race them against a plain cell of the same size."),
    ("name-generation", "Name generation",
     "Draw names, train a network of your own in a few seconds, and find out how surprised it is by *your* name."),
)


def section() -> None:
    """A framed link and a sentence or two for each chapter."""
    header("Come in")
    for place, label, words in DOORS:
        with st.container(border=True):
            door, said = st.columns([1, 3], vertical_alignment="center")
            link_to(place, f"**{label}**", within=door, icon=":material/arrow_forward:", width="stretch")
            said.markdown(words)
    link_to("glossary", "The words of the field: a glossary", icon=":material/menu_book:")
