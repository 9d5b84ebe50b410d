"""Train your own: a list, the settings, a question, and a network that learns in front of your eyes."""

import streamlit as st

from explainer.learning.prediction import Answer, predict
from explainer.learning.source_code import show_source
from explainer.models.recipe_links import recipe_from_controls
from explainer.models.shelf import followed_run, shelf
from explainer.shell.headings import header, note
from explainer.shell.steps import fine_print, is_alone, picture, question, words
from explainer.state import recipe_controls, sections, widgets
from explainer.state.address import set_value, value
from explainer.training.bounds import BOUNDS
from explainer.training.kinds.kind import FINISHED
from pages.name_generation import lists
from pages.name_generation.training_run import live_run, other_runs
from rnncore.training import loop

CLAIM = "Train one in front of your eyes"
_ERROR = "_training_error"


def section() -> None:
    """The claim, what it learns from, and the run that the start button begins."""
    with words():
        header(CLAIM,
               "It starts with random weights. Every step it reads a batch of names and moves its weights a little. "
               "The orange line counts: <b>held-out</b> names, which it never trains on. Where that rises again, it "
               "learns its examples by heart: <b>overfitting</b>.")
        if is_alone():
            _which_list()
    with picture():
        _recipe()
        _say_what_is_too_much()
        _start_button()
        live_run()
        other_runs()
    with question():
        _ask_about_counting()
        with st.expander("More settings", icon=":material/tune:"):
            _more_settings()
    with fine_print():
        note("Loss in nats: 0 is no surprise; 0.69 more is as if the choice were between twice as many letters. A "
             "bigram counts which letter follows which, an n-gram looks at the n − 1 letters before.")
        show_source(loop.Training.__iter__, loop.Training._one_step)


@sections.section("which_list")
def _which_list() -> None:
    """The list it learns from."""
    sections.watch(lists.brought_lists)
    lists.choose_list("_train")


@sections.section("recipe")
def _recipe() -> None:
    """The network and how to train it."""
    left, middle, right = st.columns(3)
    with left:
        widgets.segments(recipe_controls.CELL, width="stretch")
        widgets.slider(recipe_controls.HIDDEN)
    with middle:
        widgets.number(recipe_controls.STEPS)
        widgets.number(recipe_controls.RATE, format="%g")
    with right:
        widgets.number(recipe_controls.SEED)
        widgets.number(recipe_controls.BATCH)


@sections.section("more_settings")
def _more_settings() -> None:
    """What few people change; what the cell does not have cannot be moved."""
    has = recipe_controls.own_controls(value(recipe_controls.CELL))
    left, middle, right = st.columns(3)
    with left:
        widgets.choice(recipe_controls.INITIALISATION)
        widgets.choice(recipe_controls.ACTIVATION, disabled=recipe_controls.ACTIVATION not in has)
        for bias in recipe_controls.BIASES.values():
            widgets.number(bias, disabled=bias not in has)
    with middle:
        widgets.choice(recipe_controls.OPTIMISER)
        widgets.choice(recipe_controls.SCHEDULE)
        widgets.number(recipe_controls.CLIP, format="%g")
    with right:
        widgets.choice(recipe_controls.REGULARISE)
        own = value(recipe_controls.REGULARISE) == "own"
        widgets.slider(recipe_controls.DROPOUT, disabled=not own)
        widgets.slider(recipe_controls.WEIGHT_DROPOUT, disabled=not own)


@sections.section("counting_question")
def _ask_about_counting() -> None:
    sections.watch(followed_run)
    predict("counting", "Counting letter pairs is a strong start. Will your network beat it on names it never saw?",
            ["It will", "It will not"], _beats_pairs)


@sections.section("work_bound")
def _say_what_is_too_much() -> None:
    """That the settings above ask for more than this server trains, before it is refused."""
    hidden, steps = value(recipe_controls.HIDDEN), value(recipe_controls.STEPS)
    if steps > BOUNDS.steps_for(hidden):
        st.info(BOUNDS.about_work(hidden, steps), icon=":material/info:")


@sections.section("start")
def _start_button() -> None:
    """Train with the settings above; the same recipe as another visitor's shares their run."""
    st.button("Train this network", type="primary", icon=":material/play_arrow:", on_click=sections.callback(_start),
              key="train", width="stretch")
    if st.session_state.get(_ERROR):
        st.error(st.session_state[_ERROR])


def _start() -> None:
    st.session_state[_ERROR] = None
    try:
        corpus = lists.corpus_by_id(value(recipe_controls.LIST))
        entry = shelf().train(corpus, recipe_from_controls(corpus))
    except ValueError as error:
        st.session_state[_ERROR] = str(error)
        return
    set_value(recipe_controls.MODEL, entry.key)


def _beats_pairs() -> Answer | None:
    """Whether the last run has a lower test loss than counting pairs; None before it is finished."""
    job = shelf().ask()
    if job is None or job.status != FINISHED:
        return None
    network, pairs = job.result.provenance.scores["test_loss"], job.baselines.bigram
    return Answer("It will" if network < pairs else "It will not",
                  f"On the test names the network has {network:.3f} nats per character, counting pairs {pairs:.3f}.")
