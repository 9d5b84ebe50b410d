"""The glossary: what each term means, its formula and picture, and a link to the step that explains it."""

from html import escape

import streamlit as st

from explainer.learning.terms import Term, terms
from explainer.shell.headings import header, title
from explainer.shell.menu import link_to
from explainer.state.sections import open_chapter
from explainer.state.steps import steps_of
from pages.glossary.state import picture_of


def entry(term: Term) -> None:
    """One term: its words, its formula, its picture, and where it is explained."""
    said, seen = st.columns([3, 1], vertical_alignment="center")
    if picture := picture_of(term.name):
        seen.html(picture)
    with said:
        formula = f'<span class="u-formula">{term.formula}</span>' if term.formula else ""
        header(term.name, escape(term.words), *([formula] if formula else []))
        place, step = term.steps[0]
        link_to(place, f"See it: {steps_of(place).options[step]}", icon=":material/arrow_forward:",
                query_params={"step": step})


with open_chapter("glossary"):
    title("Words of the field", "What each means here, and the step that shows it.")
    with st.container(key="glossary_terms"):
        for each in sorted(terms(), key=lambda term: term.name.lower()):
            entry(each)
