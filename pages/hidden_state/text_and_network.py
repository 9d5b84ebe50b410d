"""What is read, and by which network: the widgets above the picture that the whole page follows."""

import streamlit as st

from explainer.models.linked_network import network_from_address
from explainer.models.shelf import shelf
from explainer.shell.markdown import as_text
from explainer.state import widgets
from explainer.state.address import value
from pages.hidden_state import controls, state_cache
from pages.hidden_state.state import NetworkAndText


def choose() -> NetworkAndText:
    """Draw the two widgets and return what they ask for.

    A network that is not on the shelf, or whose memory grows beyond all bounds, is replaced by the shipped one; that
    is said, and so is what of the text cannot be read.
    """
    row = widgets.row()
    with row:
        widgets.free_text(controls.TEXT, _look_at_its_end, placeholder=controls.TEXT.default)
    network_from_address(controls.NETWORK)
    entries = shelf().entries
    if value(controls.NETWORK) not in entries:
        st.session_state[controls.NETWORK.key] = controls.NETWORK.default
        st.info("The link asks for a network that is not here, so the page shows the one it ships with.",
                icon=":material/info:")
    with row:
        keys = sorted(entries, key=lambda key: not key.startswith("given_names"))
        st.selectbox(controls.NETWORK.label, keys, format_func=lambda key: entries[key].title,
                     key=controls.NETWORK.key, help="Those you trained are here too.")
    shown = NetworkAndText(entries[value(controls.NETWORK)], value(controls.TEXT))
    if not state_cache.is_bounded(shown.fingerprint, shown.entry.model, shown.names):
        st.warning("The memory of that network grows beyond all bounds while it reads, so the page shows the one it "
                   "ships with.", icon=":material/warning:")
        shown = NetworkAndText(entries[controls.NETWORK.default], value(controls.TEXT))
    if shown.reading.problem:
        st.warning(as_text(shown.reading.problem), icon=":material/keyboard:")
    return shown


def _look_at_its_end() -> None:
    """Set the step looked at to the last one, as a new text wants it."""
    st.session_state[controls.AT.key] = 0
