"""A gradient, taken apart by the steps it comes from.

One matrix is used at every step, so its gradient is a sum with one term per step (Rumelhart, Hinton &
Williams 1986; Werbos 1990):

    dL/dW_hh = sum over t of  h_{t-1}^T d_t          d_t = dL/d(h_{t-1} W_hh)
    dL/dW_xh = sum over t of  x_t^T e_t              e_t = dL/d(x_t W_xh)

An entry (i, j) of a term is a product of two numbers: what came in through connection i, and how much the sum it
reached, j, matters to the loss.
"""

from typing import Any, NamedTuple

import numpy as np

from rnncore.cells import gates
from rnncore.data.batches import Batch
from rnncore.diagnostics.float64_backward import float64_backward
from rnncore.diagnostics.float64_trace import float64_trace
from rnncore.diagnostics.gradient_flow import loss_and_readout_gradient
from rnncore.model import Model
from rnncore.network import mean_loss
from rnncore.numerics.flat import flatten, views
from rnncore.numerics.precision import in_double

Array = np.ndarray

MATRICES = ("W_xh", "W_hh")


class Terms(NamedTuple):
    """The two sides of every term of one sequence's gradient, in float64."""

    loss: float
    gradient: Any                # the cell's Params: dL/dtheta as `backprop_through_time` gives it
    sources: dict[str, Array]    # by matrix: what is multiplied with it at each step, [T, rows]
    wants: dict[str, Array]      # by matrix: the gradient of the product, [T, columns], gates side by side

    def of_entry(self, matrix: str, row: int, column: int) -> Array:
        """The terms [T] whose sum is dL/dW[row, column]."""
        return self.sources[matrix][:, row] * self.wants[matrix][:, column]

    def of_matrix(self, matrix: str) -> Array:
        """All terms, [T, rows, columns]: their sum over time is dL/dW."""
        return self.sources[matrix][:, :, None] * self.wants[matrix][:, None, :]

    def sizes(self, matrix: str) -> Array:
        """||term_t||_F of each step, [T]: of an outer product it is the product of the two lengths."""
        return _lengths(self.sources[matrix]) * _lengths(self.wants[matrix])


def gradient_terms(model: Model, batch: Batch) -> Terms:
    """One sequence forwards and backwards (a batch of one: see `float64_trace.batch_of_one`), term by term."""
    forward = float64_trace(model, batch.inputs)
    cell, params = forward.cell, forward.params
    loss, d_h = loss_and_readout_gradient(model, forward, batch)
    back = float64_backward(forward, d_h)
    with np.errstate(over="ignore", invalid="ignore"):
        d_recurrent = cell.recurrent_gradients(forward.trace, back.projected)
    rows = forward.inputs
    if gates.is_symbols(rows):
        rows = gates.one_hot(rows, len(params.W_xh), np.float64)
    return Terms(loss, back.params, {"W_xh": rows, "W_hh": forward.previous.h},
                 {"W_xh": _side_by_side(back.projected), "W_hh": _side_by_side(d_recurrent)})


def slope_by_finite_difference(model: Model, batch: Batch, matrix: str, row: int, column: int,
                               nudge: float = 1e-4) -> float:
    """dL/dW[row, column] without any calculus: nudge the weight up and down, and see what the loss does.

    Central differences in float64 of two widths, combined (Richardson), so that the error is of order
    nudge^4: (4 s(n) - s(2n)) / 3 with s(n) = (L(w + n) - L(w - n)) / 2n. Some ten digits agree.
    """
    exact = in_double(model)
    weights = views(flatten(exact.weights), exact.weights)
    W = getattr(weights.cell, matrix)
    here = float(W[row, column])

    def loss_at(value: float) -> float:
        W[row, column] = value
        return mean_loss(exact.cell_module, exact.config, weights, [batch], objective=exact.objective)

    def slope(n: float) -> float:
        return (loss_at(here + n) - loss_at(here - n)) / (2 * n)

    return (4 * slope(nudge) - slope(2 * nudge)) / 3


def _lengths(rows: Array) -> Array:
    """||row|| of each row; the largest number is taken out first, so that no square underflows."""
    largest = np.abs(rows).max(axis=1)
    scale = np.where((largest > 0) & np.isfinite(largest), largest, 1.0)
    return scale * np.linalg.norm(rows / scale[:, None], axis=1)


def _side_by_side(d_gates: Array) -> Array:
    """Gate-major [G, T, H] to [T, G * H], the columns of a weight matrix."""
    return d_gates.swapaxes(0, 1).reshape(d_gates.shape[1], -1)
