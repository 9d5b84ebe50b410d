"""The vanishing gradient page in Chromium: sliders that speak while they move, and a page that holds still."""

from urllib.parse import parse_qs, urlparse

import pytest

from explainer.state.steps import WHOLE
from pages.vanishing_gradient import controls
from tests.browser.conftest import at_step, control, still
from tests.waiting import wait_until

pytestmark = pytest.mark.browser

PAGE = "/vanishing-gradient"
RADIUS = f"{control(PAGE, 'live_radius')} input[type=range]"


@pytest.fixture
def gradient(visit):
    """Open the step of the gradient's curve, or the whole chapter, and wait for its picture."""
    def open_gradient(query: str = "", step: str = "gradient-curve", **more):
        page = visit(at_step(f"{PAGE}{query}", step), **more)
        page.wait_for_selector(".st-key-reach path.line", state="attached", timeout=60_000)
        if step == WHOLE:
            page.wait_for_selector(".st-key-ways path.line", state="attached", timeout=60_000)
        still(page)
        return page
    return open_gradient


def told(page, slider: str = RADIUS) -> str:
    return page.locator(slider).get_attribute("aria-valuetext")


def asked(page) -> dict[str, list[str]]:
    return parse_qs(urlparse(page.evaluate("location.href")).query)


def curve(page) -> str:
    """The gradient as it is drawn: the last line of its chart."""
    return page.locator(".st-key-reach path.line").last.get_attribute("d")


def verdict(page) -> str:
    return " ".join(page.locator(".u-verdict").all_inner_texts())


def grip(page, share: float) -> tuple[float, float]:
    box = page.locator(RADIUS).bounding_box()
    return box["x"] + 9 + (box["width"] - 18) * share, box["y"] + box["height"] / 2


def test_the_picture_follows_while_the_slider_is_dragged(gradient):
    page = gradient()
    before, words = curve(page), verdict(page)
    page.mouse.move(*grip(page, 0.3))
    page.mouse.down()
    for share in (0.32, 0.36, 0.45, 0.6, 0.7):
        page.mouse.move(*grip(page, share))
    wait_until(lambda: curve(page) != before and verdict(page) != words)     # the mouse is still down
    assert "radius" not in asked(page)                                                   # and nothing was written yet
    page.mouse.up()
    wait_until(lambda: float(asked(page).get("radius", ["0"])[0]) == float(told(page)) > 1.3)
    left = told(page)
    page.locator("[class*=st-key-next_step] button").click()               # its slider moves the same control
    page.wait_for_selector(f"{control(PAGE, 'live_radius_causes')} input")
    assert told(page, f"{control(PAGE, 'live_radius_causes')} input") == left


def test_the_slider_obeys_the_keyboard(gradient):
    page = gradient("?radius=1.0")
    slider = page.locator(RADIUS)
    slider.focus()
    seen = []
    for key in ("ArrowRight", "ArrowLeft", "End", "Home"):
        page.keyboard.press(key)
        seen.append(told(page))
    assert seen == ["1.01", "1.00", "5.00", "0.00"]
    wait_until(lambda: asked(page).get("radius") == ["0.0"])
    wait_until(lambda: "nothing at all" in verdict(page))


def test_the_slider_has_a_name_and_bounds_for_everybody(gradient):
    page = gradient(step=WHOLE)
    assert page.get_by_role("slider", name=controls.RADIUS.label).first.is_visible()
    ends = page.locator(f"{control(PAGE, 'live_signal')} .ends").inner_text().split()
    assert ends == ["0.00", "5.00"] and told(page, f"{control(PAGE, 'live_times')} input") == "10 times"


def test_a_value_survives_another_page_and_a_button_moves_the_slider(gradient):
    page = gradient("?radius=1.37", step=WHOLE)
    page.get_by_role("link", name="Gated cells").first.click()
    page.wait_for_selector("h1:has-text('gate')", timeout=60_000)
    page.get_by_role("link", name="Vanishing gradient").first.click()
    page.wait_for_selector(RADIUS, timeout=60_000)
    wait_until(lambda: told(page) == "1.37")
    page.get_by_role("radio", name="Orthogonal W_hh").click()
    wait_until(lambda: told(page) == "1.00" and asked(page).get("start") == ["orthogonal"], 30)


def test_one_update_can_be_stepped_through(visit):
    page = visit(at_step(PAGE, "one-update"))
    stages = ("Loss.", "Backward.", "The weights change.", "A better prediction.")
    for stage in stages:
        page.locator(".st-key-next_phase button").click()
        page.get_by_test_id("stMarkdown").get_by_text(stage, exact=True).wait_for()      # no term of the glossary
        still(page)
    assert asked(page)["phase"] == ["better"]


@pytest.mark.parametrize(("width", "theme"), [(390, "dark"), (1280, "light")])
def test_no_sideways_scroll(gradient, width, theme):
    page = gradient("?phase=backward&times=20", step=WHOLE, width=width, theme=theme)
    wide, seen = page.evaluate("() => { const main = document.querySelector('.stMain'); "
                               "return [main.scrollWidth, main.clientWidth]; }")
    assert wide <= seen
