"""A map of memories: the states after every letter of many names on one plane, through the training."""

import numpy as np

from explainer.components.memory_map.memory_map import FROM_BROWSER, Cloud, memory_map
from explainer.learning.prediction import Answer, predict
from explainer.learning.source_code import show_source
from explainer.shell.headings import header
from explainer.shell.steps import fine_print, picture, question, words
from explainer.state import sections, widgets
from explainer.state.address import set_value, value
from pages.hidden_state import controls
from pages.hidden_state.state import CHANNEL, Network, network, network_and_text
from pages.hidden_state.state_cloud import cloud_of, first_of, path_on
from rnncore.diagnostics import states
from rnncore.diagnostics.variance_explained import explained_by_chance, total_variance_explained

MAP = "memory_map"
CLAIM = "Training turns a knot into a map"
LETTER, NAME = "The same last letter", "The same first letter"


def section() -> None:
    """Many names on one map, and the question what makes memories alike."""
    with words():
        header(CLAIM,
               "A memory of many numbers is a point in a space of many directions. What you see is a flat shadow of it "
               "that keeps the widest spread. Each mark is one memory of one name: point at it or tap it, or go "
               "through the marks with the up and down keys. The circles are your text. <b>Move the training "
               "slider.</b>")
        widgets.slider(controls.NAMES)
    with picture():
        _names_on_the_map()
    with question():
        _ask_what_decides()
    with fine_print():
        show_source(states.principal_plane, states.project)


def cloud(shown: Network) -> Cloud:
    """The names on the map, at every checkpoint."""
    steps = tuple(checkpoint.step for checkpoint in shown.checkpoints)
    all_names = cloud_of(f"{shown.fingerprint}{steps}", shown.checkpoints, shown.names, controls.MOST_NAMES)
    return first_of(all_names, value(controls.NAMES))


@sections.section("map")
def _names_on_the_map() -> None:
    """The map, and what its marks tell."""
    shown = network_and_text()
    many, checkpoints, vocabulary = cloud(shown.network), shown.network.checkpoints, shown.network.model.vocabulary
    widgets.segments(controls.MARKS)
    memory_map(many, checkpoints, path_on(many, checkpoints, shown.reading.inputs), shown.signs, key=MAP,
               signs=[vocabulary.sign(i) for i in range(len(vocabulary))], marks=value(controls.MARKS),
               channel=CHANNEL, frame=shown.frame, step=shown.step, then=sections.callback(_take_checkpoint))


@sections.section("map_question")
def _ask_what_decides() -> None:
    predict("map", "Which memories are more alike: those with the same last letter, or with the same first letter?",
            [LETTER, NAME], lambda: what_decides(network()))


def what_decides(shown: Network) -> Answer:
    """Which letter, last or first, accounts for more of the variance of the states than it would by chance.

    Memories of one name share its first letter and are alike in other ways too, so for the first letter it is names
    that are shuffled, and single memories for the last one.
    """
    many = cloud(shown)
    h = states.states_of(shown.entry.model, many.names).h.astype(np.float64)
    begun = many.positions >= 2            # from the second letter on, first and last are different letters
    first = many.symbols[np.searchsorted(many.of, many.of) + 1]
    h, last, first, of = h[begun], many.symbols[begun], first[begun], many.of[begun]
    last_share, first_share = total_variance_explained(h, last), total_variance_explained(h, first)
    last_chance, first_chance = explained_by_chance(h, last, np.arange(len(h))), explained_by_chance(h, first, of)
    return Answer(LETTER if last_share - last_chance > first_share - first_chance else NAME,
                  f"Knowing the last letter accounts for {last_share:.0%} of the spread of all neurons, knowing the "
                  f"first letter for {first_share:.0%}, over {len(h):,} memories of these names. The same letters "
                  f"dealt out anew by chance would seem to account for {last_chance:.0%} and {first_chance:.0%}, for "
                  "small groups always differ a little.")


def _take_checkpoint() -> None:
    """Put the checkpoint at which the training slider of the map was let go into the control: for its callback."""
    news = FROM_BROWSER.news(MAP)
    if "frame" in news:
        checkpoint = 0 if news["frame"] is None else news["frame"] + 1
        set_value(controls.CHECKPOINT, min(max(checkpoint, 0), controls.CHECKPOINT.high))
