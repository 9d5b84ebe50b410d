"""The cells. One cell is one module: the same names in the same order in each. Read `vanilla.py` first.

    GATES, GATE_COUNT, SLOPE_COUNT    its blocks of W_xh and W_hh, in order, and how many slopes `slopes` makes
    CANDIDATE, MEMORY                 the block that proposes the new memory; the field of State that keeps it
    KEEPING_GATE, KEEPING_BIAS        the gate on the old memory, and the field of CellConfig that is its first bias
    WRITING_GATE                      the gate on the candidate; None: 1 - the keeping gate, or no gates at all
    ACTIVATION_NAMES                  what `CellConfig.activation` may be

Then `Params`, `State`, `Step`, `init_params`, `init_state`, `project_inputs`, `step`, `slopes`, `through_gates`,
`flow_back`, `step_backward`, `recurrent_gradients`, `weight_gradients`. They differ only where their gates do.
"""

from types import ModuleType

from rnncore.cells import gru, lstm, vanilla
from rnncore.cells.config import CellConfig

CELLS: dict[str, ModuleType] = {"vanilla": vanilla, "gru": gru, "lstm": lstm}

__all__ = ["CELLS", "CellConfig", "gru", "lstm", "vanilla"]
