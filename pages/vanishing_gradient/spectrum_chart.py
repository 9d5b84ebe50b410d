"""Eigenvalues and singular values of a matrix, drawn in HTML: quick enough to follow a drag."""

from collections.abc import Iterable
from html import escape

from rnncore.diagnostics.spectrum import Spectrum

AWAY = 200            # from where shadows are thrown, in hundredths of the drawing's width
EXTENTS = (1.3, 1.6, 2.0, 2.6, 3.6, 5.2, 7.5, 10.4)     # few, so that the circle does not breathe in a drag


def spectrum_html(spectrum: Spectrum, words: str, matrix: str = "W_hh") -> str:
    """Eigenvalues in the complex plane with the unit circle; below, on the same scale, singular values.

    `words` say what is to be seen, for those who do not see it; `matrix` is what it is called. All dots are shadows
    of one element, and all ticks of another: Streamlit cleans HTML element by element, and 64 of them took it 5 ms
    at each move.
    """
    extent = extent_of(spectrum)
    values = spectrum.eigenvalues / extent
    dots = _shadows(zip(values.real, -values.imag, strict=True))               # on a screen, up is negative
    ticks = _shadows((value, 0.0) for value in spectrum.singular_values / extent)
    marks = "".join(f'<span style="--x:{at / extent:.4f}">{at:g}</span>'.replace("-1<", "−1<") for at in (-1, 0, 1))
    return (f'<div class="u-spectrum" role="img" aria-label="{escape(words)}" style="--unit:{1 / extent:.4f}">'
            f'<p>eigenvalues of {escape(matrix)}</p><div class="u-plane"><b></b><i style="{dots}"></i></div>'
            f'<p>singular values</p><div class="u-singular"><b></b><i style="{ticks}"></i></div>'
            f'<div class="u-ends">{marks}</div></div>')


def _shadows(places: Iterable[tuple[float, float]]) -> str:
    """Where an element throws its shadows; 50cqw is from the middle to the edge.

    It stands `AWAY` to the left of the middle, out of sight: there is no shadow under what throws it.
    """
    shadows = ",".join(f"{AWAY + 50 * x:.2f}cqw {50 * y:.2f}cqw" for x, y in places)
    return f"margin-left:-{AWAY}cqw;box-shadow:{shadows}"


def extent_of(spectrum: Spectrum) -> float:
    """How far the drawing goes from its middle: one of `EXTENTS`, or a little beyond the largest value."""
    largest = max(spectrum.radius, spectrum.norm)
    return next((extent for extent in EXTENTS if largest <= 0.97 * extent), 1.05 * largest)
