"""Texts of the visitor's own with labels: brought, learned by the network of the reviews, and read word by word."""

import csv
from itertools import islice

import streamlit as st

from explainer.learning.source_code import show_source
from explainer.models.shipped import DATA
from explainer.shell.headings import header
from explainer.shell.markdown import as_text
from explainer.shell.run_progress import run_progress
from explainer.shell.steps import fine_print, picture, words
from explainer.state import sections, widgets
from explainer.state.choices import CELL_LABELS, MAX_SEED
from explainer.training.status import POLL_SECONDS
from pages.why_recurrence.own_texts_reading import example_table, how_they_were_read
from pages.why_recurrence.own_texts_state import LABEL, TEXT, Learnable, let_go_of_the_files, own, standing, take
from pages.why_recurrence.state import MOST_WORDS
from pages.why_recurrence.state_reset_chart import score_columns
from rnncore import Model
from rnncore.data.letters import listed
from rnncore.data.words import form
from rnncore.tasks.sentences import labelled
from rnncore.tasks.sentences.labelled_told import compared

CLAIM = "Teach it texts of your own"
EXAMPLE = DATA / "texts" / "reviews.csv"
SHOWN = 4                # rows of it that are shown before anything is brought
_CELL, _SEED = "own_texts_cell", "own_texts_seed"


def section() -> None:
    """Where they are brought, the trained network's reading, how they were read, and the training."""
    with words():
        header(CLAIM, "Two to five labels: a table with a column of texts and one of labels, or a text file for each "
                      "label. Its rivals know no order: one counts words, one always says the commonest label.")
    with picture():
        _bring()
        _reading_aloud()
    with words():
        how_they_were_read()
    with picture():
        _training()
    with fine_print():
        show_source(labelled.start, labelled.rivals)


@sections.section("own_texts_bring")
def _bring() -> None:
    """The files, and what became of them, in one sentence."""
    sections.watch(standing)
    with st.popover("Bring your own texts", icon=":material/upload_file:"):
        # Any ending: what is no text is refused here, in our words, and takes the place of what was said before.
        st.file_uploader("A table (CSV) of texts and labels, or a text file for each label, named by it",
                         accept_multiple_files=True, key="own_texts_files", on_change=sections.callback(_take_files))
        st.caption("Your texts stay in this session. Others never see them, and a link cannot carry them. This server "
                   "forgets them, and what learned from them, within a day.")
    if (message := own().message) is not None:
        # Words come from a stranger's file: shown as text, whatever they hold.
        (st.error if message[0] == "error" else st.success)(as_text(message[1]))
    if own().shown is None:
        with EXAMPLE.open(newline="", encoding="utf-8") as file:
            head, *rows = islice(csv.reader(file), SHOWN + 1)
        st.html(example_table(rows, head))
        st.button("Try it with our reviews", icon=":material/menu_book:", key="own_texts_example",
                  on_click=sections.callback(_take_example), help="Read as if you had brought them.")


def _take_files() -> None:
    uploads = st.session_state.get("own_texts_files")
    if not uploads:
        let_go_of_the_files()
        return
    take({upload.name: upload.getvalue() for upload in uploads})


def _take_example() -> None:
    take({EXAMPLE.name: EXAMPLE.read_bytes()})


@sections.section("own_texts_read")
def _reading_aloud() -> None:
    """A text as the network reads it, and the field for another one."""
    sections.watch(standing)
    shown = own().shown
    if shown is None or shown.run is None:
        return
    _run()
    typed, another = st.columns([4, 1], vertical_alignment="bottom")
    if not st.session_state.get(TEXT):
        st.session_state[TEXT] = shown.offered[0]
    with typed:
        st.text_input("A text for it to read", key=TEXT, persist_state="session",
                      help="At first one of the test texts. Words it has never seen are read as “unknown”.")
    with another:
        st.button("Another", icon=":material/refresh:", key="own_texts_another", width="stretch",
                  help="Another of the test texts.", on_click=sections.callback(_another))
    if len(shown.texts.labels) > 2:
        st.segmented_control("Share of which label", list(shown.texts.labels), default=shown.texts.labels[-1],
                             required=True, key=LABEL, persist_state="session")


def _another() -> None:
    """Put the next of the test texts into the field."""
    offered = own().shown.offered
    now = st.session_state.get(TEXT)
    st.session_state[TEXT] = offered[(offered.index(now) + 1) % len(offered) if now in offered else 0]


def _seconds_to_the_next_look() -> float | None:
    return POLL_SECONDS if standing()[1] == "active" else None


@sections.section("own_texts_run", every=_seconds_to_the_next_look)
def _run() -> None:
    """The picture of the network as far as it has learned, how far that is, and how often it is right in the end."""
    shown = own().shown
    shown.run.look()
    with st.container():             # also while it is empty: what stands below keeps its place
        if (model := shown.model) is not None:
            _scores(shown, model)
    run_progress(shown.run, "own_texts")
    if shown.trained:
        st.markdown(as_text(compared(shown.trained.right, shown.trained.rival)))


def _scores(shown: Learnable, model: Model) -> None:
    """The share of one label after every word, with memory and without."""
    labels = shown.texts.labels
    number = len(labels) - 1
    if st.session_state.get(LABEL) in labels and len(labels) > 2:
        number = labels.index(st.session_state[LABEL])
    reading = model.vocabulary.read(st.session_state.get(TEXT) or shown.offered[0])
    text = " ".join(reading.words[:MOST_WORDS])
    read, kept = labelled.label_probabilities(model, text)
    _, wiped = labelled.label_probabilities(model, text, wipe=True)
    lost = {form(word) for word in reading.unknown}
    is_learning = shown.trained is None
    st.html(score_columns(read, kept[1:, number], wiped[1:, number], [form(word) in lost for word in read],
                          is_learning))
    told = f"“{as_text(labels[number])}” after the last word: **{kept[-1, number]:.0%}** with memory"
    if len(read):
        told += f", **{wiped[-1, number]:.0%}** for “{as_text(read[-1])}” alone"
    st.markdown(f"{told}.{' It has not learned to its end.' if is_learning else ''}")
    said = []
    if unknown := [word for word in reading.unknown if form(word) in map(form, read)]:
        said.append(f"Words it has never seen: {listed([as_text(word) for word in unknown])}.")
    if len(reading.words) > MOST_WORDS:
        said.append(f"The picture shows the first {MOST_WORDS} of {len(reading.words):,} words.")
    if said:
        st.caption(" ".join(said))


@sections.section("own_texts_training")
def _training() -> None:
    """Which network is to learn them, and the button."""
    sections.watch(standing)
    if own().shown is None:
        return
    with widgets.row():
        st.segmented_control("Cell", list(CELL_LABELS), default="gru", required=True, format_func=CELL_LABELS.get,
                             key=_CELL, persist_state="session")
        st.number_input("Seed", 0, MAX_SEED, 0, key=_SEED, persist_state="session")
        st.button("Train a network on them", type="primary", icon=":material/play_arrow:", key="own_texts_train",
                  on_click=sections.callback(_train), width="stretch")


def _train() -> None:
    own().shown.train(st.session_state[_CELL], st.session_state[_SEED])
