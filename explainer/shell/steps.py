"""A chapter's steps: one idea on one screen, a strip that names them all, and the way onwards.

    with open_chapter("gated-cells"):
        chapter("Gates decide what to keep", "A plain cell …", controls.STEP, (
            Step("one-step", one_step.CLAIM, one_step.section),
            …))

Only the step that is open is drawn. A section says what belongs where, and the frame does the rest: on a wide screen
words and question stand at the left of the picture; on a telephone they follow it. Where the whole chapter is shown,
all steps stand below one another, each in the order in which it is drawn.

    def section() -> None:
        with words():
            header(CLAIM, "…")
        with picture():
            _curve()
        with question():
            _ask()
        with fine_print():
            show_source(…)
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any, NamedTuple

import streamlit as st

from explainer.learning.answers import recall_answers
from explainer.learning.terms import begin_marking, other_terms
from explainer.shell import presentation
from explainer.shell.headings import APART, go_to_step, title
from explainer.shell.menu import link_onwards
from explainer.shell.path import onwards_on_the_path
from explainer.shell.summary import Sentence, draw_summary
from explainer.state import sections, widgets
from explainer.state.address import set_value, value, value_at
from explainer.state.keys import open_chapter, session_key
from explainer.state.steps import DRAWN, WHOLE, Steps, steps_of

AREAS = ("words", "picture", "question", "onwards", "summary", "fine-print")       # in the order of the Tab key
_OPEN: ContextVar[dict[str, Any] | None] = ContextVar("areas", default=None)


class Step(NamedTuple):
    """One idea: its name in the address, its claim in one sentence, and what draws it."""

    name: str
    claim: str
    draw: Callable[[], None]


def chapter(claim: str, lead: str, control: Steps, each: Sequence[Step],
            above: Callable[[], None] = lambda: None, summary: Sequence[Sentence] = ()) -> None:
    """A chapter's claim, its strip, and the step that is open; `above` is drawn over whichever that is, `summary` below
    the last one.

    The first step's claim is the chapter's own. Raises ValueError if these are not the steps of the control.
    """
    shown, names = value(control), [step.name for step in each]
    if names != control.names:
        raise ValueError(f"The chapter's page and its STEP name other steps, or in another order: {names}, "
                         f"{control.names}.")
    begin_marking()
    with presentation.bar() if presentation.is_presented() else nullcontext():
        widgets.segments(control, label_visibility="collapsed")
    go_to_step(shown, control.default)
    if shown == WHOLE:
        title(claim, lead)
        above()
        for step in each:
            _draw(step)
        draw_summary(control, summary)
    else:
        at = names.index(shown)
        sections.let_nothing_wait()
        with _laid_out():
            with words():
                title(claim, lead if at == 0 else "", is_small=at > 0)
            above()
            _draw(each[at])
            with _area("onwards"):
                _onwards(control, each[at + 1:])
                _tools()
            with _area("summary"):
                if at == len(each) - 1:
                    draw_summary(control, summary)
    recall_answers()


def _draw(step: Step) -> None:
    token = DRAWN.set(step.name)
    try:
        step.draw()
        if rest := other_terms(open_chapter(), step.name):
            with fine_print():
                st.html(rest)
    finally:
        DRAWN.reset(token)


def is_alone() -> bool:
    """Whether one step is shown without the others, so that it must bring what they share.

    In the whole chapter a control that several steps need stands once.
    """
    control = steps_of(open_chapter())
    return control is not None and value_at(session_key(control), control.default) != WHOLE


def words() -> AbstractContextManager:
    """Around a step's claim and its few words, and the widgets that few people move."""
    return _area("words")


def question() -> AbstractContextManager:
    """Around a step's question."""
    return _area("question")


@contextmanager
def picture():
    """Around a step's picture and its main control: what moves is drawn before all else."""
    with _area("picture"), sections.drawn_first() if _OPEN.get() else nullcontext():
        yield


def fine_print() -> AbstractContextManager:
    """Around formula, code and remarks: below everything."""
    return _area("fine-print")


def _area(name: str) -> AbstractContextManager:
    areas = _OPEN.get()
    return areas[name] if areas else nullcontext()


@contextmanager
def _laid_out():
    """The places of a step, for as long as it is drawn."""
    with st.container(key="u-open-step"):
        areas = {name: st.container(key=f"u-{name}") for name in AREAS}
    token, apart = _OPEN.set(areas), APART.set(True)
    try:
        yield
    finally:
        _OPEN.reset(token)
        APART.reset(apart)


def _tools() -> None:
    """What can be done with a step, below the way onwards."""
    with st.container(key="step-tools", horizontal=True):
        presentation.way_in()


def _onwards(control: Steps, rest: Sequence[Step]) -> None:
    """The next step, of the path if the visitor follows it, or by its claim; after the last one the next chapter."""
    if onwards_on_the_path():
        return
    if not rest:
        link_onwards()
        return
    st.button(f"Next: {rest[0].claim}", icon=":material/arrow_forward:", icon_position="right", key="next_step",
              width="stretch", on_click=sections.callback(set_value, control, rest[0].name))
