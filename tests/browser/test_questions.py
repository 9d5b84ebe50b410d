"""Predict, then see: a question names its options, for the eye and for a screen reader alike."""

import pytest

from tests.browser.conftest import still
from tests.waiting import wait_until

pytestmark = pytest.mark.browser

ASKED = {"/": 0, "/why-recurrence": 2, "/unrolled-graph": 3, "/hidden-state": 7, "/vanishing-gradient": 7,
         "/gated-cells": 4, "/name-generation": 3}
QUESTIONS = """() => [...document.querySelectorAll('[class*="st-key-guess_"]')].map((one) => [
    one.querySelector('[role=radiogroup]').ariaLabel, one.querySelector('label p').textContent])"""


@pytest.mark.parametrize("path", ASKED)
def test_what_is_heard_is_what_is_read(visit, path):
    page = visit(path)
    still(page)
    wait_until(lambda: len(page.evaluate(QUESTIONS)) >= ASKED[path])
    for heard, read in page.evaluate(QUESTIONS):
        assert heard == read and "?" in heard
