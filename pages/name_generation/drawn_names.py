"""Names drawn from a model, and what can be said about them."""

from typing import NamedTuple

import numpy as np
import streamlit as st

from explainer.models.shelf import Entry, shelf
from explainer.models.spelling import shown, spelled_for
from explainer.shell.markdown import as_text
from explainer.state import widgets
from explainer.state.address import value
from explainer.state.choices import MAX_SEED
from explainer.state.sections import run_parts
from pages.name_generation import controls as controls
from rnncore import Corpus, Model, UnknownSymbolError, draw
from rnncore.sampling import Drawn

GRID, FILE, SUMMARY, LETTERS = "names", "file", "summary", "letters"      # parts of the page that show the names
_DRAWN = "_names"


class Names(NamedTuple):
    """Drawn names, as people write them, and which of them are new."""

    drawn: Drawn
    shown: list[str]
    is_new: list[bool] | None      # None where the model's list is not at hand
    corpus: Corpus | None
    problem: str = ""              # one sentence if the first letters could not be read


@st.fragment
def temperature() -> None:
    """The slider that redraws the names, and all that is said of them."""
    widgets.slider(controls.TEMPERATURE, on_change=run_parts, args=([GRID, SUMMARY, LETTERS, FILE],))


def drawn_names(entry: Entry) -> Names:
    """Names with the settings of the page, drawn once for all parts that show them.

    First letters the model cannot read are left out, and said.
    """
    model, corpus = entry.model, shelf().corpus_of(entry.model)
    asked = [value(control) for control in (controls.COUNT, controls.DRAW, controls.TEMPERATURE, controls.TOP_K,
                                            controls.PREFIX)]
    kept = st.session_state.get(_DRAWN)
    if kept is None or kept[0] is not model or kept[1] is not corpus or kept[2] != asked:
        kept = st.session_state[_DRAWN] = (model, corpus, asked, _draw(model, corpus, *asked))
    return kept[3]


def _draw(model: Model, corpus: Corpus | None, count: int, number: int, heat: float, top_k: int, first: str) -> Names:
    prefix, problem = spelled_for(model.vocabulary, " ".join(first.split())), ""
    try:
        model.vocabulary.encode(prefix)
    except UnknownSymbolError as error:
        prefix, problem = "", f"{error} The names below begin freely; choose other first letters."
    drawn = draw(model, count, np.random.default_rng(number), heat, top_k, prefix)
    return Names(drawn, [shown(name, model.vocabulary) for name in drawn.names], new(drawn.names, corpus), corpus,
                 problem)


def new(names: list[str], corpus: Corpus | None) -> list[bool] | None:
    """Which names are not in the list, neither in the part that was trained on nor elsewhere."""
    return None if corpus is None else [bool(name) and name not in corpus.spellings for name in names]


def summary(names: Names) -> str:
    """How many are new, in one sentence."""
    if names.is_new is None:
        return "This model's list is not here, so nobody can say which of these names are new."
    total, fresh = len(names.shown), sum(names.is_new)
    copied = sum(name in names.corpus.spellings for name in names.drawn.names)
    empty = total - fresh - copied
    ended = f"; {empty} {'is' if empty == 1 else 'are'} empty, for the network ended at once" if empty else ""
    return (f"**{fresh} of {total}** are new{ended}; {copied} {'is' if copied == 1 else 'are'} in the list of "
            f"{len(names.corpus.names):,} {as_text(names.corpus.title.lower())}. It learned from "
            f"{len(names.corpus.train):,} of them; the others are for testing.")


def corpus_of(entry: Entry) -> Corpus | None:
    """The list a model learned from, if it is at hand."""
    return shelf().corpus_of(entry.model)


def draw_again() -> None:
    """The next draw number: other names from the same settings."""
    st.session_state["draw"] = (value(controls.DRAW) + 1) % (MAX_SEED + 1)


def different_when_greedy(model: Model, draws: int = 20) -> int:
    """How many different names there are among `draws` at temperature 0."""
    return len(set(draw(model, draws, np.random.default_rng(0), 0.0).names))


def share_new(model: Model, corpus: Corpus, temperature: float, draws: int = 400) -> float:
    """Share of different names among `draws` that are new, at a temperature."""
    names = set(draw(model, draws, np.random.default_rng(1), temperature).names) - {""}
    return sum(new(sorted(names), corpus)) / max(1, len(names))
