"""The loops over time never ask for memory.

Measured with tracemalloc, which counts NumPy's arrays: with a warm workspace the peak inside
the loops stays below one array of the size of a memory [B, H]. Had any step made a single
such array, even for a moment, the peak would show it.
"""

import tracemalloc
from types import SimpleNamespace

import numpy as np
import pytest
from factories import KINDS

import rnncore
from rnncore.data.packing import packing_of
from rnncore.numerics.workspace import Workspace

B, H, D = 256, 128, 6
ONE_MEMORY = B * H * 8

kinds = pytest.mark.parametrize("kind", KINDS, ids="-".join)


def peak_of(action) -> int:
    """Bytes asked for and held at once while `action` ran, beyond what was there before."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        action()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def prepared(kind, steps):
    """Two actions, forward and backward, on a ragged batch; both warmed up."""
    name, activation = kind
    # The gradients of the weights are made after the reverse loop, so they are left out here.
    parts = {k: getattr(rnncore.CELLS[name], k) for k in dir(rnncore.CELLS[name]) if not k.startswith("__")}
    cell = SimpleNamespace(**parts | {"weight_gradients": lambda *_: None})
    rng = np.random.default_rng(0)
    config = rnncore.CellConfig(D, H, activation)
    params, state = cell.init_params(rng, config, np.float64), cell.init_state(B, config, np.float64)
    lengths = np.sort(rng.integers(steps // 2, steps + 1, B))[::-1]
    lengths[0] = steps
    packing = packing_of(lengths)
    symbols = rng.integers(0, D, packing.size)
    workspace, projected = Workspace(np.float64), cell.project_inputs(params, symbols)
    d_h, out = rng.normal(size=(packing.size, H)), params
    options = {"packing": packing, "activation": activation, "workspace": workspace}
    kept = {}

    def forward():
        kept["trace"] = rnncore.unroll(cell, params, projected, state, **options)

    def backward():
        rnncore.backprop_through_time(cell, params, kept["trace"], state, symbols, d_h, out=out, **options)

    forward()
    backward()
    return forward, backward, len(cell.State._fields)


def test_the_measure_sees_one_array():
    assert peak_of(lambda: np.empty((B, H))) >= ONE_MEMORY


@kinds
@pytest.mark.parametrize("steps", [4, 32])
def test_unroll_asks_for_no_array(kind, steps):
    forward, _, _ = prepared(kind, steps)
    assert peak_of(forward) < 0.75 * ONE_MEMORY


@kinds
@pytest.mark.parametrize("steps", [4, 32])
def test_backprop_asks_only_for_the_gradient_of_the_initial_state(kind, steps):
    _, backward, memories = prepared(kind, steps)
    assert peak_of(backward) < (memories + 0.75) * ONE_MEMORY
