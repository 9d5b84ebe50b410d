"""How good a model is, beside what counting alone can do."""

import numpy as np

from rnncore.data.batches import EncodedNames, batches_of
from rnncore.data.corpus import Corpus
from rnncore.data.streams import held_out_streams, stream_batch
from rnncore.model import Model
from rnncore.network import mean_loss
from rnncore.tasks import ngrams

Array = np.ndarray

BATCH = 256


def loss_on(model: Model, names: EncodedNames) -> float:
    """Nats per symbol on `names`, ends included."""
    return mean_loss(model.cell_module, model.config, model.weights, batches_of(names, BATCH))


def losses(model: Model, corpus: Corpus) -> dict[str, float]:
    """Nats per symbol on the three parts of a corpus: `train_loss`, `validation_loss` and `test_loss`."""
    return {
        "train_loss": loss_on(model, corpus.train_encoded),
        "validation_loss": loss_on(model, corpus.validation_encoded),
        "test_loss": loss_on(model, corpus.test_encoded),
    }


def baselines_of(corpus: Corpus) -> ngrams.Baselines:
    """Uniform, bigram and the best smoothed n-gram on the same split."""
    return ngrams.baselines(corpus.train_encoded, corpus.validation_encoded, corpus.test_encoded,
                            len(corpus.vocabulary))


def loss_on_streams(model: Model, streams: Array) -> float:
    """Nats per symbol on streams of names, symbols [B, T + 1]: the memory begins empty once and is carried on."""
    return mean_loss(model.cell_module, model.config, model.weights, [stream_batch(streams)])


def stream_losses(model: Model, corpus: Corpus) -> dict[str, float]:
    """As `losses`, of the parts read as streams: what a network that was trained on streams is judged by."""
    parts = {"train_loss": corpus.train_encoded, "validation_loss": corpus.validation_encoded,
             "test_loss": corpus.test_encoded}
    return {name: loss_on_streams(model, held_out_streams(part)) for name, part in parts.items()}
