"""One letter changed: the place, the other letter, and what becomes of the difference."""

import streamlit as st

from explainer.learning.prediction import Answer
from explainer.shell.headings import subheader
from explainer.shell.markdown import as_text
from explainer.state import widgets
from explainer.state.address import value
from pages.hidden_state import controls
from pages.hidden_state.memory import answering
from pages.hidden_state.one_letter_changed_chart import change_table, two_runs
from pages.hidden_state.state import Reader
from rnncore import Model
from rnncore.diagnostics.counterfactual import Counterfactual, Table, what_if, what_if_table

SOON, LATE, NEVER = "Within three letters", "Later, but before the end", "Not before the end"


@answering
def change(reader: Reader) -> None:
    """Choose a place and a letter; see both runs."""
    if not reader.text:
        st.caption("Type a text above: there is no letter to change yet.")
        return
    with widgets.row():
        place = choose_place(reader)
        letter = choose_letter(reader, place)
    widgets.slider(controls.WITHIN)
    found = what_if(reader.model, reader.text, place, letter, value(controls.WITHIN) / 100)
    st.html(two_runs(found, reader.model.vocabulary))
    st.markdown(in_words(found))
    all_places(reader, place)


def choose_place(reader: Reader) -> int:
    """The place that is changed, from 0."""
    last = len(reader.text)
    st.session_state[controls.PLACE.key] = min(value(controls.PLACE), last)
    if last == 1:
        st.caption("There is one letter to change.")
        return 0
    return st.slider(controls.PLACE.label, 1, last, key=controls.PLACE.key) - 1


def choose_letter(reader: Reader, place: int) -> str:
    """The letter that stands there instead."""
    there = reader.model.vocabulary.fold(reader.text)[place]
    options = ["", *(s for s in reader.model.vocabulary.symbols if s != there)]
    if st.session_state.get(controls.INSTEAD.key) not in options:
        st.session_state[controls.INSTEAD.key] = ""
    best = favourite(reader.model, reader.text, place)
    labels = {"": f"{_shown(best)} (its favourite there)"}
    chosen = st.selectbox(f"Instead of “{_shown(there)}”", options, key=controls.INSTEAD.key,
                          format_func=lambda s: labels.get(s, _shown(s)))
    return chosen or best


def favourite(model: Model, text: str, place: int) -> str:
    """The letter this network finds likeliest at a place, the one that is there left out."""
    there = model.vocabulary.fold(text)[place]
    p = what_if(model, text, place, there).probabilities[0, place]
    others = (model.vocabulary.symbols[i - 1] for i in p.argsort()[::-1] if i)
    return next((symbol for symbol in others if symbol != there), there)       # an alphabet may have one letter


def in_words(found: Counterfactual) -> str:
    """What became of the change."""
    first = found.total_variation[found.step]
    told = (f"Right after the change, **{first:.0%}** of the next letters would be drawn differently.")
    if found.agrees_from is None:
        return told + f" At the end it is still {_share(found.total_variation[-1])}: the runs do not agree again."
    return told + (f" From step {found.agrees_from + 1} on the predictions agree again. The memories are then "
                   f"still {found.difference[found.agrees_from]:.2f} apart: a difference can live on where no "
                   "prediction looks.")


@st.cache_data(show_spinner=False, max_entries=100)
def table_of(key: str, text: str, within: float, _model: Model) -> Table:
    """Every place of a text changed in turn."""
    return what_if_table(_model, text, tolerance=within)


def all_places(reader: Reader, place: int) -> None:
    """The same for every place at once."""
    subheader("Every letter in turn",
              "Each row changes one letter into every other one. The numbers are percent of the next letters that "
              "would be drawn differently, on average.")
    table = table_of(reader.key, reader.text, value(controls.WITHIN) / 100, reader.model)
    st.html(change_table(table, reader.model.vocabulary.fold(reader.text), place))


def when_agreed(reader: Reader) -> Answer:
    """For the letter in the middle of the text, when do predictions agree again?"""
    place = len(reader.text) // 2 - 1 if len(reader.text) > 2 else 0
    letter = favourite(reader.model, reader.text, place)
    found = what_if(reader.model, reader.text, place, letter, value(controls.WITHIN) / 100)
    right = NEVER if found.agrees_from is None else SOON if found.agrees_from - found.step <= 3 else LATE
    told = ", ".join(_share(share) for share in found.total_variation[found.step:])
    return Answer(right, f"With “{as_text(letter)}” as letter {place + 1}, this share of the next letters differs, "
                         f"step by step: {told}.")


def _share(share: float) -> str:
    return f"{share:.0%}" if share >= 0.005 else "under 1 %"


def _shown(sign: str) -> str:
    return "␣" if sign == " " else sign


