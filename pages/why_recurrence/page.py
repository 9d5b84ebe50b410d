"""Why recurrence?: what a memory is good for, before anything is said about how it is trained."""

from explainer.shell.headings import title
from explainer.state.address import open_page, write_address
from pages.why_recurrence import (
    controls,
    kinds_of_sequence,
    one_neuron,
    parameter_count,
    state_reset,
    vectors,
    year_tagging,
)

open_page("why-recurrence", controls.ALL)
title("Order matters, so a network needs a memory",
      "Read a review with the memory of a goldfish: each word is gone when the next one comes. Then read it with a "
      "memory.")
state_reset.section()
one_neuron.section()
vectors.section()
year_tagging.section()
parameter_count.section()
kinds_of_sequence.section()
write_address(controls.ALL)
