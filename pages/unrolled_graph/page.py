"""The unrolled graph: what a recurrent network computes, all of it, on one picture. Its steps in their order."""

from explainer.shell.steps import Step, chapter
from explainer.state.sections import open_chapter
from pages.unrolled_graph import (
    a_loop_laid_flat,
    as_long_as_you_like,
    change_one_weight,
    controls,
    graph,
    graph_input,
    its_own_words,
    one_step,
    shapes_of_sequences,
    verdicts,
)
from pages.unrolled_graph.summary import SUMMARY

CLAIM = "One cell, used again at every step"

with open_chapter("unrolled-graph"):
    chapter(CLAIM,
            "A recurrent network is a loop. Unroll it, and the whole computation lies before you: the same few "
            "matrices at every step, and a memory that changes.", controls.STEP, (
                Step("graph", CLAIM, graph.section),
                Step("unrolling", a_loop_laid_flat.CLAIM, a_loop_laid_flat.section),
                Step("one-step", one_step.CLAIM, one_step.section),
                Step("weight", change_one_weight.CLAIM, change_one_weight.section),
                Step("length", as_long_as_you_like.CLAIM, as_long_as_you_like.section),
                Step("free-running", its_own_words.CLAIM, its_own_words.section),
                Step("shapes", shapes_of_sequences.CLAIM, shapes_of_sequences.section),
                Step("verdicts", verdicts.CLAIM, verdicts.section)), above=graph_input.section, summary=SUMMARY)
