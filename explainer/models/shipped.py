"""What everybody sees the same of: the lists and models that ship, and what was counted and measured of them.

Each is made once for the whole server. Thin cached wrappers; the work is `rnncore`'s.
"""

from pathlib import Path

import streamlit as st

from explainer.state.cells import CELLS, flat_cells, shipped_cells
from explainer.state.choices import LISTS
from rnncore import Corpus, Model, NameList, corpus_of, load, read_names
from rnncore.diagnostics.capacity import Measured, read
from rnncore.diagnostics.horizon import Along, from_json
from rnncore.files.checkpoint import load_window
from rnncore.tasks.ngrams import Baselines
from rnncore.tasks.sentences import TASKS, SentenceData
from rnncore.tasks.sentences.results import Result, read_results
from rnncore.tasks.windows import WindowNet
from rnncore.training.equal_budget import Row, read_log
from rnncore.training.evaluation import baselines_of
from rnncore.training.truncation_sweep import Row as TruncationRow
from rnncore.training.truncation_sweep import read_rows

DATA = Path(__file__).parents[2] / "data"


@st.cache_resource(show_spinner=False)
def shipped_list(list_id: str) -> NameList:
    """A list under `data/names/`."""
    return read_names((DATA / "names" / f"{list_id}.txt").read_bytes(), LISTS[list_id])


@st.cache_resource(show_spinner=False)
def shipped_corpus(list_id: str) -> Corpus:
    """A shipped list, split."""
    return corpus_of(shipped_list(list_id))


def list_id_of(corpus: Corpus) -> str | None:
    """Which shipped list this is; None for any other."""
    return next((key for key in LISTS if shipped_corpus(key).fingerprint == corpus.fingerprint), None)


@st.cache_resource(show_spinner=False, max_entries=16, hash_funcs={Corpus: lambda corpus: corpus.fingerprint})
def baselines(corpus: Corpus) -> Baselines:
    """What counting can do on a list, counted once for everybody."""
    return baselines_of(corpus)


@st.cache_resource(show_spinner=False)
def shipped_models() -> dict[str, Model]:
    """The models under `data/models/`, by "list-cell", in the order of the lists and cells."""
    found = {}
    for list_id in LISTS:
        for record in CELLS.values():
            key = record.shipped_key(list_id)
            path = DATA / "models" / f"{key}.npz"
            if path.exists():
                found[key] = load(path)
    return found


@st.cache_resource(show_spinner=False)
def two_unit_models() -> dict[str, Model]:
    """Networks of two neurons for phase portraits, by cell. They read dinosaurs and are on no shelf."""
    return {cell: load(DATA / "models" / f"two_units-{cell}.npz") for cell in flat_cells()}


@st.cache_resource(show_spinner=False)
def capacities() -> list[Measured]:
    """What memories of 4 to 256 neurons hold, per cell, as born (0 steps) and trained."""
    return read(DATA / "measured" / "capacity.csv")


@st.cache_resource(show_spinner=False)
def budget_models() -> dict[str, Model]:
    """Networks of one budget (`rnncore.training.equal_budget`), by cell. They are for comparing, on no shelf."""
    return {cell: load(DATA / "budget" / f"{cell}.npz") for cell in shipped_cells()}


@st.cache_resource(show_spinner=False)
def budget_log() -> tuple[Row, ...]:
    """How those networks were trained, line by line, all seeds."""
    return tuple(read_log(DATA / "budget" / "log.csv"))


@st.cache_resource(show_spinner=False)
def sentence_models() -> dict[str, Model]:
    """The networks that read sentences, by task: "year", "sentiment", "next-word". They are on no shelf."""
    return {task: load(DATA / "models" / f"sentences-{task}.npz") for task in TASKS}


@st.cache_resource(show_spinner=False)
def year_rivals() -> dict[str, WindowNet]:
    """The networks without a memory that mark years, too: "fixed" and "sliding"."""
    return {kind: load_window(DATA / "models" / f"sentences-year-{kind}.npz") for kind in ("fixed", "sliding")}


def sentence_data(task: str) -> SentenceData:
    """The sentences of a task, made from its grammar under `data/sentences/`."""
    return TASKS[task].data(DATA / "sentences")


@st.cache_resource(show_spinner=False)
def sentence_results() -> tuple[Result, ...]:
    """What every network of every sentence task reached on the test sets, with five seeds each."""
    return tuple(read_results(DATA / "measured" / "sentences.csv"))


@st.cache_resource(show_spinner=False)
def truncation_rows() -> tuple[TruncationRow, ...]:
    """What networks on streams came to, one for each cell, cut of the gradient and seed."""
    return tuple(read_rows(DATA / "measured" / "truncation.csv"))


@st.cache_resource(show_spinner=False)
def measured_horizons() -> dict[str, Along]:
    """How far memories reach along training on streams of names, by cell: networks of the sizes of `budget_models`.

    `data/README.md` has the command that measured it.
    """
    return from_json((DATA / "measured" / "horizon-streams.json").read_text())
