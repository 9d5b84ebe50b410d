"""How the influence of older memories fades, or grows, on its way to the last one.

The product of step Jacobians (see `jacobians`) is built from the last step backwards, one factor
at a time. Where its numbers become too small or too large they are multiplied by a power of two,
which loses no digit, and the power is kept apart: nothing underflows or overflows, however far back.
"""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from rnncore.cells import gates
from rnncore.diagnostics.float64_trace import Float64Trace
from rnncore.diagnostics.jacobians import LocalSlopes, local_slopes
from rnncore.diagnostics.spectral_norm import largest_of_grams

Array = np.ndarray

FORGOTTEN = 0.01             # with less than this share of its influence left, a memory counts as gone
LOG2 = math.log10(2.0)
FAR = 2.0 ** 300             # squares beyond it (or below its inverse) are brought back to about 1
ROUNDING = 1e-12             # by which every factor of the bound is widened, so that no rounding can undercut it
CHUNK = 16                   # steps whose Jacobians are made at once: enough for speed, few enough for the cache


class JacobianNorms(NamedTuple):
    """||ds_T / ds_{T-lag}|| for every lag, its bound, and its two causes. All numbers are log10.

    `norm` is Frobenius, of the whole state s (h; for the LSTM h and c), divided by that of the identity,
    sqrt(S): the root mean square gain over all directions, 1 (log10: 0) at lag 0. Exactly nothing is
    -inf. What lag n adds splits exactly, with J_t = E_t L as in `jacobians` and P the product so far:

        slopes[n]  = log10 ||P E_t|| - log10 ||P||           slopes of tanh and sigmoid, and gates
        weights[n] = log10 ||P E_t L|| - log10 ||P E_t||     W_hh, and direct paths
        norm[n] = norm[n-1] + slopes[n] + weights[n]

    Once nothing is left there is nothing to lose: from there on both are 0.

    `spectral`, where it was asked for, is the 2-norm of the same product: the gain in the direction of a small change
    that lasts longest. It lies between the norm and its bound, and at most sqrt(S) above the norm.
    """

    lags: Array          # [T + 1]: 0 … T
    norm: Array          # [T + 1]
    bound: Array         # [T + 1] never below the norm: a sum over steps, see `_gain_bound`
    slopes: Array        # [T + 1]; 0 at lag 0
    weights: Array       # [T + 1]; 0 at lag 0
    end: int             # T, the step whose memory was differentiated: the last that is finite
    overflow: int | None     # the first step (from 1) whose memory is not finite, if there is one
    spectral: Array | None = None    # [T + 1], if it was asked for

    def horizon(self, threshold: float = FORGOTTEN) -> int | None:
        """The lag from which on the norm stays below `threshold`; None if it is not below it at the last lag."""
        return _stays_below(self.norm, threshold)

    def spectral_horizon(self, threshold: float = FORGOTTEN) -> int | None:
        """The same for the direction that lasts longest."""
        return _stays_below(self.spectral, threshold)


def _stays_below(log10: Array, threshold: float) -> int | None:
    above = np.flatnonzero(log10 >= math.log10(threshold))
    first = int(above[-1]) + 1 if above.size else 0
    return first if first < len(log10) else None


def jacobian_norms(forward: Float64Trace, furthest: int | None = None, spectral: bool = False) -> JacobianNorms:
    """The fate of a gradient from the last step of a sequence back: see `JacobianNorms`.

    `furthest` is the largest lag that is wanted (all, if nothing is said). `spectral` costs about as much again. If the
    forward pass overflows, the steps before that are measured, and `overflow` says where.
    """
    overflow = forward.overflow
    if overflow is not None:
        forward = forward.until(overflow - 1)
    end = forward.steps
    forward = forward.last(end if furthest is None else min(furthest, end))
    slopes = local_slopes(forward)
    units = _gram_of_units(slopes)[:, :, ::-1]                 # by lag, like everything below
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        grams, squares, powers, largest = _products(slopes, forward, spectral)
        size = len(slopes.direct) * forward.hidden
        norm = 0.5 * np.log10(squares / size) + powers * LOG2
        after_slopes = np.maximum(np.einsum("fetu,fetu->t", grams[:, :, :-1], units), 0.0)
        after_slopes = 0.5 * np.log10(after_slopes / size) + powers[:-1] * LOG2
        by_slopes, by_weights = after_slopes - norm[:-1], norm[1:] - after_slopes
        spectral_norm = None if largest is None else 0.5 * np.log10(largest) + powers * LOG2
        gains = np.log10(_gain_bound(forward, slopes)[::-1] * (1 + ROUNDING))
    start = np.zeros(1)
    return JacobianNorms(
        np.arange(len(norm)), norm, np.concatenate([start, np.cumsum(gains)]),
        np.concatenate([start, np.where(np.isnan(by_slopes), 0.0, by_slopes)]),
        np.concatenate([start, np.where(np.isnan(by_weights), 0.0, by_weights)]), end, overflow, spectral_norm)


