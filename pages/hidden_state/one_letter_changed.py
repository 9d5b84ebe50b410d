"""One letter changed, a counterfactual: the place, the other letter, and what becomes of the difference."""

import streamlit as st

from explainer.learning.prediction import Answer, predict
from explainer.learning.source_code import show_source
from explainer.shell.headings import header
from explainer.shell.markdown import as_text
from explainer.shell.steps import fine_print, picture, question, words
from explainer.state import sections, widgets
from explainer.state.address import set_value, value
from pages.hidden_state import controls
from pages.hidden_state.one_letter_changed_chart import change_table, two_runs
from pages.hidden_state.state import NetworkAndText, network_and_text, value_up_to
from rnncore import Model
from rnncore.diagnostics import counterfactual
from rnncore.diagnostics.counterfactual import Counterfactual, Table, what_if, what_if_table

CLAIM = "Change one letter, and watch the difference live or die"
EVERY = "Every letter in turn"
SOON, LATE, NEVER = "Within three letters", "Later, but before the end", "Not before the end"


def section() -> None:
    """Both runs, and the question when their predictions agree again."""
    with words():
        header(CLAIM,
               "The same network reads your text twice, once with one letter changed. Up to there both memories are "
               "the same. After it they are not, and the question is for how long.")
        widgets.slider(controls.WITHIN)
    with picture():
        _change()
    with question():
        _ask_when_agreed()
    with fine_print():
        show_source(counterfactual.what_if, counterfactual.what_if_table)


def every_letter() -> None:
    """The table of the same for every place of the text."""
    with words():
        header(EVERY,
               "Each row changes one letter of your text into every other one. The numbers are percent of the next "
               "letters that would be drawn differently, on average. Read along a row how long the difference lives.")
    with picture():
        _all_places()


@sections.section("agree_question")
def _ask_when_agreed() -> None:
    shown = network_and_text()
    if len(shown.text) >= 3:
        predict("agree", "Change a letter in the middle of the text. When will the predictions agree again?",
                [SOON, LATE, NEVER], lambda: when_agreed(shown))


@sections.section("change")
def _change() -> None:
    """The choice of a place and a letter, both runs in columns and words, and every place in turn."""
    shown = network_and_text()
    if not shown.text:
        st.caption("Type a text: there is no letter to change yet.")
        return
    with widgets.row():
        place = choose_place(shown)
        letter = choose_letter(shown, place)
    found = what_if(shown.network.model, shown.text, place, letter, value(controls.WITHIN) / 100)
    st.html(two_runs(found, shown.network.model.vocabulary))
    st.markdown(in_words(found))


@sections.section("every_place")
def _all_places() -> None:
    """The table, with the place that is changed marked."""
    shown = network_and_text()
    if shown.text:
        all_places(shown, min(value(controls.PLACE), len(shown.text)) - 1)
    else:
        st.caption("Type a text: there is no letter to change yet.")


def choose_place(shown: NetworkAndText) -> int:
    """The choice of the letter that is changed: its place, from 0."""
    last = len(shown.text)
    place = value_up_to(controls.PLACE, last)
    if last == 1:
        st.caption("There is one letter to change.")
        return 0
    st.slider(controls.PLACE.label, 1, last, **widgets.place(controls.PLACE))
    return place - 1


def choose_letter(shown: NetworkAndText, place: int) -> str:
    """The choice of the letter that stands there instead: the one chosen, or the network's favourite."""
    model = shown.network.model
    there = model.vocabulary.fold(shown.text)[place]
    options = ["", *(s for s in model.vocabulary.symbols if s != there)]
    if value(controls.INSTEAD) not in options:
        set_value(controls.INSTEAD, "")
    best = favourite(model, shown.text, place)
    labels = {"": f"{_shown(best)} (its favourite there)"}
    st.selectbox(f"Instead of “{_shown(there)}”", options, format_func=lambda s: labels.get(s, _shown(s)),
                 **widgets.place(controls.INSTEAD))
    return value(controls.INSTEAD) or best


def favourite(model: Model, text: str, place: int) -> str:
    """The letter this network finds likeliest at a place, the one that is there left out."""
    there = model.vocabulary.fold(text)[place]
    p = what_if(model, text, place, there).probabilities[0, place]
    others = (model.vocabulary.symbols[i - 1] for i in p.argsort()[::-1] if i)
    return next((symbol for symbol in others if symbol != there), there)       # an alphabet may have one letter


def in_words(found: Counterfactual) -> str:
    """How much the predictions differ right after the change, and when they agree again."""
    first = found.total_variation[found.step]
    told = (f"Right after the change, **{first:.0%}** of the next letters would be drawn differently.")
    if found.agrees_from is None:
        return told + f" At the end it is still {_share(found.total_variation[-1])}: the runs do not agree again."
    return told + (f" From step {found.agrees_from + 1} on the predictions agree again. The memories are then "
                   f"still {found.difference[found.agrees_from]:.2f} apart: a difference can live on where no "
                   "prediction looks.")


@st.cache_data(show_spinner=False, max_entries=100)
def table_of(key: str, text: str, within: float, _model: Model) -> Table:
    """Every place of a text changed in turn, read by the network `key`; predictions agree `within` a share."""
    return what_if_table(_model, text, tolerance=within)


def all_places(shown: NetworkAndText, place: int) -> None:
    """The table of the same for every place."""
    network = shown.network
    table = table_of(network.fingerprint, shown.text, value(controls.WITHIN) / 100, network.model)
    st.html(change_table(table, network.model.vocabulary.fold(shown.text), place))


def when_agreed(shown: NetworkAndText) -> Answer:
    """When the predictions agree again after the letter in the middle of the text is changed."""
    place = len(shown.text) // 2 - 1
    letter = favourite(shown.network.model, shown.text, place)
    found = what_if(shown.network.model, shown.text, place, letter, value(controls.WITHIN) / 100)
    right = NEVER if found.agrees_from is None else SOON if found.agrees_from - found.step <= 3 else LATE
    told = ", ".join(_share(share) for share in found.total_variation[found.step:])
    return Answer(right, f"With “{as_text(letter)}” as letter {place + 1}, this share of the next letters differs, "
                         f"step by step: {told}.")


def _share(share: float) -> str:
    return f"{share:.0%}" if share >= 0.005 else "under 1 %"


def _shown(sign: str) -> str:
    return "␣" if sign == " " else sign
