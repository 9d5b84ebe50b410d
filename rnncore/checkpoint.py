"""Models as files: `.npz`, nothing in it but numbers and a line of JSON.

Nothing is ever unpickled. Sizes are checked before anything is unpacked, so that a crafted file
cannot expand into memory; shapes are checked against the configuration the file claims.
"""

import dataclasses
import io
import json
import math
import os
import zipfile
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from rnncore.cells import CELLS, CellConfig
from rnncore.flat import flatten, leaves, views
from rnncore.history import History, Snapshot
from rnncore.model import FORMAT_VERSION, Model, Provenance, Weights, init_weights
from rnncore.objectives import OBJECTIVES
from rnncore.training_config import TrainingConfig
from rnncore.vocabulary import Vocabulary

Array = np.ndarray
Target = str | os.PathLike | BinaryIO
Source = str | os.PathLike | bytes | BinaryIO

LARGEST = 64_000_000           # bytes, unpacked
DTYPES = ("float32", "float64")


class CheckpointError(ValueError):
    """A file that is no usable model; the message is one sentence."""


def save(model: Model, path: Target) -> None:
    """Write a model to `path` (or an open binary file) as `.npz`."""
    weights = flatten(model.weights)
    _write(path, {"weights": weights}, _described(model))


def load(path: Source) -> Model:
    """The model in a file, in bytes, or in an open binary file. Raises CheckpointError."""
    arrays, described = _read(path, "model")
    return _model(described, arrays.get("weights"))


def save_history(history: History, model: Model, path: Target, dtype=np.float16) -> None:
    """Write the snapshots of a run. `model` says what network they belong to.

    Half precision halves the file; a weight of 1 is then off by 0.0005 at most, which moves
    the loss in its fourth digit. The losses stored beside them are the exact ones.
    """
    described = _described(model)
    described["kind"] = "history"
    described["snapshots"] = [[s.step, s.train_loss, s.heldout_loss] for s in history.snapshots]
    weights = np.stack([snapshot.weights for snapshot in history.snapshots]).astype(dtype)
    _write(path, {"weights": weights}, described)


def load_history(path: Source) -> tuple[History, list[Model]]:
    """The snapshots in a file, and each as a model. Raises CheckpointError."""
    arrays, described = _read(path, "history")
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
    _write(path, {f"training.{k}": v for k, v in arrays.items()} | {"weights": flatten(model.weights)},
           described)


def load_training(path: Source) -> tuple[Model, dict[str, Array], dict[str, Any]]:
    """What `Training.resume` needs besides the corpus. Raises CheckpointError."""
    arrays, described = _read(path, "training")
    model = _model(described, arrays.get("weights"))
    values = described.get("training")
    state = {k.removeprefix("training."): v for k, v in arrays.items() if k.startswith("training.")}
    try:
        _check_training(state, values, model.parameters)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise CheckpointError("This training state is incomplete: choose another file.") from None
    return model, state, values


def _check_training(arrays: dict[str, Array], values: dict[str, Any], size: int) -> None:
    """Raises one of many errors where `Training.resume` could not go on."""
    config = TrainingConfig(**values["config"])
    np.random.default_rng().bit_generator.state = values["rng"]
    whole = [values[k] for k in ("position", "step", "characters", "heldout_step")]
    numbers = [values[k] for k in ("seconds", "train_loss", "heldout", "evaluation_seconds")]
    begun, _ = start = values["run_start"]
    flat = ["weights", *{"adam": ("optimiser.m", "optimiser.v"), "sgd": ("optimiser.v",)}[config.optimiser]]
    if values["best"] is not None:
        loss, step, characters = values["best"]
        whole, numbers, flat = [*whole, step, characters], [*numbers, loss], [*flat, "best"]
    sound = (all(isinstance(n, int) and n >= -1 for n in [*whole, begun])
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
        "symbols": None if model.vocabulary is None else list(model.vocabulary.symbols),
        "folds_case": model.vocabulary is not None and model.vocabulary.folds_case,
        "provenance": dataclasses.asdict(model.provenance),
    }


def _vocabulary(described: dict[str, Any], objective: str) -> Vocabulary | None:
    """The vocabulary of a file. Only a network that is not asked for symbols may do without."""
    if described["symbols"] is None and objective != "symbols":
        return None
    return Vocabulary(tuple(described["symbols"]), bool(described["folds_case"]))


