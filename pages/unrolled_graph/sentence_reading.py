"""A sentence as the networks read it that know words: one step for ∎, one for every word."""

import numpy as np

from explainer.models.reading import Reading
from explainer.state.choices import MAX_STEPS
from rnncore import Model
from rnncore.data.letters import listed
from rnncore.data.vocabulary import BOUNDARY, BOUNDARY_SIGN
from rnncore.data.words import UNKNOWN, YEAR_LIKE
from rnncore.tasks.sentences import answers

SENTIMENT, NEXT_WORD, YEAR = "sentiment", "next-word", "year"      # what a network of sentences was trained for
_LONGEST_SHOWN = 24      # letters of an unknown word


def read_sentence(model: Model, text: str, steps: int) -> Reading:
    """A sentence: ∎ first, then its words, at most `steps` inputs in all. It never fails.

    Where nobody knows what comes next, after the last word, the target is the likeliest word. A network of shares has
    the target 1 where its answer should be yes, and none (-1) where the loss does not ask.
    """
    read = model.vocabulary.read("".join(sign if sign.isprintable() else " " for sign in text))
    inputs = np.concatenate([[BOUNDARY], read.numbers]).astype(np.int64)
    texts = (BOUNDARY_SIGN, *map(_shown, read.words, read.numbers))
    shown = min(steps, len(inputs))
    known = " ".join(read.words)
    problem = _problem(list(read.unknown), len(read.words), len(set(read.words)))
    if model.objective == "share":
        targets, chosen = np.ones(shown, dtype=np.int64), np.full(shown, -1)
        numbers = inputs[:shown] == model.vocabulary.number(YEAR_LIKE)
        if model.task == YEAR and numbers.any():
            targets[~numbers] = -1
        return Reading(inputs[:shown], targets, known, problem, texts[:shown], chosen)
    chosen = np.append(inputs[1:], -1)[:shown]
    likeliest = int(np.argmax(answers(model, known).last))
    targets = np.append(inputs[1:], likeliest)[:shown]
    return Reading(inputs[:shown], targets, known, problem, texts[:shown], chosen)


def _shown(word: str, number: int) -> str:
    word = word if len(word) <= _LONGEST_SHOWN else word[:_LONGEST_SHOWN - 1] + "…"
    return f"{word} (?)" if number == UNKNOWN else word


def _problem(unknown: list[str], words: int, different: int) -> str:
    """What of a text was not read as it stands, in one sentence."""
    if not words:
        return "There is no text, so the network reads only ∎, the sign that a sentence begins: type a sentence."
    room, reasons = MAX_STEPS - 1, []
    if unknown:
        which = listed([word if len(word) <= _LONGEST_SHOWN else word[:_LONGEST_SHOWN - 1] + "…" for word in unknown])
        reasons.append(f"the network knows none of these words and reads each as “unknown”: {which}"
                       if len(unknown) == different else f"the network has never seen {which}, marked (?)")
    if words > room:
        reasons.append(f"the graph has room for {room} words and shows the first of your {words}")
    sentence = ", and ".join(reasons)
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""
