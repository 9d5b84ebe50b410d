"""The unrolled graph: what a recurrent network computes, all of it, on one picture. Its sections in their order."""

from explainer.shell.headings import title
from explainer.state.sections import open_chapter
from pages.unrolled_graph import (
    a_loop_laid_flat,
    as_long_as_you_like,
    change_one_weight,
    graph,
    its_own_words,
    one_step,
    shapes_of_sequences,
    verdicts,
)

with open_chapter("unrolled-graph"):
    title("One cell, used again at every step",
          "A recurrent network is a loop. Unroll it, and the whole computation lies before you: the same few matrices "
          "at every step, and a memory that changes.")
    graph.section()
    verdicts.section()
    a_loop_laid_flat.section()
    one_step.section()
    change_one_weight.section()
    its_own_words.section()
    shapes_of_sequences.section()
    as_long_as_you_like.section()
