"""Gradients along the signature graph: a trained network, a real text, the real backward pass."""

import numpy as np
import streamlit as st

from explainer.charts.log_scale import format_log10
from explainer.components.graph.contract import Picture
from explainer.components.graph.graph import news_of, signature_graph
from explainer.learning.prediction import Answer, predict
from explainer.shell.markdown import as_text
from explainer.state import widgets
from explainer.state.address import settle, value
from explainer.state.choices import CELLS
from pages.vanishing_gradient import controls
from pages.vanishing_gradient.state import Lesson, lesson_now

GRAPH = "gradient_graph"
VANILLA, GRU, LSTM = CELLS.values()


def backward_graph(now: Lesson) -> None:
    """The graph with its gradients, and what it reads."""
    picture = now.picture()
    _graph(picture)
    st.html(f'<p class="u-verdict">{in_words(picture)}</p>')
    with widgets.row():
        widgets.free_text(controls.READ)
        widgets.choice(controls.READER)
        widgets.choice(controls.ASKED)
    if now.reading.problem:
        st.warning(as_text(now.reading.problem), icon=":material/keyboard:")


@st.fragment
def _graph(picture: Picture) -> None:
    """Where the visitor stands in it is in the address, too."""
    news = news_of(GRAPH)
    if news.get("view") in controls.SHOWN.options:
        st.session_state[controls.SHOWN.key] = news["view"]
    if news.get("step"):
        st.session_state[controls.STANDS.key] = 0 if news["step"] == 1 else news["step"]
    if value(controls.STANDS) > picture.steps:
        st.session_state[controls.STANDS.key] = controls.STANDS.default
    signature_graph(picture, key=GRAPH, mode="backward", view=value(controls.SHOWN), views=("unrolled", "folded"),
                    step=value(controls.STANDS) or None, report=True)
    settle()


def lengths(picture: Picture) -> np.ndarray:
    """The length of dL/dh_t for t = 0 … T."""
    return np.array([np.linalg.norm(picture.node(f"hidden:{t}").gradient) for t in range(picture.steps + 1)])


def in_words(picture: Picture) -> str:
    """The first memory's share of the last one's gradient, as HTML."""
    found = lengths(picture)
    if picture.steps < 2 or not found[-1]:
        return "One step: there is no way back to travel. Type a longer text."
    first, last = np.log10(found[1]) if found[1] else -np.inf, np.log10(found[-1])
    way = picture.steps - 1
    return (f"The gradient starts at h<sub>{picture.steps}</sub> with a length of <b>{format_log10(last)}</b>. "
            f"{way} step{'' if way == 1 else 's'} further back, at h<sub>1</sub>, it is <b>{format_log10(first)}</b>: "
            f"{'all' if first >= last else f'{10 ** (first - last):.1%}'.replace('%', ' %')} of it"
            f"{', and more' if first > last else ''}.")


def ask_which_cell(now: Lesson) -> None:
    """The same text in three trained networks. After one step everything is still there, in all three."""
    if now.steps < 2:
        st.caption("Give the network a letter to read, and there is a question to answer here.")
        return
    predict("cells", "Three networks learned the same names: vanilla, GRU and LSTM. Each reads this text. In which one "
                     "is most of the gradient left at the first step?", [VANILLA, GRU, LSTM],
            cell_answer)


def cell_answer() -> Answer:
    """Run all three backwards."""
    left = {}
    for cell, name in CELLS.items():
        found = lengths(lesson_now(cell).picture())
        left[name] = found[1] / found[-1] if found[-1] else 0.0
    told = ", ".join(f"{name} {share:.0%}".replace("%", " %") for name, share in left.items())
    return Answer(max(left, key=left.get), f"Length at the first step, as a share of that at the last: {told}. That "
                                           "holds for this text and these three trained networks.")
