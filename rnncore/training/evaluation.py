"""How good a model is, beside what counting alone can do."""

from rnncore.data.batches import EncodedNames, batches_of
from rnncore.data.corpus import Corpus
from rnncore.model import Model
from rnncore.network import mean_loss
from rnncore.tasks import ngrams

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
