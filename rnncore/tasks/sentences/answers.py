"""What a network says about a sentence, word by word, whichever kind of network it is."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from rnncore import network
from rnncore.data.batches import Batch
from rnncore.data.packing import full, unpack
from rnncore.data.vocabulary import BOUNDARY
from rnncore.data.words import Words
from rnncore.model import Model
from rnncore.objectives import OBJECTIVES
from rnncore.tasks import windows
from rnncore.tasks.sentences.examples import WATCHED, Sentence, batch_of, encode
from rnncore.tasks.windows import WindowNet

Array = np.ndarray
Net = Model | WindowNet


class Answers(NamedTuple):
    """A text as it was read, and the answer after ∎ and after every word."""

    words: tuple[str, ...]       # [T] as they were written
    values: Array                # [1 + T, outputs]: shares 0 to 1, or a probability for every symbol
    unknown: tuple[str, ...]     # words the network has never seen

    @property
    def shares(self) -> Array:
        """Of a network that is asked for one share: [T], one for each word, that after ∎ left out."""
        return self.values[1:, 0]

    @property
    def last(self) -> Array:
        """The answer once everything is read [outputs]; for an empty text, once ∎ is read."""
        return self.values[-1]


def answers(net: Net, text: str, wipe: bool = False) -> Answers:
    """Let a network read a text, of any length; unknown words are read as such. An empty text is ∎ alone.

    `wipe` sets the memory back to what it is after ∎ before every word: what a recurrent network says about
    each word by itself, as if the text began and ended there.
    """
    reading = net.vocabulary.read(text)
    words = len(reading.numbers)
    if wipe and words:
        inputs, packing = np.concatenate([np.full(words, BOUNDARY), reading.numbers]), full(2, words)
    else:
        inputs, packing = np.concatenate([[BOUNDARY], reading.numbers]), full(1 + words, 1)
    values = values_of(net, Batch(inputs.astype(np.int64), np.zeros((len(inputs), 1)), packing))
    return Answers(reading.words, values[-1 - words:].astype(np.float64), reading.unknown)


def values_of(net: Net, batch: Batch) -> Array:
    """Answers for every row of a batch [N, outputs]."""
    if isinstance(net, WindowNet):
        scores = windows.scores_of(net.config, net.weights, batch)
    else:
        scores = network.forward(net.cell_module, net.config, net.weights, batch).logits
    return OBJECTIVES[net.objective].answer(scores)


def answers_to(net: Net, sentences: Sequence[Sentence]) -> list[Array]:
    """Answers after ∎ and after every word of many sentences: a list of [1 + T, outputs], in their order."""
    encoded = encode(sentences, net.vocabulary)
    order = np.argsort(-encoded.lengths, kind="stable")
    found: list[Array] = [np.empty(0)] * len(sentences)
    for start in range(0, len(order), WATCHED):
        chosen = order[start:start + WATCHED]
        batch = batch_of(encoded, chosen)
        padded = unpack(values_of(net, batch), batch.packing)
        for column, row in enumerate(chosen):
            found[row] = padded[:encoded.lengths[row], column]
    return found


def ranking(net: Model, text: str, most: int = 10) -> list[tuple[str, float]]:
    """The likeliest next words after a text, with their probabilities, likeliest first."""
    p = answers(net, text).last
    return [(net.vocabulary.sign(int(i)), float(p[i])) for i in np.argsort(-p, kind="stable")[:most]]


def probability(net: Model, text: str, word: str) -> float:
    """The probability of one next word after a text; that of the unknown word if the network has none such."""
    vocabulary: Words = net.vocabulary
    return float(answers(net, text).last[vocabulary.number(word)])
