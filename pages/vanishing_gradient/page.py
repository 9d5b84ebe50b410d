"""The vanishing gradient: why a plain network forgets, shown with the real backward pass."""

from explainer.shell.steps import Step, chapter
from explainer.state.sections import open_chapter
from pages.vanishing_gradient import (
    along_the_graph,
    cliff,
    clipping,
    controls,
    gradient_curve,
    lag_live,
    lag_task,
    memory_horizon,
    one_update,
    one_update_entry,
    tanh_chain,
    truncated_bptt,
    two_causes,
    ways_out,
)
from pages.vanishing_gradient.summary import SUMMARY

CLAIM = "Why a plain network forgets"

with open_chapter("vanishing-gradient"):
    chapter(CLAIM,
            "A network has forgotten an early step when it no longer changes a late one. Then the signal for learning "
            "has faded, too: on its way back, every step multiplies it by a slope.", controls.STEP, (
                Step("tanh-chain", CLAIM, tanh_chain.section),
                Step("chain-weight", tanh_chain.LAWS, tanh_chain.laws_section),
                Step("one-update", one_update.CLAIM, one_update.section),
                Step("bptt", one_update_entry.CLAIM, one_update_entry.section),
                Step("gradient-curve", gradient_curve.CLAIM, gradient_curve.section),
                Step("two-causes", two_causes.CLAIM, two_causes.section),
                Step("along-the-graph", along_the_graph.CLAIM, along_the_graph.section),
                Step("horizon", memory_horizon.CLAIM, memory_horizon.section),
                Step("truncated-bptt", truncated_bptt.CLAIM, truncated_bptt.section),
                Step("cliff", cliff.CLAIM, cliff.section),
                Step("clipping", clipping.CLAIM, clipping.section),
                Step("lag-task", lag_task.CLAIM, lag_task.section),
                Step("lag-training", lag_live.CLAIM, lag_live.section),
                Step("ways-out", ways_out.CLAIM, ways_out.section)), summary=SUMMARY)
