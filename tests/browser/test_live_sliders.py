"""A live slider at rest runs only the parts that show its value: the page is then what its address opens."""

import json

import pytest

from tests.browser.conftest import at_rest, control, still, there, whole
from tests.waiting import wait_until

pytestmark = pytest.mark.browser

GRADIENT, GATES = whole("/vanishing-gradient?cellkind=lstm"), whole("/gated-cells?gated_units=8")
MOVES = [(GRADIENT, "signal", "_causes"), (GRADIENT, "gate", "_above"), (GRADIENT, "times", ""),
         (GATES, "gated_bias", "")]
READY = {GRADIENT: ".st-key-ways path.line", GATES: ".st-key-fading_chart path.line"}
QUESTIONS = {GRADIENT: ("It grows", "Less than a tenth"), GATES: ("About twice as far",)}    # answered from the sliders
ANSWERS = ".stMain p.u-unseen[role=status]"
# Words, every line of every chart with what is written on it, the sliders in their shadow roots, drawings in HTML.
SEEN = """() => {
    const inside = (root) => [...root.querySelectorAll('*')].flatMap((one) =>
        [one, ...(one.shadowRoot ? inside(one.shadowRoot) : [])]);
    const all = inside(document.querySelector('.stMain'));
    return JSON.stringify({
        words: document.querySelector('.stMain').innerText,
        charts: all.filter((one) => one.matches('.js-plotly-plot')).map((plot) => [
            (plot._fullData || []).map((line) => [line.name, Array.from(line.x || []), Array.from(line.y || [])]),
            (plot.layout?.annotations || []).map((one) => [one.text, one.x, one.y])]),
        live: all.filter((one) => one.matches('.chart')).map((chart) => chart.innerHTML),
        ranges: all.filter((one) => one.matches('input[type=range]')).map((one) => one.ariaValueText),
        fields: all.filter((one) => one.matches('input[type=number]')).map((one) => one.value),
        drawn: all.filter((one) => one.matches('.u-spectrum, .u-factors')).map((one) => one.outerHTML) }); }"""


def seen(page) -> dict:
    return json.loads(page.evaluate(SEEN))


def said(slider) -> float:
    """The number a slider tells: "10 times" is 10."""
    return float(slider.get_attribute("aria-valuetext").split()[0])


def opened(visit, where: str, of: str):
    """The page with its picture drawn and its questions answered."""
    page = visit(where)
    page.wait_for_selector(READY[of], state="attached")
    still(page)
    for words in QUESTIONS[of]:
        before = page.locator(ANSWERS).count()
        page.get_by_role("radio", name=words, exact=True).first.click()
        wait_until(lambda before=before: page.locator(ANSWERS).count() > before)
        still(page)
    return page


@pytest.mark.parametrize(("where", "key", "which"), MOVES, ids=[key for _, key, _ in MOVES])
def test_the_page_after_a_move_is_the_page_its_address_opens(visit, where, key, which):
    page = opened(visit, where, where)
    before = seen(page)
    slider = page.locator(f"{control(where, f'live_{key}{which}')} input[type=range]").first
    slider.focus()
    for _ in range(3):
        slider.press("ArrowUp")
        page.wait_for_timeout(120)
    at_rest(page, key, said(slider))
    page.evaluate("localStorage.clear()")      # the browser keeps the answers: somebody else opens the address
    fresh = opened(visit, there(page), where)
    for _ in range(400):                       # generous: a busy machine must not fail a test
        if seen(page) == seen(fresh):
            break
        page.wait_for_timeout(100)
    assert seen(page) == seen(fresh) != before
