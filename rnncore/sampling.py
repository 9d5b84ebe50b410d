"""Drawing names: the network's own output becomes its next input.

At every step the logits are divided by the temperature, all but the `top_k` likeliest symbols
are dropped, and one symbol is drawn from what remains. Below 1 the temperature makes the draw
safer, above 1 wilder; at 0 the likeliest symbol always wins.
"""

import math
from typing import NamedTuple

import numpy as np

from rnncore.data.vocabulary import BOUNDARY
from rnncore.model import Model
from rnncore.readout import log_softmax, logits, softmax_in_place
from rnncore.sequence import unroll

Array = np.ndarray

LONGEST = 40


class Drawn(NamedTuple):
    """Names and how they came about."""

    names: list[str]
    finished: Array          # [n] whether the network itself ended the name
    probabilities: Array     # [T, n, V]: what each symbol was drawn from; nan where not drawn
    symbols: Array           # [T, n] the symbols drawn or given, boundary at the end, then -1


def sample(model: Model, n: int, rng: np.random.Generator, temperature: float = 1.0,
           top_k: int | None = None, prefix: str = "") -> list[str]:
    """`n` names, all drawn at once, each beginning with `prefix`. Same generator, same names.

    Raises ValueError for a negative temperature or a `top_k` below 1, UnknownSymbolError for a
    prefix the model cannot read.
    """
    return _walk(model, n, rng, temperature, top_k, prefix, LONGEST, watched=False).names


def draw(model: Model, n: int, rng: np.random.Generator, temperature: float = 1.0,
         top_k: int | None = None, prefix: str = "", longest: int = LONGEST) -> Drawn:
    """Like `sample`, with the probabilities that were really used at every letter.

    A name that has not ended after `longest` symbols is cut there and not `finished`.
    """
    return _walk(model, n, rng, temperature, top_k, prefix, longest, watched=True)


def _walk(model: Model, n: int, rng: np.random.Generator, temperature: float, top_k: int | None, prefix: str,
          longest: int, watched: bool) -> Drawn:
    """All names side by side, a symbol at a time; the probabilities are only kept if `watched`."""
    _check(n, temperature, top_k)
    given = model.vocabulary.encode(prefix)
    longest = max(longest, len(given) + 1)
    V = len(model.vocabulary)
    symbols = np.full((longest, n), -1, dtype=np.int64)
    probabilities = np.full((longest if watched else 0, n, V), np.nan)
    running = np.arange(n)
    cell = model.cell_module
    state = cell.init_state(n, model.config, model.dtype)
    previous = np.full(n, BOUNDARY)
    table = cell.project_inputs(model.params, np.arange(V))         # what each symbol adds: the same at every step
    steps = 0
    for t in range(longest):
        if running.size == 0:
            break
        steps = t + 1
        step = cell.step(model.params, np.take(table, previous, axis=1), state, activation=model.config.activation)
        if t < len(given):
            drawn = np.full(running.size, given[t])
        else:
            # As in training, a symbol's scores lie together in memory (see `network.forward`).
            scores = logits(model.readout, step.h, np.empty((V, running.size), model.dtype).T)
            p = next_probabilities(scores, temperature, top_k)
            if watched:
                probabilities[t, running] = p
            drawn = _draw(p, rng)
        symbols[t, running] = drawn
        going = np.flatnonzero(drawn != BOUNDARY)
        running, previous = running[going], drawn[going]
        state = cell.State(*(getattr(step, name)[going] for name in cell.State._fields))
    finished = np.ones(n, dtype=bool)
    finished[running] = False
    symbols, probabilities = symbols[:steps], probabilities[:steps]
    return Drawn(model.vocabulary.decode_all(symbols.T), finished, probabilities, symbols)


def next_probabilities(scores: Array, temperature: float = 1.0, top_k: int | None = None) -> Array:
    """Logits [..., V] to the probabilities a symbol is drawn from: temperature, then top-k.

    p_i = exp(s_i / temperature) / sum_j, over the `top_k` highest scores only. Ties at the
    edge of the top-k go to the lower symbol numbers.
    """
    scores = scores.astype(np.float64)
    k = scores.shape[-1] if top_k is None else min(top_k, scores.shape[-1])
    if temperature == 0:
        k, temperature = 1, 1.0
    if k < scores.shape[-1]:
        ranked = np.argsort(-scores, axis=-1, kind="stable")
        np.put_along_axis(scores, ranked[..., k:], -np.inf, axis=-1)
    # Subtract before dividing: a tiny temperature must not overflow.
    scores -= scores.max(axis=-1, keepdims=True)
    with np.errstate(over="ignore"):      # a tiny temperature: exp(-inf) = 0 is what is meant
        scores /= temperature
    return softmax_in_place(scores)


class Surprise(NamedTuple):
    """How hard a text was to foresee, symbol by symbol."""

    symbols: Array           # [n + 1] numbers, the final boundary included
    nats: Array              # [n + 1]: -ln p of each
    probabilities: Array     # [n + 1, V]: what the network expected at each place


def surprise(model: Model, text: str) -> Surprise:
    """-ln p of every letter of `text` and of its end. Raises UnknownSymbolError."""
    codes = model.vocabulary.encode(text)
    inputs = np.concatenate([[BOUNDARY], codes])
    targets = np.concatenate([codes, [BOUNDARY]])
    trace = trace_of(model, inputs)
    log_p = log_softmax(logits(model.readout, trace.h[:, 0]).astype(np.float64))
    return Surprise(targets, -log_p[np.arange(len(targets)), targets], np.exp(log_p))


def trace_of(model: Model, inputs: Array):
    """Every number of the cell along one sequence of symbols: its `Step`, [T, 1, H]."""
    cell = model.cell_module
    projected = cell.project_inputs(model.params, np.asarray(inputs)[:, None])
    state = cell.init_state(1, model.config, model.dtype)
    return unroll(cell, model.params, projected, state, activation=model.config.activation)


def _draw(p: Array, rng: np.random.Generator) -> Array:
    """One symbol per row: where a uniform number falls among the cumulative probabilities."""
    reached = np.cumsum(p.T, axis=0)
    mark = rng.random(len(p)) * reached[-1]
    return (reached <= mark).sum(axis=0)


def _check(n: int, temperature: float, top_k: int | None) -> None:
    if n < 0:
        raise ValueError(f"n must be at least 0, not {n}.")
    if not 0 <= temperature < math.inf:
        raise ValueError(f"temperature must be 0 or above, not {temperature}.")
    if top_k is not None and top_k < 1:
        raise ValueError(f"top_k must be at least 1, not {top_k}.")
