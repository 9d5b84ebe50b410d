"""Models as files: `.npz`, nothing in it but numbers and a line of JSON (see `archive`).

Shapes are checked against the configuration the file claims before anything of that size is made.
"""

import dataclasses
from typing import Any

import numpy as np

from rnncore.cells import CELLS, CellConfig
from rnncore.data.vocabulary import Vocabulary
from rnncore.data.words import Words
from rnncore.files import old_names
from rnncore.files.archive import CheckpointError, Source, Target, read, write
from rnncore.model import FORMAT_VERSION, Model, Provenance, Weights, init_weights
from rnncore.numerics.flat import flatten, leaves, views
from rnncore.objectives import OBJECTIVES
from rnncore.tasks.windows import WindowConfig, WindowNet
from rnncore.tasks.windows import init_weights as init_window_weights
from rnncore.training.config import TrainingConfig
from rnncore.training.history import History, Snapshot

Array = np.ndarray
DTYPES = ("float16", "float32", "float64")


def save(model: Model, path: Target, dtype: Any = None) -> None:
    """Write a model to `path` (or an open binary file) as `.npz`.

    `dtype` np.float16 halves the file (see `save_history`); without it every bit is kept.
    """
    write(path, {"weights": _narrowed(flatten(model.weights), dtype)}, _described(model))


def load(path: Source) -> Model:
    """The model in a file, in bytes, or in an open binary file. Raises CheckpointError."""
    arrays, described = read(path, "model")
    return _model(described, arrays.get("weights"))


def save_window(net: WindowNet, path: Target, dtype: Any = None) -> None:
    """Like `save`, for a window network."""
    described = {
        "kind": "window", "format_version": FORMAT_VERSION, "config": dataclasses.asdict(net.config),
        "task": net.task, "objective": net.objective, **_symbols(net.vocabulary),
        "provenance": dataclasses.asdict(net.provenance),
    }
    write(path, {"weights": _narrowed(flatten(net.weights), dtype)}, described)


def load_window(path: Source) -> WindowNet:
    """The window network in a file. Raises CheckpointError."""
    arrays, described = read(path, "window")
    weights = arrays.get("weights")
    try:
        config = WindowConfig(**described["config"])
        provenance = _provenance(described)
        task, objective = str(described["task"]), str(described["objective"])
        vocabulary = _vocabulary(described, objective)
        fits = isinstance(vocabulary, Words) and len(vocabulary) == config.input_size
        if not (fits and isinstance(config.slides, bool) and objective == "share"):
            raise ValueError
        if config.places * config.input_size * config.hidden_size > (0 if weights is None else weights.size):
            raise ValueError
        shapes = init_window_weights(np.random.default_rng(0), config)
    except (KeyError, TypeError, ValueError, OverflowError, MemoryError):
        raise CheckpointError("This file describes a network that cannot exist: choose another one.") from None
    tree = _fitted(weights, shapes)
    return WindowNet(config, tree.cell, tree.readout, vocabulary, task, provenance, objective)


def save_history(history: History, model: Model, path: Target, dtype=np.float16) -> None:
    """Write the snapshots of a run. `model` says what network they belong to.

    Half precision halves the file; a weight of 1 is then off by 0.0005 at most, which moves
    the loss in its fourth digit. Weights too large for it are kept as they are. The losses stored
    beside them are the exact ones.
    """
    described = _described(model)
    described["kind"] = "history"
    described["snapshots"] = [[s.step, s.train_loss, s.validation_loss] for s in history.snapshots]
    weights = np.stack([snapshot.weights for snapshot in history.snapshots])
    write(path, {"weights": _narrowed(weights, dtype)}, described)


def _narrowed(weights: Array, dtype: Any) -> Array:
    """The weights in this type; as they are if it is None, or if some of them would become infinite."""
    if dtype is None:
        return weights
    with np.errstate(over="ignore"):
        narrow = weights.astype(dtype)
    return narrow if np.isfinite(narrow).all() else weights


