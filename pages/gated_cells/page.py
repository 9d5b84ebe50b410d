"""Gated cells: what each gate does, with real numbers, and why that carries memory further."""

from explainer.shell.headings import title
from explainer.state.sections import open_chapter
from pages.gated_cells import (
    attribution,
    bias_horizon,
    equations,
    gates_over_text,
    memory_as_sum,
    one_step,
    race,
)

with open_chapter("gated-cells"):
    title("Gates decide what to keep, what to write and what to show",
          "A plain cell makes its whole memory anew at every step. A gated cell decides, neuron by neuron, how much to "
          "keep. Whether keeping pays, it learns. Watch one do it, number by number.")
    one_step.section()
    gates_over_text.section()
    memory_as_sum.section()
    bias_horizon.section()
    race.section()
    equations.section()
    attribution.section()
