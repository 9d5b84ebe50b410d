"""Why recurrence?: what a memory is good for, before anything is said about how it is trained."""

from explainer.shell.steps import Step, chapter
from explainer.state.sections import open_chapter
from pages.why_recurrence import (
    controls,
    kinds_of_sequence,
    one_neuron,
    own_texts,
    parameter_count,
    state_reset,
    vectors,
    year_tagging,
)
from pages.why_recurrence.summary import SUMMARY

CLAIM = "Order matters, so a network needs a memory"

with open_chapter("why-recurrence"):
    chapter(CLAIM,
            "Read a review with the memory of a goldfish: each word is gone when the next one comes. Then read it with "
            "a memory.", controls.STEP, (
                Step("order", CLAIM, state_reset.section),
                Step("one-neuron", one_neuron.CLAIM, one_neuron.section),
                Step("vectors", vectors.CLAIM, vectors.section),
                Step("place", year_tagging.CLAIM, year_tagging.section),
                Step("scores", year_tagging.FAILS, year_tagging.where_each_fails),
                Step("by-place", year_tagging.BY_PLACE, year_tagging.by_place_of_the_number),
                Step("own-texts", own_texts.CLAIM, own_texts.section),
                Step("length", parameter_count.CLAIM, parameter_count.section),
                Step("kinds", kinds_of_sequence.CLAIM, kinds_of_sequence.section)), summary=SUMMARY)
