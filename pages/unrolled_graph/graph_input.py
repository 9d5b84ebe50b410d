"""Over every step that reads: the text and the network that reads it, and what was set in another step."""

import streamlit as st

from explainer.models.linked_network import carry_recipe, network_from_address
from explainer.shell.markdown import as_text
from explainer.shell.steps import picture
from explainer.state import sections, widgets
from explainer.state.address import is_named, set_value, value
from explainer.state.choices import MAX_STEPS
from explainer.state.steps import WHOLE
from pages.unrolled_graph import controls, weight_fields
from pages.unrolled_graph.reading_networks import UNTRAINED, chosen_network, reading_networks
from pages.unrolled_graph.state import graph_state, is_free_running, text_read

READS_NOTHING = "shapes"             # the step whose picture is of no text
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
    """What is read and by which network, over the picture of whichever step is open and shows it."""
    known_network()
    if value(controls.STEP) == READS_NOTHING:
        return
    with picture():
        _text_and_network()
        _problem()
        _set_elsewhere()


@sections.section("text_and_network")
def _text_and_network() -> None:
    """The row over the picture; a network that nobody trained has its settings behind a button."""
    network = chosen_network()
    with widgets.row():
        widgets.text(controls.TEXT, _fit_text, placeholder=network.example)
        found = reading_networks()
        st.selectbox(controls.NETWORK.label, list(found), format_func=lambda key: found[key].title,
                     **widgets.place(controls.NETWORK, change_network))
        if value(controls.NETWORK) == UNTRAINED:
            with st.popover("Its settings", icon=":material/tune:"):
                _own_network()


@sections.section("reading_problem")
def _problem() -> None:
    problem = graph_state().reading.problem
    if problem:
        st.warning(as_text(problem), icon=":material/keyboard:")


@sections.section("set_elsewhere")
def _set_elsewhere() -> None:
    """The switches of two other steps, as long as they change what is seen here."""
    step = value(controls.STEP)
    if value(controls.STAGE) != controls.STAGE.default and step not in ("unrolling", WHOLE):
        st.segmented_control(controls.STAGE.label, list(controls.STAGE.options), required=True,
                             format_func=controls.STAGE.options.get, label_visibility="collapsed",
                             **widgets.place(controls.STAGE, suffix="_above"))
    if is_free_running() and step not in ("free-running", WHOLE):
        st.segmented_control(controls.FEED.label, list(controls.FEED.options), required=True,
                             format_func=controls.FEED.options.get,
                             **widgets.place(controls.FEED, fit_length, suffix="_above"))


def _own_network() -> None:
    """Everything about a network that nobody trained."""
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


def change_network() -> None:
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
