"""The three cells. One cell is one room: the same names in the same order in each.

`GATES`, `GATE_COUNT`, `SLOPE_COUNT`, `Params`, `State`, `Step`, `init_params`, `init_state`,
`project_inputs`, `step`, `slopes`, `through_gates`, `flow_back`, `step_backward`,
`recurrent_gradients`, `weight_gradients`. Read `vanilla.py` first; the others differ only where
their gates do.
"""

from types import ModuleType

from rnncore.cells import gru, lstm, vanilla
from rnncore.cells.config import CellConfig

CELLS: dict[str, ModuleType] = {"vanilla": vanilla, "gru": gru, "lstm": lstm}

__all__ = ["CELLS", "CellConfig", "gru", "lstm", "vanilla"]
