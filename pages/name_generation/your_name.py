"""Your name: how surprising each letter of a name is to the network."""

import numpy as np
import streamlit as st

from explainer.charts.surprise import surprise_columns
from explainer.models.shelf import Entry, shelf
from explainer.models.spelling import spelled_for
from explainer.shell.headings import header, note
from explainer.shell.markdown import as_text
from explainer.shell.steps import is_alone, picture, words
from explainer.state import sections, widgets
from explainer.state.address import value
from pages.name_generation import controls
from pages.name_generation.generate import choose_model
from pages.name_generation.state import chosen_entry
from rnncore import UnknownSymbolError, surprise
from rnncore.training.evaluation import loss_on

CLAIM = "How name-like is your name?"


def section() -> None:
    """The claim, a field for a name, and its surprise letter by letter."""
    with words():
        header(CLAIM, "The network reads it letter by letter. The taller a bar, the less it expected that letter.")
    with picture():
        if is_alone():
            _which_model()
        _surprise()


@sections.section("your_name_model")
def _which_model() -> None:
    """The model that reads it."""
    choose_model("_your_name")


@sections.section("your_name")
def _surprise() -> None:
    widgets.text(controls.YOUR_NAME, placeholder="Type a name")
    text, entry = value(controls.YOUR_NAME), chosen_entry()
    if not text.strip():
        note("Type a name above. You will see how surprising each of its letters is to the network.")
        return
    plain = " ".join(text.split())
    spelled = spelled_for(entry.model.vocabulary, plain)
    try:
        found = surprise(entry.model, spelled)
    except UnknownSymbolError as error:
        st.warning(f"{as_text(str(error))} Spell it with the letters of the list it learned from.")
        return
    st.html(surprise_columns(entry.model.vocabulary, found.symbols, found.nats, found.probabilities))
    if spelled != plain:
        note(f"Read as “{spelled}”: the list it learned from has no such signs.")
    _say_mean(entry, float(found.nats.mean()), spelled)


def _say_mean(entry: Entry, mean: float, spelled: str) -> None:
    """The mean surprise in nats per symbol, and what it is as hard as."""
    symbols = len(entry.model.vocabulary)
    as_hard = (f"as hard as choosing among {np.exp(mean):.1f} equally likely ones" if np.exp(mean) <= symbols else
               f"worse than guessing blindly among all {symbols}, which has {np.log(symbols):.2f}")
    st.markdown(f"On average **{mean:.2f} nats** per symbol: {as_hard}. {_beside_test_names(entry, mean, spelled)}")


def _beside_test_names(entry: Entry, mean: float, spelled: str) -> str:
    """The same mean of the test names of the list it learned from; nothing if that list is not at hand."""
    corpus = shelf().corpus_of(entry.model)
    if corpus is None:
        return ""
    usual = entry.model.provenance.scores.get("test_loss") or loss_on(entry.model, corpus.test_encoded)
    fold = entry.model.vocabulary.fold
    known = fold(spelled) in {fold(name) for name in corpus.train}
    return (f"Test names from its list have {usual:.2f}, so to this network yours is "
            f"{'more' if mean < usual else 'less'} name-like than usual."
            + (" It learned from this very name; the test names were new to it." if known else ""))
