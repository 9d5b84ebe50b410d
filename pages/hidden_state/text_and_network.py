"""What is read, and by which network: the widgets above the picture that the whole page follows."""

import streamlit as st

from explainer.models.linked_network import carry_recipe, network_from_address
from explainer.models.shelf import shelf
from explainer.shell.markdown import as_text
from explainer.shell.steps import picture
from explainer.state import sections, widgets
from explainer.state.address import set_value, value
from pages.hidden_state import controls
from pages.hidden_state.forecast import which_series
from pages.hidden_state.state import network_and_text, take_network_anew

SERIES_STEPS = ("forecast", "horizon", "seeds")                      # steps about a shipped series
OWN_STEPS = ("capacity", "untrained", "own-series")                  # steps with networks of their own


def section() -> None:
    """What the step that is open reads, over its picture: the text and the network, or a series and a cell."""
    take_network_anew()
    step = value(controls.STEP)
    with picture():
        if step in SERIES_STEPS:
            which_series()
        elif step not in OWN_STEPS:
            _text_and_network()


@sections.section("text_and_network")
def _text_and_network() -> None:
    """The two widgets, and what cannot be done of what they ask for: a network that is not here, or whose memory grows
    beyond all bounds, and signs that the network cannot read."""
    row = widgets.row()
    with row:
        widgets.text(controls.TEXT, _look_at_its_end, placeholder=controls.TEXT.default)
    network_from_address(controls.NETWORK)
    entries = shelf().entries
    if value(controls.NETWORK) not in entries:
        set_value(controls.NETWORK, controls.NETWORK.default)
        st.info("The link asks for a network that is not here, so the page shows the one it ships with.",
                icon=":material/info:")
    with row:
        keys = sorted(entries, key=lambda key: not key.startswith("given_names"))
        st.selectbox(controls.NETWORK.label, keys, format_func=lambda key: entries[key].title,
                     help="Those you trained are here too.", **widgets.place(controls.NETWORK, _carry_its_recipe))
    shown = network_and_text()
    if shown.network.entry.key != value(controls.NETWORK):
        st.warning("The memory of that network grows beyond all bounds while it reads, so the page shows the one it "
                   "ships with.", icon=":material/warning:")
    if shown.reading.problem:
        st.warning(as_text(shown.reading.problem), icon=":material/keyboard:")


def _look_at_its_end() -> None:
    """Set the step looked at to the last one, as a new text wants it."""
    set_value(controls.AT, 0)


def _carry_its_recipe() -> None:
    """Put the recipe of a network that was trained here into the address, before the first section writes it."""
    carry_recipe(controls.NETWORK)
