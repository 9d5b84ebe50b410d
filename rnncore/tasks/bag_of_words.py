"""The fair rival of a word network on labelled texts: logistic regression on word counts, which knows no order.

    p = softmax(b + sum over words of count^(1/2) w[word])        one weight for each word and label

Trained on the whole training part at once by Adam; the strength of the weight decay and the step that is kept are those
with the lowest validation loss.
"""

from typing import NamedTuple

import numpy as np

from rnncore.readout import log_softmax

Array = np.ndarray

DECAYS = (0.0, 1e-4, 1e-3)
STEPS, LOOK_EVERY, RATE = 120, 10, 0.05


class Counted(NamedTuple):
    """Texts as counts, each distinct word of a text once: `words` [N] belong to `texts` [N], in order of texts."""

    texts: Array
    words: Array
    counts: Array        # [N] their square roots
    size: int            # how many texts there are


class BagOfWords(NamedTuple):
    """A fitted rival."""

    weights: Array       # [V, K]
    bias: Array          # [K]
    validation_loss: float

    def probabilities(self, counted: Counted) -> Array:
        """[texts, K] how likely each label is."""
        return np.exp(log_softmax(scores(self.weights, self.bias, counted)))


def counted(texts: list[Array], vocabulary: int) -> Counted:
    """Texts, each an array of word numbers below `vocabulary`, as counts."""
    rows = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    words = np.concatenate([np.empty(0, np.int64), *texts])
    codes, counts = np.unique(rows * vocabulary + words, return_counts=True)
    return Counted(codes // vocabulary, codes % vocabulary, np.sqrt(counts), len(texts))


def scores(weights: Array, bias: Array, found: Counted) -> Array:
    """[texts, K] scores of the labels."""
    terms = weights[found.words] * found.counts[:, None]
    return np.stack([np.bincount(found.texts, column, found.size) for column in terms.T], axis=1) + bias


def fit(train: Counted, answers: Array, validation: Counted, wanted: Array, vocabulary: int, labels: int) -> BagOfWords:
    """The rival that is best on the validation part. `answers` and `wanted` are numbers of labels."""
    fits = [_fit(train, answers, validation, wanted, vocabulary, labels, decay) for decay in DECAYS]
    return min(fits, key=lambda found: found.validation_loss)


def _fit(train: Counted, answers: Array, validation: Counted, wanted: Array, vocabulary: int, labels: int, decay: float,
         ) -> BagOfWords:
    weights = np.zeros((vocabulary + 1, labels))           # the last row is the bias
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    best = None
    for step in range(1, STEPS + 1):
        gradient = _gradient(weights, train, answers)
        gradient[:-1] += decay * weights[:-1]
        mean += 0.1 * (gradient - mean)
        square += 0.001 * (np.square(gradient) - square)
        weights -= RATE * (mean / (1 - 0.9 ** step)) / (np.sqrt(square / (1 - 0.999 ** step)) + 1e-8)
        if step % LOOK_EVERY == 0:
            p = log_softmax(scores(weights[:-1], weights[-1], validation))
            loss = float(-p[np.arange(len(wanted)), wanted].mean())
            if best is None or loss < best.validation_loss:
                best = BagOfWords(weights[:-1].copy(), weights[-1].copy(), loss)
    return best


def _gradient(weights: Array, train: Counted, answers: Array) -> Array:
    """dL/dweights of the mean loss, the bias in the last row."""
    error = np.exp(log_softmax(scores(weights[:-1], weights[-1], train)))
    error[np.arange(len(answers)), answers] -= 1
    error /= len(answers)
    terms = error[train.texts] * train.counts[:, None]
    words = np.stack([np.bincount(train.words, column, len(weights) - 1) for column in terms.T], axis=1)
    return np.concatenate([words, error.sum(axis=0, keepdims=True)])
