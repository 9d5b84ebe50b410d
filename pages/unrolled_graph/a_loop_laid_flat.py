"""A loop, laid flat: why a graph is unrolled, and one step as a formula with the shapes of its factors."""

import streamlit as st

from explainer.shell.headings import header, note
from explainer.state import sections
from explainer.state.address import value
from pages.unrolled_graph import controls
from pages.unrolled_graph.a_loop_laid_flat_chart import rule, shapes
from pages.unrolled_graph.reading_networks import chosen_network


def section() -> None:
    """The claim, the rule of the stage that is shown, and the shapes of this network."""
    header("A loop, laid flat",
           "A <b>computation graph</b> has a node for every value and an arrow for everything a value is made from. "
           "<i>Folded</i>, this one bites its own tail: the memory is made from the memory. The filled square on the "
           "loop means “one step later”, and it resolves the riddle. Give every step its own column, and all arrows "
           "point forward: a graph without loops, which can be computed from left to right and differentiated from "
           "right to left.")
    st.markdown("Unrolling copies nothing. It is one cell, used again at every step. Press a matrix in the picture, "
                "and every place where it is used lights up.")
    _rule_and_shapes()


@sections.section("rule_and_shapes")
def _rule_and_shapes() -> None:
    notation, stage = value(controls.NOTATION), value(controls.STAGE)
    st.html(f'<p class="u-rule">{rule(notation, stage)}</p>')
    st.html("".join(shapes(chosen_network().load(), notation, stage)))
    note("Under each factor its shape: rows × columns. The inner numbers agree, or nothing could be multiplied."
         + (" PyTorch stores its matrices the other way round; ᵀ turns them back."
            if notation == "pytorch" else ""))
