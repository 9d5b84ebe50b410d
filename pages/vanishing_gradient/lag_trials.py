"""The trials of the lag task that ship: read once for everybody, and grouped for the page."""

import streamlit as st

from explainer.models.shipped import DATA
from pages.vanishing_gradient.lag_outcomes import Group, Outcome
from rnncore.tasks.lag import BATCH, BETA2, RATE
from rnncore.tasks.lag_sweep import Row, read_sweep

NAMES = {
    "vanilla_orthogonal": "Plain, orthogonal", "vanilla_uniform": "Plain, ±1/√H",
    "vanilla_identity": "Plain, identity and ReLU",
    "gru_usual": "GRU, bias 0", "gru_keep": "GRU, bias ln T",
    "lstm_usual": "LSTM, forget 1", "lstm_keep": "LSTM, forget ln T",
    "lstm_keep_write": "LSTM, forget ln T, input −ln T",
    "gru_chrono": "GRU, chrono", "lstm_chrono": "LSTM, chrono",
}
# What is compared for each kind of bias. The GRU has one gate for keeping and writing: it is done with `keep`.
COMPARED = {
    bias: ("vanilla_orthogonal", "vanilla_uniform", "vanilla_identity", *gated) for bias, gated in {
        "usual": ("gru_usual", "lstm_usual"), "keep": ("gru_keep", "lstm_keep"),
        "keep_write": ("gru_keep", "lstm_keep_write"), "chrono": ("gru_chrono", "lstm_chrono")}.items()
}


@st.cache_resource(show_spinner=False)
def shipped_trials() -> tuple[Row, ...]:
    """All of them; `data/README.md` has the command that made them."""
    return tuple(read_sweep(DATA / "measured" / "lag_sweep.csv"))


def groups(bias: str, rate: float = RATE) -> list[Group]:
    """What is compared at one kind of bias (a key of `COMPARED`) and learning rate, with Adam as published."""
    lags = sorted({row.lag for row in shipped_trials()})
    return [Group(key, NAMES[key], {lag: outcomes(key, lag, rate=rate) for lag in lags}) for key in COMPARED[bias]]


def outcomes(start: str, lag: int, beta2: float = BETA2, rate: float = RATE) -> list[Outcome]:
    """Every seed of one start (a key of `NAMES`) at one lag that was tried."""
    return [Outcome(row.seed, row.solved, row.sequences, row.best_accuracy) for row in shipped_trials()
            if (row.start, row.lag, row.beta2, row.rate) == (start, lag, beta2, rate)]


def budget() -> int:
    """How many sequences a trial was allowed at most."""
    return BATCH * max(row.budget for row in shipped_trials())
