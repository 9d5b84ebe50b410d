"""What a visitor can take home of a model besides its own file: for PyTorch, and a script that samples from it."""

import io
from pathlib import Path

from rnncore import Model
from rnncore.commands import sample_standalone
from rnncore.files import torch_weights

TORCH_NAME, SCRIPT_NAME = "model-torch.npz", "sample_standalone.py"


def torch_npz(model: Model) -> bytes:
    """The weights under the names of a PyTorch `state_dict`. Raises ValueError for a cell that PyTorch lacks."""
    buffer = io.BytesIO()
    torch_weights.save_torch(model, buffer)
    return buffer.getvalue()


def torch_lines(model: Model) -> str:
    """The lines that load `torch_npz` into PyTorch."""
    return torch_weights.loading_lines(model, TORCH_NAME)


def standalone_script() -> bytes:
    """A script of NumPy that samples names from the model's own file."""
    return Path(sample_standalone.__file__).read_bytes()
