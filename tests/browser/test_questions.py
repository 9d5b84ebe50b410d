"""Predict, then see: a question names its options, for the eye and for a screen reader alike."""

import pytest

from tests.waiting import wait_until

pytestmark = pytest.mark.browser

ASKED = {"/why-recurrence": 4, "/unrolled-graph": 3, "/hidden-state": 10, "/vanishing-gradient": 10, "/gated-cells": 5,
         "/name-generation": 3}
QUESTIONS = """() => [...document.querySelectorAll('[class*="st-key-guess_"] [role=radiogroup]')].map((one) => [
    one.ariaLabel, one.parentElement.querySelector('label p').textContent])"""


@pytest.mark.parametrize("path", ASKED)
def test_what_is_heard_is_what_is_read(visit, path):
    page = visit(f"{path}?step=all")
    wait_until(lambda: len(page.evaluate(QUESTIONS)) == ASKED[path])
    for heard, read in page.evaluate(QUESTIONS):
        assert heard == read and "?" in heard
