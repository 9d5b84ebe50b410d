"""Gradients the slow and certain way, and what it means to agree with them."""

from collections.abc import Callable

import numpy as np

Array = np.ndarray


def central_difference(f: Callable[[], float], array: Array, eps: float = 1e-5) -> Array:
    """df/darray: nudge every number of `array` (in place) up and down and see what `f` does.

    Two step sizes are combined (Richardson), so that the error is of order eps^4 and what is
    left is rounding, about 1e-11.
    """
    assert array.dtype == np.float64, "central differences need float64"
    gradient = np.empty_like(array)
    for index in np.ndindex(array.shape):
        here = array[index]

        def slope(step: float, index=index, here=here) -> float:
            array[index] = here + step
            above = f()
            array[index] = here - step
            below = f()
            array[index] = here
            return (above - below) / (2 * step)

        gradient[index] = (4 * slope(eps) - slope(2 * eps)) / 3
    return gradient


def assert_same_gradient(found: Array, expected: Array, what: str = "", relative: float = 1e-6) -> None:
    """Every number agrees to `relative`, measured by the largest number of the array."""
    assert found.shape == expected.shape, what
    scale = np.abs(expected).max(initial=0.0)
    np.testing.assert_allclose(found, expected, rtol=0, atol=relative * scale + 1e-10, err_msg=what)


def assert_one_sentence(error: BaseException) -> None:
    """The message of `error` is exactly one sentence on one line."""
    text = str(error)
    assert text == text.strip() and text.endswith(".") and text[:1].isupper(), text
    inside = text[:-1]
    assert not any(stop + " " in inside for stop in ".!?") and "\n" not in inside, text
    assert len(text) < 300, text
