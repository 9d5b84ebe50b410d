"""A network writes names, letter by letter."""

import numpy as np
import streamlit as st

from explainer.components.graph.graph import signature_graph
from explainer.models.shipped import shipped_models
from explainer.shell.frame import picture_first
from explainer.shell.headings import note
from explainer.state.choices import LISTS
from pages.home.written_names import AHEAD, LONGEST, SHORTEST, TEMPERATURE, WRITER, names_as_sent

NUMBER = "home_draw"     # in the session: the number that the names shown were drawn with


def section() -> None:
    """The unrolled network that plays by itself, and a button for other names."""
    number = st.session_state.setdefault(NUMBER, int(np.random.default_rng().integers(AHEAD)))
    signature_graph(names_as_sent(number), key=f"home_graph_{number}", views=("unrolled",), autoplay=True, loop=True)
    picture_first()
    left, right = st.columns([1, 3], vertical_alignment="center")
    left.button("Write others", icon=":material/refresh:", on_click=_next_number, key="others", width="stretch")
    right.markdown("One name after the other, each drawn by the network. ∎ is the sign that a name begins, and that it "
                   "is over.")
    note(f"Every bar is a probability that was really used, every coloured square a number in the network's memory. "
         f"Its {shipped_models()[WRITER].parameters:,} weights were learned from a list of "
         f"{LISTS['given_names'].lower()}, in plain NumPy. "
         f"It draws at temperature {TEMPERATURE:g}; shown are names of {SHORTEST} to {LONGEST} letters.")


def _next_number() -> None:
    st.session_state[NUMBER] += 1
