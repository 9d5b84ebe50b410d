"""Name generation: one network, a list of names, and what it learns from them."""

from functools import partial

import numpy as np
import streamlit as st

from explainer.charts.name_grid import name_grid
from explainer.charts.surprise import surprise_columns
from explainer.learning.prediction import Answer, predict
from explainer.learning.source_code import show_source
from explainer.models.linked_network import model_from_address
from explainer.models.recipe_links import controls_of, what_a_link_cannot_carry
from explainer.models.shelf import Entry
from explainer.shell.frame import picture_first
from explainer.shell.headings import header, note, title
from explainer.state import registry, widgets
from explainer.state.address import link, open_page, value, write_address
from explainer.state.sections import let_the_picture_be_drawn, part
from pages.name_generation import controls as controls
from pages.name_generation import drawn_names, lists
from pages.name_generation import keep_and_compare as shelf_panel
from pages.name_generation import train_your_own as training
from pages.name_generation.downloads import names_csv
from pages.name_generation.letter_by_letter_chart import ladder
from rnncore import Corpus, UnknownSymbolError, sampling, surprise
from rnncore.training import loop as core_training
from rnncore.training.evaluation import loss_on

ALL = registry.PAGES["name-generation"]


def generate() -> Entry:
    """The picture first: names, right away."""
    with widgets.row():
        entry = shelf_panel.choose_model()
        drawn_names.temperature()
        widgets.text(controls.PREFIX, placeholder="Ma")
    grid(entry)
    picture_first()
    with widgets.row():
        st.button("Draw again", icon=":material/refresh:", type="primary", on_click=drawn_names.draw_again,
                  key="draw_again", width="stretch")
        with st.popover("More choices", icon=":material/tune:", width="stretch"):
            widgets.slider(controls.TOP_K)
            widgets.slider(controls.COUNT)
            widgets.number(controls.DRAW)
        take_home(entry)
        share(entry)
    how_many_are_new(entry)
    if (corpus := drawn_names.corpus_of(entry)) is not None:
        predict("heat", "Where will more of the different names be new: at temperature 0.5 or at 1.5?",
                ["At 0.5", "At 1.5"], lambda: _bolder(entry, corpus))
    return entry


@st.fragment(key=drawn_names.GRID)
def grid(entry: Entry) -> None:
    """The names, and what was wrong with the first letters."""
    names = drawn_names.drawn_names(entry)
    if names.problem:
        st.warning(drawn_names.as_text(names.problem))
    st.html(name_grid(names.shown, names.is_new, list(names.drawn.finished)))


@st.fragment(key=drawn_names.FILE)
def take_home(entry: Entry) -> None:
    """The names as a file."""
    names = drawn_names.drawn_names(entry)
    st.download_button("Names (CSV)", partial(names_csv, names.shown, names.is_new), "names.csv", "text/csv",
                       key="names_csv", on_click="ignore", icon=":material/download:", width="stretch")


@st.fragment(key=drawn_names.SUMMARY)
def how_many_are_new(entry: Entry) -> None:
    """New and copied names, counted."""
    let_the_picture_be_drawn()
    st.markdown(drawn_names.summary(drawn_names.drawn_names(entry)))


def _bolder(entry: Entry, corpus: Corpus) -> Answer:
    cool, hot = (drawn_names.share_new(entry.model, corpus, heat) for heat in (0.5, 1.5))
    return Answer("At 0.5" if cool > hot else "At 1.5",
                  f"Of 400 draws each, {cool:.0%} of the different names are new at 0.5 and {hot:.0%} at 1.5. "
                  "Bold draws are rarely in the list, and rarely sound like it.")


@st.fragment
def share(entry: Entry) -> None:
    """An address that opens exactly this, made when it is asked for."""
    button = st.popover("Link to this view", icon=":material/link:", key="names_link", on_change="rerun",
                        width="stretch")
    if button.open:
        button.code(link(ALL, controls_of(entry.job) if entry.job else None), language=None, wrap_lines=True)
        button.caption("It holds every setting. A model trained here is trained again from its recipe by whoever opens "
                       "it.")
        if why := what_a_link_cannot_carry(entry):
            button.caption(why)


def letter_by_letter(entry: Entry) -> None:
    """How one of those names came about."""
    header("Every letter is a draw",
           "The network never plans a name. It gives each symbol a probability, one is drawn, and that letter "
           "becomes its next input. ∎ is the symbol for “the name is over”.")
    one_name(entry)
    note("The bars are the probabilities that were really used: after temperature and top-k. "
         "The chosen symbol is bold. A dashed letter was given by you.")
    predict("greedy", "Set the temperature to 0 and draw 20 names. How many different ones will there be?",
            ["Just one", "About ten", "Twenty"], lambda: _greedy(entry))
    show_source(sampling.draw, sampling.next_probabilities)


