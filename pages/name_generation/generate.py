"""Generate: names drawn from a model, right away, and how many of them are new."""

from functools import partial

import numpy as np
import streamlit as st

from explainer.charts.name_grid import name_grid
from explainer.learning.prediction import Answer, predict
from explainer.models.recipe_links import controls_of, what_a_link_cannot_carry
from explainer.models.shelf import Entry, shelf
from explainer.shell.frame import picture_first
from explainer.shell.markdown import as_text
from explainer.state import widgets
from explainer.state.address import link, value
from explainer.state.choices import MAX_SEED
from explainer.state.sections import let_the_picture_be_drawn, run_parts
from pages.name_generation import controls
from pages.name_generation.downloads import names_csv
from pages.name_generation.state import FILE, GRID, LETTERS, SUMMARY, DrawnNames, drawn_names, is_new
from rnncore import Corpus, Model, draw


def section() -> Entry:
    """The picture first: names. Gives the model that is chosen, which all sections below show."""
    with widgets.row():
        entry = _choose_model()
        _temperature()
        widgets.text(controls.PREFIX, placeholder="Ma")
    grid(entry)
    picture_first()
    with widgets.row():
        st.button("Draw again", icon=":material/refresh:", type="primary", on_click=_draw_again,
                  key="draw_again", width="stretch")
        with st.popover("More choices", icon=":material/tune:", width="stretch"):
            widgets.slider(controls.TOP_K)
            widgets.slider(controls.COUNT)
            widgets.number(controls.DRAW)
        take_home(entry)
        share(entry)
    how_many_are_new(entry)
    if (corpus := shelf().corpus_of(entry.model)) is not None:
        predict("heat", "Where will more of the different names be new: at temperature 0.5 or at 1.5?",
                ["At 0.5", "At 1.5"], lambda: _where_more_are_new(entry, corpus))
    return entry


@st.fragment(key=GRID)
def grid(entry: Entry) -> None:
    """The names, and what was wrong with the first letters."""
    names = drawn_names(entry)
    if names.problem:
        st.warning(as_text(names.problem))
    st.html(name_grid(names.shown, names.is_new, list(names.drawn.finished)))


@st.fragment(key=FILE)
def take_home(entry: Entry) -> None:
    """The names as a file."""
    names = drawn_names(entry)
    st.download_button("Names (CSV)", partial(names_csv, names.shown, names.is_new), "names.csv", "text/csv",
                       key="names_csv", on_click="ignore", icon=":material/download:", width="stretch")


@st.fragment
def share(entry: Entry) -> None:
    """An address that opens exactly this, made when it is asked for."""
    button = st.popover("Link to this view", icon=":material/link:", key="names_link", on_change="rerun",
                        width="stretch")
    if button.open:
        button.code(link(controls.ALL, controls_of(entry.job) if entry.job else None), language=None, wrap_lines=True)
        button.caption("It holds every setting. A model trained here is trained again from its recipe by whoever opens "
                       "it.")
        if why := what_a_link_cannot_carry(entry):
            button.caption(why)


@st.fragment(key=SUMMARY)
def how_many_are_new(entry: Entry) -> None:
    """New and copied names, counted."""
    let_the_picture_be_drawn()
    st.markdown(summary(drawn_names(entry)))


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


def _where_more_are_new(entry: Entry, corpus: Corpus) -> Answer:
    cool, hot = (share_new(entry.model, corpus, temperature) for temperature in (0.5, 1.5))
    return Answer("At 0.5" if cool > hot else "At 1.5",
                  f"Of 400 draws each, {cool:.0%} of the different names are new at 0.5 and {hot:.0%} at 1.5. "
                  "Bold draws are rarely in the list, and rarely sound like it.")


def _choose_model() -> Entry:
    """A drop-down of every model on the shelf; returns the chosen one."""
    entries = shelf().entries
    if st.session_state.get("model") not in entries:
        if st.session_state.get("model"):
            st.info("The model in this address is not on your shelf; you see a shipped one instead.",
                    icon=":material/info:")
        st.session_state["model"] = controls.MODEL.default
    chosen = st.selectbox("Model", list(entries), format_func=lambda key: entries[key].title, key="model")
    return entries[chosen]


@st.fragment
def _temperature() -> None:
    """The slider that redraws the names, and all that is said of them."""
    widgets.slider(controls.TEMPERATURE, on_change=run_parts, args=([GRID, SUMMARY, LETTERS, FILE],))


def _draw_again() -> None:
    """The next draw number: other names from the same settings."""
    st.session_state["draw"] = (value(controls.DRAW) + 1) % (MAX_SEED + 1)
