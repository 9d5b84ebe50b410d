"""Presentation mode, on a projector of 1920 × 1080: all of it large, led by a clicker's keys, left by Escape."""

import pytest

from explainer.state.steps import steps_of
from pages.chapters import CHAPTERS
from tests import axe
from tests.browser.conftest import still, there

pytestmark = pytest.mark.browser
assert CHAPTERS            # importing them enters their steps in the registry
# Of each chapter one step, those with the smallest signs.
SAMPLE = (("why-recurrence", "order"), ("unrolled-graph", "one-step"), ("hidden-state", "neuron"),
          ("vanishing-gradient", "along-the-graph"), ("gated-cells", "one-step"), ("name-generation", "write"))
LEAST = 16
# Every text that is seen, also in components and charts, with its size on the screen in pixels.
TEXTS = """() => {
    const found = [];
    const size = (one) => {
        const own = parseFloat(getComputedStyle(one).fontSize);
        if (!one.ownerSVGElement) return own * one.currentCSSZoom;
        const { a, b, c, d } = one.getScreenCTM();
        return own * Math.sqrt(Math.abs(a * d - b * c));
    };
    const visit = (root) => {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (node.shadowRoot) visit(node.shadowRoot);
            const one = node.parentElement, range = document.createRange();
            if (node.nodeType !== Node.TEXT_NODE || !node.data.trim() || !one) continue;
            range.selectNodeContents(node);
            const { width, height } = range.getBoundingClientRect();
            if (Math.min(width, height) < 2 || one.closest(".u-unseen, .unseen, .katex-mathml, style")) continue;
            const seen = one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
            if (seen) found.push([node.data.trim(), size(one)]);
        }
    };
    visit(document.body);
    return found; }"""
MEASURES = """() => ({
    picture: document.querySelector('.st-key-u-picture').getBoundingClientRect().width / innerWidth,
    wide: document.documentElement.scrollWidth - innerWidth,
    main: document.querySelector('.stMain').scrollWidth - document.querySelector('.stMain').clientWidth })"""


def too_small(page) -> list:
    """What is smaller than it may be; something must have been measured."""
    texts = page.evaluate(TEXTS)
    assert len(texts) > 20
    return [(text, round(size, 1)) for text, size in texts if size < LEAST]


def test_a_presented_step_is_large_and_fits_the_projector(visit):
    for i, (place, name) in enumerate(SAMPLE):
        page = visit(f"/{place}?step={name}&present=on", width=1920, height=1080, theme=("light", "dark")[i % 2])
        page.wait_for_selector(".st-key-u-picture :is(svg, canvas, ul, .stBidiComponent)")
        page.wait_for_timeout(500)
        assert not too_small(page), (place, name)
        measures = page.evaluate(MEASURES)
        assert measures["picture"] >= 0.5 and measures["wide"] <= 0 and measures["main"] <= 0, (place, name, measures)
        assert not axe.faults(page), (place, name)
        assert page.locator("header, .st-key-u-fine-print").evaluate_all("all => all.every((one) => !one.offsetHeight)")


def test_what_opens_over_a_presented_step_is_large_too(visit):
    page = visit("/hidden-state?step=memory&present=on", width=1920, height=1080)
    page.locator(".st-key-u-picture [data-testid=stTooltipHoverTarget]").first.hover()
    page.wait_for_selector("[data-testid=stTooltipContent]")
    assert not too_small(page)


def _at(page, place: str, name: str) -> None:
    """Wait until a step is open, presented, and drawn."""
    label = steps_of(place).options[name]
    page.wait_for_function("([place, label]) => location.pathname.endsWith(place) && "
                           "location.search.includes('present=on') && "
                           "document.querySelector('.st-key-u-presenting [role=radio][aria-checked=true]')"
                           "?.innerText.trim() === label", arg=[place, label])
    page.wait_for_function("() => !document.querySelector('[data-stale=true]')")
    still(page)
    page.wait_for_timeout(300)


def test_a_clicker_leads_on_and_back_over_the_end_of_a_chapter_and_escape_leaves(visit):
    page = visit("/why-recurrence?step=length&present=on", width=1920, height=1080)
    _at(page, "why-recurrence", "length")
    for key, place, name in (("PageDown", "why-recurrence", "kinds"), ("ArrowRight", "unrolled-graph", "graph"),
                             ("PageUp", "why-recurrence", "kinds"), ("ArrowLeft", "why-recurrence", "length")):
        page.keyboard.press(key)
        _at(page, place, name)
    page.keyboard.press("Escape")
    page.wait_for_selector(".st-key-u-presenting", state="detached")
    page.wait_for_function("() => !location.search.includes('present')")
    assert page.locator("header").is_visible()
    page.locator(".st-key-present_step button").click()
    page.wait_for_selector(".st-key-u-presenting")


def test_a_field_and_a_slider_keep_their_keys(visit):
    page = visit("/vanishing-gradient?step=gradient-curve&present=on", width=1920, height=1080)
    slider = page.locator(".st-key-u-picture input[type=range]").first
    slider.focus()
    for key in ("ArrowRight", "PageDown"):
        before = slider.input_value()
        page.keyboard.press(key)
        page.wait_for_function("before => true", arg=before)
        assert slider.input_value() != before and "step=gradient-curve" in there(page)
    page.evaluate("document.querySelector('.st-key-u-picture').requestFullscreen = () => { window.isFull = true; }")
    page.locator(".u-full-screen").click()
    assert page.evaluate("window.isFull")
