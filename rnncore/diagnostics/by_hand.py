"""The smallest memory there is: one neuron, one weight, nothing learned.

    h_t = f(x_t + w h_{t-1})        one number in, one number kept

It is the vanilla cell with one unit, `W_xh` = [[1]] and `W_hh` = [[w]]; the numbers come from the
same `unroll` as those of every other network.
"""

import numpy as np

from rnncore.cells import vanilla
from rnncore.sequence import unroll

Array = np.ndarray


def one_neuron(weight: float, inputs: Array, activation: str = "identity") -> Array:
    """The memory after each of `inputs` [T], as [T], starting empty."""
    params = vanilla.Params(np.ones((1, 1)), np.full((1, 1), float(weight)), None)
    projected = vanilla.project_inputs(params, np.asarray(inputs, dtype=float).reshape(-1, 1, 1))
    return unroll(vanilla, params, projected, vanilla.State(np.zeros((1, 1))), activation=activation).h[:, 0, 0]


def one_pulse(weight: float, size: float, steps: int, activation: str = "identity") -> Array:
    """A number arrives once, and then only zeros: the memory right after it and `steps` steps later, [steps + 1]."""
    return one_neuron(weight, np.concatenate([[size], np.zeros(steps)]), activation)
