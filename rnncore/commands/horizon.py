"""The memory horizon of every snapshot of some training runs on streams, and its loss on streams of test names.

    python -m rnncore.commands.horizon --names data/names/given_names.txt data/streams/history-*.npz

One JSON object goes to stdout; `rnncore.diagnostics.horizon.from_json` reads it back.
"""

import argparse
import json
import sys
from pathlib import Path

from rnncore.data.corpus import Corpus, corpus_of
from rnncore.data.names import NamesError, read_names
from rnncore.data.streams import held_out_streams
from rnncore.diagnostics.horizon import LIMIT, TEXTS, Along, memory_horizon, streams_of_test_names
from rnncore.diagnostics.jacobian_norms import FORGOTTEN
from rnncore.files.checkpoint import CheckpointError, load_history
from rnncore.numerics.blas import restart_with_one_thread
from rnncore.training.evaluation import loss_on_streams


def main(arguments: list[str] | None = None) -> int:
    """Measure every snapshot of some histories; one JSON object goes to stdout. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m rnncore.commands.horizon", description=__doc__.split("\n\n")[0])
    parser.add_argument("histories", nargs="+", help="files written by rnncore.train --cut --history")
    parser.add_argument("--names", required=True, metavar="FILE", help="the list they were trained on")
    parser.add_argument("--texts", type=int, default=TEXTS, help=f"streams of test names (default {TEXTS})")
    asked = parser.parse_args(arguments)
    try:
        corpus = corpus_of(read_names(Path(asked.names).read_bytes(), Path(asked.names).stem))
        measured = [_along(path, corpus, asked.texts) for path in asked.histories]
    except (CheckpointError, NamesError, ValueError, OSError) as error:
        print(f"rnncore.commands.horizon: {error}", file=sys.stderr)
        return 2
    print(to_json(measured, asked.texts))
    return 0


def _along(path: str, corpus: Corpus, texts: int) -> Along:
    _, models = load_history(path)
    streams, held_out = streams_of_test_names(corpus, texts), held_out_streams(corpus.test_encoded)
    return Along(models[0].cell, [model.provenance.steps for model in models],
                 [memory_horizon(model, streams) for model in models],
                 [round(loss_on_streams(model, held_out), 4) for model in models])


def to_json(measured: list[Along], texts: int) -> str:
    """Measured horizons as one JSON object."""
    runs = [{"cell": run.cell, "steps": run.steps, "losses": run.losses,
             "per_text": [h.per_text.tolist() for h in run.horizons]} for run in measured]
    return json.dumps({"threshold": FORGOTTEN, "limit": LIMIT, "texts": texts, "runs": runs})


if __name__ == "__main__":
    restart_with_one_thread("rnncore.commands.horizon")
    sys.exit(main())
