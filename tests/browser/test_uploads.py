"""What people bring, uploaded while somebody else trains: it is read, learned and shown, and the other is not held up.

`python -m tests.upload_while_training` does the same with files as large as people have, and measures.
"""

import pytest

from tests.browser import uploads
from tests.browser.conftest import still
from tests.browser.test_journeys import LONG, press, step, train, wait_for_step

pytestmark = pytest.mark.browser


@pytest.fixture
def other(visit):
    """Another visitor, who trains."""
    page = visit(f"/name-generation?{LONG}&seed=961&step=train")
    train(page)
    wait_for_step(page, 1)
    yield page
    press(page, "stop")
    page.get_by_text("Stopped.").wait_for()


def test_a_series_is_brought_and_learned(visit, other):
    before = step(other)
    page = visit("/hidden-state?series_read=lynx", width=390, theme="dark", height=844)
    uploads.bring(page, "own_series_file", "days.csv", uploads.series(300))
    page.get_by_text("days: 300 values are ready to learn from.").wait_for()
    page.locator(".st-key-own_series_chart path.line").first.wait_for(state="attached")
    press(page, "own_series_train")
    page.wait_for_selector(".st-key-own_series_memory svg", timeout=180_000)
    still(page)
    assert page.get_by_role("group", name="Errors of your series").locator("tbody tr").count() == 6
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    wait_for_step(other, before + 1)


def test_texts_are_brought_and_read_aloud_while_they_are_learned(visit, other):
    before = step(other)
    page = visit("/why-recurrence?step=own-texts")
    page.get_by_role("button", name="Try it with our reviews").wait_for()
    uploads.bring(page, "own_texts_files", "reviews.csv", uploads.reviews(200, 12))
    press(page, "own_texts_train")
    page.wait_for_selector(".u-fish.is-learning", timeout=180_000)
    page.get_by_role("button", name="Stop").click()          # a button with a tooltip stands there twice
    page.wait_for_selector(".st-key-own_texts_go_on")
    field = page.locator(".st-key-own_texts_to_read input")
    field.fill("a warm and lovely end")
    field.press("Enter")
    page.wait_for_function("() => [...document.querySelectorAll('.u-fish b')].at(-1)?.innerText === 'end'")
    wait_for_step(other, before + 1)


def test_a_refused_file_says_why_and_the_keyboard_reaches_everything(visit):
    page = visit("/why-recurrence?step=own-texts", theme="dark")
    page.get_by_role("button", name="Bring your own texts").click()
    page.locator(".st-key-own_texts_files input[type=file]").set_input_files(
        {"name": "sheet.xlsx", "mimeType": "text/plain", "buffer": b"PK\x03\x04\x00\x00"})
    page.get_by_text("This is not a text file").first.wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Try it with our reviews").focus()
    page.keyboard.press("Enter")
    page.get_by_text("reviews: 769 texts are ready to learn from.").wait_for()
    assert page.get_by_text("This is not a text file").count() == 0
    page.get_by_role("button", name="Train a network on them").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".st-key-own_texts_stop, .u-fish")
