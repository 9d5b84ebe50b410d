"""Controls in, what is on screen out: the model that is chosen, and the names drawn from it."""

from typing import NamedTuple

import numpy as np
import streamlit as st

from explainer.models.shelf import Entry, shelf, standing
from explainer.models.spelling import shown, spelled_for
from explainer.state.address import value
from explainer.state.sections import watch
from pages.name_generation import controls
from rnncore import Corpus, Model, UnknownSymbolError, draw
from rnncore.sampling import Drawn

_DRAWN = "_names"


class DrawnNames(NamedTuple):
    """Names drawn from a model, as people write them, and which of them are new."""

    drawn: Drawn
    shown: list[str]
    is_new: list[bool] | None      # None where the model's list is not at hand
    corpus: Corpus | None
    problem: str = ""              # one sentence if the first letters could not be read


def chosen_entry() -> Entry:
    """The model that is chosen, and how its run stands; the one it ships with if that is not on the shelf."""
    key = value(controls.MODEL)
    watch(standing, key)
    entries = shelf().entries
    return entries.get(key) or entries[controls.MODEL.default]


def drawn_names() -> DrawnNames:
    """Names with the settings of the page, drawn once for all sections that show them.

    First letters the model cannot read are left out, and said.
    """
    entry = chosen_entry()
    model, corpus = entry.model, shelf().corpus_of(entry.model)
    asked = [value(control) for control in (controls.COUNT, controls.DRAW, controls.TEMPERATURE, controls.TOP_K,
                                            controls.PREFIX)]
    kept = st.session_state.get(_DRAWN)
    if kept is None or kept[0] is not model or kept[1] is not corpus or kept[2] != asked:
        kept = st.session_state[_DRAWN] = (model, corpus, asked, _draw(model, corpus, *asked))
    return kept[3]


def is_new(names: list[str], corpus: Corpus | None) -> list[bool] | None:
    """For each name whether the list has it nowhere, neither in the part that was trained on nor elsewhere.

    None without a list. The empty name is not new.
    """
    return None if corpus is None else [bool(name) and name not in corpus.spellings for name in names]


def _draw(model: Model, corpus: Corpus | None, count: int, number: int, temperature: float, top_k: int,
          first: str) -> DrawnNames:
    prefix, problem = spelled_for(model.vocabulary, " ".join(first.split())), ""
    try:
        model.vocabulary.encode(prefix)
    except UnknownSymbolError as error:
        prefix, problem = "", f"{error} The names below begin freely; choose other first letters."
    drawn = draw(model, count, np.random.default_rng(number), temperature, top_k, prefix)
    return DrawnNames(drawn, [shown(name, model.vocabulary) for name in drawn.names], is_new(drawn.names, corpus),
                      corpus, problem)
