"""What the trained network of this chapter reads, and which network: the widgets of two steps."""

import streamlit as st

from explainer.shell.markdown import as_text
from explainer.shell.steps import is_alone
from explainer.state import sections, widgets
from pages.vanishing_gradient import controls
from pages.vanishing_gradient.state import reading_now


def text_and_network(again: bool = False) -> None:
    """Text, network, and the steps whose loss counts. `again`: in the whole chapter they stand further up already."""
    if not again or is_alone():
        _widgets()


@sections.section("text_and_network")
def _widgets() -> None:
    with widgets.row():
        widgets.text(controls.READ)
        widgets.choice(controls.READER)
        widgets.choice(controls.ASKED)
    if problem := reading_now().reading.problem:
        st.warning(as_text(problem), icon=":material/keyboard:")
