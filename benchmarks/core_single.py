"""One name at a time, one letter at a time: the loop of the well-known hundred-line character RNNs.

A tanh network written the way such scripts are: Python lists of vectors, outer products inside the loop
back through time, clipping number by number, Adagrad. It is here as the floor, not as a rival.
"""

import functools

import numpy as np
from core_slices import Task, chosen, names, serve, timed

RATE, CLIP = 0.1, 5.0


@functools.cache
def step_of(task: Task):
    """One step on one name; gives its characters."""
    encoded, V, H = names().train_encoded, len(names().vocabulary), task.hidden
    order = np.concatenate(chosen(task.batch))
    rng = np.random.default_rng(0)
    weights = [rng.normal(0, 0.01, shape).astype(np.float32) for shape in ((H, V), (H, H), (V, H), (H, 1), (V, 1))]
    memory = [np.zeros_like(w) for w in weights]

    def step(i: int) -> int:
        row = order[i % len(order)]
        length = int(encoded.lengths[row])
        symbols = encoded.symbols[row, :length + 1]
        for w, d, m in zip(weights, _gradients(weights, symbols[:-1], symbols[1:]), memory, strict=True):
            np.clip(d, -CLIP, CLIP, out=d)
            m += d * d
            w -= RATE * d / np.sqrt(m + 1e-8)
        return length
    return step


def _gradients(weights, inputs, targets):
    W_xh, W_hh, W_hy, b_h, b_y = weights
    xs, hs, ps = {}, {-1: np.zeros_like(b_h)}, {}
    for t, symbol in enumerate(inputs):
        xs[t] = np.zeros((W_xh.shape[1], 1), np.float32)
        xs[t][symbol] = 1
        hs[t] = np.tanh(W_xh @ xs[t] + W_hh @ hs[t - 1] + b_h)
        y = W_hy @ hs[t] + b_y
        ps[t] = np.exp(y) / np.sum(np.exp(y))
    dW_xh, dW_hh, dW_hy, db_h, db_y = (np.zeros_like(w) for w in weights)
    d_next = np.zeros_like(b_h)
    for t in reversed(range(len(inputs))):
        dy = ps[t].copy()
        dy[targets[t]] -= 1
        dW_hy += dy @ hs[t].T
        db_y += dy
        d_pre = (1 - hs[t] * hs[t]) * (W_hy.T @ dy + d_next)
        db_h += d_pre
        dW_xh += d_pre @ xs[t].T
        dW_hh += d_pre @ hs[t - 1].T
        d_next = W_hh.T @ d_pre
    return dW_xh, dW_hh, dW_hy, db_h, db_y


def train(task: list, seconds: float) -> dict[str, float]:
    """Train for a while; units are characters."""
    return timed(step_of(Task(*task)), seconds)


if __name__ == "__main__":
    serve({"train": train})
