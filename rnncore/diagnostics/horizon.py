"""Memory horizon: how many steps back a network's memory still reaches, as one number.

The lag from which on ||ds_T / ds_{T-lag}||_F, of the whole state (h; for the LSTM h and c) and relative
to lag 0, stays below 1 %, as far as 200 steps back; the median over several texts. A text in which it is
above 1 % at lag 200 still counts as "over 200". Names are shorter than that, so held-out names are read
as one stream, one after the other, with the boundary ∎ between them as the network knows it.

    python -m rnncore.diagnostics.horizon --names data/names/given_names.txt data/models/history-given_names-*.npz
"""

import argparse
import json
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np

from rnncore.data.corpus import Corpus, corpus_of
from rnncore.data.names import NamesError, read_names
from rnncore.data.vocabulary import BOUNDARY
from rnncore.diagnostics.float64_trace import float64_trace
from rnncore.diagnostics.jacobian_norms import jacobian_norms
from rnncore.files.checkpoint import CheckpointError, load_history
from rnncore.model import Model
from rnncore.numerics.blas import restart_with_one_thread

Array = np.ndarray

THRESHOLD = 0.01
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


def heldout_streams(corpus: Corpus, texts: int = TEXTS, steps: int = LIMIT + WARM_UP) -> Array:
    """Test names, never trained on and never chosen by, joined by ∎: symbols [texts, steps].

    Names come in a fixed random order, and are used again only when all of them have been.
    """
    rng = np.random.default_rng(STREAM_SEED)
    symbols: list[int] = []
    while len(symbols) < texts * steps:
        for at in rng.permutation(len(corpus.test)):
            symbols += [BOUNDARY, *corpus.vocabulary.encode(corpus.test[at])]
    return np.array(symbols[:texts * steps]).reshape(texts, steps)


def memory_horizon(model: Model, texts: Array, limit: int = LIMIT, threshold: float = THRESHOLD) -> Horizon:
    """The horizon on some texts: symbols [texts, T] or vectors [texts, T, D], T at least `limit`.

    Raises ValueError for texts that are too short.
    """
    lags = np.array([reach(model, text, limit, threshold) for text in texts])
    return Horizon(float(np.median(lags)), lags, limit)


def reach(model: Model, text: Array, limit: int = LIMIT, threshold: float = THRESHOLD) -> int:
    """The lag from which on the norm, seen from the end of one text, stays below `threshold`; or limit + 1.

    Where the memory itself overflows, every lag counts as over the limit.
    """
    if len(text) < limit:
        raise ValueError(f"A text must have at least {limit} steps, not {len(text)}.")
    passage = float64_trace(model, text)
    if passage.overflow is not None:
        return limit + 1
    found = jacobian_norms(passage, limit).horizon(threshold)
    return limit + 1 if found is None else found


def to_json(measured: list[Along], texts: int) -> str:
    """Measured horizons as one JSON object; `from_json` reads it back."""
    runs = [{"cell": run.cell, "steps": run.steps, "per_text": [h.per_text.tolist() for h in run.horizons]}
            for run in measured]
    return json.dumps({"threshold": THRESHOLD, "limit": LIMIT, "texts": texts, "runs": runs})


def from_json(text: str) -> dict[str, Along]:
    """Horizons along training by cell, as `python -m rnncore.diagnostics.horizon` wrote them."""
    read = json.loads(text)
    return {run["cell"]: Along(run["cell"], run["steps"],
                               [Horizon(float(np.median(lags)), np.array(lags), read["limit"])
                                for lags in run["per_text"]])
            for run in read["runs"]}


def main(arguments: list[str] | None = None) -> int:
    """Measure every snapshot of some histories; one JSON object goes to stdout. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m rnncore.diagnostics.horizon", description=__doc__.split("\n\n")[0])
    parser.add_argument("histories", nargs="+", help="files written by rnncore.train --history")
    parser.add_argument("--names", required=True, metavar="FILE", help="the list they were trained on")
    parser.add_argument("--texts", type=int, default=TEXTS, help=f"streams of held-out names (default {TEXTS})")
    asked = parser.parse_args(arguments)
    try:
        corpus = corpus_of(read_names(Path(asked.names).read_bytes(), Path(asked.names).stem))
        streams = heldout_streams(corpus, asked.texts)
        measured = [_along(path, streams) for path in asked.histories]
    except (CheckpointError, NamesError, ValueError, OSError) as error:
        print(f"rnncore.diagnostics.horizon: {error}", file=sys.stderr)
        return 2
    print(to_json(measured, asked.texts))
    return 0


def _along(path: str, streams: Array) -> Along:
    _, models = load_history(path)
    return Along(models[0].cell, [model.provenance.steps for model in models],
                 [memory_horizon(model, streams) for model in models])


if __name__ == "__main__":
    restart_with_one_thread("rnncore.diagnostics.horizon")
    sys.exit(main())
