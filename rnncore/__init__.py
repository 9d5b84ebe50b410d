"""rnncore: recurrent neural networks from first principles, in NumPy and nothing else.

Read in this order: `cells/vanilla.py` (one step), `sequence.py` (many steps, and back),
`readout.py` (a prediction and its loss), `network.py` (all of it), `training.py`, `sampling.py`.

Conventions. Time comes first: arrays are [T, B, …]. Vectors are rows: x W_xh + h_prev W_hh +
b_h. Gates have PyTorch's order and formulas (i f g o; r z n). Training runs in float32; whoever
asks for float64 gets it. Loss is in nats per predicted symbol, ends of names included.
"""

from rnncore.cells import CELLS, CellConfig
from rnncore.checkpoint import (
    CheckpointError,
    load,
    load_history,
    load_training,
    save,
    save_history,
    save_training,
)
from rnncore.corpus import Corpus, corpus_of
from rnncore.history import History
from rnncore.model import Model, new_model
from rnncore.names import NameList, NamesError, read_names
from rnncore.progress import Progress
from rnncore.sampling import draw, sample, surprise
from rnncore.sequence import backprop_through_time, unroll
from rnncore.training import Training
from rnncore.training_config import TrainingConfig
from rnncore.vocabulary import UnknownSymbolError, Vocabulary

__all__ = [
    "CELLS", "CellConfig", "CheckpointError", "Corpus", "History", "Model", "NameList", "NamesError", "Progress",
    "Training", "TrainingConfig", "UnknownSymbolError", "Vocabulary", "backprop_through_time",
    "corpus_of", "draw", "load", "load_history", "load_training", "new_model", "read_names",
    "sample", "save", "save_history", "save_training", "surprise", "unroll",
]
