"""What is left of every step's writing: gated memory as a sum over the past.

A gated cell blends old memory with new writing, unit by unit. Unrolled, that is a weighted sum:

    LSTM   c_t = f_t c_{t-1} + i_t g_t          =  sum over s <= t of (i_s g_s)     f_{s+1} … f_t   (+ c_0 f_1 … f_t)
    GRU    h_t = z_t h_{t-1} + (1 - z_t) n_t    =  sum over s <= t of ((1-z_s) n_s) z_{s+1} … z_t   (+ h_0 z_1 … z_t)

The product of gates is all that stands between a step and its trace in the memory. It is also the
derivative along this path, d c_t / d c_s with the gates held still: no weight matrix, no squashing.
"""

from typing import Any, NamedTuple

import numpy as np

from rnncore.cells import CELLS

Array = np.ndarray


class Path(NamedTuple):
    """The direct path through the memory of a gated cell. All [T, …, H]."""

    kept: Array          # the gate on the old memory: f, or z
    written: Array       # what is added: i g, or (1 - z) n
    memory: Array        # what it adds up to: c, or h


def path_of(cell: str, trace: Any) -> Path:
    """The direct path in a trace of a gated cell, by its name. Raises ValueError for a cell without gates."""
    module = CELLS[cell]
    if module.KEEPING_GATE is None:
        raise ValueError(f"A {cell} cell has no gate that keeps its memory.")
    kept = getattr(trace, module.KEEPING_GATE)
    let_in = 1.0 - kept if module.WRITING_GATE is None else getattr(trace, module.WRITING_GATE)
    return Path(kept, let_in * getattr(trace, module.CANDIDATE), getattr(trace, module.MEMORY))


def kept_since(kept: Array) -> Array:
    """[t, s, …] = kept_{s+1} … kept_t: the share of step s that is left at step t. Zero above the diagonal.

    `kept` is [T, …]; the answer is [T, T, …].
    """
    T = len(kept)
    shares = np.zeros((T, *kept.shape), kept.dtype)
    for t in range(T):
        shares[t, t] = 1.0
        if t:
            shares[t, :t] = shares[t - 1, :t] * kept[t]
    return shares


def memory_decomposition(path: Path) -> Array:
    """[t, s, …]: how much of the memory at step t was written at step s.

    Summed over s it is the memory itself, if the memory was empty at the start.
    """
    return kept_since(path.kept) * path.written[None]


def direct_path(kept: Array) -> Array:
    """log10 of the root mean square over neurons of kept_T kept_{T-1} … : [T, H] to [T + 1], 0 at lag 0."""
    logs = np.concatenate([np.zeros((1, kept.shape[1])), np.cumsum(np.log10(kept[::-1]), axis=0)])
    top = logs.max(axis=1, keepdims=True)            # a tiny product of many gates must not vanish in its square
    return top[:, 0] + 0.5 * np.log10((10 ** (2 * (logs - top))).mean(axis=1))


def lifetime(bias: float) -> float:
    """Steps until a gate that only has a bias lets 1 / e of the memory through: -1 / ln sigma(b).

    ln sigma(b) = -ln(1 + e^-b); for large b the lifetime is close to e^b + 1/2.
    """
    return 1.0 / float(np.logaddexp(0.0, -bias))


def log10_kept(bias: float, steps: float) -> float:
    """log10 of sigma(bias)^steps: what a gate that only has a bias leaves of a memory after so many steps."""
    return -steps / lifetime(bias) / float(np.log(10.0))


def steps_until(share: float, bias: float) -> float:
    """Steps until sigma(bias)^k falls to `share`: ln(1 / share) times the lifetime."""
    return float(np.log(1.0 / share)) * lifetime(bias)
