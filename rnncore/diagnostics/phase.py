"""The phase portrait: where one symbol, read again and again, would push the memory.

For a fixed input x the step is a map of the memory onto itself, h -> F(h). Its *moves* F(h) - h are the
arrows of the portrait. Where a move is zero the memory rests: a fixed point, F(h*) = h*. What happens
near it is decided by the eigenvalues of the step's Jacobian J = dF/dh there (Strogatz 1994, chapter 10):

    all |lambda| < 1    every path nearby falls in           stable
    all |lambda| > 1    every path nearby is pushed away      unstable
    some of each        in along one direction, out along another: a saddle

A pair of complex eigenvalues makes paths turn round the point (a focus); real ones do not (a node).
An |lambda| too close to 1 decides nothing, and is called undecided. (On a kink of ReLU the slope counts
as 0, as in training; what paths do there it does not tell.)

The state of a vanilla cell or a GRU is h alone, so two neurons can be drawn whole. An LSTM of two
neurons has four numbers, h and c, and its portrait is no flat picture. Computed in float64.
"""

from typing import NamedTuple

import numpy as np

from rnncore.model import Model
from rnncore.numerics.precision import in_double

Array = np.ndarray

RESIDUAL = 1e-8          # a fixed point moves by less than this
SAME = 1e-5              # two answers closer than this are one point
UNDECIDED = 1e-6         # | |lambda| - 1 | below this decides nothing
GRID = 15                # starts along each of two axes
RANDOM_STARTS = 24       # for more than two neurons
ITERATIONS = 60
RESTING = 1e-13          # Newton's method has nothing left to do
SINGULAR = 1e10          # a condition number above this leaves too few digits
ESCAPED = 1e6            # a memory without bounds (ReLU, identity) that has come this far does not return
REACH = 0.5              # no step of Newton's method goes further


class FixedPoint(NamedTuple):
    """A memory that one symbol leaves as it is."""

    h: Array             # [H]
    residual: float      # ||F(h) - h||
    eigenvalues: Array   # [H] complex, of dF/dh there, largest modulus first
    kind: str            # "stable node", "stable focus", "saddle", "unstable node", "unstable focus", "undecided"


def vector_field(model: Model, symbol: int, points: Array) -> Array:
    """How far each memory `points` [P, H] moves when `symbol` is read: F(h) - h, [P, H].

    Raises ValueError for an LSTM, a symbol outside the vocabulary or points of another size.
    """
    model, points = _checked(model, symbol, points)
    return _moved(model, symbol, points) - points


def orbits(model: Model, symbol: int, points: Array, steps: int) -> Array:
    """Where each memory `points` [P, H] goes when `symbol` is read again and again: [steps + 1, P, H].

    The first row are the points themselves. A memory without bounds may become infinite. Raises ValueError
    as `vector_field` does.
    """
    model, points = _checked(model, symbol, points)
    path = np.empty((steps + 1, *points.shape))
    path[0] = points
    with np.errstate(over="ignore", invalid="ignore"):
        for t in range(steps):
            path[t + 1] = _moved(model, symbol, path[t])
    return path


def fixed_points(model: Model, symbol: int, starts: Array | None = None) -> list[FixedPoint]:
    """The memories that `symbol` leaves as they are, found from many starts; stable ones first.

    Newton's method on F(h) - h = 0 with the step's exact Jacobian, from each of `starts` [S, H] and from
    where the map itself carries it. Where no starts are given: a grid over [-1, 1]^2 for two neurons,
    24 random memories (always the same) for more. Every point found is one (residual below 1e-8), but for
    many neurons nobody can promise that all were found. Raises ValueError as `vector_field` does.
    """
    starts = usual_starts(model.config.hidden_size) if starts is None else starts
    model, starts = _checked(model, symbol, starts)
    carried = orbits(model, symbol, starts, ITERATIONS)[-1]
    escaped = ~(np.abs(carried).max(axis=1) < ESCAPED)        # nan counts
    found, error = _newton(model, symbol, np.concatenate([starts, carried[~escaped]]))
    sound = error < RESIDUAL
    points = [_fixed_point(model, symbol, h) for h in _distinct(found[sound], error[sound])]
    points = [point for point in points if point.residual < RESIDUAL]
    return sorted(points, key=lambda point: (np.abs(point.eigenvalues[0]).round(9), *point.h))


def usual_starts(hidden: int) -> Array:
    """Where the search begins: a grid for one or two neurons, some random memories for more."""
    if hidden > 2:
        return np.random.default_rng(0).uniform(-1, 1, (RANDOM_STARTS, hidden))
    line = np.linspace(-1, 1, GRID)
    return np.stack(np.meshgrid(*[line] * hidden, indexing="ij"), axis=-1).reshape(-1, hidden)


