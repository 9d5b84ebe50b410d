"""What everybody sees the same of: the lists and models that ship, and the training runner.

Each is made once for the whole server. Thin cached wrappers; the work is `rnncore`'s.
"""

from pathlib import Path

import streamlit as st

from explainer.controls import CELLS, LISTS
from explainer.runner import Runner
from rnncore import Corpus, Model, NameList, corpus_of, load, read_names

DATA = Path(__file__).parent.parent / "data"


@st.cache_resource(show_spinner=False)
def shipped_list(list_id: str) -> NameList:
    """A list under `data/names/`."""
    return read_names((DATA / "names" / f"{list_id}.txt").read_bytes(), LISTS[list_id])


@st.cache_resource(show_spinner=False)
def shipped_corpus(list_id: str) -> Corpus:
    """A shipped list, split."""
    return corpus_of(shipped_list(list_id))


@st.cache_resource(show_spinner=False)
def shipped_models() -> dict[str, Model]:
    """The models under `data/models/`, by "list-cell", in the order of the lists and cells."""
    found = {}
    for list_id in LISTS:
        for cell in CELLS:
            path = DATA / "models" / f"{list_id}-{cell}.npz"
            if path.exists():
                found[f"{list_id}-{cell}"] = load(path)
    return found


@st.cache_resource(show_spinner=False)
def runner() -> Runner:
    """The server's one training runner."""
    return Runner()
