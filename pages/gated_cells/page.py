"""Gated cells: what each gate does, with real numbers, and why that carries memory further."""

from explainer.shell.steps import Step, chapter
from explainer.state.sections import open_chapter
from pages.gated_cells import (
    attribution,
    bias_horizon,
    controls,
    equations,
    gates_over_text,
    memory_as_sum,
    one_step,
    race,
)
from pages.gated_cells.summary import SUMMARY

CLAIM = "Gates decide what to keep, what to write and what to show"

with open_chapter("gated-cells"):
    chapter(CLAIM,
            "A plain (vanilla) cell makes its whole memory anew at every step. A gated cell decides, neuron by neuron, "
            "how much to keep.", controls.STEP, (
                Step("one-step", CLAIM, one_step.section),
                Step("gates", gates_over_text.CLAIM, gates_over_text.section),
                Step("sum", memory_as_sum.CLAIM, memory_as_sum.section),
                Step("bias", bias_horizon.CLAIM, bias_horizon.section),
                Step("race", race.CLAIM, race.section),
                Step("names", race.NAMES, race.names_they_write),
                Step("equations", equations.CLAIM, equations.section),
                Step("attribution", attribution.CLAIM, attribution.section)), summary=SUMMARY)