def kind_of(eigenvalues: Array) -> str:
    """What paths do near a fixed point with these eigenvalues of the step's Jacobian."""
    size = np.abs(eigenvalues)
    if np.any(np.abs(size - 1.0) < UNDECIDED):
        return "undecided"
    shape = "focus" if np.any(np.abs(np.imag(eigenvalues)) > 1e-9) else "node"
    if np.all(size < 1.0):
        return f"stable {shape}"
    return f"unstable {shape}" if np.all(size > 1.0) else "saddle"


def step_jacobian(model: Model, symbol: int, h: Array) -> Array:
    """dF/dh at each memory `h` [P, H]: [P, H, H], entry [p, i, j] = dF_i / dh_j."""
    cell, (P, H) = model.cell_module, h.shape
    before = np.repeat(h, H, axis=0)                    # row i of the Jacobian: send back the unit vector i
    state = cell.State(before)
    step = _step(model, symbol, state)
    d_prev = cell.State(np.empty_like(before))
    cell.step_backward(model.params, step, state, cell.State(np.tile(np.eye(H), (P, 1))),
                       np.empty((cell.GATE_COUNT, P * H, H)), d_prev, activation=model.config.activation)
    return d_prev.h.reshape(P, H, H)


def _newton(model: Model, symbol: int, h: Array) -> tuple[Array, Array]:
    """Newton's method from every start at once: where each ends, and how far the next step would go.

    A memory may move little without resting anywhere near: a GRU whose z is almost 1 hardly moves at all.
    So it is the Newton step, the estimated distance to the fixed point, that has to become small.
    """
    edge = 1.0 if model.config.activation == "tanh" else np.inf      # no fixed point of tanh lies further out
    h, error = h.copy(), np.full(len(h), np.inf)
    for _ in range(ITERATIONS):
        busy = np.flatnonzero(error > RESTING)
        if not busy.size:
            break
        at = h[busy]
        move = _moved(model, symbol, at) - at
        way = _newton_step(step_jacobian(model, symbol, at), move)
        error[busy] = length = np.linalg.norm(way, axis=1)
        way[np.isinf(length)] = 0.0                       # lost: it stays where it is, and is not counted
        h[busy] = np.clip(at + way / np.maximum(1.0, length / REACH)[:, None], -edge, edge)
    return h, error


def _newton_step(J: Array, move: Array) -> Array:
    """The step d with (I - J) d = F(h) - h; infinite where I - J has no inverse that digits can tell."""
    A = np.eye(J.shape[1]) - J
    solvable = np.linalg.cond(A) < SINGULAR
    A[~solvable] = np.eye(J.shape[1])
    return np.where(solvable[:, None], np.linalg.solve(A, move[:, :, None])[:, :, 0], np.inf)


def _distinct(points: Array, residual: Array) -> list[Array]:
    """One of each: the one that rests best."""
    kept: list[Array] = []
    for h in points[np.argsort(residual, kind="stable")]:
        if all(np.linalg.norm(h - other) > SAME for other in kept):
            kept.append(h)
    return kept


def _fixed_point(model: Model, symbol: int, h: Array) -> FixedPoint:
    eigenvalues = np.linalg.eigvals(step_jacobian(model, symbol, h[None])[0]).astype(np.complex128)
    eigenvalues = eigenvalues[np.lexsort((-eigenvalues.imag, -np.abs(eigenvalues).round(12)))]
    residual = float(np.linalg.norm(_moved(model, symbol, h[None])[0] - h))
    return FixedPoint(h, residual, eigenvalues, kind_of(eigenvalues))


def _moved(model: Model, symbol: int, h: Array) -> Array:
    return _step(model, symbol, model.cell_module.State(h)).h


def _step(model: Model, symbol: int, state):
    """One step of the cell for many memories that all read the same symbol."""
    cell = model.cell_module
    projected = cell.project_inputs(model.params, np.full(len(state.h), symbol))
    return cell.step(model.params, projected, state, activation=model.config.activation)


def _checked(model: Model, symbol: int, points: Array) -> tuple[Model, Array]:
    if model.cell_module.State._fields != ("h",):
        raise ValueError("An LSTM's state is h and c together, so its memory is no plane to draw.")
    if not 0 <= symbol < model.config.input_size:
        raise ValueError(f"symbol must be 0 to {model.config.input_size - 1}, not {symbol}.")
    points = np.asarray(points, np.float64)
    if points.ndim != 2 or points.shape[1] != model.config.hidden_size:
        raise ValueError(f"points must have {model.config.hidden_size} numbers each.")
    return in_double(model), points
