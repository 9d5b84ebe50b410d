"""The networks that read on this page: made from a seed, and in double precision."""

import numpy as np

from pages.unrolled_graph.reading_networks import untrained
from rnncore.numerics.precision import in_double

MODEL = untrained(2, 26, "tanh", True, 0)


def test_the_same_seed_gives_the_same_network():
    one, two, other = (untrained(4, 9, "relu", True, seed) for seed in (5, 5, 6))
    np.testing.assert_array_equal(one.params.W_hh, two.params.W_hh)
    assert not np.array_equal(one.params.W_hh, other.params.W_hh)
    assert one.config.activation == "relu" and len(one.vocabulary) == 10 and one.dtype == np.float64


def test_in_double_changes_no_number():
    wide = in_double(MODEL)
    np.testing.assert_array_equal(wide.params.W_xh, MODEL.params.W_xh)
    assert wide.vocabulary is MODEL.vocabulary
