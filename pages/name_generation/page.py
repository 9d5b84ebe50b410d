"""Name generation: one network, a list of names, and what it learns from them. Its steps in their order."""

from explainer.shell.steps import Step, chapter
from explainer.shell.training_strip import training_strip
from explainer.state.address import value
from explainer.state.sections import open_chapter
from explainer.state.steps import WHOLE
from pages.name_generation import (
    controls,
    generate,
    keep_and_compare,
    letter_by_letter,
    lists,
    train_your_own,
    your_name,
)
from pages.name_generation.summary import SUMMARY

PLACE = "name-generation"
CLAIM = "A network that reads names can write new ones"


def _above() -> None:
    """What trains, where the step does not show it, and the network that the address asks for."""
    training_strip(PLACE, is_shown_already=value(controls.STEP) in ("train", WHOLE))
    generate.linked_model()


with open_chapter(PLACE):
    chapter(CLAIM,
            "Nobody tells it a rule. It reads a list, one letter at a time, and learns to guess the next letter. Then "
            "it writes.", controls.STEP, (
                Step("write", CLAIM, generate.section),
                Step("letters", letter_by_letter.CLAIM, letter_by_letter.section),
                Step("your-name", your_name.CLAIM, your_name.section),
                Step("train", train_your_own.CLAIM, train_your_own.section),
                Step("list", lists.CLAIM, lists.section),
                Step("compare", keep_and_compare.CLAIM, keep_and_compare.section)), above=_above, summary=SUMMARY)
