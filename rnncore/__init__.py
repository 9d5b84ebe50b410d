"""rnncore: recurrent neural networks from first principles, in NumPy and nothing else.

Read in this order: `cells/__init__.py` (what every cell has) and `cells/vanilla.py` (one step), `sequence.py` (many
steps, and back), `readout.py` (a prediction and its loss), `network.py` (all of it), `training/loop.py` (making it
better), `sampling.py` (letting it speak). Where rows of names that begin alike are shared, see `data/prefixes.py`.
Beside that path lie `numerics/`, `data/` (names, series and sentences as arrays), `tasks/`, `files/`, `diagnostics/`
(what can be asked of a network) and `commands/`.

Conventions. Time comes first: arrays are [T, B, …]. Vectors are rows: x W_xh + h_prev W_hh +
b_h. Gates have PyTorch's order and formulas (i f g o; r z n). Training runs in float32; whoever
asks for float64 gets it. Loss is in nats per predicted symbol, ends of names included.
"""

from rnncore.cells import CELLS, CellConfig
from rnncore.data.corpus import Corpus, corpus_of
from rnncore.data.names import NameList, NamesError, read_names
from rnncore.data.vocabulary import UnknownSymbolError, Vocabulary
from rnncore.diagnostics.attribution import attribute
from rnncore.diagnostics.counterfactual import what_if, what_if_table
from rnncore.diagnostics.float64_trace import float64_trace
from rnncore.diagnostics.gradient_flow import gradient_norms
from rnncore.diagnostics.jacobians import step_jacobians
from rnncore.diagnostics.neurons import excitations
from rnncore.diagnostics.phase import fixed_points, vector_field
from rnncore.diagnostics.probe import lossy_summary
from rnncore.diagnostics.spectrum import spectra
from rnncore.diagnostics.states import neuron_order, principal_plane, project, states_of
from rnncore.diagnostics.synthetic import synthetic_network
from rnncore.files.checkpoint import (
    CheckpointError,
    load,
    load_history,
    load_training,
    save,
    save_history,
    save_training,
)
from rnncore.model import Model, new_model
from rnncore.sampling import draw, sample, surprise
from rnncore.sequence import backprop_through_time, unroll
from rnncore.training.config import TrainingConfig
from rnncore.training.history import History
from rnncore.training.loop import Training
from rnncore.training.progress import Progress

passage_of = float64_trace            # its name in the first edition

__all__ = [
    "CELLS", "CellConfig", "CheckpointError", "Corpus", "History", "Model", "NameList", "NamesError",
    "Progress", "Training", "TrainingConfig", "UnknownSymbolError", "Vocabulary", "attribute",
    "backprop_through_time", "corpus_of", "draw", "excitations", "fixed_points", "float64_trace", "gradient_norms",
    "load", "load_history", "load_training", "lossy_summary", "neuron_order", "new_model", "passage_of",
    "principal_plane", "project", "read_names", "sample", "save", "save_history", "save_training",
    "spectra", "states_of", "step_jacobians", "surprise", "synthetic_network", "unroll", "vector_field",
    "what_if", "what_if_table",
]
