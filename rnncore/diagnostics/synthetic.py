"""Networks made to measure: a matrix of the spectral radius you ask for, and noise to feed it.

The spectral radius of W_hh is the size of its largest eigenvalue. A draw of an initialisation is scaled
so that it is exactly the one asked for; a gated cell has one square block per gate, each scaled so.
"""

from functools import lru_cache

import numpy as np

from rnncore.cells import CELLS, CellConfig, gates
from rnncore.model import Model, new_model

Array = np.ndarray

INPUTS = 16                  # D of the noise


def synthetic_network(cell: str = "vanilla", hidden_size: int = 64, *, radius: float | None = None,
                      activation: str = "tanh", initialisation: str = "orthogonal", bias: bool = True,
                      forget_bias: float = 1.0, update_bias: float = 0.0, seed: int = 0) -> Model:
    """A fresh network in float64 with spectral radius `radius` of W_hh; None leaves the draw as it is.

    It reads vectors of `INPUTS` numbers (see `noise`). The same seed gives the same directions at
    every radius. Raises ValueError for settings no cell can have, or a negative radius.
    """
    if radius is not None and not 0 <= radius < np.inf:
        raise ValueError(f"radius must be 0 or above, not {radius}.")
    config = CellConfig(INPUTS, hidden_size, activation, bias, initialisation,
                        forget_bias=forget_bias, update_bias=update_bias)
    model = _drawn(cell, config, seed)
    if radius is None:
        return model
    W_hh = np.concatenate([_scaled(W, radius, old) for W, old in
                           zip(gates.by_gate(model.params.W_hh, CELLS[cell].GATE_COUNT), _radii(cell, config, seed),
                               strict=True)], axis=1)
    return Model(cell, config, model.params._replace(W_hh=W_hh), model.readout, None, task="noise", objective="value")


def noise(model: Model, steps: int, scale: float = 1.0, seed: int = 0) -> Array:
    """Gaussian inputs [T, D]: what they add to a neuron's sum, x W_xh, has `scale` as its root mean square.

    The mean is over neurons and draws: E ||x W_xh||^2 / (G H) = scale^2 for x ~ N(0, s^2) is solved for s.
    The same seed gives the same noise at every scale, and a longer sequence begins like a shorter one.
    """
    W_xh = model.params.W_xh
    spread = np.sqrt(np.square(W_xh, dtype=np.float64).sum() / W_xh.shape[1])
    return np.random.default_rng(seed).standard_normal((steps, len(W_xh))) * (scale / spread)


def spectral_radius(W: Array) -> float:
    """The size of the largest eigenvalue of a square matrix."""
    return float(np.abs(np.linalg.eigvals(W)).max())


@lru_cache(maxsize=16)
def _drawn(cell: str, config: CellConfig, seed: int) -> Model:
    return new_model(cell, config, None, seed, dtype=np.float64, outputs=config.input_size, task="noise",
                     objective="value")


@lru_cache(maxsize=16)
def _radii(cell: str, config: CellConfig, seed: int) -> tuple[float, ...]:
    """The spectral radius of each gate's block as it was drawn: kept, so that a radius can be dragged."""
    W = gates.by_gate(_drawn(cell, config, seed).params.W_hh, CELLS[cell].GATE_COUNT)
    return tuple(map(spectral_radius, W))


def _scaled(W: Array, radius: float, old: float) -> Array:
    return W * (radius / old)
