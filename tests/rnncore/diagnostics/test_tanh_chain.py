"""f(f(f(x))): values, factors, and a slope that is their product."""

import numpy as np
import pytest
from numeric import central_difference

from rnncore.diagnostics.tanh_chain import tanh_chain
from rnncore.numerics.activations import ACTIVATIONS

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(("weight", "bias"), [(1.0, 0.0), (1.7, 0.2), (-0.6, -0.1)])
def test_slopes_agree_with_finite_differences(activation, weight, bias):
    x = np.array([-1.3, 0.4, 0.9])
    found = tanh_chain(x, 4, activation, weight, bias)
    assert found.values.shape == found.slopes.shape == (5, 3) and found.factors.shape == (4, 3)
    expected = central_difference(lambda: float(tanh_chain(x, 4, activation, weight, bias).values[-1].sum()), x)
    np.testing.assert_allclose(found.slopes[-1], expected, atol=1e-9)
    for n in range(5):
        np.testing.assert_allclose(found.slopes[n], np.prod(found.factors[:n], axis=0), rtol=1e-13)
        with np.errstate(divide="ignore"):
            np.testing.assert_allclose(found.log10_slopes[n], np.log10(np.abs(found.slopes[n])), atol=1e-12)


def test_tanh_of_tanh_of_tanh():
    found = tanh_chain(0.5, 3)
    assert found.values[3] == pytest.approx(np.tanh(np.tanh(np.tanh(0.5)))) and found.values.shape == (4,)
    assert found.slopes[1] == pytest.approx(1 - np.tanh(0.5) ** 2)
    assert tanh_chain(0.0, 50).slopes[-1] == 1.0            # the only point at which nothing is lost


def test_nothing_applied_and_far_too_often():
    assert tanh_chain(2.0, 0).values.tolist() == [2.0] and tanh_chain(2.0, 0).slopes.tolist() == [1.0]
    far = tanh_chain(3.0, 2000, weight=0.1)
    assert far.slopes[-1] == 0.0 and -2010 < far.log10_slopes[-1] < -1990
    grown = tanh_chain(1.0, 2000, "identity", 10.0)
    assert np.isinf(grown.values[-1]) and np.isinf(grown.slopes[-1]) and grown.log10_slopes[-1] == pytest.approx(2000)
    cut = tanh_chain(1.0, 3, weight=0.0)
    assert cut.slopes.tolist() == [1, 0, 0, 0] and cut.log10_slopes.tolist() == [0, -np.inf, -np.inf, -np.inf]
    with pytest.raises(ValueError, match="at least 0"):
        tanh_chain(1.0, -1)