def load_history(path: Source) -> tuple[History, list[Model]]:
    """The snapshots in a file, and each as a model. Raises CheckpointError."""
    arrays, described = read(path, "history")
    stacked = arrays.get("weights")
    rows = described.get("snapshots")
    if stacked is None or stacked.ndim != 2 or not _is_snapshot_table(rows, len(stacked)):
        raise CheckpointError("This history is incomplete: choose another file.")
    stacked = stacked.astype(np.float32)
    models = [_model(described, weights) for weights in stacked]
    models = [dataclasses.replace(m, provenance=dataclasses.replace(m.provenance, steps=row[0]))
              for m, row in zip(models, rows, strict=True)]
    snapshots = [Snapshot(row[0], weights, row[1], row[2])
                 for row, weights in zip(rows, stacked, strict=True)]
    return History(max(2, len(snapshots)), snapshots), models


def save_training(path: Target, state: tuple[dict[str, Array], dict[str, Any]], model: Model) -> None:
    """Write the whole state of a `Training` (its `state()`) and the model it began from."""
    arrays, values = state
    described = _described(model)
    described |= {"kind": "training", "training": values}
    write(path, {f"training.{k}": v for k, v in arrays.items()} | {"weights": flatten(model.weights)},
           described)


def load_training(path: Source) -> tuple[Model, dict[str, Array], dict[str, Any]]:
    """What `Training.resume` needs besides the corpus. Raises CheckpointError."""
    arrays, described = read(path, "training")
    model = _model(described, arrays.get("weights"))
    values = described.get("training")
    state = {k.removeprefix("training."): v for k, v in arrays.items() if k.startswith("training.")}
    try:
        values = old_names.renamed(values, old_names.TRAINING)
        _check_training(state, values, model.parameters)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise CheckpointError("This training state is incomplete: choose another file.") from None
    return model, state, values


def _check_training(arrays: dict[str, Array], values: dict[str, Any], size: int) -> None:
    """Raises one of many errors where `Training.resume` could not go on."""
    config = TrainingConfig(**values["config"])
    np.random.default_rng().bit_generator.state = values["rng"]
    whole = [values[k] for k in ("position", "step", "characters", "validation_step")]
    numbers = [values[k] for k in ("seconds", "train_loss", "validation_loss", "evaluation_seconds")]
    begun, _ = start = values["run_start"]
    flat = ["weights", *{"adam": ("optimiser.m", "optimiser.v"), "sgd": ("optimiser.v",)}[config.optimiser]]
    if values["best"] is not None:
        loss, step, characters = values["best"]
        whole, numbers, flat = [*whole, step, characters], [*numbers, loss], [*flat, "best"]
    sound = (all(isinstance(n, int) and n >= -1 for n in [*whole, begun]) and values["processes"] in (1, 2)
             and all(isinstance(n, int | float) for n in [*numbers, *start])
             and isinstance(values["diverged"], bool) and isinstance(values["fingerprint"], str)
             and all(arrays[k].shape == (size,) and np.isfinite(arrays[k]).all() for k in flat)
             and (config.optimiser != "adam" or int(arrays["optimiser.t"]) >= 0)
             and arrays["order"].ndim == 1 and arrays["order"].dtype.kind == "i")
    if not sound:
        raise ValueError


def _described(model: Model) -> dict[str, Any]:
    return {
        "kind": "model", "format_version": FORMAT_VERSION, "cell": model.cell,
        "config": dataclasses.asdict(model.config), "task": model.task,
        "objective": model.objective, "outputs": model.outputs,
        **_symbols(model.vocabulary), "provenance": dataclasses.asdict(model.provenance),
    }


def _symbols(vocabulary: Vocabulary | Words | None) -> dict[str, Any]:
    return {"symbols": None if vocabulary is None else list(vocabulary.symbols),
            "folds_case": vocabulary is not None and vocabulary.folds_case,
            "reads": "words" if isinstance(vocabulary, Words) else "letters"}


