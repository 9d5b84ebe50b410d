"""The four sentences that the tasks are known by, read off the page."""

import re

import pytest

from tests.browser.conftest import control, still
from tests.waiting import wait_until

pytestmark = pytest.mark.browser

GRAPH = "/unrolled-graph"


def type_text(page, text: str) -> None:
    field = page.locator(f"{control(GRAPH, 'text')} input")
    field.fill(text)
    field.press("Enter")
    page.wait_for_function(
        "two => [...document.querySelectorAll('.u-verdicts b')].slice(0, 2).map(b => b.innerText).join(' ') === two",
        arg=" ".join(text.split()[:2]).rstrip(","))
    still(page)


def shares(page) -> list[float]:
    return [float(text) for text in page.locator(".u-verdicts li > span").all_inner_texts()]


def marked(page) -> list[str]:
    """The words whose column says yes."""
    return page.locator(".u-verdicts li.is-yes b").all_inner_texts()


def drawn(page) -> list[str]:
    page.wait_for_selector("svg .node.bars")
    return page.locator(".node.bars .share").all_text_contents()


def test_the_two_sentences_of_the_year_task(visit):
    page = visit("/unrolled-graph?step=verdicts&network=year")
    page.wait_for_selector(".u-verdicts")
    assert marked(page) == ["1986"]
    wait_until(lambda: drawn(page)[1:] == [f"{share:.2f}" for share in shares(page)])   # graph and columns agree
    type_text(page, "In 1986, the Mets won their second World Series.")
    assert marked(page) == ["1986"]
    type_text(page, "In front of 1986 people, the Mets won.")
    assert marked(page) == []


def test_the_remote_controller(visit):
    page = visit("/unrolled-graph?step=verdicts&network=next-word", theme="dark")
    page.wait_for_selector(".u-rankings")
    first = page.locator(".u-rankings section").first.locator("li").first.inner_text()
    assert first.startswith("television") and int(re.search(r"(\d+) %", first)[1]) > 80
    page.wait_for_selector("svg .node.bars")
    assert page.locator("[data-node='output:14'] .word-sign").first.text_content() == "television"
    slider = page.locator(control(GRAPH, "cut")).locator("[role=slider], input[type=range]").first
    slider.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("() => location.search.includes('cut=10') "
                           "&& document.querySelectorAll('.u-rankings section').length === 2")
    still(page)
    rows = page.locator(".u-rankings section").nth(1).locator("li").all_inner_texts()
    assert len(rows) == 6 and all(int(re.search(r"(\d+) %", row)[1]) < 35 for row in rows)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_review_of_nine_words(visit, width):
    page = visit("/unrolled-graph?step=verdicts&network=sentiment", width=width)
    page.wait_for_selector(".u-verdicts")
    found = shares(page)
    assert len(found) == 9 and found[3] < 0.45 and found[-1] > 0.6
    wait_until(lambda: drawn(page)[1:] == [f"{share:.2f}" for share in found])
    assert page.evaluate("document.documentElement.scrollWidth") == width
