"""Eigenvalues and singular values of a matrix, drawn in HTML: quick enough to follow a drag."""

from html import escape

import numpy as np

from rnncore.diagnostics.spectrum import Spectrum

REACHES = (1.3, 1.6, 2.0, 2.6, 3.6, 5.2, 7.5, 10.4)     # few, so that the circle does not breathe in a drag


def spectrum_html(spectrum: Spectrum, words: str, matrix: str = "W_hh") -> str:
    """Eigenvalues in the complex plane with the unit circle; below, on the same scale, singular values.

    Places are given as shares of the distance from the middle to the edge, −1 to 1. `words` say what is
    to be seen, for those who do not see it; `matrix` is what it is called.
    """
    reach = reach_of(spectrum)
    values = spectrum.eigenvalues
    dots = "".join(f'<i style="--x:{x:.4f};--y:{y:.4f}" title="size {size:.3f}"></i>' for x, y, size in
                   zip(values.real / reach, values.imag / reach, np.abs(values), strict=True))
    ticks = "".join(f'<i style="--x:{value / reach:.4f}" title="{value:.3f}"></i>'
                    for value in spectrum.singular_values)
    marks = "".join(f'<span style="--x:{at / reach:.4f}">{at:g}</span>'.replace("-1<", "−1<") for at in (-1, 0, 1))
    return (f'<div class="u-spectrum" role="img" aria-label="{escape(words)}" style="--unit:{1 / reach:.4f}">'
            f'<p>eigenvalues of {escape(matrix)}</p><div class="u-plane"><b></b>{dots}</div>'
            f'<p>singular values</p><div class="u-singular"><b></b>{ticks}</div>'
            f'<div class="u-ends">{marks}</div></div>')


def reach_of(spectrum: Spectrum) -> float:
    """How far the drawing goes from its middle: one of `REACHES`, or a little beyond the largest value."""
    largest = max(spectrum.radius, spectrum.norm)
    return next((reach for reach in REACHES if largest <= 0.97 * reach), 1.05 * largest)
