"""Memory horizon: how many steps back a network's memory still reaches, as one number.

The lag from which on ||ds_T / ds_{T-lag}||_F, of the whole state (h; for the LSTM h and c) and relative
to lag 0, stays below 1 %, as far as 200 steps back; the median over several texts. A text in which it is
above 1 % at lag 200 still counts as "over 200". Names are shorter than that, so test names are read
as one stream, one after the other, with the boundary ∎ between them: for networks that were trained on such streams
(`rnncore.training.truncated_bptt`). A network that begins every name with an empty memory is lost on one.

`rnncore.commands.horizon` measures it along whole runs.
"""

import json
from typing import NamedTuple

import numpy as np

from rnncore.data.corpus import Corpus
from rnncore.data.vocabulary import BOUNDARY
from rnncore.diagnostics.float64_trace import float64_trace
from rnncore.diagnostics.jacobian_norms import FORGOTTEN, jacobian_norms
from rnncore.model import Model

Array = np.ndarray

LIMIT = 200
TEXTS = 25               # an odd number: the median is then one text's own lag
WARM_UP = 20             # steps before the oldest memory asked about, so that no text is judged by its beginning
STREAM_SEED = 1991


class Horizon(NamedTuple):
    """The reach of a memory, in steps. `limit + 1` stands for "over `limit`"."""

    median: float        # over the texts
    per_text: Array      # [texts] lags
    limit: int

    @property
    def over(self) -> bool:
        """Whether the median is beyond what was measured."""
        return self.median > self.limit

    @property
    def texts_over(self) -> int:
        """How many texts are beyond what was measured."""
        return int((self.per_text > self.limit).sum())


class Along(NamedTuple):
    """The horizons of one network along its training."""

    cell: str
    steps: list[int]             # of training; 0 is the untrained network
    horizons: list[Horizon]
    losses: list[float]          # nats per symbol on streams of test names


def streams_of_test_names(corpus: Corpus, texts: int = TEXTS, steps: int = LIMIT + WARM_UP) -> Array:
    """Test names, never trained on and never chosen by, joined by ∎: symbols [texts, steps].

    Names come in a fixed random order, and are used again only when all of them have been.
    """
    rng = np.random.default_rng(STREAM_SEED)
    symbols: list[int] = []
    while len(symbols) < texts * steps:
        for at in rng.permutation(len(corpus.test)):
            symbols += [BOUNDARY, *corpus.vocabulary.encode(corpus.test[at])]
    return np.array(symbols[:texts * steps]).reshape(texts, steps)


def memory_horizon(model: Model, texts: Array, limit: int = LIMIT, threshold: float = FORGOTTEN) -> Horizon:
    """The horizon on some texts: symbols [texts, T] or vectors [texts, T, D], T at least `limit`.

    Raises ValueError for texts that are too short.
    """
    lags = np.array([reach(model, text, limit, threshold) for text in texts])
    return Horizon(float(np.median(lags)), lags, limit)


def reach(model: Model, text: Array, limit: int = LIMIT, threshold: float = FORGOTTEN) -> int:
    """The lag from which on the norm, seen from the end of one text, stays below `threshold`; or limit + 1.

    Where the memory itself overflows, every lag counts as over the limit.
    """
    if len(text) < limit:
        raise ValueError(f"A text must have at least {limit} steps, not {len(text)}.")
    forward = float64_trace(model, text)
    if forward.overflow is not None:
        return limit + 1
    found = jacobian_norms(forward, limit).horizon(threshold)
    return limit + 1 if found is None else found


def from_json(text: str) -> dict[str, Along]:
    """Horizons along training by cell, as `rnncore.commands.horizon` wrote them."""
    read = json.loads(text)
    return {run["cell"]: Along(run["cell"], run["steps"],
                               [Horizon(float(np.median(lags)), np.array(lags), read["limit"])
                                for lags in run["per_text"]], run["losses"])
            for run in read["runs"]}
