"""The settings of a cell, checked once so that no cell has to."""

import math
from dataclasses import dataclass

from rnncore.numerics.activations import ACTIVATIONS
from rnncore.numerics.initialisation import RECURRENT

MAX_HIDDEN = 4096


@dataclass(frozen=True)
class CellConfig:
    """Sizes and choices that define a cell before any weight is drawn.

    input_size      D, the length of one input vector (for symbols: how many there are)
    hidden_size     H, the number of hidden units
    activation      "tanh", "relu" or "identity"; only the vanilla cell has the choice
    bias            whether the cell has bias vectors at all
    initialisation  how W_hh starts: see `rnncore.numerics.initialisation.RECURRENT`
    gain            what W_hh is multiplied with at the start; for "orthogonal" and
                    "identity" this is its spectral radius
    forget_bias     LSTM: where the forget gate's bias starts (Jozefowicz et al. 2015: 1)
    update_bias     GRU: where the update gate's bias starts (z near 1 keeps the memory)

    Raises ValueError, in one sentence, for a setting that no cell can have.
    """

    input_size: int
    hidden_size: int
    activation: str = "tanh"
    bias: bool = True
    initialisation: str = "orthogonal"
    gain: float = 1.0
    forget_bias: float = 1.0
    update_bias: float = 0.0

    def __post_init__(self) -> None:
        if not self.input_size >= 1:
            raise ValueError(f"input_size must be at least 1, not {self.input_size}.")
        if not 1 <= self.hidden_size <= MAX_HIDDEN:
            raise ValueError(f"hidden_size must be 1 to {MAX_HIDDEN}, not {self.hidden_size}.")
        if self.activation not in ACTIVATIONS:
            raise ValueError(f"activation must be one of {', '.join(ACTIVATIONS)}.")
        if self.initialisation not in RECURRENT:
            raise ValueError(f"initialisation must be one of {', '.join(RECURRENT)}.")
        if not all(map(math.isfinite, (self.gain, self.forget_bias, self.update_bias))):
            raise ValueError("gain and gate biases must be finite numbers.")
