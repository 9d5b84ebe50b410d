"""The widgets under the graph: the text, the network that reads it, how many steps, and in which notation."""

import streamlit as st

from explainer.learning.share import link_to_this_view
from explainer.models.linked_network import carry_recipe, network_from_address
from explainer.shell.markdown import as_text
from explainer.state import sections, widgets
from explainer.state.address import is_named, set_value, value
from explainer.state.choices import MAX_STEPS
from pages.unrolled_graph import controls, weight_fields
from pages.unrolled_graph.reading_networks import UNTRAINED, chosen_network, reading_networks
from pages.unrolled_graph.state import graph_state, is_free_running, text_read

_READER = "_graph_reader"            # key of the network that read the text last
_TEXTS = "_graph_texts"              # the last text of letters and of words, by unit


def known_network() -> None:
    """See to it that the network and the text of the address can be shown, whenever the whole page runs."""
    st.session_state.pop(_READER, None)          # whoever arrives or goes back gets what the address says
    _known_network()


@sections.section("network")
def _known_network() -> None:
    """A network in the address that this session does not have becomes the default, with a notice.

    One that reads words brings its own sentence, unless there is a text already.
    """
    network_from_address(controls.NETWORK)
    if value(controls.NETWORK) not in reading_networks():
        set_value(controls.NETWORK, controls.NETWORK.default)
        st.info("The link asks for a network that is not here, so the page shows the one it ships with.",
                icon=":material/info:")
    network = chosen_network()
    if st.session_state.get(_READER) == network.key:
        return
    st.session_state[_READER] = network.key
    is_given = is_named(controls.TEXT) or value(controls.TEXT) != controls.TEXT.default
    if network.example != controls.TEXT.default and not is_given:
        set_value(controls.TEXT, network.example)
        if not is_named(controls.LENGTH):
            fit_length()


def section() -> None:
    """What is read, by which network and how; every section of the chapter shows it."""
    _text_and_network()
    _problem()
    _length_and_notation()
    _particulars()


@sections.section("text_and_network")
def _text_and_network() -> None:
    """What is read, by which network, and what goes in next: the row under the picture."""
    network = chosen_network()
    line = st.container() if network.unit == "word" else None          # a sentence needs one of its own
    row = widgets.row()
    with line or row:
        widgets.text(controls.TEXT, _fit_text, placeholder=network.example)
    with row:
        found = reading_networks()
        st.selectbox(controls.NETWORK.label, list(found), format_func=lambda key: found[key].title,
                     **widgets.place(controls.NETWORK, _change_network))
        can = value(controls.STAGE) == "full" and network.runs_free
        widgets.choice(controls.FEED, fit_length, disabled=not can)


@sections.section("reading_problem")
def _problem() -> None:
    problem = graph_state().reading.problem
    if problem:
        st.warning(as_text(problem), icon=":material/keyboard:")


@sections.section("length_and_notation")
def _length_and_notation() -> None:
    steps, notation, more = st.columns([3, 2, 1], vertical_alignment="bottom")
    with steps:
        widgets.slider(controls.LENGTH)
    with notation:
        widgets.choice(controls.NOTATION)
    with more:
        link_to_this_view(controls.ALL)


@sections.section("particulars")
def _particulars() -> None:
    """What free running, gradients and an untrained network need besides."""
    if is_free_running():
        widgets.slider(controls.GIVEN)
    if value(controls.FLOW) == "backward" and value(controls.STAGE) == "full":
        widgets.choice(controls.LOSS)
    if value(controls.NETWORK) == UNTRAINED:
        _own_network()


def _own_network() -> None:
    """Everything about a network that nobody trained."""
    with widgets.row():
        widgets.number(controls.UNITS, weight_fields.forget_edits)
        widgets.number(controls.LETTERS, weight_fields.forget_edits)
        widgets.choice(controls.FUNCTION)
        widgets.segments(controls.BIAS)
        widgets.number(controls.WEIGHTS, weight_fields.forget_edits)


def fit_length() -> None:
    """As many steps as the text needs; running free, as many as the network wants, up to the most."""
    network = chosen_network()
    model = network.load()
    needed = len(network.read(model, text_read(network, model, value(controls.TEXT)), MAX_STEPS).inputs)
    set_value(controls.LENGTH, MAX_STEPS if is_free_running() else needed)
    set_value(controls.AT, 0)


def _fit_text() -> None:
    """A new text: whole, and the graph as long as it needs."""
    set_value(controls.CUT, controls.CUT.default)
    fit_length()


def _change_network() -> None:
    """Another network: no changed weights, and where words take the place of letters, a text that fits."""
    carry_recipe(controls.NETWORK)
    weight_fields.forget_edits()
    network = chosen_network()
    before = reading_networks().get(st.session_state.get(_READER), network)
    st.session_state[_READER] = network.key
    texts = st.session_state.setdefault(_TEXTS, {})
    text = value(controls.TEXT)
    if text != before.example:
        texts[before.unit] = text                       # typed by the visitor: it comes back
    if network.unit != before.unit or text == before.example:
        set_value(controls.TEXT, texts.get(network.unit, network.example))
        set_value(controls.CUT, controls.CUT.default)
    fit_length()
