"""What the lag task asks, answered from the shipped trials."""

import math

import numpy as np
import streamlit as st

from explainer.charts.log_scale import format_log10
from explainer.learning.prediction import Answer, predict
from explainer.state import sections
from pages.vanishing_gradient import lag_trials
from pages.vanishing_gradient.lag_outcomes import count_in_words, percent
from rnncore.diagnostics.memory_decomposition import log10_kept
from rnncore.tasks.lag import BETA2, LOWER_RATE, RATE, log_lag

FAR = 100                    # the lag that the questions are about
SHORT = 20                   # the lag at which the quickest is named
OTHER_BETA2 = 0.99           # of the trials with another optimiser
USUAL, LOGARITHM, BOTH, NEITHER = "0, the usual one", f"ln {FAR} ≈ {math.log(FAR):.1f}", "Both do", "Neither does"
LATER, FLAT = "Rise, only later", "Stay flat"
NEARLY_ALL, SOME, FEW = "9 or 10 of 10", "4 to 8 of 10", "3 of 10 or fewer"


def solved(start: str, beta2: float = BETA2, rate: float = RATE) -> str:
    """How many seeds of a start (a key of `lag_trials.NAMES`) solved the far lag: `9 of 10`."""
    return count_in_words(lag_trials.outcomes(start, FAR, beta2, rate))


def far_too() -> str:
    """How many seeds from the identity solved twice the far lag, in words; nothing if none was tried."""
    found = lag_trials.outcomes("vanilla_identity", 2 * FAR, rate=LOWER_RATE)
    return f", and T = {2 * FAR} {count_in_words(found)}" if found else ""


def share_solved(start: str) -> float:
    """The share of seeds of a start, 0 to 1, that solved the far lag."""
    return float(np.mean([one.solved for one in lag_trials.outcomes(start, FAR)]))


@sections.section("lag_bias_question")
def ask_which_bias() -> None:
    """GRU: which bias of the update gate?"""
    predict("lag_bias", f"A GRU must remember {FAR} steps. With which bias of the gate that keeps, its update "
                        "gate, do nearly all seeds learn it?", [USUAL, LOGARITHM, BOTH, NEITHER], bias_answer)


def bias_answer() -> Answer:
    """Which of two biases at least 9 of 10 seeds solve the far lag with, and what such a gate leaves."""
    usual, logarithm = share_solved("gru_usual") >= 0.9, share_solved("gru_keep") >= 0.9
    right = BOTH if usual and logarithm else USUAL if usual else LOGARITHM if logarithm else NEITHER
    return Answer(right, f"With 0: {solved('gru_usual')} seeds. With ln {FAR}: {solved('gru_keep')}. A gate at bias 0 "
                         f"is half open: it keeps half of the memory at each step, {FAR} times, and leaves "
                         f"{kept(0.0, FAR)}. At ln {FAR} it leaves {kept(log_lag(FAR), FAR)}. Choose “Keep: "
                         "ln T” and look.")


@sections.section("lag_write_question")
def ask_about_the_second_gate() -> None:
    """LSTM: what does the gate that writes change?"""
    predict("lag_write", "An LSTM keeps with one gate and writes with another. Now both get a bias: forget gate "
                         f"ln {FAR}, input gate −ln {FAR}. How many seeds remember {FAR} steps?",
            [NEARLY_ALL, SOME, FEW], second_gate_answer)


def second_gate_answer() -> Answer:
    """How many seeds of the LSTM's three starts solve the far lag."""
    found = share_solved("lstm_keep_write")
    right = NEARLY_ALL if found >= 0.9 else FEW if found <= 0.3 else SOME
    return Answer(right, f"With both biases {solved('lstm_keep_write')} seeds solve it{typical('lstm_keep_write')}. "
                         f"With the forget gate's alone {solved('lstm_keep')}{typical('lstm_keep')}. With "
                         f"the usual biases {solved('lstm_usual')}. A memory that keeps everything also "
                         f"keeps what {FAR} distractors write into it. A gate that is nearly shut lets little in. "
                         "The GRU has one gate for both, so one bias is enough.")


