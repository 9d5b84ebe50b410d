"""What a visitor can take home, as bytes."""

import io
from collections.abc import Sequence

import pandas as pd

from explainer.training.names_run import LogRow
from rnncore import Model, save

FORMULA = tuple("=+-@")      # what a spreadsheet takes for the start of one


def names_csv(names: Sequence[str], is_new: Sequence[bool] | None) -> bytes:
    """One name per row; the second column says whether it is new.

    A name that a spreadsheet would take for a formula gets a quote in front.
    """
    safe = [f"'{name}" if name.lstrip()[:1] in FORMULA else name for name in names]
    table = pd.DataFrame({"name": safe})
    if is_new is not None:
        table["new"] = list(is_new)
    return table.to_csv(index=False).encode()


def log_csv(log: Sequence[LogRow]) -> bytes:
    """The training log, a row per report."""
    return pd.DataFrame(list(log), columns=list(LogRow._fields)).to_csv(index=False).encode()


def model_npz(model: Model) -> bytes:
    """The model as the file `rnncore.load` reads."""
    buffer = io.BytesIO()
    save(model, buffer)
    return buffer.getvalue()
