"""Gradients along the signature graph: a trained network, a real text, the real backward pass."""

import numpy as np
import streamlit as st

from explainer.charts.log_scale import format_log10
from explainer.components.graph.graph import FROM_BROWSER, signature_graph
from explainer.learning.prediction import Answer, predict
from explainer.learning.source_code import show_source
from explainer.shell.headings import header
from explainer.shell.steps import fine_print, picture, question, words
from explainer.state import sections
from explainer.state.address import set_value, value
from explainer.state.cells import CELLS, count_in_words, labels, shipped_cells
from pages.vanishing_gradient import controls
from pages.vanishing_gradient.state import TrainedReading, reading_now
from pages.vanishing_gradient.text_and_network import text_and_network
from rnncore.diagnostics.gradient_flow import gradient_norms
from rnncore.sequence import backprop_through_time

CLAIM = "The same thing on a real text"
GRAPH = "gradient_graph"


def section() -> None:
    """The claim, the graph with its gradients, and the question which cell keeps most."""
    with words():
        header(CLAIM,
               "The error of the answer flows back along every arrow. Width and number are the length of the gradient, "
               "on one scale for all texts and networks. The sign ∎ says that a name begins or ends.")
        text_and_network(again=True)
    with picture():
        _graph()
        _verdict()
    with question():
        _ask_which_cell()
    with fine_print():
        _source()


@sections.section("source_of_the_backward_pass")
def _source() -> None:
    cell = reading_now().model.cell_module
    show_source(backprop_through_time, cell.slopes, cell.through_gates, cell.flow_back)


@sections.section("backward_words")
def _verdict() -> None:
    """What the gradients say."""
    st.html(f'<p class="u-verdict">{gradient_in_words(reading_now())}</p>')


@sections.section("backward_graph")
def _graph() -> None:
    """The graph; its view and the step looked at are kept in the address."""
    now = reading_now()
    if value(controls.STANDS) > now.steps:
        set_value(controls.STANDS, controls.STANDS.default)
    signature_graph(now.backward_picture, key=GRAPH, mode="backward", view=value(controls.SHOWN),
                    views=("unrolled", "folded"), step=value(controls.STANDS) or None, report=True,
                    then=sections.callback(_take_what_the_graph_says))


def _take_what_the_graph_says() -> None:
    """Put the view and the step that were chosen in the graph into their controls."""
    news = FROM_BROWSER.news(GRAPH)
    if news.get("view") in controls.SHOWN.options:
        set_value(controls.SHOWN, news["view"])
    if news.get("step"):
        set_value(controls.STANDS, 0 if news["step"] == 1 else news["step"])


def gradient_in_words(now: TrainedReading) -> str:
    """||dL/ds|| of the whole memory s at the last step and the first, and the one as a share of the other, as HTML."""
    log10 = gradient_norms(now.model, now.batch).state
    if now.steps < 2 or not np.isfinite(log10[-1]):
        return "One step: there is no way back to travel. Type a longer text."
    first, last, way = log10[1], log10[-1], now.steps - 1
    begins, ends = ((f"h<sub>{now.steps}</sub>", "h<sub>1</sub>") if not CELLS[now.model.cell].has_cell_state else
                    (f"step {now.steps}", "step 1, in h and c together,"))
    return (f"The gradient starts at {begins} with a length of <b>{format_log10(last)}</b>. "
            f"{way} step{'' if way == 1 else 's'} further back, at {ends} it is <b>{format_log10(first)}</b>: "
            f"{'all' if first >= last else f'{10 ** (first - last):.1%}'.replace('%', ' %')} of it"
            f"{', and more' if first > last else ''}.")


@sections.section("cells_question")
def _ask_which_cell() -> None:
    """The same text in a trained network of each cell. After one step everything is still there, in all of them."""
    if reading_now().steps < 2:
        st.caption("Give the network a letter to read, and there is a question to answer here.")
        return
    cells = labels(shipped_cells())
    first, *others = cells.values()
    names = f"{', '.join([first.lower(), *others[:-1]])} and {others[-1]}"
    predict("cells", f"{count_in_words(shipped_cells()).capitalize()} networks learned the same names: {names}. Each "
                     "reads this text. In which one is most of the gradient left at the first step?",
            list(cells.values()), cell_answer)


def cell_answer() -> Answer:
    """||dL/ds_1|| / ||dL/ds_T|| of the whole memory in all of these networks, and the cell where it is largest."""
    left = {}
    for cell, name in labels(shipped_cells()).items():
        found = reading_now(cell)
        log10 = gradient_norms(found.model, found.batch).state
        left[name] = 10 ** float(log10[1] - log10[-1]) if np.isfinite(log10[-1]) else 0.0
    told = ", ".join(f"{name} {share:.0%}".replace("%", " %") for name, share in left.items())
    both = "".join(f", for the {record.label} h and c together" for record in shipped_cells().values()
                   if record.has_cell_state)
    return Answer(max(left, key=left.get), f"Length at the first step, as a share of that at the last{both}: {told}. "
                                           f"That holds for this text and these {count_in_words(shipped_cells())} "
                                           "trained networks.")
