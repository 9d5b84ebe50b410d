"""The vanishing gradient: why a plain network forgets, shown with the real backward pass."""

import streamlit as st

from explainer.learning.share import link_to_this_view
from explainer.learning.source_code import show_source
from explainer.shell.frame import picture_first
from explainer.shell.headings import header, note, title
from explainer.state.address import open_page, write_address
from pages.vanishing_gradient import (
    along_the_graph as gradient_graph,
)
from pages.vanishing_gradient import (
    clipping as gradient_clipping,
)
from pages.vanishing_gradient import (
    controls,
    gradient_curve,
    lag_task,
    one_update,
    tanh_chain,
)
from pages.vanishing_gradient import (
    memory_horizon as gradient_horizon,
)
from pages.vanishing_gradient import (
    ways_out as gradient_ways,
)
from pages.vanishing_gradient.state import lesson_now
from rnncore import sequence
from rnncore.diagnostics import tanh_chain as core_chain
from rnncore.diagnostics.gradient_terms import gradient_terms, slope_by_nudging
from rnncore.diagnostics.horizon import memory_horizon
from rnncore.diagnostics.jacobian_norms import jacobian_norms
from rnncore.training.optimisers import clip_by_global_norm


def how_far_back() -> None:
    """The main picture."""
    gradient_curve.picture()
    picture_first()
    gradient_curve.more_sliders()
    gradient_curve.choices()
    words, more = st.columns([5, 1], vertical_alignment="top")
    with words:
        note("The curve: how much a small change of the memory, so many steps back, still changes the last one. The "
             "scale is absolute, and every mark on it is a hundred times the one below. Dotted: the bound that "
             "singular values give; no curve can rise above it. " + gradient_curve.spectrum_explained())
    with more:
        link_to_this_view(controls.ALL)
    gradient_curve.formula()
    show_source(jacobian_norms)


def many_small_factors() -> None:
    """tanh of tanh of tanh."""
    header("Multiply often enough, and nothing is left",
           "Start with one number and one function: tanh of tanh of tanh. The slope of the whole is the product of "
           "the slopes on the way, and no slope of tanh is above 1. Below each bar: the product so far.")
    tanh_chain.repeated_tanh()
    tanh_chain.ask_about_the_middle()
    show_source(core_chain.tanh_chain)


def along_the_graph() -> None:
    """A trained network, a real text."""
    header("The same thing on a real text",
           "A trained network reads a name and is asked for what comes next. The error of that answer flows back "
           "along every arrow. Width and number are the length of the gradient, on one scale for all texts and "
           "networks. The sign ∎ says that a name begins or ends.")
    now = lesson_now()
    gradient_graph.backward_graph(now)
    gradient_graph.ask_which_cell(now)
    show_source(sequence.backprop_through_time, now.model.cell_module.slopes,
                now.model.cell_module.through_gates, now.model.cell_module.flow_back)


def two_causes() -> None:
    """Slopes and W_hh apart."""
    header("Two things eat the gradient",
           "A step back multiplies twice: by the slope of the activation at every neuron, and by W_hh. Here each of "
           "them has a curve of its own. Together they are the gradient, exactly.")
    gradient_curve.causes()
    gradient_curve.ask_about_the_edge()


def horizon() -> None:
    """One number for a memory."""
    header("One number: how far a memory reaches",
           "The <b>memory horizon</b> is the number of steps after which less than 1 % of the gradient is left. "
           "Three networks learned the same names. Their horizons were measured along the way.")
    gradient_horizon.ask_about_training()
    gradient_horizon.memory_horizon()
    show_source(memory_horizon)


def one_update_apart() -> None:
    """Forward, loss, backward, change, better."""
    header("One update, in slow motion",
           "All of learning is this, again and again. The text and the network are those of the graph above.")
    one_update.slow_motion()
    show_source(gradient_terms, slope_by_nudging)


def clipping() -> None:
    """What it does, and what it cannot do."""
    header("Clipping tames an explosion, but cannot bring back what vanished",
           "A gradient that explodes throws the weights far away. <b>Clipping</b> shortens it to a limit and keeps "
           "its direction. Two plain networks, the same start, the same data: they must remember the first symbol. "
           "One is clipped.")
    gradient_clipping.with_and_without()
    gradient_clipping.ask_about_the_past()
    show_source(clip_by_global_norm)


def ways_out() -> None:
    """What helps, and what does not."""
    header("Ways out, and one that is none",
           "Press one. It changes the network of the first picture. You see both: the plain one and the new.")
    gradient_ways.ways_out()


open_page("vanishing-gradient", controls.ALL)
title("Why a plain network forgets",
      "To learn from what happened long ago, the error must travel back step by step. Each step multiplies it. Drag "
      "the slider: it dies out, or it explodes.")
how_far_back()
many_small_factors()
along_the_graph()
two_causes()
horizon()
one_update_apart()
clipping()
lag_task.lag_section()
ways_out()
write_address(controls.ALL)
