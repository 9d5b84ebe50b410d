"""A text as a network of letters reads it: whatever is typed, one sentence says what was left out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.models import shipped
from explainer.models.reading import read_name
from explainer.state.choices import MAX_STEPS
from rnncore.data.vocabulary import BOUNDARY
from tests.visitor import assert_one_sentence

MODEL = shipped.shipped_models()["given_names-vanilla"]
LEFT_OUT = [("a" * 5000, "a" * 23), ("<b>bo</b>", "bbob"), ("<b>anna</b>", "bannab"), ("🦕 rex", "rex"), ("مرحبا", ""),
            ("שרה", ""), ("日本", ""), ("Ωμέγα", ""), ("", ""), ("   ", ""), ("7", ""), ("1986", ""), ("🎈", ""),
            ("Zoé", "zoe"), ("Zoë", "zoe"), ("ann\u0061\u0308", "anna"), ("😀anna", "anna"), ("**bold**", "bold"),
            ("[a](http://x.example)", "ahttpxexample"), ("a b", "ab"), ("-" * 30, ""), ("x\u202ey", "xy"),
            ("<script>alert(1)</script>", "scriptalertscript"), ("é", "e"), ("<i>", "i"), ("日本語です、ね", "")]


@given(text=st.text(max_size=60), steps=st.integers(1, MAX_STEPS))
def test_any_text_becomes_inputs(text, steps):
    read = read_name(MODEL, text, steps)
    assert 1 <= len(read.inputs) == len(read.targets) <= steps and read.inputs[0] == BOUNDARY
    np.testing.assert_array_equal(read.inputs[1:], read.targets[:-1])
    assert read.inputs.max() < len(MODEL.vocabulary) and "\n" not in read.problem


@pytest.mark.parametrize(("text", "read"), LEFT_OUT, ids=lambda text: ascii(text)[:20])
def test_what_cannot_be_read_is_left_out_and_said_in_one_sentence(text, read):
    reading = read_name(MODEL, text, MAX_STEPS)
    assert reading.inputs.tolist() == [BOUNDARY, *MODEL.vocabulary.encode(read)]
    assert_one_sentence(reading.problem)


@pytest.mark.parametrize("text", ["maria", "Maria", "  maria ", "m", "a" * 23])
def test_nothing_is_said_of_a_name_that_is_read_as_it_is(text):
    reading = read_name(MODEL, text, MAX_STEPS)
    assert reading.inputs.tolist() == [BOUNDARY, *MODEL.vocabulary.encode(text.strip().lower())]
    assert not reading.problem


def test_what_comes_next_is_the_next_letter_and_then_the_end():
    for steps in (1, 3, 6, 24):
        reading = read_name(MODEL, "maria", steps)
        whole = [BOUNDARY, *MODEL.vocabulary.encode("maria"), BOUNDARY]
        assert (reading.inputs.tolist(), reading.targets.tolist()) == (whole[:-1][:steps], whole[1:][:steps])
