"""A term opens what it means where it stands: by keyboard and by finger, and it closes again."""

import pytest

from tests import axe
from tests.browser.conftest import still

pytestmark = pytest.mark.browser
STEP = "/vanishing-gradient?step=gradient-curve"
SHOWN = "() => document.querySelectorAll('.u-definition:popover-open').length === "


def test_a_term_opens_and_closes_by_keyboard(visit):
    page = visit(STEP)
    term = page.locator(".u-term", has_text="spectral radius")
    term.focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"{SHOWN}1")
    opened = page.locator(".u-definition:popover-open")
    assert "farthest eigenvalue" in opened.inner_text()
    box = opened.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 1280 and abs(box["y"] - term.bounding_box()["y"]) < 200
    assert not axe.SCRIPT.exists() or not axe.faults(page)
    page.keyboard.press("Escape")
    page.wait_for_function(f"{SHOWN}0")


def test_a_term_opens_under_a_finger_and_follows_a_section_that_runs_again(visit):
    page = visit("/gated-cells", width=390, height=844, has_touch=True)
    term = page.locator(".u-term", has_text="LSTM").first
    term.scroll_into_view_if_needed()
    term.tap()
    page.wait_for_function(f"{SHOWN}1")
    box = page.locator(".u-definition:popover-open").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    page.keyboard.press("Escape")
    field = page.locator("[class*=gated_text] input")
    field.fill("maria")
    field.press("Enter")
    page.wait_for_function("() => location.search.includes('maria')")
    still(page)
    ids = page.evaluate("() => [...document.querySelectorAll('.u-definition')].map((one) => one.id)")
    assert len(ids) == len(set(ids)) and "term-lstm-words_of_the_cell" in ids