def typical(start: str) -> str:
    """The median of sequences needed by the seeds that solved the far lag, in words; nothing if none did."""
    needed = [one.sequences for one in lag_trials.outcomes(start, FAR) if one.solved]
    return f", after {np.median(needed):,.0f} sequences (their median)" if needed else ""


def kept(bias: float, steps: int) -> str:
    """What a gate that stays at sigma(bias) leaves of a memory after so many steps, in words."""
    log10 = log10_kept(bias, steps)
    return percent(10 ** log10) if log10 > -2 else format_log10(log10)


@sections.section("lag_flat_question")
def ask_about_the_flat_line() -> None:
    """GRU: what does a run look like with the usual bias?"""
    predict("lag_flat", f"The same GRU with bias 0, the usual one, and T = {FAR}: what will its line do?",
            [LATER, FLAT], flat_answer)


def flat_answer() -> Answer:
    """How the trials with the usual bias ended."""
    found = lag_trials.outcomes("gru_usual", FAR)
    most = max(one.best for one in found)
    return Answer(FLAT if not any(one.solved for one in found) else LATER,
                  f"Of the shipped trials {count_in_words(found)} solved it in {lag_trials.budget():,} sequences; the "
                  f"best check of all had {percent(most)} right, and guessing has 25 %. Set the bias to 0, press Train "
                  "and see.")


def why_the_logarithm() -> None:
    """Where ln T comes from, and how the plain networks, other optimisers and the quickest did."""
    st.markdown(r"**Why ln T?** A gate that stays at $k$ leaves $k$ of the memory at each step, and $k^T$ after T "
                r"steps. With bias $b$ and nothing else coming in, $k = \sigma(b) = 1 / (1 + e^{-b})$. At $b = \ln T$ "
                r"that is $1 - 1 / (T + 1)$: one part in T + 1 is lost per step, and after T steps about $1/e$, a good "
                r"third, is still there, whatever T is. One value for all units is our variant. Tallec & Ollivier "
                r"(2018) draw one for each: $b_f = \ln U(1, T_{max} - 1)$, and $b_i = -b_f$. With $T_{max} = T$ that "
                f"is “Chrono” above: at T = {FAR}, {solved('gru_chrono')} GRUs and {solved('lstm_chrono')} LSTMs.")
    rotation, uniform = solved("vanilla_orthogonal"), solved("vanilla_uniform")
    words = (f"**What may surprise you.** Gates alone do not remember: at T = {FAR}, with the usual biases and under "
             f"this budget, {solved('gru_usual')} GRUs and {solved('lstm_usual')} LSTMs learn it. The plain "
             f"network has no gates, and yet {rotation} seeds learn it if W_hh starts orthogonal, and {uniform} if it "
             "starts as PyTorch's does. Whether it fails depends on start and learning rate: from the identity, with "
             f"ReLU (Le, Jaitly & Hinton 2015), at rate {LOWER_RATE:g} {solved('vanilla_identity', rate=LOWER_RATE)} "
             f"seeds learn it{far_too()}; at rate {RATE:g} {solved('vanilla_identity')}.")
    if lag_trials.outcomes("gru_keep", FAR, OTHER_BETA2):
        words += (f" And on the optimiser: with Adam's β₂ at {OTHER_BETA2:g} instead of {BETA2:g}, the plain network "
                  f"gets {solved('vanilla_orthogonal', OTHER_BETA2)} and {solved('vanilla_uniform', OTHER_BETA2)}, "
                  f"and the GRU at ln T {solved('gru_keep', OTHER_BETA2)}.")
    if first := quickest(SHORT):
        words += f" And at T = {SHORT} the quickest of all is {first}."
    st.markdown(words)


def quickest(steps: int) -> str:
    """The start with the lowest median of sequences, and that median; nothing if two share it."""
    medians = {}
    for start, name in lag_trials.NAMES.items():
        outcomes = lag_trials.outcomes(start, steps)
        medians[name] = np.median([one.sequences if one.solved else np.inf for one in outcomes] or [np.inf])
    low = min(medians.values())
    lowest = [name for name, median in medians.items() if median == low < np.inf]
    return f"{lowest[0]}, with a median of {low:,.0f} sequences" if len(lowest) == 1 else ""
