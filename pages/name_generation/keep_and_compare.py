"""Keep and compare: every model on the shelf, to rename, remove, take home and bring back."""

import math
from typing import Any

import numpy as np
import streamlit as st

from explainer.components.live_chart.live_chart import live_chart
from explainer.models.shelf import LONGEST_TITLE, SHIPPED, Entry, on_the_shelf, shelf
from explainer.models.shipped import baselines
from explainer.shell.headings import header
from explainer.shell.steps import is_alone, picture, words
from explainer.state import sections
from explainer.state.address import set_value
from explainer.training.bounds import BOUNDS
from pages.name_generation.controls import MODEL
from pages.name_generation.downloads import model_npz
from pages.name_generation.generate import choose_model
from pages.name_generation.loss_chart import Curve, loss_figure
from pages.name_generation.state import chosen_entry
from rnncore import CheckpointError, Corpus, load
from rnncore.training.evaluation import loss_on

CLAIM = "Keep them, compare them"
NAMES = "names"      # the task of the models on this shelf
_MESSAGE = "_model_message"
_SHORTENED = "_shortened_title"      # the title that was typed last, if it was too long
_number = st.column_config.NumberColumn
_COLUMNS = {
    "parameters": _number(format="localized"),
    "test loss": _number(format="%.3f", help="Nats per character on names it never saw"),
    "best n-gram": _number(format="%.3f", help="Counting, on the same test names"),
    "difference": _number(format="%+.3f", help="Below 0: better than counting"),
}


def section() -> None:
    """The claim, every model beside the others, and what can be done with the one that is chosen."""
    with words():
        header(CLAIM)
        if is_alone():
            _which_model()
        _manage()
        _bring_model()
    with picture():
        _comparison_table()
        _comparison_curves()


@sections.section("kept_model")
def _which_model() -> None:
    """The model that can be renamed, taken home or removed."""
    choose_model("_kept")


@sections.section("comparison")
def _comparison_table() -> None:
    """One row per model; the losses are on each list's own test names."""
    sections.watch(on_the_shelf)
    rows = [_row(entry) for entry in shelf().entries.values()]
    st.dataframe(rows, hide_index=True, column_config=_COLUMNS,
                 alt="Every model on the shelf with its size and its losses")
    if 2 * len(shelf().own) >= BOUNDS.models:
        st.caption(BOUNDS.about_models(len(shelf().own)))


@sections.section("compared_runs")
def _comparison_curves() -> None:
    """Held-out loss of up to four runs of this session over each other."""
    sections.watch(on_the_shelf)
    runs = {key: entry for key, entry in shelf().own.items() if entry.job is not None and entry.job.log}
    if len(runs) < 2:
        return
    chosen = st.multiselect("Compare the runs", list(runs), default=list(runs)[-2:], max_selections=4,
                            format_func=lambda key: runs[key].title, key="compared")
    if not chosen:
        return
    curves = [_curve(runs[key]) for key in chosen]
    uniform = max(math.log(len(runs[key].model.vocabulary)) for key in chosen)
    live_chart(loss_figure(curves, {}, uniform), key="compared_losses",
               alt="Held-out loss against training step for the chosen runs")


def _curve(entry: Entry) -> Curve:
    """Held-out loss of one run; of a run that trained on, from where it began."""
    begin = entry.job.first_step
    rows = [row for row in entry.job.log if row.step >= begin]
    return Curve(entry.title, np.array([row.step for row in rows]), np.array([row.validation_loss for row in rows]))


@sections.section("manage")
def _manage() -> None:
    """Rename and remove (the session's own models only), download."""
    entry = chosen_entry()
    name, save, drop = st.columns([2, 1, 1], vertical_alignment="bottom")
    own = entry.origin != SHIPPED
    with name:
        st.session_state[f"title_{entry.key}"] = entry.title           # and not what was typed
        st.text_input("Name of this model", disabled=not own,      # any length: a bounded field ignores a longer one
                      key=f"title_{entry.key}", on_change=sections.callback(_rename, entry.key))
        if st.session_state.get(_SHORTENED) == entry.title:
            st.caption(f"A name has room for {LONGEST_TITLE} signs, so the end of yours was left out.")
    with save:
        st.download_button("Model (.npz)", lambda: model_npz(entry.model), f"{_file_name(entry)}.npz",
                           "application/octet-stream", key="model_npz", on_click="ignore",
                           icon=":material/download:", width="stretch")
    with drop:
        st.button("Remove", icon=":material/delete:", disabled=not own, on_click=sections.callback(_remove, entry.key),
                  key="remove", width="stretch", help=None if own else "Shipped models stay.")


@sections.section("bring")
def _bring_model() -> None:
    """Put a downloaded model back on the shelf; a wrong file is refused in one sentence."""
    # Any ending: what is no model is refused here, in our words, and takes the place of what was said before.
    st.file_uploader("Bring a model back (.npz)", key="model_file", on_change=sections.callback(_take_model))
    message = sections.watch(_message)
    if message is not None:
        (st.error if message[0] == "error" else st.success)(message[1])


def _message() -> tuple[str, str] | None:
    """What became of the file that was brought last: "error" or "success", and a sentence."""
    return st.session_state.get(_MESSAGE)


def _row(entry: Entry) -> dict[str, Any]:
    model = entry.model
    corpus = entry.job.corpus if entry.job is not None else shelf().corpus_of(model)
    test = best = None
    if corpus is not None:
        test = _test_loss(entry, corpus)
        best = baselines(corpus).best
    return {
        "model": entry.title, "where from": entry.origin, "cell": model.cell,
        "hidden units": model.config.hidden_size, "parameters": model.parameters,
        "steps": model.provenance.steps, "test loss": test, "best n-gram": best,
        "difference": None if test is None else test - best,
    }


def _test_loss(entry: Entry, corpus: Corpus) -> float:
    """Measured when the model was made; measured now for a file or a run in progress."""
    model = entry.model
    known = model.provenance.scores.get("test_loss") if entry.origin == SHIPPED or entry.job else None
    return known if known is not None else loss_on(model, corpus.test_encoded)


def _rename(key: str) -> None:
    typed = " ".join(st.session_state[f"title_{key}"].split())
    title = shelf().rename(key, typed)
    st.session_state[_SHORTENED] = title if len(typed) > LONGEST_TITLE else None


def _remove(key: str) -> None:
    shelf().remove(key)
    set_value(MODEL, MODEL.default)
    st.session_state.pop(_MESSAGE, None)                # it may speak of the one that is gone


def _take_model() -> None:
    upload = st.session_state.get("model_file")
    if upload is None:      # taken away again: nothing said before is about it
        st.session_state[_MESSAGE] = None
        return
    try:
        model = load(upload.getvalue())
    except CheckpointError as error:
        st.session_state[_MESSAGE] = ("error", str(error))
        return
    if model.task != NAMES:
        st.session_state[_MESSAGE] = ("error", "This network was not made to write names: choose another file.")
        return
    try:
        entry = shelf().bring_model(model, upload.name.removesuffix(".npz")[:40])
    except ValueError as refused:
        st.session_state[_MESSAGE] = ("error", str(refused))
        return
    set_value(MODEL, entry.key)
    st.session_state[_MESSAGE] = ("success", "The model is on the shelf and chosen above.")


def _file_name(entry: Entry) -> str:
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in entry.title).split()
    return "-".join(words).lower() or "model"
