"""The widgets under the graph: the text, the network that reads it, how many steps, and in which notation."""

import streamlit as st

from explainer.learning.share import link_to_this_view
from explainer.models.linked_network import network_from_address
from explainer.state import widgets
from explainer.state.address import value
from explainer.state.choices import MAX_STEPS
from explainer.state.sections import run_parts
from pages.unrolled_graph import controls, weight_fields
from pages.unrolled_graph.reading_networks import UNTRAINED, chosen_network, reading_networks
from pages.unrolled_graph.state import GRAPH, MOVED, SIZES, STEP, is_free_running, text_read

_READER = "_graph_reader"            # key of the network that read the text last
_TEXTS = "_graph_texts"              # the last text of letters and of words, by unit


def known_network() -> None:
    """A network in the address that this session does not have becomes the default, with a notice.

    One that reads words brings its own sentence, unless there is a text already.
    """
    network_from_address(controls.NETWORK)
    if value(controls.NETWORK) not in reading_networks():
        st.session_state[controls.NETWORK.key] = controls.NETWORK.default
        st.info("The link asks for a network that is not here, so the page shows the one it ships with.",
                icon=":material/info:")
    network = chosen_network()
    if st.session_state.get(_READER) != network.key:
        st.session_state[_READER] = network.key
        if network.example != controls.TEXT.default and value(controls.TEXT) == controls.TEXT.default:
            st.session_state[controls.TEXT.key] = network.example
            if "length" not in st.query_params:
                fit_length()


def choose() -> None:
    """What is read, by which network, and what goes in next: the row under the picture."""
    network = chosen_network()
    line = st.container() if network.unit == "word" else None          # a sentence needs one of its own
    row = widgets.row()
    with line or row:
        widgets.free_text(controls.TEXT, _fit_text, placeholder=network.example)
    with row:
        found = reading_networks()
        st.selectbox(controls.NETWORK.label, list(found), format_func=lambda key: found[key].title,
                     key=controls.NETWORK.key, on_change=_change_network)
        can = value(controls.STAGE) == "full" and network.runs_free
        widgets.choice(controls.FEED, disabled=not can, on_change=fit_length)


def length_and_notation() -> None:
    """How many steps, in which letters; what free running, gradients and an untrained network need besides."""
    steps, notation, more = st.columns([3, 2, 1], vertical_alignment="bottom")
    with steps:
        _length()
    with notation:
        widgets.choice(controls.NOTATION)
    with more:
        link_to_this_view(controls.ALL)
    if is_free_running():
        widgets.slider(controls.GIVEN)
    if value(controls.FLOW) == "backward" and value(controls.STAGE) == "full":
        widgets.choice(controls.LOSS)
    if value(controls.NETWORK) == UNTRAINED:
        _own_network()


@st.fragment
def _length() -> None:
    widgets.slider(controls.LENGTH, on_change=run_parts, args=([GRAPH, STEP, MOVED, SIZES],))


def _own_network() -> None:
    """Everything about a network that nobody trained."""
    with widgets.row():
        widgets.number(controls.UNITS, on_change=weight_fields.forget_edits)
        widgets.number(controls.LETTERS, on_change=weight_fields.forget_edits)
        widgets.choice(controls.FUNCTION)
        widgets.segments(controls.BIAS)
        widgets.number(controls.WEIGHTS, on_change=weight_fields.forget_edits)


def fit_length() -> None:
    """As many steps as the text needs; running free, as many as the network wants, up to the most."""
    network = chosen_network()
    model = network.load()
    needed = len(network.read(model, text_read(network, model, value(controls.TEXT)), MAX_STEPS).inputs)
    st.session_state[controls.LENGTH.key] = MAX_STEPS if is_free_running() else needed
    st.session_state[controls.AT.key] = 0


def _fit_text() -> None:
    """A new text: whole, and the graph as long as it needs."""
    st.session_state[controls.CUT.key] = controls.CUT.default
    fit_length()


def _change_network() -> None:
    """Another network: no changed weights, and where words take the place of letters, a text that fits."""
    weight_fields.forget_edits()
    network = chosen_network()
    before = reading_networks().get(st.session_state.get(_READER), network)
    st.session_state[_READER] = network.key
    texts = st.session_state.setdefault(_TEXTS, {})
    text = value(controls.TEXT)
    if text != before.example:
        texts[before.unit] = text                       # typed by the visitor: it comes back
    if network.unit != before.unit or text == before.example:
        st.session_state[controls.TEXT.key] = texts.get(network.unit, network.example)
        st.session_state[controls.CUT.key] = controls.CUT.default
    fit_length()
