"""Its own words: teacher forcing and free running, and whether it writes the text by itself."""

import streamlit as st

from explainer.learning.prediction import Answer, predict
from explainer.learning.source_code import show_source
from explainer.shell.headings import header
from explainer.shell.steps import fine_print, picture, question, words
from explainer.state import sections, widgets
from explainer.state.address import value
from explainer.state.choices import MAX_STEPS
from pages.unrolled_graph import controls, graph
from pages.unrolled_graph.graph_input import fit_length
from pages.unrolled_graph.reading_networks import chosen_network
from pages.unrolled_graph.state import GraphState, free_run, graph_state, is_free_running
from rnncore import sampling

SAME, ANOTHER = "Yes, letter for letter", "No, it writes something else"

CLAIM = "Its own output can be its next input"


def section() -> None:
    """The switch over the graph, and a question where the network has outputs that can be inputs."""
    with words():
        header(CLAIM,
               "While it learns, the next input is the true letter, whatever it guessed: <b>teacher forcing</b>. When "
               "it writes, nobody knows the true letter. Its own choice goes back in: <b>free running</b>. Here the "
               "likeliest symbol is chosen.")
    with picture():
        _feed()
        graph.again()
    with question():
        _question()
    with fine_print():
        show_source(sampling.draw)


@sections.section("feed")
def _feed() -> None:
    """What goes in next, and how much the network is given before it runs free."""
    can = value(controls.STAGE) == "full" and chosen_network().runs_free
    widgets.segments(controls.FEED, fit_length, disabled=not can)
    if is_free_running():
        widgets.slider(controls.GIVEN)


@sections.section("free_running")
def _question() -> None:
    state = graph_state()
    if value(controls.STAGE) != "full":
        st.caption("Only the whole network has outputs. Choose “Recurrent network”.")
    elif not state.network.runs_free:
        st.caption("This network reads sentences and writes none. Choose one that reads names.")
    else:
        _ask(state)


def _ask(state: GraphState) -> None:
    text, given = state.reading.text[:MAX_STEPS - 1], value(controls.GIVEN)
    if len(text) <= given:
        st.caption("Give it more letters than it gets as a start, and there is a question to answer here.")
        return
    start = f"only “{text[:given]}”" if given else "nothing but ∎"
    predict("free", f"You give it {start} and let it run free. Will it write “{text}” and stop?", [SAME, ANOTHER],
            lambda: _what_it_writes(state))


def _what_it_writes(state: GraphState) -> Answer:
    """Let it run from the given letters and compare with the text."""
    text, given = state.reading.text[:MAX_STEPS - 1], state.reading.text[:value(controls.GIVEN)]
    inputs, said = free_run(state.model, given, MAX_STEPS)
    ended = bool(len(said)) and said[-1] == 0
    written = state.model.vocabulary.decode(said)
    right = SAME if written == text and ended else ANOTHER
    end = "and stops" if ended else f"and is not done after {len(inputs)} steps"
    return Answer(right, f"It writes “{written}” {end}. While your text is fed in, a wrong guess costs one letter: the "
                         "next input is right again. Running free, it must go on from its own guess.")
