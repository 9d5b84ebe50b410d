"""The hidden-state page in Chromium: two times at once, and all of it without the server."""

import numpy as np
import pytest

from explainer.models import shipped
from explainer.state.steps import WHOLE
from pages.hidden_state.training_checkpoints import shipped_checkpoints
from rnncore.numerics.precision import in_double
from rnncore.sampling import trace_of
from tests.browser.conftest import at_step, still, there
from tests.browser.test_graph import COUNT_SENT
from tests.waiting import wait_until

pytestmark = pytest.mark.browser

PICTURE, MAP, PLANE = ".st-key-memory_picture .ug", ".st-key-memory_map .ug", ".st-key-portrait .ug"
ADDRESS = "/hidden-state?read=martina&reader=given_names-vanilla"


DRAWN = {"memory": f"{PICTURE} .graph .node", "map": f"{MAP} .dots text", "two-neurons": f"{PLANE} .arrows"}


@pytest.fixture
def memory(visit):
    """Open a step, or the whole chapter, and wait for picture, map and plane, whichever are in it."""
    def open_memory(path: str = ADDRESS, step: str = "memory", **more):
        page = visit(at_step(path, step), **more)
        for place in DRAWN.values() if step == WHOLE else (DRAWN[step],):
            page.wait_for_selector(place, state="attached", timeout=60_000)
        still(page)
        page.wait_for_timeout(500)
        return page
    return open_memory


def first(page, selector: str):
    return page.locator(selector).first


def scrub(page, selector: str, value: int) -> None:
    """Drag a slider without letting it go."""
    first(page, selector).evaluate(
        "(e, v) => { e.value = v; e.dispatchEvent(new Event('input', { bubbles: true })); }", value)


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def told_value(page, node: str, unit: int) -> float:
    """The number on the card of one cell."""
    first(page, f'{PICTURE} [data-node="{node}"] [data-unit="{unit}"]').hover(force=True)
    card = first(page, f"{PICTURE} .card")
    card.wait_for(state="visible")
    words = card.inner_text()
    result = card.locator(".value")
    return number(result.first.inner_text() if result.count() else words.split("\n")[-1].split(" ")[0])


def inputs_of(model, text: str) -> np.ndarray:
    return np.concatenate([[0], model.vocabulary.encode(text)])


def test_cells_are_the_networks_memory_and_stand_in_one_column(memory):
    page = memory()
    model = in_double(shipped.shipped_models()["given_names-vanilla"])
    h = trace_of(model, inputs_of(model, "martina")).h[:, 0]
    for step, unit in ((3, 5), (8, 40)):
        assert told_value(page, f"hidden:{step}", unit) == pytest.approx(h[step - 1, unit], abs=6e-4)
    cells = page.locator(f'{PICTURE} [data-node="hidden:3"] .cell')
    places = cells.evaluate_all("all => all.map(e => e.getAttribute('x'))")
    assert len(places) == 64 and len(set(places)) == 1


def test_going_back_in_training_moves_everything_without_the_server(memory):
    page = memory(step=WHOLE)
    page.evaluate(COUNT_SENT)
    before = page.locator(f"{MAP} .dots text").evaluate_all("all => all.map(e => e.style.transform)")
    bars = page.locator(f"{PICTURE} .bar .share").all_text_contents()
    scrub(page, f"{PICTURE} .training .scrub", 4)
    checkpoint = shipped_checkpoints("vanilla")[4]
    words = f"step {checkpoint.step:,} · held out {checkpoint.loss:.2f} nats"
    assert first(page, f"{PICTURE} .training .told").inner_text() == words
    assert first(page, f"{MAP} .training .told").inner_text() == words
    after = page.locator(f"{MAP} .dots text").evaluate_all("all => all.map(e => e.style.transform)")
    assert sum(a != b for a, b in zip(before, after, strict=True)) > 0.9 * len(before)
    assert page.locator(f"{PICTURE} .bar .share").all_text_contents() != bars
    h = trace_of(checkpoint.model, inputs_of(checkpoint.model, "martina")).h[:, 0]
    assert told_value(page, "hidden:5", 12) == pytest.approx(h[4, 12], abs=6e-4)
    assert page.evaluate("window.sent") == 0


def test_the_checkpoint_goes_into_the_address_when_let_go(memory):
    page = memory()
    first(page, f"{PICTURE} .training .scrub").focus()
    for _ in range(3):                                   # faster than the server answers: none may be undone
        page.keyboard.press("ArrowLeft")
    last = int(first(page, f"{PICTURE} .training .scrub").get_attribute("max"))
    page.wait_for_function(f"() => location.search.includes('checkpoint={last - 2}')")
    still(page)
    page.wait_for_timeout(600)
    assert first(page, f"{PICTURE} .training .scrub").input_value() == str(last - 3)
    again = memory(there(page).replace("&step=memory", ""))
    told = f"{PICTURE} .training .told"
    assert first(again, told).inner_text() == first(page, told).inner_text()


def test_the_steps_of_all_pictures_move_together(memory):
    page = memory(step=WHOLE)
    scrub(page, f"{PLANE} .scrub", 3)
    assert first(page, f"{PICTURE} .count").inner_text() == "step 3 of 8"
    assert page.locator(f"{MAP} .own .current text").text_content() == "a"
    scrub(page, f"{PICTURE} .bar:not(.training) .scrub", 5)
    assert first(page, f"{PLANE} .count").inner_text() == "step 5 of 8"
    assert page.locator(f"{PLANE} .own .current text").text_content() == "t"


