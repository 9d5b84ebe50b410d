"""Gated cells: what each gate does, with real numbers, and why that carries memory further."""

from html import escape

import streamlit as st

from explainer.learning.prediction import answered
from explainer.learning.source_code import show_source
from explainer.shell.frame import picture_first
from explainer.shell.headings import header, note, prose, subheader, title
from explainer.shell.menu import link_to
from explainer.state import registry, widgets
from explainer.state.address import open_page, write_address
from pages.gated_cells import (
    attribution as gates_attention,
)
from pages.gated_cells import (
    bias_horizon,
    controls,
    gates_over_text,
    one_step,
    questions,
)
from pages.gated_cells import (
    equations as gates_equations,
)
from pages.gated_cells import (
    race as gates_race,
)
from pages.gated_cells.state import Gated, gated
from pages.gated_cells.untrained_memory import fading
from rnncore.diagnostics import attribution, memory_decomposition
from rnncore.training import equal_budget

ALL = registry.PAGES["gated-cells"]
WORDS = {
    "lstm": "An LSTM has two memories. The **belt** c runs along the top: it is only ever multiplied by the forget "
            "gate and added to. The **memory** h is what the rest of the network gets to see of it. A gate is a "
            "number between 0 (shut) and 1 (open), computed anew at every step: letter and memory give a sum, and "
            "**σ** squashes any number to between 0 and 1.",
    "gru": "A GRU has one memory and one gate that does two jobs: where the **update gate** z is open the old memory "
           "stays, and what is left, 1 − z, goes to the new draft. The **reset gate** r decides how much of the old "
           "memory the draft may see. A gate is a number between 0 (shut) and 1 (open), computed anew at every step: "
           "letter and memory give a sum, and **σ** squashes any number to between 0 and 1.",
}


def picture() -> Gated:
    """The picture first: one step of one cell."""
    widgets.segments(controls.CELL, label_visibility="collapsed")
    one_step.listen()
    now = gated()
    one_step.wiring(now)
    picture_first()
    one_step.choose()
    st.markdown(WORDS[now.cell])
    note("Four of its 64 neurons are shown, their numbers at the left. Press play, or point at a number: the card "
         "shows what it is made of. The "
         "network learned given names; its weights are the same at every step.")
    return now


def over_the_text(now: Gated) -> None:
    """All gates of all neurons."""
    header("Every neuron has gates of its own",
           "One column per letter, one row per neuron. Strong colour means open, no colour means shut. The stronger a "
           "row is in the first map, the longer that neuron keeps what it wrote. Where the colour is gone, it starts "
           "afresh.")
    gates_over_text.over_the_text(now)
    note("The box marks your neuron, the dotted frame your step. Nobody told the network what to keep: training did.")


def what_is_left(now: Gated) -> None:
    """The memory as a sum, and the straight road for gradients."""
    header("What was written stays as long as the gates let it")
    questions.ask_what_is_left(now)
    prose("Write the steps out, and the memory is a plain sum: what each letter wrote, times all the keeping gates "
          "that came after it.")
    formula = st.container(key="gated_formula_sum")
    if now.cell == "lstm":
        formula.latex(r"c_t = \sum_{s \le t} (i_s \odot g_s) \odot f_{s+1} \odot f_{s+2} \odot \cdots \odot f_t")
    else:
        formula.latex(r"h_t = \sum_{s \le t} ((1 - z_s) \odot n_s) \odot z_{s+1} \odot z_{s+2} \odot \cdots \odot z_t")
    gates_over_text.what_is_left(now)
    one_step.look_at_step(now, "step_left", "in the sum")
    note(gates_over_text.said_in_numbers(now))
    prose("<b>The gradient takes the same road back.</b> Along this straight way, a step multiplies it by one number, "
          "the gate, and nothing else: no matrix, no slope of tanh. A gate near 1 lets it pass almost whole. In a "
          "plain cell every step multiplies by W_hh <i>and</i> by a slope that is at most 1. That is why a gated "
          "memory can carry a gradient further. It can, not must: a shut gate cuts it off on purpose. (There are side "
          "roads too, through the gates themselves; the curves below count all of them.)")
    questions.ask_held_open(now)
    show_source(memory_decomposition.path_of, memory_decomposition.kept_since, memory_decomposition.memory_decomposition)


@st.fragment(key=bias_horizon.FADING)
def how_far() -> None:
    """The live bias slider and what it moves."""
    bias_horizon.reach()
    note(bias_horizon.what_was_drawn())
    st.markdown(bias_horizon.in_words(fading()))


