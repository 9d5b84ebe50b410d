"""Which neurons the wiring shows."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pages.gated_cells.state import neurons_to_show
from tests.pages.gated_cells.opening import few


@given(seed=st.integers(0, 99), unit=st.integers(0, 15))
@few
def test_groups_of_neurons_stay_together(seed, unit):
    memory = np.random.default_rng(seed).normal(size=(5, 16))
    group = neurons_to_show(memory, unit)
    assert len(group) == 4 and unit in group and group == sorted(group)
    assert all(neurons_to_show(memory, other) == group for other in group)
    assert {j for k in range(16) for j in neurons_to_show(memory, k)} == set(range(16))
