"""The link holds what a slider says now, also where only a part of the page has run since."""

from base64 import b64decode
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.conftest import at_rest, control, still, whole
from tests.waiting import wait_until

pytestmark = pytest.mark.browser

SLIDERS = [("/why-recurrence", "one_weight"), ("/gated-cells", "gated_bias"), ("/vanishing-gradient", "radius")]


def test_a_click_right_after_an_arrow_key_is_not_swallowed(visit):
    """A slider says that it rests a moment after the key; said together with a click, it would win alone."""
    page = visit(whole("/why-recurrence"))
    slider = page.locator(f"{control('/why-recurrence', 'live_one_weight')} input[type=range]")
    button = page.locator(".st-key-view_link button").first
    slider.press("ArrowRight")
    page.wait_for_function("() => new URLSearchParams(location.search).get('one_weight') === '0.51'")
    slider.evaluate("(input, button) => { input.blur(); button.click() }", button.element_handle())
    page.locator("[data-testid=stPopoverBody] code").get_by_text("one_weight=0.51&").wait_for()


@pytest.mark.parametrize(("path", "key"), SLIDERS)
def test_the_link_is_fresh_and_opens_the_same_view(visit, path, key):
    page = visit(whole(path))
    slider = page.locator(f"{control(path, f'live_{key}')} input[type=range]").first
    before = slider.input_value()
    slider.focus()
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    at_rest(page, key, float(slider.get_attribute("aria-valuetext")))
    page.locator(".st-key-view_link button").first.click()
    code = page.locator("[data-testid=stPopoverBody] code")
    code.wait_for()
    page.wait_for_function("key => document.querySelector('[data-testid=stPopoverBody] code')?.innerText.includes("
                           "`${key}=${new URLSearchParams(location.search).get(key)}`)", arg=key)
    link = urlsplit(code.inner_text().replace("\n", ""))
    assert link.path == path and key in parse_qs(link.query)
    other = visit(f"{link.path}?{link.query}")
    still(other)
    again = other.locator(f"{control(path, f'live_{key}')} input[type=range]").first
    again.wait_for()
    assert again.input_value() == slider.input_value() != before


def test_what_the_keys_have_opened_stays_when_python_answers(visit):
    page = visit("/vanishing-gradient?spelt=anna&step=along-the-graph")
    graph = page.locator(".st-key-gradient_graph")
    graph.get_by_label("Step", exact=True).wait_for()
    still(page)
    graph.locator(".frame").focus()
    page.keyboard.press("ArrowRight")                          # said to Python a moment later
    page.keyboard.press("ArrowUp")
    card = graph.locator(".card")
    card.wait_for(state="visible")
    told = card.inner_text()
    page.wait_for_function("() => new URLSearchParams(location.search).get('stands') === '2'")
    still(page)
    page.wait_for_timeout(300)
    assert card.is_visible() and card.inner_text() == told


def test_where_one_stands_in_the_backward_graph_is_in_the_address(visit):
    page = visit("/vanishing-gradient?spelt=anna&step=along-the-graph")
    graph = page.locator(".st-key-gradient_graph")
    scrub = graph.get_by_label("Step", exact=True)
    scrub.wait_for()
    still(page)
    scrub.fill("3")
    scrub.dispatch_event("change")
    page.wait_for_function("() => new URLSearchParams(location.search).get('stands') === '3'")
    graph.get_by_role("radio", name="Folded").click()
    page.wait_for_function("() => new URLSearchParams(location.search).get('shown') === 'folded'")
    other = visit("/vanishing-gradient?spelt=anna&stands=3&shown=folded").locator(".st-key-gradient_graph")
    other.get_by_label("Step", exact=True).wait_for()
    assert other.get_by_label("Step", exact=True).input_value() == "3"
    assert other.get_by_role("radio", name="Folded").get_attribute("aria-checked") == "true"


def test_home_has_its_own_icon_and_a_link_to_one_of_its_headings_goes_there(visit):
    page = visit("/#and-what-came-after")
    heading = page.locator("#and-what-came-after")
    wait_until(lambda: heading.count() and 0 < heading.bounding_box()["y"] < 900)
    icon = page.evaluate("document.querySelector('link[rel~=icon]').href")
    sent = b64decode(icon.removeprefix("data:image/svg+xml;base64,")).decode()
    assert sent.startswith("<svg") and sent.count("<path") == 2
    assert page.title() == "Unrolled"
