"""Headings: links into a page must go on finding what they found when Streamlit named the places itself."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.shell.headings import place_of


@pytest.mark.parametrize(("words", "place"), [
    ("A gate's bias sets how far it remembers", "a-gates-bias-sets-how-far-it-remembers"),
    ("Ways out, and one that is none", "ways-out-and-one-that-is-none"), ("Café olé", "cafe-ole"),
    ("W_hh and 1 % left", "w-hh-and-1-left"), ("Why a plain network forgets", "why-a-plain-network-forgets")])
def test_a_place_is_called_what_streamlit_calls_it(words, place):
    assert place_of(words) == place


@given(st.text())
def test_a_place_can_stand_in_an_address(words):
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", place_of(words)) and place_of(place_of(words)) == place_of(words)
