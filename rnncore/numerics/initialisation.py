"""Where the weights of a network start.

Each scheme draws one square recurrent matrix. The input and output matrices always use
Glorot's uniform range, so that a choice here changes one thing: how memory begins.
"""

from collections.abc import Callable

import numpy as np

Array = np.ndarray


def glorot(rng: np.random.Generator, rows: int, columns: int) -> Array:
    """U(-a, a) with a = sqrt(6 / (rows + columns)).  Glorot & Bengio 2010, eq. 16."""
    bound = np.sqrt(6.0 / (rows + columns))
    return rng.uniform(-bound, bound, (rows, columns))


def orthogonal(rng: np.random.Generator, size: int) -> Array:
    """A random rotation: every singular value is 1.  Saxe et al. 2014, section 3.

    The QR factor of a Gaussian matrix, with signs fixed so that the draw is uniform
    over all orthogonal matrices (Mezzadri 2007, section 5).
    """
    q, r = np.linalg.qr(rng.standard_normal((size, size)))
    return q * np.sign(np.diag(r))


def identity(rng: np.random.Generator, size: int) -> Array:
    """The identity: memory is copied unchanged.  Le, Jaitly & Hinton 2015, section 3."""
    return np.eye(size)


def uniform(rng: np.random.Generator, size: int) -> Array:
    """U(-1/sqrt(H), 1/sqrt(H)): the start that PyTorch's recurrent layers use."""
    bound = 1.0 / np.sqrt(size)
    return rng.uniform(-bound, bound, (size, size))


def normal(rng: np.random.Generator, size: int) -> Array:
    """N(0, 1/H): eigenvalues fill the unit disc (Girko's circular law)."""
    return rng.standard_normal((size, size)) / np.sqrt(size)


RECURRENT: dict[str, Callable[[np.random.Generator, int], Array]] = {
    "orthogonal": orthogonal,
    "identity": identity,
    "glorot": lambda rng, size: glorot(rng, size, size),
    "uniform": uniform,
    "normal": normal,
}


def recurrent(rng: np.random.Generator, scheme: str, size: int, gates: int, gain: float) -> Array:
    """`W_hh` of shape [H, gates * H]: one square draw per gate, side by side, times `gain`."""
    return gain * np.concatenate([RECURRENT[scheme](rng, size) for _ in range(gates)], axis=1)
