"""Why recurrence?: what a memory is good for, before anything is said about how it is trained."""

from explainer.shell.headings import title
from explainer.state.sections import open_chapter
from pages.why_recurrence import (
    kinds_of_sequence,
    one_neuron,
    parameter_count,
    state_reset,
    vectors,
    year_tagging,
)

with open_chapter("why-recurrence"):
    title("Order matters, so a network needs a memory",
          "Read a review with the memory of a goldfish: each word is gone when the next one comes. Then read it with a "
          "memory.")
    state_reset.section()
    one_neuron.section()
    vectors.section()
    year_tagging.section()
    parameter_count.section()
    kinds_of_sequence.section()
