"""A loop, laid flat: why a graph is unrolled, and one step as a formula with the shapes of its factors."""

import streamlit as st

from explainer.shell.headings import header, note
from explainer.shell.steps import fine_print, picture, words
from explainer.state import sections, widgets
from explainer.state.address import value
from pages.unrolled_graph import controls, graph
from pages.unrolled_graph.a_loop_laid_flat_chart import rule, shapes
from pages.unrolled_graph.reading_networks import chosen_network

CLAIM = "A loop, laid flat"


def section() -> None:
    """The folded graph to be unrolled, in stages; the rule of the stage, and the shapes of this network."""
    with words():
        header(CLAIM,
               "Every value is a node, with an arrow from all that it is made from. <i>Folded</i>, the memory is made "
               "from the memory: the filled square means “one step later”. Press <i>Unrolled</i>: every step gets its "
               "own column, and all arrows point forward.",
               "Unrolling copies nothing. It is one cell, used again at every step.")
        _rule()
        widgets.choice(controls.NOTATION)
    with picture():
        _stage()
        graph.again()
    with fine_print():
        _shapes()


@sections.section("stage")
def _stage() -> None:
    widgets.segments(controls.STAGE, label_visibility="collapsed")


@sections.section("rule")
def _rule() -> None:
    """The stage that is shown, as a rule and in words."""
    stage = value(controls.STAGE)
    st.html(f'<p class="u-rule">{rule(value(controls.NOTATION), stage)}</p>')
    if stage != controls.STAGE.default:
        note(graph.STAGE_WORDS[stage])


@sections.section("rule_and_shapes")
def _shapes() -> None:
    notation, stage = value(controls.NOTATION), value(controls.STAGE)
    st.html("".join(shapes(chosen_network().load(), notation, stage)))
    note("One step, and under each factor its shape: rows × columns. The inner numbers agree, or nothing could be "
         "multiplied." + (" PyTorch stores its matrices the other way round; ᵀ turns them back."
                          if notation == "pytorch" else ""))
