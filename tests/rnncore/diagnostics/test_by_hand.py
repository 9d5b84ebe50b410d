"""One neuron against what a pocket calculator says."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncore.diagnostics.by_hand import one_neuron, one_pulse

WEIGHTS = st.floats(-1.5, 1.5)


@given(WEIGHTS, st.floats(-2, 2), st.integers(0, 20))
def test_without_a_bend_every_step_multiplies_once_more(weight, size, steps):
    np.testing.assert_allclose(one_pulse(weight, size, steps), size * weight ** np.arange(steps + 1), atol=1e-12)


@given(WEIGHTS, st.lists(st.floats(-2, 2), min_size=1, max_size=12))
def test_with_tanh_it_is_the_loop_written_out(weight, inputs):
    h, expected = 0.0, []
    for x in inputs:
        h = math.tanh(x + weight * h)
        expected.append(h)
    np.testing.assert_allclose(one_neuron(weight, inputs, "tanh"), expected, atol=1e-12)


def test_with_tanh_there_is_a_weight_that_holds_and_it_pulls_other_sizes_to_the_same_place():
    stored = math.tanh(1.0)
    weight = math.atanh(stored) / stored                  # h = tanh(w h) where h is what was stored
    assert one_pulse(weight, 1.0, 10, "tanh") == pytest.approx(stored, rel=1e-9)
    late = [one_pulse(weight, size, 400, "tanh")[-1] for size in (0.1, 0.5, 2.0)]
    assert late == pytest.approx([stored] * 3, rel=1e-6)
