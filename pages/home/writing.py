"""A network writes names, letter by letter."""

import numpy as np
import streamlit as st

from explainer.components.graph.graph import signature_graph
from explainer.models.shipped import shipped_models
from explainer.shell.headings import note
from explainer.state import sections
from explainer.state.address import set_value, value
from explainer.state.choices import LISTS, MAX_SEED
from explainer.state.controls import Number
from explainer.state.keys import session_key
from pages.home.written_names import AHEAD, LONGEST, SHORTEST, TEMPERATURE, WRITER, names_as_sent

NUMBER = Number("home_draw", "Number the names are drawn with", 0, "", 0, MAX_SEED, 1)       # of no address


def section() -> None:
    """The unrolled network that plays by itself, and a button for other names."""
    st.session_state.setdefault(session_key(NUMBER), int(np.random.default_rng().integers(AHEAD)))
    _names()
    left, right = st.columns([1, 3], vertical_alignment="center")
    left.button("Write others", icon=":material/refresh:", on_click=sections.callback(_next_number), key="others",
                width="stretch")
    right.markdown("One name after the other, each drawn by the network. ∎ is the sign that a name begins, and that it "
                   "is over.")
    note(f"Every bar is a probability that was really used, every coloured square a number in the network's memory. "
         f"Its {shipped_models()[WRITER].parameters:,} weights were learned from a list of "
         f"{LISTS['given_names'].lower()}, in plain NumPy. "
         f"It draws at temperature {TEMPERATURE:g}; shown are names of {SHORTEST} to {LONGEST} letters.")


@sections.section("names", first=True)
def _names() -> None:
    number = value(NUMBER)
    signature_graph(names_as_sent(number), key=f"home_graph_{number}", views=("unrolled",), autoplay=True, loop=True)


def _next_number() -> None:
    set_value(NUMBER, value(NUMBER) + 1)
