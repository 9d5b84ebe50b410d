"""Fitted probes as files, so that nobody has to fit those of the shipped networks again.

One `.npz` per network and kind of state: a `Summary`, its weights in half precision (its accuracies are those of the
rounded weights), and the network, list and settings it belongs to. `rnncore.commands.probe` writes them.
"""

import json
from pathlib import Path

import numpy as np

from rnncore.data.corpus import Corpus
from rnncore.diagnostics.probe import LAGS, MOST_NAMES, PENALTIES, Summary, accuracy_of, lossy_summary
from rnncore.diagnostics.states import states_of_encoded
from rnncore.files.archive import CheckpointError, Source, Target, read, write
from rnncore.model import FORMAT_VERSION, Model, fingerprint

Array = np.ndarray

KIND = "probe"


def conditions(model: Model, corpus: Corpus, state: str = "h") -> dict:
    """What a probe was measured under, as plain values: another network, list or setting is another measurement."""
    return {"network": fingerprint(model), "list": corpus.fingerprint, "state": state, "names": MOST_NAMES,
            "lags": LAGS, "penalties": list(PENALTIES)}


def measure(model: Model, corpus: Corpus, state: str = "h") -> Summary:
    """The lossy summary of a network as its file holds it."""
    found = lossy_summary(model, corpus, state=state)
    rounded = found._replace(weights=found.weights.astype(np.float16), biases=found.biases.astype(np.float16))
    return rounded._replace(accuracy=accuracy_of(rounded, states_of_encoded(model, corpus.test_encoded), state))


def save(summary: Summary, path: Target, measured_under: dict) -> None:
    """Write a summary and its conditions."""
    write(path, summary._asdict(), {"kind": KIND, "format_version": FORMAT_VERSION, "conditions": measured_under})


def load(path: Source, measured_under: dict) -> Summary | None:
    """The summary in a file; None if that is of another network, list or setting. Raises CheckpointError."""
    arrays, described = read(path, KIND)
    if described.get("conditions") != measured_under:
        return None
    try:
        return Summary(**arrays)
    except TypeError:
        raise CheckpointError("This file holds no complete probe: make it again.") from None


def load_letters_after(path: Path, corpus: Corpus) -> Array | None:
    """What the same probe reads from the letters after, [lags], from the file; None if that knows no such list."""
    found = json.loads(path.read_text())["accuracy"].get(corpus.fingerprint) if path.exists() else None
    return None if found is None else np.array(found, float)
