"""The unrolled graph: what a recurrent network computes, all of it, on one picture. Its sections in their order."""

from explainer.shell.headings import title
from explainer.state.address import open_page
from pages.unrolled_graph import (
    a_loop_laid_flat,
    as_long_as_you_like,
    change_one_weight,
    controls,
    graph,
    its_own_words,
    one_step,
    shapes_of_sequences,
    verdicts,
)

open_page("unrolled-graph", controls.ALL)
title("One cell, used again at every step",
      "A recurrent network is a loop. Unroll it, and the whole computation lies before you: the same few matrices at "
      "every step, and a memory that changes.")
state = graph.section()
verdicts.section(state)
a_loop_laid_flat.section(state)
one_step.section()
change_one_weight.section(state)
its_own_words.section(state)
shapes_of_sequences.section()
as_long_as_you_like.section()
