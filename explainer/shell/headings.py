"""Headings: a claim, and the words under it.

Each is one piece of HTML. Streamlit draws every element of a page again for each answer to a slider, and its own
headings are the dearest of them: 0.7 ms each, and the words below another 0.3, where this takes 0.2.

A heading is a place that a link can lead to, under the name Streamlit would give it. `headings.js` goes there.
"""

import re
import unicodedata
from html import escape
from pathlib import Path

import streamlit as st

_SCRIPTS = [(Path(__file__).parent / name).read_text() for name in ("history.js", "headings.js")]
GO_THERE = "".join(f"<script>{script}</script>" for script in _SCRIPTS)


def title(claim: str, lead: str) -> None:
    """The page's claim, and one sentence about it. Once on a page."""
    st.html(title_html(claim, lead) + GO_THERE, unsafe_allow_javascript=True)


def title_html(claim: str, lead: str) -> str:
    """What `title` shows."""
    return f'{_heading(1, claim)}<p class="u-lead">{escape(lead)}</p>'


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
    st.html("".join(f'<p class="u-prose">{words}</p>' for words in paragraphs))


def note(text: str) -> None:
    """A quiet remark."""
    st.html(f'<p class="u-note">{escape(text)}</p>')


def _section(level: int, claim: str, paragraphs: tuple[str, ...]) -> None:
    st.html(_heading(level, claim) + "".join(f"<p>{words}</p>" for words in paragraphs))


def _heading(level: int, claim: str) -> str:
    place = place_of(claim)
    return (f'<h{level} id="{place}" aria-label="{escape(claim)}">{escape(claim)} '
            f'<a class="u-place" href="#{place}" aria-label="Link to: {escape(claim)}">#</a></h{level}>')


def place_of(claim: str) -> str:
    """Where links find it, as Streamlit calls it itself: `Two things, at last` is at `two-things-at-last`."""
    plain = unicodedata.normalize("NFKD", claim.lower()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))
