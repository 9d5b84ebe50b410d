"""What a recurrent matrix does to a memory when it is applied again and again.

Eigenvalues say how fast a memory grows or fades in the end: like their largest size, the spectral radius,
to the power of the number of steps. Singular values say how much one step can stretch at most: the
largest is the norm ||W||_2. For an orthogonal matrix both are 1 everywhere; in general the radius is
the smaller of the two, and a matrix whose eigenvalues all lie inside the unit circle may still stretch
a memory for a while.
"""

from typing import NamedTuple

import numpy as np

from rnncore.cells import gates
from rnncore.model import Model

Array = np.ndarray


class Spectrum(NamedTuple):
    """Eigenvalues and singular values of one square matrix, largest first."""

    eigenvalues: Array       # [H] complex
    singular_values: Array   # [H]

    @property
    def radius(self) -> float:
        """The spectral radius: the size of the largest eigenvalue."""
        return float(abs(self.eigenvalues[0]))

    @property
    def norm(self) -> float:
        """||W||_2, the largest singular value."""
        return float(self.singular_values[0])


def spectrum(W: Array) -> Spectrum:
    """The spectrum of a square matrix [H, H]."""
    W = np.asarray(W, np.float64)
    values = np.linalg.eigvals(W).astype(np.complex128)
    order = np.lexsort((-values.imag, -values.real, -np.abs(values)))
    return Spectrum(values[order], np.linalg.svd(W, compute_uv=False))


def spectra(model: Model) -> dict[str, Spectrum]:
    """The spectrum of each gate's block of W_hh, by the gate's letter: h; r z n; i f g o."""
    cell = model.cell_module
    blocks = gates.by_gate(model.params.W_hh, cell.GATE_COUNT)
    return {name: spectrum(W) for name, W in zip(cell.GATES, blocks, strict=True)}
