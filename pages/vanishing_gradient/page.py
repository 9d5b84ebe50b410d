"""The vanishing gradient: why a plain network forgets, shown with the real backward pass."""

from explainer.shell.headings import title
from explainer.state.sections import open_chapter
from pages.vanishing_gradient import (
    along_the_graph,
    clipping,
    gradient_curve,
    lag_task,
    memory_horizon,
    one_update,
    tanh_chain,
    truncated_bptt,
    two_causes,
    ways_out,
)

with open_chapter("vanishing-gradient"):
    title("Why a plain network forgets",
          "To learn from what happened long ago, the error must travel back step by step. Each step multiplies it. "
          "Drag the slider: it dies out, or it explodes.")
    gradient_curve.section()
    tanh_chain.section()
    along_the_graph.section()
    two_causes.section()
    memory_horizon.section()
    truncated_bptt.section()
    one_update.section()
    clipping.section()
    lag_task.section()
    ways_out.section()
