"""Sizes that span many powers of ten: how they are told and where they lie on an axis.

Logarithms come in, so that what underflows or overflows any number still has a place.
"""

import math

import numpy as np

from rnncore.diagnostics import jacobian_norms

Array = np.ndarray
FORGOTTEN = math.log10(jacobian_norms.FORGOTTEN)
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def power(exponent: int) -> str:
    """`10⁻⁶`; 10⁰ is 1."""
    return "1" if exponent == 0 else "10" if exponent == 1 else f"10{str(exponent).translate(_RAISED)}"


def format_log10(log10: float) -> str:
    """A size from its logarithm, as short as it can be read: 0.73, 12, 3.1 × 10⁻⁹, 0, "beyond any number"."""
    if math.isnan(log10):
        return "not a number"
    if log10 == -math.inf:
        return "0"
    if log10 == math.inf:
        return "beyond any number"
    if -3 <= log10 < 4:
        return f"{10 ** log10:.3g}" if log10 < 3 else f"{10 ** log10:,.0f}"
    exponent = math.floor(log10)
    mantissa = f"{10 ** (log10 - exponent):.1f}"
    if mantissa == "10.0":
        mantissa, exponent = "1.0", exponent + 1
    return f"{mantissa} × {power(exponent)}"


def axis(low: int, high: int, every: int) -> dict:
    """A plotly axis for logarithms from `low` to `high`, labelled with the sizes themselves."""
    ticks = powers(low, high, every)
    return {"range": [low, high], "tickvals": ticks, "ticktext": [power(int(tick)) for tick in ticks],
            "zeroline": False}


def powers(low: int, high: int, every: int) -> Array:
    """The multiples of `every` from `low` to `high`."""
    return np.arange(math.ceil(low / every) * every, high + 1, every)


def within(log10: Array, low: float, high: float) -> Array:
    """For drawing: what is endless ends a little outside the frame, so that the line leaves it there."""
    return np.clip(np.nan_to_num(log10, nan=low - 1, neginf=low - 1, posinf=high + 1), low - 1, high + 1)