def test_pointing_at_the_map_tells_the_name(memory):
    page = memory(step="map")
    dot = page.locator(f'{MAP} .dots text[data-i="7"]')
    dot.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    box = dot.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    card = first(page, f"{MAP} .card")
    card.wait_for(state="visible")
    assert "memory after" in card.inner_text() and page.locator(f"{MAP} .dots .picked").count() >= 2
    assert first(page, f"{MAP} .other").get_attribute("d").startswith("M")
    page.mouse.move(5, 5)
    wait_until(lambda: not card.is_visible())


def test_names_are_told_to_keys_and_to_fingers(memory):
    page = memory(step="map", width=390)
    card, told = first(page, f"{MAP} .card"), first(page, f"{MAP} .live")
    first(page, f"{MAP} .field").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert card.is_visible() and "after 1 letter" in told.inner_text()
    name = told.inner_text().split(",")[0]
    page.keyboard.press("ArrowUp")
    assert told.inner_text() == f"{name}, after 0 letters"
    page.keyboard.press("Escape")
    assert not card.is_visible()
    dot = page.locator(f'{MAP} .dots text[data-i="7"]')
    dot.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    box = dot.bounding_box()
    first(page, f"{MAP} .map").evaluate(
        """(map, [clientX, clientY]) => ["pointerdown", "pointerup", "pointerleave"].forEach(
             (kind) => map.dispatchEvent(new PointerEvent(kind, { clientX, clientY, pointerType: "touch" })))""",
        [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2])
    assert card.is_visible()                              # a finger that is lifted leaves the name behind


def test_the_shares_of_the_map_add_up_and_say_over_how_many_names(memory):
    page = memory(step="map")
    shares = [number(text.split(" %")[0].split()[-1]) for text in page.locator(f"{MAP} .axis-name").all_text_contents()]
    note = first(page, f"{MAP} .note").inner_text()
    assert f"{shares[0]:.1f} % + {shares[1]:.1f} % = {sum(shares):.1f} %" in note
    assert "fitted on 300 names, of which 120 are drawn" in note


def test_what_is_wider_than_a_phone_shows_that_it_scrolls(memory):
    page = memory("/hidden-state?read=christopherine", step=WHOLE, width=390)
    frames = page.locator(".hs-scroll, .fc-scroll, .hs-runs ol")
    assert frames.count() >= 5
    wide = frames.evaluate_all(
        "all => all.filter(e => e.scrollWidth > e.clientWidth).map(e => getComputedStyle(e).backgroundAttachment)")
    assert len(wide) >= 4 and set(wide) == {"local, local, scroll, scroll"}
    tints = page.locator(".hs-heat td[data-share]").evaluate_all(
        "all => all.map(e => getComputedStyle(e).backgroundColor)")
    assert all("/" in tint or "rgba" in tint for tint in tints)           # else the cells would hide the shadow


def test_signs_on_the_map_follow_the_choice(memory):
    page = memory(step="map")
    page.get_by_role("radio", name="how many letters were read", exact=True).click()
    dots = page.locator(f"{MAP} .dots text")
    wait_until(lambda: dots.evaluate_all("all => all.every(e => /^\\d+$/.test(e.textContent))"))
    assert page.locator(f"{MAP} .dots text").evaluate_all(
        "all => new Set(all.map(e => e.style.getPropertyValue('--hue'))).size") > 5


def test_memory_and_graph_are_two_views_of_one_picture(memory):
    page = memory()
    scrub(page, f"{PICTURE} .bar:not(.training) .scrub", 4)
    page.locator(f"{PICTURE} .toolbar button", has_text="Unrolled").click()
    wait_until(lambda: page.locator(f"{PICTURE} .graph .node.start").count() > 0)
    assert first(page, f"{PICTURE} .count").inner_text() == "step 4 of 8"
    page.wait_for_function("() => location.search.includes('shown_as=unrolled')")
    page.locator(f"{PICTURE} .toolbar button", has_text="Memory").click()
    wait_until(lambda: page.locator(f"{PICTURE} .graph .node.start").count() == 0)
    page.wait_for_function("() => !location.search.includes('shown_as')")


def test_one_letter_for_ever_carries_memories_to_where_they_rest(memory):
    page = memory(f"{ADDRESS}&arrows=again&again=a", step="two-neurons")
    scrub(page, f"{PLANE} .scrub", 31)
    rest = page.locator(f"{PLANE} .rest.stable").first.get_attribute("transform")
    x, y = map(float, rest.removeprefix("translate(").rstrip(")").split())
    ends = page.locator(f"{PLANE} .mote").evaluate_all(
        "all => all.map(e => [+e.getAttribute('cx'), +e.getAttribute('cy')])")
    assert len(ends) > 50 and np.abs(np.array(ends) - [x, y]).max() < 6


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_phone_never_scrolls_sideways(memory, theme):
    page = memory("/hidden-state?read=christopherine&reader=given_names-lstm", step=WHOLE, width=390, theme=theme)
    assert page.evaluate("() => { const main = document.querySelector('[data-testid=stMain]'); "
                         "return main.scrollWidth - main.clientWidth; }") <= 0
    assert page.locator(f"{PICTURE} .cell").count() == 2 * 64 * 15


def test_markup_stays_text(memory):
    page = memory("/hidden-state?read=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&again=%3C&arrows=again", step=WHOLE)
    assert page.locator("img[src=x]").count() == 0
