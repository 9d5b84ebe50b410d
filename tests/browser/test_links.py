"""The link holds what a slider says now, also where only a part of the page has run since."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.conftest import still

pytestmark = pytest.mark.browser

SLIDERS = [("/why-recurrence", "one_weight"), ("/gated-cells", "gated_bias"), ("/vanishing-gradient", "radius")]


@pytest.mark.parametrize(("path", "key"), SLIDERS)
def test_the_link_is_fresh_and_opens_the_same_view(visit, path, key):
    page = visit(path)
    slider = page.locator(f".st-key-live_{key} input[type=range]").first
    before = slider.input_value()
    slider.focus()
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    page.wait_for_function("key => new URLSearchParams(location.search).has(key)", arg=key)
    still(page)
    page.locator(".st-key-view_link button").first.click()
    code = page.locator("[data-testid=stPopoverBody] code")
    code.wait_for()
    page.wait_for_function("key => document.querySelector('[data-testid=stPopoverBody] code')?.innerText.includes("
                           "`${key}=${new URLSearchParams(location.search).get(key)}`)", arg=key)
    link = urlsplit(code.inner_text().replace("\n", ""))
    assert link.path == path and key in parse_qs(link.query)
    other = visit(f"{link.path}?{link.query}")
    still(other)
    again = other.locator(f".st-key-live_{key} input[type=range]").first
    again.wait_for()
    assert again.input_value() == slider.input_value() != before
