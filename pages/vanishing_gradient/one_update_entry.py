"""One entry of W_hh: which one, the terms of its gradient, their sum, and the same slope without any calculus."""

import numpy as np
import streamlit as st

from explainer.charts.labels import number
from explainer.components.standing import standing_chart
from explainer.learning.prediction import Answer, predict
from explainer.learning.source_code import show_source
from explainer.shell.headings import header
from explainer.shell.steps import fine_print, is_alone, picture, question, words
from explainer.state import sections, widgets
from explainer.state.address import set_value, value
from pages.vanishing_gradient import controls
from pages.vanishing_gradient.one_update_chart import sum_line, terms_figure
from pages.vanishing_gradient.state import reading_now
from pages.vanishing_gradient.text_and_network import text_and_network
from rnncore.diagnostics.gradient_terms import Terms, gradient_terms, slope_by_finite_difference

CLAIM = "Backprop through time adds up a term for every step"
EARLY, MIDDLE, LATE = "The first third of the steps", "The middle third", "The last third"


def section() -> None:
    """One entry's terms and their sum, and where most of the gradient of all entries comes from."""
    with words():
        header(CLAIM,
               "W_hh is one matrix, used at every step. So each of its entries is blamed at every step, and its "
               "gradient is the sum of these terms. Pick an entry; the last line is the same slope without calculus.")
        text_and_network(again=True)
    with picture():
        entry()
    with question():
        ask_where_from()
    with fine_print():
        show_source(gradient_terms, slope_by_finite_difference)


@sections.section("one_entry")
def entry() -> None:
    """Pick an entry: its terms as bars, and their sum beside two other ways to the same number.

    In the whole chapter the stage of the update further up decides whether it is drawn.
    """
    if _is_due():
        _entry()
    else:
        st.caption(f"It is drawn here while the update stands at “{controls.PHASE.options['backward']}”.")


def _is_due() -> bool:
    return is_alone() or value(controls.PHASE) == "backward"


def _entry() -> None:
    now = reading_now()
    terms = gradient_terms(now.model, now.batch)
    W = terms.gradient.W_hh
    row, column = _pick(W)
    found = terms.of_entry("W_hh", row, column)
    standing_chart(terms_figure(found, now.signs(now.reading.inputs)), key="terms",
                   alt=f"Terms of the gradient of W_hh row {row + 1}, column {column + 1}, step by step: "
                       + ", ".join(number(float(term)) for term in found))
    nudged = slope_by_finite_difference(now.model, now.batch, "W_hh", row, column)
    st.html(sum_line("W_hh", row + 1, column + 1, found, float(W[row, column]), nudged))
    largest = int(np.argmax(np.abs(found))) + 1
    st.caption(f"Each term: what came in along wire {row + 1} at that step, times how much the sum it reached, number "
               f"{column + 1}, matters to the loss. Step {largest} weighs most here. Step 1 gives 0: the memory was "
               "empty.")


@sections.section("terms_question")
def ask_where_from() -> None:
    """Which third of the steps does most of the gradient come from? Asked where the entry is drawn."""
    if not _is_due():
        return
    now = reading_now()
    predict("terms", "All entries of W_hh together: where does most of the gradient come from?",
            [EARLY, MIDDLE, LATE], lambda: terms_answer(gradient_terms(now.model, now.batch)))


def terms_answer(terms: Terms) -> Answer:
    """The lengths of the steps' terms, summed by thirds of the steps, and the largest third."""
    thirds = [float(part.sum()) for part in np.array_split(terms.sizes("W_hh"), 3)]
    total = sum(thirds) or 1.0
    told = ", ".join(f"{part / total:.0%}".replace("%", " %") for part in thirds)
    return Answer((EARLY, MIDDLE, LATE)[int(np.argmax(thirds))],
                  f"The lengths of the terms, by thirds of the steps: {told}.")


def place_now(shape: tuple[int, int]) -> tuple[int, int]:
    """Row and column that the controls name, from 0, kept within a matrix of this `shape`."""
    return min(value(controls.ROW), shape[0]) - 1, min(value(controls.COLUMN), shape[1]) - 1


def _pick(gradient: np.ndarray) -> tuple[int, int]:
    """Fields for row and column and a button for the largest entry of `gradient`; the place, from 0."""
    row = widgets.row()
    for control, size in zip((controls.ROW, controls.COLUMN), gradient.shape, strict=True):
        if value(control) > size:
            set_value(control, size)
        row.number_input(control.label, 1, size, **widgets.place(control))
    strongest = int(np.argmax(np.abs(gradient)))
    row.button("The entry with the largest gradient", key="strongest", icon=":material/vertical_align_top:",
               on_click=sections.callback(_take_strongest, strongest, gradient.shape[1]))
    return place_now(gradient.shape)


def _take_strongest(at: int, columns: int) -> None:
    """Set row and column to the place `at`, counted row by row from 0."""
    set_value(controls.ROW, at // columns + 1)
    set_value(controls.COLUMN, at % columns + 1)