def _vocabulary(described: dict[str, Any], objective: str) -> Vocabulary | Words | None:
    """The vocabulary of a file. Only a network that is not asked for symbols may do without."""
    if described["symbols"] is None and objective != "symbols":
        return None
    kind = {"letters": Vocabulary, "words": Words}[described.get("reads", "letters")]
    return kind(tuple(described["symbols"]), bool(described["folds_case"]))


def _model(described: dict[str, Any], weights: Array | None) -> Model:
    try:
        cell = described["cell"]
        config = CellConfig(**described["config"])
        provenance = _provenance(described)
        task = str(described["task"])
        objective = str(described.get("objective", "symbols"))
        vocabulary = _vocabulary(described, objective)
        outputs = described.get("outputs", config.input_size)
        if cell not in CELLS or objective not in OBJECTIVES:
            raise ValueError
        if vocabulary is not None and config.input_size != len(vocabulary):
            raise ValueError
        if task == "names" and (objective != "symbols" or outputs != config.input_size
                                or not isinstance(vocabulary, Vocabulary)):
            raise ValueError
        shapes = _shapes(cell, config, outputs, 0 if weights is None else weights.size)
    except (KeyError, TypeError, ValueError, OverflowError, MemoryError):
        raise CheckpointError("This file describes a network that cannot exist: choose another one.") from None
    tree = _fitted(weights, shapes)
    return Model(cell, config, tree.cell, tree.readout, vocabulary, task, provenance, objective)


def _fitted(weights: Array | None, shapes: Weights) -> Weights:
    """The weights of a file in the shapes of the network it describes."""
    expected = sum(leaf.size for leaf in leaves(shapes))
    if weights is None or weights.shape != (expected,) or weights.dtype.name not in DTYPES:
        raise CheckpointError("The weights in this file do not fit the network it describes: choose another one.")
    if not np.isfinite(weights).all():
        raise CheckpointError("This file holds weights that are not finite numbers: choose another one.")
    return views(weights.astype(np.float32) if weights.dtype == np.float16 else weights, shapes)


def _provenance(described: dict[str, Any]) -> Provenance:
    """Where a file says its network came from. Raises KeyError or TypeError."""
    provenance = Provenance(**described["provenance"])
    if not _is_provenance(provenance):
        raise TypeError
    return dataclasses.replace(provenance, scores=old_names.renamed(provenance.scores, old_names.SCORES))


def _is_provenance(provenance: Provenance) -> bool:
    numbers = (provenance.seed, provenance.steps, provenance.characters)
    texts = (provenance.data_name, provenance.data_fingerprint)
    return (all(isinstance(n, int) for n in numbers) and all(isinstance(t, str) for t in texts)
            and isinstance(provenance.recipe, dict) and isinstance(provenance.scores, dict)
            and all(isinstance(x, int | float) for x in provenance.scores.values()))


def _shapes(cell: str, config: CellConfig, outputs: int, held: int) -> Weights:
    """A tree with the shapes `config` asks for; refuses more numbers than the file has (`held`)."""
    if not all(isinstance(n, int) and n > 0 for n in (config.input_size, config.hidden_size, outputs)):
        raise TypeError("sizes must be whole numbers above 0")
    width = CELLS[cell].GATE_COUNT * config.hidden_size
    if (config.input_size + config.hidden_size) * width + config.hidden_size * outputs > held:
        raise ValueError("more weights than the file has")
    unscaled = dataclasses.replace(config, initialisation="normal")
    return init_weights(np.random.default_rng(0), cell, unscaled, outputs=outputs)


def _is_snapshot_table(rows: Any, count: int) -> bool:
    return (isinstance(rows, list) and len(rows) == count > 0 and
            all(isinstance(row, list) and len(row) == 3 and isinstance(row[0], int)
                and all(isinstance(x, int | float) for x in row) for row in rows))

