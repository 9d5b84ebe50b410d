"""The trials of the lag task that ship: read once for everybody, and grouped for the page."""

import streamlit as st

from explainer.models.shipped import DATA
from pages.vanishing_gradient.lag_outcomes import Group, Outcome
from rnncore.tasks.lag import BATCH, BETA2
from rnncore.tasks.lag_sweep import Row, read_sweep

NAMES = {
    "vanilla_orthogonal": "Vanilla, orthogonal", "vanilla_uniform": "Vanilla, ±1/√H",
    "gru_usual": "GRU, bias 0", "gru_keep": "GRU, bias ln T",
    "lstm_usual": "LSTM, forget 1", "lstm_keep": "LSTM, forget ln T",
    "lstm_keep_write": "LSTM, forget ln T, input −ln T",
}
# What is compared for each kind of bias. The GRU has one gate for keeping and writing: it is done with `keep`.
COMPARED = {
    "usual": ("vanilla_orthogonal", "vanilla_uniform", "gru_usual", "lstm_usual"),
    "keep": ("vanilla_orthogonal", "vanilla_uniform", "gru_keep", "lstm_keep"),
    "keep_write": ("vanilla_orthogonal", "vanilla_uniform", "gru_keep", "lstm_keep_write"),
}


@st.cache_resource(show_spinner=False)
def shipped_trials() -> tuple[Row, ...]:
    """All of them; `data/README.md` has the command that made them."""
    return tuple(read_sweep(DATA / "measured" / "lag_sweep.csv"))


def groups(bias: str) -> list[Group]:
    """What is compared at one kind of bias (a key of `COMPARED`), with Adam as published."""
    lags = sorted({row.lag for row in shipped_trials()})
    return [Group(key, NAMES[key], {lag: outcomes(key, lag) for lag in lags}) for key in COMPARED[bias]]


def outcomes(start: str, lag: int, beta2: float = BETA2) -> list[Outcome]:
    """Every seed of one start (a key of `NAMES`) at one lag."""
    return [Outcome(row.seed, row.solved, row.sequences, row.best_accuracy) for row in shipped_trials()
            if (row.start, row.lag, row.beta2) == (start, lag, beta2)]


def budget() -> int:
    """How many sequences a trial was allowed at most."""
    return BATCH * max(row.budget for row in shipped_trials())