@part(drawn_names.LETTERS)
def one_name(entry: Entry) -> None:
    """One of the names, taken apart."""
    names = drawn_names.drawn_names(entry)
    options = list(range(1, len(names.shown) + 1))
    if value(controls.LETTERS_OF) not in options:
        st.session_state["of"] = 1
    chosen = st.selectbox("Name to take apart", options, key="of",
                          format_func=lambda i: f"Name {i}")      # a label that holds a name would go stale
    symbols = names.drawn.symbols[:, chosen - 1]
    length = int((symbols >= 0).sum())
    st.html(ladder(entry.model.vocabulary, symbols[:length], names.drawn.probabilities[:length, chosen - 1]))


def _greedy(entry: Entry) -> Answer:
    found = drawn_names.different_when_greedy(entry.model)
    right = "Just one" if found == 1 else "About ten" if found < 16 else "Twenty"
    return Answer(right, f"This model draws {found} different name{'' if found == 1 else 's'}. At 0 the likeliest "
                         "letter always wins, and the same letters lead to the same memory.")


def your_name(entry: Entry) -> None:
    """Surprise per letter of a text the visitor types."""
    header("How name-like is your name?")
    text = widgets.text(controls.YOUR_NAME, placeholder="Type a name")
    if not text.strip():
        note("Type a name above. You will see how surprising each of its letters is to the network.")
        return
    spelled = drawn_names.spelled_for(entry.model.vocabulary, " ".join(text.split()))
    try:
        told = surprise(entry.model, spelled)
    except UnknownSymbolError as error:
        st.warning(f"{drawn_names.as_text(str(error))} Spell it with the letters of the list it learned from.")
        return
    st.html(surprise_columns(entry.model.vocabulary, told.symbols, told.nats, told.probabilities))
    if spelled != " ".join(text.split()):
        note(f"Read as “{spelled}”: the list it learned from has no such signs.")
    mean = float(told.nats.mean())
    symbols = len(entry.model.vocabulary)
    as_hard = (f"as hard as choosing among {np.exp(mean):.1f} equally likely ones" if np.exp(mean) <= symbols else
               f"worse than guessing blindly among all {symbols}, which has {np.log(symbols):.2f}")
    st.markdown(f"On average **{mean:.2f} nats** per symbol: {as_hard}. {_beside_held_out(entry, mean)}")


def _beside_held_out(entry: Entry, mean: float) -> str:
    corpus = drawn_names.corpus_of(entry)
    if corpus is None:
        return ""
    usual = entry.model.provenance.scores.get("heldout_nats_per_char") or loss_on(entry.model, corpus.test_encoded)
    return (f"Test names from its list have {usual:.2f}, so to this network yours is "
            f"{'more' if mean < usual else 'less'} name-like than usual.")


def train_your_own() -> None:
    """A network of the visitor's own, in front of their eyes."""
    header("Train one in front of your eyes",
           "It starts with random weights. Every step it reads a batch of names, sees how wrong its guesses were, "
           "and moves its weights a little. The orange line counts: <b>held-out names</b>, which it never trains on.")
    note("Loss is measured in nats: the surprise of a guess. 0 is no surprise at all; every 0.69 more is as if "
         "the choice were between twice as many letters. To compare with, we count: a bigram knows which letter "
         "follows which, an n-gram looks at the n − 1 letters before.")
    chosen, bring = st.columns([2, 1], vertical_alignment="bottom")
    with bring:
        lists.bring_list()
    with chosen:
        corpus = lists.choose_list()
    lists.say()
    note(f"{len(corpus.names):,} names: {len(corpus.train):,} to learn from, {len(corpus.validation):,} to choose by, "
         f"{len(corpus.test):,} for the final test. For example {', '.join(corpus.train[:5])}.")
    training.settings()
    predict("counting", "Counting letter pairs is a strong start. Will your network beat it on names it never saw?",
            ["It will", "It will not"], _beats_pairs)
    training.start_button()
    training.live_run()
    show_source(core_training.Training.__iter__, core_training.Training._one_step)


def _beats_pairs() -> Answer | None:
    found = training.finished_losses()
    if found is None:
        return None
    ours, pairs = found
    return Answer("It will" if ours < pairs else "It will not",
                  f"On the test names the network has {ours:.3f} nats per character, counting pairs {pairs:.3f}.")


def keep_and_compare(entry: Entry) -> None:
    """The shelf."""
    header("Keep them, compare them")
    shelf_panel.comparison_table()
    shelf_panel.comparison_curves()
    shelf_panel.manage(entry)
    shelf_panel.bring_model()


open_page("name-generation", ALL)
model_from_address()
title("A network that reads names can write new ones",
      "Nobody tells it a rule. It reads a list, one letter at a time, and learns to guess the next letter. Then it "
      "writes.")
entry = generate()
letter_by_letter(entry)
your_name(entry)
train_your_own()
keep_and_compare(entry)
write_address(ALL)
