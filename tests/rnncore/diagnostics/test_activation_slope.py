"""The mean slope of a plain network's activation, on what it reads."""

import factories
import numpy as np
import pytest

from rnncore.diagnostics.activation_slope import mean_activation_slope
from rnncore.diagnostics.float64_trace import float64_trace
from rnncore.diagnostics.synthetic import noise, synthetic_network

pytestmark = pytest.mark.filterwarnings("error")


def test_it_is_the_slope_of_tanh_where_the_neurons_are():
    model = synthetic_network(hidden_size=5, radius=1.2)
    texts = [noise(model, 7, seed=seed) for seed in (0, 1)]
    nudge = 1e-6
    slopes = []
    for text in texts:
        pre = float64_trace(model, text).trace.pre
        slopes.append((np.tanh(pre + nudge) - np.tanh(pre - nudge)) / (2 * nudge))
    assert mean_activation_slope(model, texts) == pytest.approx(np.mean(slopes), rel=1e-8)


def test_the_bounds():
    silent = synthetic_network(hidden_size=4, radius=0.0)
    assert mean_activation_slope(silent, [np.zeros((3, silent.config.input_size))]) == 1.0
    straight = synthetic_network(hidden_size=4, activation="identity")
    assert mean_activation_slope(straight, [noise(straight, 5)]) == 1.0
    loud = synthetic_network(hidden_size=4)
    assert mean_activation_slope(loud, [noise(loud, 5, 100.0)]) < 0.1


def test_symbols_are_read_too():
    model = factories.model("vanilla")
    assert 0 < mean_activation_slope(model, np.array([[1, 2, 3], [2, 2, 0]])) < 1


def test_a_gated_cell_is_refused():
    with pytest.raises(ValueError, match="lstm"):
        mean_activation_slope(factories.model("lstm"), [np.array([1])])
