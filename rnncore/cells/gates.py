"""What all cells share: how inputs reach the gates, and how gradients leave them.

A cell has G gates (vanilla 1, GRU 3, LSTM 4). `W_xh` [D, G*H] and `W_hh` [H, G*H] hold
the gates side by side, as PyTorch does. Arrays *between* them are gate-major [G, rows, H]:
each gate's rows then lie together in memory, and element-wise passes run at full speed.
"""

import numpy as np

Array = np.ndarray


def by_gate(W: Array, gates: int) -> Array:
    """A view [G, rows, H] of a matrix [rows, G*H] that holds its gates side by side."""
    rows, width = W.shape
    return W.reshape(rows, gates, width // gates).transpose(1, 0, 2)


def step_memory(kind: type, like: Array, out: Array | None) -> Array:
    """Memory for a Step, all of its fields together [F, ..., H]: `out`, or new memory fit for [G, ..., H]."""
    return np.empty((len(kind._fields), *like.shape[1:]), like.dtype) if out is None else out


def is_symbols(inputs: Array) -> bool:
    """True where inputs are symbol numbers [...], false where they are vectors [..., D]."""
    return np.issubdtype(inputs.dtype, np.integer)


def project_inputs(W_xh: Array, b_h: Array | None, inputs: Array, gates: int,
                   out: Array | None = None) -> Array:
    """x W_xh + b_h for every row of `inputs` at once: [..., D] or symbols [...] to [G, ..., H].

    The memory is not needed for this part, so all time steps go in one GEMM per gate. A
    one-hot vector times W_xh is a row of W_xh, so symbols only gather rows.
    Raises IndexError for a symbol number outside 0 … D-1.
    """
    symbols = is_symbols(inputs)
    leading = inputs.shape if symbols else inputs.shape[:-1]
    hidden = W_xh.shape[1] // gates
    if out is None:
        out = np.empty((gates, *leading, hidden), W_xh.dtype)
    if symbols:
        if inputs.size and not (inputs.min() >= 0 and inputs.max() < W_xh.shape[0]):
            raise IndexError(f"symbol numbers must be 0 to {W_xh.shape[0] - 1}.")
        table = np.ascontiguousarray(by_gate(W_xh if b_h is None else W_xh + b_h, gates))
        for gate in range(gates):
            # mode="clip" lets NumPy write straight into `out`; the range is checked above.
            np.take(table[gate], inputs, axis=0, out=out[gate], mode="clip")
        return out
    rows = inputs.reshape(-1, inputs.shape[-1])
    np.matmul(rows, by_gate(W_xh, gates), out=out.reshape(gates, -1, hidden))
    if b_h is not None:
        out += b_h.reshape(gates, *(1,) * len(leading), hidden)
    return out


def one_hot(symbols: Array, size: int, dtype: np.dtype, out: Array | None = None) -> Array:
    """Rows of zeros with a single one at each symbol's number: [N] to [N, D]."""
    if out is None:
        out = np.empty((symbols.size, size), dtype)
    out.fill(0.0)
    out[np.arange(symbols.size), symbols] = 1.0
    return out


def weight_gradient(rows: Array, d_gates: Array, out: Array) -> Array:
    """rows^T d for every gate, written into a matrix [D, G*H] that holds gates side by side.

    `rows` [N, D] is what was multiplied with the matrix, `d_gates` [G, N, H] the gradient of
    the products. Summing over N sums over time *and* batch: one cell, used at every step.
    """
    np.matmul(rows.T, d_gates, out=by_gate(out, d_gates.shape[0]))
    return out


def bias_gradient(d_gates: Array, out: Array | None) -> Array | None:
    """The sum of d [G, N, H] over its rows, into `out` [G*H]; None stays None."""
    if out is not None:
        # A row of ones times d is that sum, in a fifth of the time of np.sum.
        ones = np.ones(d_gates.shape[1], d_gates.dtype)
        np.matmul(ones, d_gates, out=out.reshape(d_gates.shape[0], -1))
    return out
