"""The field's terms: what each means, and the step that explains it, where it can be read in place.

The list itself names chapters, so it is entered from outside (`lay_terms`).
"""

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import NamedTuple

import streamlit as st

from explainer.shell.anchors import place_of
from explainer.state.address import value_at
from explainer.state.keys import open_chapter, session_key
from explainer.state.ledger import PAGE, running
from explainer.state.steps import DRAWN, WHOLE, steps_of

_MARKED = "_terms_marked"            # by section and a term's anchor: in which run of the section it was marked
Place = tuple[str, str]              # a chapter and its step, by their names in the address


class Term(NamedTuple):
    """One word of the field. `words` are one or two sentences, `formula` is HTML; the first of `steps` is the one that
    explains it, and the others explain it again in half a sentence. `forms` is how else it may stand in a sentence, as
    a pattern."""

    name: str
    words: str
    steps: tuple[Place, ...]
    formula: str = ""
    forms: str = ""

    @property
    def anchor(self) -> str:
        """Where the glossary has it: `#spectral-radius`."""
        return place_of(self.name)

    @property
    def pattern(self) -> re.Pattern[str]:
        """How it stands in a sentence."""
        return re.compile(rf"\b(?:{self.forms or re.escape(self.name) + 's?'})(?!\w)", re.IGNORECASE)


_TERMS: list[Term] = []


def lay_terms(terms: Sequence[Term]) -> None:
    """Say which terms there are."""
    _TERMS[:] = terms
    terms_of.cache_clear()


def terms() -> tuple[Term, ...]:
    """All of them, in the order of the chapters."""
    return tuple(_TERMS)


@cache
def terms_of(place: str, step: str) -> tuple[Term, ...]:
    """The terms that a step is the one to explain; a forget gate before a gate."""
    return tuple(sorted((term for term in _TERMS if term.steps[0] == (place, step)), key=lambda term: -len(term.name)))


def begin_marking() -> None:
    """A page is drawn from its top: no term is marked yet."""
    st.session_state[_MARKED] = {}


def marked(html: str) -> str:
    """A step's words, as HTML, with the terms that it explains as buttons: each opens what the term means.

    A term is marked once in the words that the page itself draws, or else once in each section that has it, whatever
    came before: so a page that was moved is as one that was opened.
    """
    record = running()
    step = record and (DRAWN.get() if record.name == PAGE else _step_open())
    if not step:
        return html
    by = st.session_state.setdefault(_MARKED, {})
    for term in terms_of(open_chapter(), step):
        if (PAGE, term.anchor) not in by and by.get((record.name, term.anchor)) != id(record):
            with_button = with_definition(html, term, record.name)
            if with_button != html:
                html, by[record.name, term.anchor] = with_button, id(record)
    return html


def other_terms(place: str, step: str) -> str:
    """The terms that a step explains and that stand in none of the words of the page itself, as HTML; "" for none."""
    rest = [term for term in terms_of(place, step) if (PAGE, term.anchor) not in st.session_state.get(_MARKED, {})]
    told = ", ".join(_button(term, escape(term.name)) for term in rest)
    return f'<p class="u-note">Words of the field: {told}.</p>' if told else ""


def _step_open() -> str:
    """The one step that is open; "" where the whole chapter stands, for there a section does not know whose it is."""
    control = steps_of(open_chapter())
    shown = control and value_at(session_key(control), control.default)
    return "" if shown in (None, WHOLE) else shown


def with_definition(html: str, term: Term, section: str = PAGE) -> str:
    """The HTML with the first use of a term, outside of tags, links and other terms, made a button."""
    pieces = re.split(r"(<(?:a|button|span popover)\b.*?</(?:a|button|span)>|<[^>]+>)", html, flags=re.DOTALL)
    for i in range(0, len(pieces), 2):
        if found := term.pattern.search(pieces[i]):
            before, said, after = pieces[i][:found.start()], found[0], pieces[i][found.end():]
            return "".join([*pieces[:i], before, _button(term, said, section), after, *pieces[i + 1:]])
    return html


def _button(term: Term, said: str, section: str = PAGE) -> str:
    """A term as a button, and what it opens: their name is their own in every section."""
    name = f"term-{term.anchor}{section and '-'}{section}"
    formula = f'<i class="u-formula">{term.formula}</i>' if term.formula else ""
    return (f'<button type="button" class="u-term" popovertarget="{name}">{said}</button><span popover id="{name}" '
            f'class="u-definition"><b>{escape(term.name)}.</b> {escape(term.words)}{formula}</span>')
