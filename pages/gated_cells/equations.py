"""The equations of one step with the numbers in them, and how papers write them."""

from html import escape

import streamlit as st

from explainer.learning.source_code import show_source
from explainer.shell.headings import header, prose, subheader
from explainer.shell.steps import fine_print, picture
from explainer.shell.steps import words as beside
from explainer.state import sections, widgets
from explainer.state.address import value
from pages.gated_cells import controls
from pages.gated_cells.cell_and_text import cell_here, text_and_neuron_here
from pages.gated_cells.equations_chart import equations
from pages.gated_cells.state import state
from pages.gated_cells.step_slider import step_slider

CLAIM = "The whole step, with its numbers"

# What each line of the picture is for: by cell and by the name of the line.
WORDS = {
    "lstm": {"i": "input gate: how much to write", "f": "forget gate: how much to keep",
             "g": "candidate: what to write", "o": "output gate: how much to show",
             "cell": "the cell state: kept plus written", "hidden": "the memory that is seen outside"},
    "gru": {"r": "reset gate: how much memory the draft may see", "z": "update gate: how much to keep",
            "hn": "what the memory offers to the draft", "n": "the draft",
            "hidden": "the new memory: draft and kept memory"},
}

# By the option that is chosen: the formulas (for the cells of `WRITTEN`, or one for both), and words about them.
WRITTEN = ("lstm", "gru")
PAPERS = {
    "pytorch": (
        (r"\begin{aligned} i_t &= \sigma(x_t W_{xi} + h_{t-1} W_{hi} + b_i) & f_t &= \sigma(x_t W_{xf} + h_{t-1} "
         r"W_{hf} + b_f)\\ "
         r"g_t &= \tanh(x_t W_{xg} + h_{t-1} W_{hg} + b_g) & o_t &= \sigma(x_t W_{xo} + h_{t-1} W_{ho} + b_o)\\ "
         r"c_t &= f_t \odot c_{t-1} + i_t \odot g_t & h_t &= o_t \odot \tanh(c_t) \end{aligned}",
         r"\begin{aligned} r_t &= \sigma(x_t W_{xr} + h_{t-1} W_{hr} + b_r) \qquad "
         r"z_t = \sigma(x_t W_{xz} + h_{t-1} W_{hz} + b_z)\\ "
         r"n_t &= \tanh(x_t W_{xn} + b_n + r_t \odot (h_{t-1} W_{hn} + b_{hn}))\\ "
         r"h_t &= (1 - z_t) \odot n_t + z_t \odot h_{t-1} \end{aligned}"),
        "PyTorch stores the matrices transposed, the gates one under the other in the order i f g o, or r z n. It "
        "keeps two biases per gate and adds them; one is enough, except inside the GRU's reset product, where b_hn "
        "stays apart. Here vectors are rows, so a matrix stands on the right."),
    "hs1997": (
        (r"s_{c}(t) = s_{c}(t-1) + y^{in}(t)\, g(net_{c}(t)) \qquad y^{c}(t) = y^{out}(t)\, h(s_{c}(t))",),
        "The first LSTM had **no forget gate**: the cell state is s, and what it holds stays, as if f were always 1. "
        "Candidate and output were bent by stretched logistic curves: g from −2 to 2, h from −1 to 1, where we have "
        "tanh. Gradients that left it through the gates were cut off; today nothing is cut. (*Long Short-Term "
        "Memory*, Neural Computation 9(8), 1997.)"),
    "gers2000": (
        (r"s_{c}(t) = y^{\varphi}(t)\, s_{c}(t-1) + y^{in}(t)\, g(net_{c}(t))",),
        "The **forget gate**, here y with φ, came three years later: on an endless text the cell state grew without "
        "bounds. Its biases start above 0, so that the cell begins by keeping. These are today's equations, but for "
        "the names; its gradients were still cut off at the gates. The LSTM of today learns with the whole gradient, "
        "since Graves & Schmidhuber 2005. (Gers, Schmidhuber & Cummins, *Learning to Forget*, Neural Computation "
        "12(10), 2000; Graves & Schmidhuber, *Framewise Phoneme Classification*, Neural Networks 18, 2005.)"),
    "cho2014": (
        (r"h_t = z_t \odot h_{t-1} + (1 - z_t) \odot \tilde h_t \qquad "
         r"\tilde h_t = \tanh(W x_t + U (r_t \odot h_{t-1}))",),
        "The GRU's first paper weighs as we do: **z keeps the old memory**. But it resets the memory **before** the "
        "product with U, where PyTorch and this page do it after. (An early version of the paper had it after, too.) "
        "The two are different networks: weights of one do not fit the other. Biases are left out in its formulas. "
        "(arXiv 1406.1078.)"),
    "chung2014": (
        (r"h_t = (1 - z_t) \odot h_{t-1} + z_t \odot \tilde h_t \qquad "
         r"\tilde h_t = \tanh(W x_t + U (r_t \odot h_{t-1}))",),
        "In this comparison of LSTM and GRU, **z and 1 − z have changed places**: an open update gate *replaces*. "
        "Nothing else changes: σ(−a) = 1 − σ(a), so turning the sign of z's weights gives our form. The reset comes "
        "before the product. (Chung, Gulcehre, Cho & Bengio, arXiv 1412.3555.)"),
}


def section() -> None:
    """Every equation of the step looked at for one neuron, and the same cell as others write it."""
    with beside():
        header(CLAIM)
        _claim()
        cell_here()
        text_and_neuron_here()
    with picture():
        _equations()
    with fine_print():
        _papers()
        _source()


@sections.section("equations_claim")
def _claim() -> None:
    now = state()
    prose(f"Neuron {now.unit + 1} at step {now.step}, which reads {escape(now.letter(now.step))}. Take a calculator: "
          "every line can be checked, and the last ones are what the next step begins with.")


@sections.section("equations")
def _equations() -> None:
    now = state()
    step_slider(now, "_equations", "in the equations")
    words = WORDS.get(now.cell) or {lane.id: lane.label for lane in now.picture.lanes if lane.id != "input"}
    st.html(equations([now.picture.node(f"{lane}:{now.step}") for lane in words], now.unit, words))


@sections.section("papers")
def _papers() -> None:
    cell = value(controls.CELL)
    if cell not in WRITTEN:
        return
    subheader("The same cell in other papers")
    widgets.choice(controls.PAPER)
    formulas, words = PAPERS[value(controls.PAPER)]
    st.container(key="gated_formula_paper").latex(formulas[min(WRITTEN.index(cell), len(formulas) - 1)])
    st.markdown(words)


@sections.section("source_of_the_cell")
def _source() -> None:
    show_source(state().model.cell_module.step)
