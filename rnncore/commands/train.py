"""Train a name generator from the command line.

    python -m rnncore.train --names data/names/given_names.txt --cell gru --seconds 30 --out model.npz

Progress goes to stderr. The last line on stdout is one JSON object with the losses in nats per character
(`test_loss` on names the network never trained on and was not chosen by), beside what counting can do.
The losses stand there under their old names too: `heldout_nats_per_char` is `test_loss`.

With `--cut K` the names are joined by ∎ into streams, and the memory is never emptied: truncated backprop through time
(`rnncore.training.truncated_bptt`). Losses are then those on streams of held-out names.
"""

import argparse
import dataclasses
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rnncore.cells import CELLS
from rnncore.commands.writing import check_targets
from rnncore.data.corpus import Corpus, corpus_of
from rnncore.data.names import NamesError, read_names
from rnncore.data.names_told import told
from rnncore.data.streams import Streams
from rnncore.files import checkpoint, old_names
from rnncore.model import Model
from rnncore.numerics.activations import ACTIVATIONS
from rnncore.training.config import TrainingConfig
from rnncore.training.data_parallel import pair
from rnncore.training.evaluation import baselines_of, losses, stream_losses
from rnncore.training.history import History
from rnncore.training.loop import Training
from rnncore.training.optimisers import OPTIMISERS
from rnncore.training.recipes import Recipe, regularised, usual_rate
from rnncore.training.schedules import SCHEDULES
from rnncore.training.truncated_bptt import TruncatedBPTT

STREAMS = "streams"      # the task of a network whose memory is never emptied
SECONDS = 90.0
WORTH_TWO = 4.0          # seconds of a budget: a process takes up to one to start


def main(arguments: list[str] | None = None) -> int:
    """Parse, train, report. Returns the exit code: 2 for anything that cannot work."""
    asked = _parser().parse_args(arguments)
    try:
        check_targets({"--out": asked.out, "--history": asked.history})
        names = read_names(Path(asked.names).read_bytes(), Path(asked.names).stem, asked.encoding, asked.column,
                           asked.count_column)
        print("\n".join(told(names)), file=sys.stderr)
        corpus = corpus_of(names)
        recipe = regularised(_recipe(asked), corpus, asked.dropout, asked.weight_dropout)
        history = History(asked.history_size) if asked.history else None
        training = _training(asked, recipe, corpus, history)
    except (NamesError, ValueError, OSError) as error:
        print(f"rnncore.train: {error}", file=sys.stderr)
        return 2
    _run(training)
    model = _with_scores(training.best, recipe, corpus, asked.cut)
    print(json.dumps(_report(training, model, corpus)), flush=True)
    try:
        if asked.out:
            checkpoint.save(model, asked.out)
        if history is not None:
            checkpoint.save_history(history, model, asked.history)
    except OSError as error:
        print(f"rnncore.train: the network could not be written: {error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m rnncore.train", description=__doc__.split("\n\n")[0])
    add = parser.add_argument
    add("--names", required=True, metavar="FILE", help="a list: a name per line, or a table with a column of names")
    add("--encoding", help="of the list, such as cp1252 (default: by its mark, else UTF-8)")
    add("--column", metavar="HEADER", help="the column of names, by header or number (default: one called name)")
    add("--count-column", metavar="HEADER", help="the column of counts, likewise (default: one called count)")
    add("--cell", choices=CELLS, default="lstm", help="default lstm")
    add("--hidden", type=int, default=192, metavar="H", help="hidden units (default 192)")
    add("--activation", choices=ACTIVATIONS, default="tanh")
    add("--initialisation", default="orthogonal", help="how W_hh starts (default orthogonal)")
    add("--forget-bias", type=float, default=1.0, help="LSTM (default 1)")
    add("--update-bias", type=float, default=0.0, help="GRU (default 0)")
    budget = parser.add_mutually_exclusive_group()
    budget.add_argument("--seconds", type=float, help=f"time budget (default {SECONDS:g})")
    budget.add_argument("--steps", type=int, help="number of batches: such a run repeats exactly")
    add("--seed", type=int, default=0)
    add("--processes", type=int, choices=(1, 2), help=f"two halve every batch (default: 2 for {WORTH_TWO:g} seconds or "
        "more where there is a second core, else 1)")
    add("--batch", type=int, default=128, help="names in a batch, or streams side by side (default 128)")
    add("--cut", type=int, metavar="K", help="join the names to streams and carry the memory on; the gradient goes "
        "back to a cut at every K steps, and no further")
    add("--rate", type=float, help="highest learning rate (default: by hidden size, 0.02 up to 64)")
    add("--optimiser", choices=OPTIMISERS, default="adam")
    add("--schedule", choices=SCHEDULES, default="linear")
    add("--clip", type=float, default=1.0, help="longest gradient (default 1)")
    add("--dropout", type=float, help="share of h hidden from the readout (default: by size of network and list)")
    add("--weight-dropout", type=float, help="share of W_hh cut anew for every batch (default: likewise)")
    add("--weight-decay", type=float, default=0.0)
    add("--out", metavar="FILE", help="where to write the model (.npz)")
    add("--history", metavar="FILE", help="where to write snapshots of the run (.npz)")
    add("--history-size", type=int, default=24, metavar="N", help="how many snapshots at most (default 24)")
    return parser


