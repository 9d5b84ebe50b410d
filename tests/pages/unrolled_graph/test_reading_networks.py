"""Reading a visitor's text: whatever comes, the network gets numbers it knows, and one sentence says the rest."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.models.reading import read_name
from explainer.state.choices import MAX_STEPS
from pages.unrolled_graph.reading_networks import untrained
from rnncore.data.vocabulary import BOUNDARY
from rnncore.numerics.precision import in_double
from tests.visitor import assert_one_sentence

MODEL = untrained(2, 26, "tanh", True, 0)


@given(text=st.text(max_size=60), steps=st.integers(1, MAX_STEPS))
def test_any_text_becomes_inputs(text, steps):
    read = read_name(MODEL, text, steps)
    assert 1 <= len(read.inputs) == len(read.targets) <= steps and read.inputs[0] == BOUNDARY
    np.testing.assert_array_equal(read.inputs[1:], read.targets[:-1])
    assert read.inputs.max() < len(MODEL.vocabulary) and "\n" not in read.problem


@pytest.mark.parametrize("text", ["", "7", "é", "a" * 99, "日本語です、ね", "a b", "<i>"])
def test_what_was_not_read_is_said_in_one_sentence(text):
    assert_one_sentence(read_name(MODEL, text, 24).problem)


@pytest.mark.parametrize("text", ["maria", "Maria", "  maria ", "m", "a" * 23])
def test_what_was_read_needs_no_words(text):
    assert read_name(MODEL, text, 24).problem == ""


def test_the_same_seed_gives_the_same_network():
    one, two, other = (untrained(4, 9, "relu", True, seed) for seed in (5, 5, 6))
    np.testing.assert_array_equal(one.params.W_hh, two.params.W_hh)
    assert not np.array_equal(one.params.W_hh, other.params.W_hh)
    assert one.config.activation == "relu" and len(one.vocabulary) == 10 and one.dtype == np.float64


def test_in_double_changes_no_number():
    wide = in_double(MODEL)
    np.testing.assert_array_equal(wide.params.W_xh, MODEL.params.W_xh)
    assert wide.vocabulary is MODEL.vocabulary