def bias(now: Gated) -> None:
    """One number and the horizon."""
    gate = "forget gate" if now.cell == "lstm" else "update gate"
    header("One bias decides how far an untrained memory reaches",
           f"In a network that has not learned yet, letters and memory push the {gate} about, but its middle is σ(b): "
           "its bias b alone, squashed to between 0 and 1. Keep a share σ(b) at every step, and after k steps σ(b)ᵏ is "
           "left. Drag the bias.")
    how_far()
    bias_horizon.choose()
    questions.ask_bias()
    roads = ("In a GRU the straight way is the very h that feeds its gates, so side roads begin right on it."
             if now.cell == "gru" else
             "In an LSTM they first have to leave the belt through the output gate.")
    prose("The side roads, out of the memory into a gate and back, carry gradient too. They may add to the straight "
          f"way or work against it. {roads} Try other seeds, starts and sizes before you trust a rule.",
          "This is why LSTMs are started with a forget bias of 1 or more (Gers et al. 2000; Jozefowicz et al. 2015). "
          "A memory that is to last about T steps needs σ(b) = 1 − 1/T, so b = ln(T − 1) (Tallec &amp; Ollivier 2018). "
          "Too high has a price: a gate that never shuts learns to forget slowly.")


@st.fragment
def race() -> None:
    """Three cells, the same budget."""
    with st.expander("How the race went", icon=":material/show_chart:", expanded=answered("race")):
        gates_race.race()
        note(f"Adam, learning rate {equal_budget.RATE:g}, 128 names a step, {equal_budget.STEPS:,} steps, {len(equal_budget.SEEDS)} "
             "seeds, the given names. Loss in nats per letter, lowest on validation; test: the network of the first "
             "seed on names used for nothing else. Seconds: one core of one machine, measuring included. Horizon: "
             "steps back at which 1 % of the gradient is left, median of 25 texts of held-out names, before and after "
             "training. On longer texts, or with another budget, all this may come out differently.")
    prose("<b>Names they write</b>, the networks of the first seed, at temperature 1: each letter is drawn with "
          "exactly the probability that the network gives it. (A lower temperature would play safe.)")
    gates_race.names()


def side_by_side() -> None:
    """The comparison and its limits."""
    header("A fair race: same budget, same names",
           "A plain cell has two matrices, W_xh and W_hh. A GRU has three times as many, an LSTM four times: one pair "
           "for every gate and one for what is to be written. With as many units they would simply be larger. So here "
           f"each network has about {equal_budget.WEIGHTS:,} weights, and the gated ones fewer units.",
           "They are judged on <b>held-out</b> names: put aside, never trained on. The loss counts, in <b>nats</b> per "
           "letter, how surprised a network is by what comes next: −ln p. With 0.69 nats less, it gives the right "
           f"letter twice the probability. Each cell ran from {len(equal_budget.SEEDS)} <b>seeds</b>, that is, random "
           "starts.")
    questions.ask_race()
    race()
    link_to("name-generation", "Train one of them yourself", icon=":material/arrow_forward:")
    show_source(equal_budget.hidden_for, equal_budget.race)


def equations(now: Gated) -> None:
    """The numbers in the formulas."""
    header("The whole step, with its numbers",
           f"Neuron {now.unit + 1} at step {now.step}, which reads {escape(one_step.letter(now, now.step))}. Take "
           "a calculator: every line can be checked, and the last ones are what the next step begins with.")
    one_step.look_at_step(now, "step_equations", "in the equations")
    gates_equations.with_numbers(now)
    subheader("The same cell in other papers")
    gates_equations.papers(now)
    show_source(now.model.cell_module.step)


def attention(now: Gated) -> None:
    """What came after."""
    header("What came after: looking back instead of carrying along")
    questions.ask_rests(now)
    one_step.look_at_step(now, "step_rests", "in the prediction")
    with st.expander("What the prediction rests on", icon=":material/bar_chart:",
                     expanded=answered("rests") or not questions.asks_rests(now)):
        gates_attention.picture(now)
        note(gates_attention.caption(now))
    st.markdown(
        "This network has no attention; we measured from outside what its answer rests on. Everything in that picture "
        "had to pass through the memory, and the gates had to decide what to keep **before** anybody knew what would "
        "be asked. **Attention** (Bahdanau, Cho & Bengio 2015) keeps every step's vector and decides at the moment of "
        "asking: it compares a query with all of them, turns the matches into weights that add up to 1, and takes the "
        "weighted sum. Gates make such a sum too, as you saw above, but their weights are products along the way; an "
        "attention weight is computed directly, so step 1 is as near as step 1,000, for the answer and for the "
        "gradient. The transformer (Vaswani et al. 2017) does without the loop altogether and trains on all steps at "
        "once. The price: it must keep all steps, and each new one costs more than the last. A gated cell pays the "
        "same for every step and keeps a memory of one size. That trade is why recurrence came back, in linear "
        "attention and in state-space models whose gates depend on the input (Katharopoulos et al. 2020; Gu & Dao "
        "2023).")
    show_source(attribution.attribute)


open_page("gated-cells", ALL)
title("Gates decide what to keep, what to write and what to show",
      "A plain cell overwrites its memory at every step. A gated cell asks first. Watch one do it, number by number.")
now = picture()
over_the_text(now)
what_is_left(now)
bias(now)
side_by_side()
equations(now)
attention(now)
write_address(ALL)
