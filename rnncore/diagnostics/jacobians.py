"""How much of an early memory is still in a late one: Jacobians, and products of them.

The memory of step t depends on that of step t - 1 through J_t = ds_t / ds_{t-1}, and on older
ones through a product, one factor per step:

    ds_T / ds_k = J_T J_{T-1} ... J_{k+1}

s is the whole state: h for the plain cell and the GRU, (h, c) for the LSTM. Rows are what is
differentiated, columns what it is differentiated by, so a gradient travels back as the row d J_t.

Every J_t is two things in a row: an element-wise part E_t (slopes of tanh and sigmoid, and gates)
and a linear part L that is the same at every step (W_hh^T, and the direct paths that hand a memory
straight on): J_t = E_t L. In a plain cell J_t = diag(f'(pre_t)) W_hh^T. Both causes of vanishing
are told apart by that. Hochreiter 1991; Bengio, Simard & Frasconi 1994; Pascanu, Mikolov & Bengio
2013, section 2.
"""

from typing import Any, NamedTuple

import numpy as np

from rnncore.cells import gates
from rnncore.diagnostics.float64_trace import Float64Trace

Array = np.ndarray


CHUNK = 128              # steps that go back at once: few enough for the cache


class LocalSlopes(NamedTuple):
    """The element-wise parts E_t of all steps. Each memory touches only its own unit here.

    F is how many memories a unit has (1, or 2 for the LSTM: h and c), G how many gates. `paths` [T, F, G + F, H]:
    d(field of s_t) / d(h_{t-1} W_hh), gate by gate, then d(field of s_t) / d(field of s_{t-1}) past all matrices.
    """

    paths: Array
    fields: int          # F

    @property
    def gates(self) -> Array:
        """d(field of s_t) / d(h_{t-1} W_hh): [F, G, T, H]."""
        return self.paths[:, :, :-self.fields].transpose(1, 2, 0, 3)

    @property
    def direct(self) -> Array:
        """d(field of s_t) / d(field of s_{t-1}), past all matrices: [F, F, T, H]."""
        return self.paths[:, :, -self.fields:].transpose(1, 2, 0, 3)


def local_slopes(forward: Float64Trace) -> LocalSlopes:
    """E_t of every step, from the cell's own `slopes` and `through_gates`.

    A row of ones sent back through the gates, and not through W_hh, comes out as the slopes themselves.
    Slopes need no order in time, so many steps go back at once: time is the batch.
    """
    cell, before = forward.cell, forward.previous
    names = cell.State._fields
    T, H = forward.trace.h.shape
    F, G = len(names), cell.GATE_COUNT
    paths = np.empty((T, F, G + F, H))
    for start in range(0, T, CHUNK):
        steps = slice(start, min(start + CHUNK, T))
        trace, previous = _part(forward.trace, steps), _part(before, steps)
        shape = len(trace.h), H
        slopes = np.empty((cell.SLOPE_COUNT, *shape))
        cell.slopes(trace, previous, slopes, forward.activation)
        past = np.zeros((F, *shape))
        for at, field in enumerate(names):
            d_state = cell.State(*(np.full(shape, float(name == field)) for name in names))
            found = slopes.copy()
            cell.through_gates(trace, found, d_state, cell.State(*past))
            into = paths[steps, at].swapaxes(0, 1)
            into[:G] = cell.recurrent_gradients(trace, found[:G])
            into[G:] = past
    return LocalSlopes(paths, F)


def _part(arrays: Any, steps: slice) -> Any:
    return type(arrays)(*(array[steps] for array in arrays))


def step_jacobians(forward: Float64Trace) -> Array:
    """ds_t / ds_{t-1} for every step: [T, S, S] with S = F * H, fields one after the other (h, then c)."""
    slopes = local_slopes(forward)
    F, _, T, H = slopes.gates.shape
    W = gates.by_gate(forward.params.W_hh, forward.cell.GATE_COUNT)
    J = np.zeros((T, F, H, F, H))
    J[:, :, :, 0] = np.einsum("fgtu,gvu->tfuv", slopes.gates, W)
    unit = np.arange(H)
    for late in range(F):
        for early in range(F):
            J[:, late, unit, early, unit] += slopes.direct[late, early]
    return J.reshape(T, F * H, F * H)
