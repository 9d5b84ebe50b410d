"""Headings: a claim, and the words under it.

Each is one piece of HTML. Streamlit draws every element of a page again for each answer to a slider, and its own
headings are the dearest of them: 0.7 ms each, and the words below another 0.3, where this takes 0.2.

A heading is a place that a link can lead to, under the name Streamlit would give it. `headings.js` goes there.
"""

from contextvars import ContextVar
from html import escape
from pathlib import Path

import streamlit as st

from explainer.learning.terms import marked
from explainer.shell.anchors import place_of

_SCRIPTS = [(Path(__file__).parent / name).read_text() for name in ("history.js", "headings.js")]
GO_THERE = "".join(f"<script>{script}</script>" for script in _SCRIPTS)
_STEPS = (Path(__file__).parent / "steps.js").read_text()


# Whether words are a piece of their own below their claim, so that a style sheet can put something between them.
APART: ContextVar[bool] = ContextVar("apart", default=False)


def title(claim: str, lead: str, is_small: bool = False) -> None:
    """The page's claim, and one sentence about it, if there is one. Once on a page; small above another claim."""
    heading = _heading(1, claim)
    st.html((f'<div class="u-kicker">{heading}</div>' if is_small else heading) + GO_THERE,
            unsafe_allow_javascript=True)
    if lead:
        st.html(_lead(lead))


def title_html(claim: str, lead: str) -> str:
    """A claim and its sentence in one piece."""
    return _heading(1, claim) + _lead(lead)


def _lead(words: str) -> str:
    return f'<p class="u-lead">{escape(words)}</p>'


def go_to_step(name: str, first: str) -> None:
    """Tell the browser which step is open and which is the chapter's first; a step that was not open begins at its top.

    Where an address names no step it is the first, so one that was found by its controls is written there.
    """
    st.html(f'<script type="application/json" data-step="{escape(name)}" data-first="{escape(first)}"></script>'
            f"<script>{_STEPS}</script>", unsafe_allow_javascript=True)


def arrive() -> None:
    """Go to the heading that the address names. `title` sees to it; call this at the end of a page without one."""
    st.html(GO_THERE, unsafe_allow_javascript=True)


def header(claim: str, *paragraphs: str) -> None:
    """A section's claim. The paragraphs are HTML."""
    _section(2, claim, paragraphs)


def subheader(claim: str, *paragraphs: str) -> None:
    """The claim of a part of a section. The paragraphs are HTML."""
    _section(3, claim, paragraphs)


def prose(*paragraphs: str) -> None:
    """Paragraphs that stand by themselves. They are HTML."""
    st.html("".join(f'<p class="u-prose">{words}</p>' for words in _marked(paragraphs)))


def note(text: str) -> None:
    """A quiet remark."""
    st.html(f'<p class="u-note">{escape(text)}</p>')


def _section(level: int, claim: str, paragraphs: tuple[str, ...]) -> None:
    told = "".join(f"<p>{words}</p>" for words in _marked(paragraphs))
    if told and APART.get():
        st.html(_heading(level, claim))
        st.html(told)
    else:
        st.html(_heading(level, claim) + told)


def _marked(paragraphs: tuple[str, ...]) -> list[str]:
    """The paragraphs, with the terms that the step explains as buttons, each once."""
    return marked("\0".join(paragraphs)).split("\0")


def _heading(level: int, claim: str) -> str:
    place = place_of(claim)
    return (f'<h{level} id="{place}" aria-label="{escape(claim)}">{escape(claim)} '
            f'<a class="u-place" href="#{place}" aria-label="Link to: {escape(claim)}">#</a></h{level}>')
