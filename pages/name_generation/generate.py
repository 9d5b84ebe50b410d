"""Generate: names drawn from a model, right away, and how many of them are new."""

from functools import partial

import numpy as np
import streamlit as st

from explainer.charts.name_grid import name_grid
from explainer.learning.prediction import Answer, predict
from explainer.models.linked_network import model_from_address
from explainer.models.recipe_links import controls_of, what_a_link_cannot_carry
from explainer.models.shelf import on_the_shelf, shelf
from explainer.shell.markdown import as_text
from explainer.shell.steps import picture, question
from explainer.state import sections, widgets
from explainer.state.address import link, set_value, value
from explainer.state.choices import MAX_SEED
from pages.name_generation import controls
from pages.name_generation.downloads import names_csv
from pages.name_generation.state import DrawnNames, chosen_entry, drawn_names, is_new
from rnncore import Corpus, Model, draw


def section() -> None:
    """The picture first: names. The model that is chosen here is that of the whole chapter."""
    with picture():
        _settings()
        _grid()
        with widgets.row():
            _draw_again_button()
            _more_choices()
            _take_home()
            _share()
        _how_many_are_new()
    with question():
        _ask_about_the_heat()


@sections.section("linked_model")
def linked_model() -> None:
    """The model that the address asks for, and what is to be said if it is not here."""
    model_from_address()
    sections.watch(on_the_shelf)
    entries = shelf().entries
    if value(controls.MODEL) not in entries:
        if value(controls.MODEL):
            st.info("The model in this address is not on your shelf; you see a shipped one instead.",
                    icon=":material/info:")
        set_value(controls.MODEL, controls.MODEL.default)
        value(controls.MODEL)        # what is shown from now on


def choose_model(suffix: str = "") -> None:
    """The models on the shelf, in a section; a second place of the same choice has a `suffix`."""
    sections.watch(on_the_shelf)
    entries = shelf().entries
    st.selectbox(controls.MODEL.label, list(entries), format_func=lambda key: entries[key].title,
                 **widgets.place(controls.MODEL, suffix=suffix))


@sections.section("settings")
def _settings() -> None:
    """The model, the temperature and the first letters."""
    with widgets.row():
        choose_model()
        widgets.slider(controls.TEMPERATURE)
        widgets.text(controls.PREFIX, placeholder="Ma")


@sections.section("names", first=True)
def _grid() -> None:
    """The names, and what was wrong with the first letters."""
    names = drawn_names()
    if names.problem:
        st.warning(as_text(names.problem))
    st.html(name_grid(names.shown, names.is_new, list(names.drawn.finished)))


@sections.section("draw_again")
def _draw_again_button() -> None:
    """Other names from the same settings.

    A section of its own: what a widget outside all sections asks for stops the clock of a run in progress.
    """
    st.button("Draw again", icon=":material/refresh:", type="primary", on_click=sections.callback(_draw_again),
              key="draw_again", width="stretch")


@sections.section("more_choices")
def _more_choices() -> None:
    """What few people change."""
    with st.popover("More choices", icon=":material/tune:", width="stretch"):
        widgets.slider(controls.TOP_K)
        widgets.slider(controls.COUNT)
        widgets.number(controls.DRAW)


@sections.section("file")
def _take_home() -> None:
    """The names as a file."""
    names = drawn_names()
    st.download_button("Names (CSV)", partial(names_csv, names.shown, names.is_new), "names.csv", "text/csv",
                       key="names_csv", on_click="ignore", icon=":material/download:", width="stretch")


@sections.section("link")
def _share() -> None:
    """An address that opens exactly this, made when it is asked for."""
    button = st.popover("Link to this view", icon=":material/link:", key="names_link", on_change="rerun",
                        width="stretch")
    if button.open:
        entry = chosen_entry()
        button.code(link(controls.ALL, controls_of(entry.job) if entry.job else None), language=None, wrap_lines=True)
        button.caption("It holds every setting. A model trained here is trained again from its recipe by whoever opens "
                       "it; where that takes more than a few seconds, they are asked first.")
        if why := what_a_link_cannot_carry(entry):
            button.caption(why)


@sections.section("summary")
def _how_many_are_new() -> None:
    """New and copied names, counted."""
    st.markdown(summary(drawn_names()))


def summary(names: DrawnNames) -> str:
    """How many names are new, how many copied and how many empty, in one sentence of Markdown."""
    if names.is_new is None:
        return "This model's list is not here, so nobody can say which of these names are new."
    total, fresh = len(names.shown), sum(names.is_new)
    copied = sum(name in names.corpus.spellings for name in names.drawn.names)
    empty = total - fresh - copied
    ended = f"; {empty} {'is' if empty == 1 else 'are'} empty, for the network ended at once" if empty else ""
    return (f"**{fresh} of {total}** are new{ended}; {copied} {'is' if copied == 1 else 'are'} in the list of "
            f"{len(names.corpus.names):,} {as_text(names.corpus.title.lower())}. It learned from "
            f"{len(names.corpus.train):,} of them; the others are for testing.")


def share_new(model: Model, corpus: Corpus, temperature: float, draws: int = 400) -> float:
    """Share of different names among `draws` that are new, at a temperature: 0 to 1."""
    names = set(draw(model, draws, np.random.default_rng(1), temperature).names) - {""}
    return sum(is_new(sorted(names), corpus)) / max(1, len(names))


@sections.section("heat_question")
def _ask_about_the_heat() -> None:
    """Only where the model's list is at hand, for somebody has to say what is new."""
    model = chosen_entry().model
    if (corpus := shelf().corpus_of(model)) is not None:
        predict("heat", "Where will more of the different names be new: at temperature 0.5 or at 1.5?",
                ["At 0.5", "At 1.5"], lambda: _where_more_are_new(model, corpus))


def _where_more_are_new(model: Model, corpus: Corpus) -> Answer:
    cool, hot = (share_new(model, corpus, temperature) for temperature in (0.5, 1.5))
    return Answer("At 0.5" if cool > hot else "At 1.5",
                  f"Of 400 draws each, {cool:.0%} of the different names are new at 0.5 and {hot:.0%} at 1.5. "
                  "Bold draws are rarely in the list, and rarely sound like it.")


def _draw_again() -> None:
    """The next draw number: other names from the same settings."""
    set_value(controls.DRAW, (value(controls.DRAW) + 1) % (MAX_SEED + 1))
