"""Manners towards those who use keys, fingers, or a system that wants less motion or its own colours."""

import pytest

from tests import axe
from tests.browser.conftest import still
from tests.waiting import wait_until

pytestmark = pytest.mark.browser

GRAPH = "/unrolled-graph?network=given_names-vanilla&text=marina&length=7"
FOCUSED = """() => { let one = document.activeElement;
    while (one.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
    return one.innerText || one.value || one.tagName; }"""
SYSTEM = """(name) => { const one = document.body.appendChild(document.createElement("i")); one.style.color = name;
    const found = getComputedStyle(one).color; one.remove(); return found; }"""
OUTLINE = "() => getComputedStyle(document.activeElement).outline"


def test_the_focus_outlives_an_answer_and_the_weight_field_says_its_bound(visit):
    page = visit(f"{GRAPH}&step=graph")
    page.wait_for_selector(".ug .graph .node")
    page.get_by_role("radio", name="Unrolled", exact=True).focus()
    page.keyboard.press("ArrowLeft")
    wait_until(lambda: "view=folded" in page.evaluate("location.search"))
    still(page)
    assert page.evaluate(FOCUSED) == "Folded"
    page.keyboard.press("ArrowRight")
    wait_until(lambda: "view=folded" not in page.evaluate("location.search"))
    still(page)
    page.locator('.st-key-graph .ug .matrices [data-matrix="W_hh"]').click()
    field = page.locator(".st-key-graph .ug .reader input")
    before = field.input_value()
    field.fill("150")
    field.press("Enter")
    assert "−100 to 100" in page.locator(".st-key-graph .ug .reader [role=status]").inner_text()
    assert field.input_value() == before and "edit" not in page.evaluate("location.search")


def test_a_phone_shows_the_card_of_a_tapped_neuron_and_a_swipe_changes_nothing(visit):
    page = visit(GRAPH, width=360, height=740, has_touch=True)
    page.wait_for_selector(".ug .graph .node")
    page.locator('.ug [data-node="hidden:7"] [data-unit="9"]').first.tap()
    card = page.locator(".ug .card.is-pinned")
    card.wait_for()
    wait_until(lambda: card.evaluate("one => { const box = one.getBoundingClientRect(); "
                                     "return box.top >= 0 && box.bottom <= innerHeight + 1; }"))
    told = card.inner_text()
    following = card.get_by_role("button", name="The next one")
    box = following.bounding_box()
    assert min(box["width"], box["height"]) >= 44
    following.tap()
    wait_until(lambda: card.inner_text() != told)


def test_where_motion_is_not_wanted_the_network_does_not_start_and_keeps_its_time(visit):
    page = visit("/", reduced_motion="reduce")
    page.wait_for_selector(".ug .graph .node")
    play = page.locator(".ug .bar .play").first
    count = page.locator(".ug .bar .count").first
    assert play.get_attribute("aria-label") == "Play"
    told = count.inner_text()
    page.wait_for_timeout(600)
    assert count.inner_text() == told
    play.click()
    page.wait_for_timeout(700)                # a step takes more than a second, so none can have passed but the first
    assert count.inner_text().startswith("step 1 of")


def test_in_the_systems_own_colours_what_is_chosen_is_marked_and_can_be_read(visit):
    """The ground of a chosen segment is Streamlit's tint, on which the system's own words for it are black on black."""
    page = visit("/gated-cells?step=one-step", forced_colors="active", theme="dark")
    chosen, other = (page.locator(f"[data-testid=stButtonGroup] [aria-checked={told}]").first for told in
                     ("true", "false"))
    ground = "one => getComputedStyle(one).backgroundColor"
    assert chosen.evaluate(ground) == page.evaluate(SYSTEM, "Highlight") != other.evaluate(ground)
    assert chosen.locator("p").evaluate("one => getComputedStyle(one).color") == page.evaluate(SYSTEM, "HighlightText")


def test_no_link_is_cut_on_the_narrowest_screen(visit):
    assert not axe.cut(visit("/", width=320))


@pytest.mark.parametrize("colours", ["none", "active"])
def test_a_link_shows_its_focus(visit, colours):
    page = visit("/", forced_colors=colours)
    for link in (page.locator("header a").nth(1), page.locator("[data-testid=stPageLink-NavLink]").first):
        link.focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        outline = page.evaluate(OUTLINE)
        assert "solid" in outline and "2px" in outline and "0px" not in outline.replace("2px", "")