def _products(slopes: LocalSlopes, forward: Float64Trace,
              spectral: bool) -> tuple[Array, Array, Array, Array | None]:
    """The products P_n = J_T … J_{T-n+1} for n = 0, 1 … T, as far as their norms need them.

    Returns what pairs of fields have in common in each unit's columns, sum_s P_n[s, f, u] P_n[s, e, u], as
    [F, F, T + 1, H]; their sums ||P_n||^2 [T + 1]; the powers of two [T + 1] that P_n is still to be
    multiplied with; and the largest singular values, squared [T + 1], or None. P is kept transposed,
    [F * H, S]: what belongs to a unit then lies together.
    """
    F, _, T, H = slopes.gates.shape
    P, after, power = np.eye(F * H), np.empty((F * H, F * H)), 0
    grams, squares, powers = np.zeros((F, F, T + 1, H)), np.zeros(T + 1), np.zeros(T + 1)
    whole = np.empty((T + 1, F * H, F * H)) if spectral else None
    blocks, paths = _blocks_into_h(slopes, forward), _direct_paths(slopes)
    for n in range(T + 1):
        size = _gram(P, grams[:, :, n])
        # Of the largest, not of the square, which may be 0 or infinite already. Nothing is left: 0.
        shift = 0 if 1 / FAR < size < FAR else math.frexp(np.abs(P).max())[1]
        if shift:
            np.ldexp(P, -shift, out=P)
            size = _gram(P, grams[:, :, n])
            power += shift
        squares[n], powers[n] = size, power
        if whole is not None:
            np.matmul(P, P.T, out=whole[n])
        if n < T:
            np.matmul(next(blocks).T, P, out=after[:H])
            _past_all_matrices(P, slopes.direct[:, :, T - 1 - n], paths, after)
            P, after = after, P
    return grams, squares, powers, None if whole is None else largest_of_grams(whole)


def _direct_paths(slopes: LocalSlopes) -> list[list[int]]:
    """For each field, the fields that reach it past all matrices (some pairs never do)."""
    fields = range(len(slopes.direct))
    return [[late for late in fields if slopes.direct[late, early].any()] for early in fields]


def _past_all_matrices(P: Array, direct: Array, paths: list[list[int]], out: Array) -> None:
    """P times the direct paths `direct` [F, F, H] into every field but h, whose own are in its block already."""
    F, _, H = direct.shape
    for early in range(1, F):
        into = out[early * H:(early + 1) * H]
        into.fill(0.0)
        for late in paths[early]:
            into += P[late * H:(late + 1) * H] * direct[late, early][:, None]


def _blocks_into_h(slopes: LocalSlopes, forward: Float64Trace) -> Iterator[Array]:
    """ds_t / dh_{t-1}, [F * H, H], for the last step, the one before, and so on.

    Its row of unit u is the sum over gates of slope times row u of W_gate^T: one small GEMM per unit does
    it for many steps at once.
    """
    F, G, T, H = slopes.gates.shape
    back = np.ascontiguousarray(gates.by_gate(forward.params.W_hh, G).transpose(2, 0, 1))        # [u, G, H]
    by_unit = slopes.gates[:, :, ::-1].transpose(3, 2, 0, 1)                                     # [u, T, F, G]
    unit = np.arange(H)
    for start in range(0, T, CHUNK):
        chunk = np.ascontiguousarray(by_unit[:, start:start + CHUNK]).reshape(H, -1, G)
        blocks = np.empty((chunk.shape[1], H, H))                                                # [T' F, u, H]
        np.matmul(chunk, back, out=blocks.transpose(1, 0, 2))
        blocks = blocks.reshape(-1, F, H, H)
        direct = slopes.direct[:, 0, ::-1][:, start:start + CHUNK]
        blocks[:, :, unit, unit] += direct.swapaxes(0, 1)
        yield from blocks.reshape(-1, F * H, H)


def _gram(P: Array, out: Array) -> float:
    """sum_s P[f, u, s] P[e, u, s] into `out` [F, F, H]; returns ||P||^2, the sum of its diagonal."""
    F, _, H = out.shape
    by_field = P.reshape(F, H, -1)
    total = 0.0
    for f in range(F):
        for e in range(f + 1):
            out[f, e] = out[e, f] = np.vecdot(by_field[f], by_field[e])
        total += float(out[f, f].sum())
    return total


def _gram_of_units(slopes: LocalSlopes) -> Array:
    """E_t E_t^T unit by unit, [F, F, T, H]: an element-wise part mixes the fields of one unit only."""
    return _by_unit(slopes.gates) + _by_unit(slopes.direct)


def _by_unit(part: Array) -> Array:
    return np.einsum("fgtu,egtu->fetu", part, part)


def _gain_bound(forward: Float64Trace, slopes: LocalSlopes) -> Array:
    """A number [T] that ||J_t||_2, the most a step can stretch anything, is never above. The smaller of two:

        ||J_t|| <= ||E_t|| ||L||                                   one element-wise and one linear part
        ||J_t|| <= ||paths of E_t|| + ||gates of E_t|| ||W_hh||    the two ways from step to step apart

    In a plain cell, which has no direct path, both are max |f'| ||W_hh||.  Pascanu, Mikolov & Bengio 2013, eq. 7.
    L is W_hh^T from the gates into h, beside the direct paths past all matrices. One into h
    shares its target with W_hh: ||L|| = sqrt(||W_hh||^2 + 1). One into c has its own: max(…, 1).
    """
    W_norm = L_norm = float(np.linalg.norm(forward.params.W_hh, 2))
    if slopes.direct[:, 0].any():
        L_norm = math.hypot(W_norm, 1.0)
    if slopes.direct[:, 1:].any():
        L_norm = max(L_norm, 1.0)
    through, past = _by_unit(slopes.gates), _by_unit(slopes.direct)
    return np.minimum(_largest_gain(through + past) * L_norm, _largest_gain(past) + _largest_gain(through) * W_norm)


def _largest_gain(gram: Array) -> Array:
    """||E_t||_2 [T] from E_t E_t^T by unit: the largest of the units', roots of eigenvalues (1 x 1 or 2 x 2)."""
    a, b, c = (gram[0, 0], 0.0, 0.0) if len(gram) == 1 else (gram[0, 0], gram[0, 1], gram[1, 1])
    largest = (a + c) / 2 + np.sqrt(((a - c) / 2) ** 2 + b ** 2)
    return np.sqrt(largest.max(axis=1))