def _write(path: Target, arrays: dict[str, Array], described: dict[str, Any]) -> None:
    text = json.dumps(described, ensure_ascii=False).encode()
    buffer = io.BytesIO()
    np.savez_compressed(buffer, description=np.frombuffer(text, dtype=np.uint8), **arrays)
    if isinstance(path, str | os.PathLike):
        Path(path).write_bytes(buffer.getvalue())       # to this very name: NumPy would add .npz
    else:
        path.write(buffer.getvalue())


def _read(source: Source, kind: str) -> tuple[dict[str, Array], dict[str, Any]]:
    """Arrays and description of a file, after every check that needs no knowledge of cells."""
    if isinstance(source, bytes):
        source = io.BytesIO(source)
    elif isinstance(source, str | os.PathLike):
        source = io.BytesIO(Path(source).read_bytes())
    try:
        with zipfile.ZipFile(source) as archive:
            arrays = _arrays(archive)
    except CheckpointError:
        raise
    except Exception:      # what zipfile, zlib and tokenize raise on hostile bytes has no end
        raise CheckpointError("This is not a complete model file: choose an .npz that Unrolled wrote.") from None
    try:
        described = json.loads(arrays.pop("description").tobytes())
        found = described["kind"]
        version = described["format_version"]
    except (KeyError, TypeError, ValueError, RecursionError):
        raise CheckpointError("This .npz file does not describe a model: choose one that Unrolled wrote.") from None
    if version != FORMAT_VERSION:
        raise CheckpointError("This file was written by another version of Unrolled and cannot be read here.")
    if found != kind:
        raise CheckpointError(f"This file holds something else than a {kind}: choose another one.")
    return arrays, described


def _arrays(archive: zipfile.ZipFile) -> dict[str, Array]:
    entries = archive.infolist()
    if sum(entry.file_size for entry in entries) > LARGEST or len(entries) > 64:
        raise CheckpointError("This file is too large for a model of this app: choose a smaller one.")
    if not all(entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        # zipfile unpacks the other methods whole, whatever size the directory claims.
        raise CheckpointError("This file is packed in a way Unrolled does not use and was not opened.")
    arrays = {}
    for entry in entries:
        # The size in the zip directory is a claim: read no further than it, and compare.
        with archive.open(entry) as member:
            data = member.read(entry.file_size + 1)
        arrays[entry.filename.removesuffix(".npy")] = _array(data)
    return arrays


def _array(data: bytes) -> Array:
    stream = io.BytesIO(data)
    version = np.lib.format.read_magic(stream)
    read_header = {(1, 0): np.lib.format.read_array_header_1_0,
                   (2, 0): np.lib.format.read_array_header_2_0}[version]
    shape, _, dtype = read_header(stream)
    if dtype.hasobject or dtype.kind not in "fiu":
        raise CheckpointError("This file holds something other than numbers and was not opened.")
    if math.prod(shape) * dtype.itemsize != len(data) - stream.tell():
        raise CheckpointError("This file claims other sizes than it has and was not opened.")
    stream.seek(0)
    return np.lib.format.read_array(stream, allow_pickle=False)


def _model(described: dict[str, Any], weights: Array | None) -> Model:
    try:
        cell = described["cell"]
        config = CellConfig(**described["config"])
        provenance = Provenance(**described["provenance"])
        task = str(described["task"])
        objective = str(described.get("objective", "symbols"))
        vocabulary = _vocabulary(described, objective)
        outputs = described.get("outputs", config.input_size)
        if cell not in CELLS or objective not in OBJECTIVES:
            raise ValueError
        if vocabulary is not None and config.input_size != len(vocabulary):
            raise ValueError
        if task == "names" and (objective != "symbols" or outputs != config.input_size):
            raise ValueError
        if not _is_provenance(provenance):
            raise TypeError
        shapes = _shapes(cell, config, outputs, 0 if weights is None else weights.size)
    except (KeyError, TypeError, ValueError, OverflowError, MemoryError):
        raise CheckpointError("This file describes a network that cannot exist: choose another one.") from None
    expected = sum(leaf.size for leaf in leaves(shapes))
    if weights is None or weights.shape != (expected,) or weights.dtype.name not in DTYPES:
        raise CheckpointError("The weights in this file do not fit the network it describes: choose another one.")
    if not np.isfinite(weights).all():
        raise CheckpointError("This file holds weights that are not finite numbers: choose another one.")
    tree = views(weights, shapes)
    return Model(cell, config, tree.cell, tree.readout, vocabulary, task, provenance, objective)


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