def _recipe(asked: argparse.Namespace) -> Recipe:
    seconds = asked.seconds if asked.seconds is not None or asked.steps is not None else SECONDS
    rate = usual_rate(max(1, asked.hidden)) if asked.rate is None else asked.rate
    training = TrainingConfig(
        steps=asked.steps, seconds=seconds, seed=asked.seed, batch_size=asked.batch,
        learning_rate=rate, optimiser=asked.optimiser, schedule=asked.schedule,
        clip_norm=asked.clip, weight_decay=asked.weight_decay)
    return Recipe(training, asked.cell, asked.hidden, asked.activation,
                  initialisation=asked.initialisation, forget_bias=asked.forget_bias,
                  update_bias=asked.update_bias)


def _training(asked: argparse.Namespace, recipe: Recipe, corpus: Corpus, history: History | None) -> Training:
    if asked.cut is None:
        return recipe.start(corpus, history, asked.processes or _processes(recipe))
    if asked.processes == 2:
        raise ValueError("--cut runs in one process: leave out --processes.")
    streams = Streams(corpus, asked.cut, recipe.training.batch_size, recipe.training.seed)
    model = dataclasses.replace(recipe.new_model(corpus), task=STREAMS)
    return TruncatedBPTT(model, streams, recipe.training, history)


def _processes(recipe: Recipe) -> int:
    """One where the run has to repeat exactly anywhere, or is over before a second one has started."""
    return 2 if pair.POSSIBLE and (recipe.training.seconds or 0.0) >= WORTH_TWO else 1


def _run(training: Training) -> None:
    try:
        _follow(training)
    except pair.WorkerLostError as lost:
        print(f"{lost} It goes on in one.", file=sys.stderr)
        training.processes = 1
        _follow(training)


def _follow(training: Training) -> None:
    told = training.seconds
    for progress in training:
        if progress.diverged:
            print("The loss is no longer a finite number: stopped at the best finite weights. "
                  "A lower --rate helps.", file=sys.stderr)
        elif progress.seconds - told >= 1.0 or training.finished:
            told = progress.seconds
            print(f"{progress.fraction:4.0%}  step {progress.step}  {progress.seconds:.1f} s  "
                  f"train {progress.train_loss:.3f}  validation {progress.validation_loss:.3f}",
                  file=sys.stderr)


def _with_scores(model: Model, recipe: Recipe, corpus: Corpus, cut: int | None) -> Model:
    described = recipe.as_dict() if cut is None else recipe.as_dict() | {"cut": cut}
    scores = losses(model, corpus) if cut is None else stream_losses(model, corpus)
    provenance = dataclasses.replace(model.provenance, recipe=described, scores=scores)
    return dataclasses.replace(model, provenance=provenance)


def _report(training: Training, model: Model, corpus: Corpus) -> dict[str, Any]:
    return {
        **old_names.with_old_names(model.provenance.scores, old_names.SCORES),
        "characters_per_second": round(training.characters / max(training.seconds, 1e-9)),
        "seconds": round(training.seconds, 3), "parameters": model.parameters,
        "steps": training.step, "chosen_step": model.provenance.steps, "diverged": training.diverged,
        "processes": training.processes,
        "names": {"train": len(corpus.train), "validation": len(corpus.validation), "test": len(corpus.test)},
        "baselines": asdict(baselines_of(corpus)),
    }
