"""A text as a network reads it."""

import unicodedata
from typing import NamedTuple

import numpy as np

from explainer.models.spelling import spelled_for
from explainer.state.choices import MAX_STEPS
from rnncore import Model, Vocabulary
from rnncore.data.letters import listed
from rnncore.data.vocabulary import BOUNDARY

Array = np.ndarray


class Reading(NamedTuple):
    """A text as a network reads it."""

    inputs: Array                # [T] symbol numbers, what begins the sequence included
    targets: Array               # [T] what is right at each step: the next symbol, or the share wanted; below 0 nothing
    text: str                    # what is left of the visitor's text
    problem: str                 # one sentence if that is not all of it, else ""
    texts: tuple[str, ...] = ()  # [T] what stands in the chips; empty: the vocabulary's signs
    chosen: Array | None = None  # [T] the output that really came next, -1 where nobody knows; None: the targets


def read_name(model: Model, text: str, steps: int) -> Reading:
    """A name: ∎ first, then its letters, at most `steps` inputs in all. It never fails."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    spelled = model.vocabulary.fold(spelled_for(model.vocabulary, plain))
    known = "".join(symbol for symbol in spelled if symbol in model.vocabulary.symbols)
    codes = model.vocabulary.encode(known)
    sequence = np.concatenate([[BOUNDARY], codes, [BOUNDARY]])
    shown = min(steps, len(sequence) - 1)
    return Reading(sequence[:shown], sequence[1:shown + 1], known,
                   _problem(model.vocabulary, plain, spelled, known))


def _problem(vocabulary: Vocabulary, plain: str, spelled: str, known: str) -> str:
    """What of a text was not read, in one sentence."""
    room = MAX_STEPS - 1
    if not plain:
        return "There is no text, so the network reads only ∎, the sign that a name begins: type a name."
    unknown = list(dict.fromkeys(symbol for symbol in spelled if symbol not in vocabulary.symbols))
    reasons = []
    if unknown:
        reasons.append(f"the network has never seen {listed(unknown)}")
    if len(known) > room:
        reasons.append(f"the graph has room for {room} letters and your text is longer")
    if not unknown and spelled != vocabulary.fold(plain):
        reasons.append("its list has no accents, and no signs between letters")
    if not reasons:
        return ""
    begin = f"It reads “{known[:room]}”" if known else "It reads only ∎, where a name begins"
    return f"{begin}: {', and '.join(reasons)}."
