"""The tasks on sentences, as the unrolled graph reads them: one step for ∎, one for every word."""

import numpy as np

from explainer.models import shipped
from explainer.models.reading import Reading, listed
from explainer.state.choices import MAX_STEPS
from pages.unrolled_graph.reading_network import Task
from rnncore import Model
from rnncore.data.vocabulary import BOUNDARY, BOUNDARY_SIGN
from rnncore.data.words import UNKNOWN, YEAR_LIKE
from rnncore.tasks.sentences import answers
from rnncore.tasks.sentences.next_word import KNOWN as REMOTE
from rnncore.tasks.sentences.sentiment import KNOWN as REVIEW
from rnncore.tasks.sentences.year import KNOWN as METS

SENTIMENT, NEXT_WORD, YEAR = "sentiment", "next-word", "year"
_LONGEST_SHOWN = 24      # letters of an unknown word


def sentence_tasks(load) -> list[Task]:
    """The three tasks; `load` turns a key into the way to its network."""
    return [
        Task(SENTIMENT, "Reviews: how much it likes it (GRU)", load(SENTIMENT), read_sentence, unit="word",
             example=REVIEW[0], names=("positive",), runs_free=False,
             answer="above it how positive it takes the review to be, from 0 to 1",
             loss="The loss takes “positive” for right: −ln of the share."),
        Task(NEXT_WORD, "Sentences: the next word (GRU)", load(NEXT_WORD), read_sentence, unit="word",
             example=REMOTE[0], runs_free=False,
             loss="After the last word nobody knows what is right: there the loss takes the likeliest word for it."),
        Task(YEAR, "Sentences: which word is a year? (GRU)", load(YEAR), read_sentence, unit="word",
             example=METS[0], names=("year",), runs_free=False,
             answer="above it, for each word, how surely it is a year",
             loss="The loss takes “a year” for right at numbers from 1000 to 2099, at the last step where there is "
                  "none: −ln of the share."),
    ]


def read_sentence(model: Model, text: str, steps: int) -> Reading:
    """A sentence: ∎ first, then its words, at most `steps` inputs in all. It never fails."""
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


def network(task: str) -> Model:
    """The shipped network of a task."""
    return shipped.sentence_models()[task]


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
