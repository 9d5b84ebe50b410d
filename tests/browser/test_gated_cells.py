"""The wiring of a gated cell in Chromium: its numbers, its play button, its keyboard, its manners."""

import numpy as np
import pytest

from explainer.models import shipped
from explainer.state.keys import css_class
from pages.gated_cells import controls
from rnncore.data.vocabulary import BOUNDARY
from rnncore.numerics.precision import in_double
from rnncore.sampling import trace_of
from tests.browser.conftest import at_step, open_step, still, there
from tests.waiting import wait_until

pytestmark = pytest.mark.browser

ADDRESS = "/gated-cells?gated_text=marina&gated_step=4&gated_neuron=12"
FIELDS = {
    "lstm": {"f": "f", "i": "i", "g": "g", "o": "o", "new": "c", "bent": "tanh_c", "shown": "h"},
    "gru": {"r": "r", "z": "z", "hn": "hn", "n": "n", "new": "h"},
}
each_cell = pytest.mark.parametrize("cell", FIELDS)


@pytest.fixture
def wiring(visit):
    """Open the step and wait for the picture."""
    def open_wiring(path: str = ADDRESS, **more):
        page = visit(at_step(path, "one-step"), **more)
        page.wait_for_selector(".cw .wiring .strip")
        still(page)
        return page
    return open_wiring


def number(text: str) -> float:
    return float(text.strip("()").replace("−", "-"))


def strip(page, name: str) -> dict[int, float]:
    """The numbers of one strip as they stand in the picture, by neuron."""
    cells = page.locator(f'.cw [data-strip="{name}"]')
    return {int(cell.get_attribute("data-unit")): number(cell.locator("text").text_content()) for cell in cells.all()}


def traced(cell: str, text: str = "marina"):
    model = in_double(shipped.shipped_models()[f"given_names-{cell}"])
    trace = trace_of(model, np.concatenate([[BOUNDARY], model.vocabulary.encode(text)]))
    return type(trace)(*(field[:, 0] for field in trace))


def count(page) -> str:
    return page.locator(".cw .count").inner_text()


@each_cell
def test_the_numbers_read_off_the_picture_are_the_networks(wiring, cell):
    page, trace = wiring(f"{ADDRESS}&gated_cell={cell}"), traced(cell)
    for name, field in FIELDS[cell].items():
        shown = strip(page, name)
        assert 11 in shown and len(shown) == 4
        for unit, value in shown.items():
            assert value == pytest.approx(getattr(trace, field)[3, unit], abs=6e-4), (name, unit)


def test_a_step_by_hand_from_the_picture_gives_the_next_state(wiring):
    page = wiring()
    f, i, g, o, old, new, shown = (strip(page, name) for name in ("f", "i", "g", "o", "old", "new", "shown"))
    for unit in f:
        c = f[unit] * old[unit] + i[unit] * g[unit]
        assert c == pytest.approx(new[unit], abs=5e-3)
        assert o[unit] * np.tanh(c) == pytest.approx(shown[unit], abs=5e-3)
    page.locator(".cw .letter").nth(4).click()
    wait_until(lambda: "step 5 of" in count(page))
    assert strip(page, "old") == new and strip(page, "seen") == shown


def test_every_number_has_its_arithmetic(wiring):
    page, trace = wiring(), traced("lstm")
    for name, field in FIELDS["lstm"].items():
        page.locator(f'.cw [data-strip="{name}"][data-unit="11"]').hover()
        card = page.locator(".cw .card")
        card.wait_for(state="visible")
        assert number(card.locator(".value").inner_text()) == pytest.approx(getattr(trace, field)[3, 11], abs=6e-4)
        terms = [number(one.inner_text()) for one in card.locator(".terms .number").all()]
        if terms:
            assert sum(terms) == pytest.approx(number(card.locator(".pre").inner_text()), abs=2e-3)
    page.locator('.cw [data-strip="kept"][data-unit="11"]').hover()
    gate, old = (number(part) for part in page.locator(".cw .card .pre").inner_text().split(" × "))
    assert gate * old == pytest.approx(number(page.locator(".cw .card .value").inner_text()), abs=2e-3)


def test_it_plays_part_by_part_and_writes_the_address_when_it_rests(wiring):
    page = wiring()
    page.locator(".cw .play").click()
    wait_until(lambda: "part 1 of 8" in count(page))
    assert page.locator(".cw .strip.future").count() > 6
    wait_until(lambda: "part 3 of 8" in count(page))
    assert "gated_step=4" in there(page)
    page.locator(".cw .letter").nth(1).click()
    still(page)
    wait_until(lambda: "gated_step=2" in there(page))
    assert page.locator(".cw .strip.future").count() == 0
    assert page.locator(".cw .play").get_attribute("aria-label") == "Play"


def test_the_keyboard_does_it_all(wiring):
    page = wiring()
    page.locator(".cw .frame").focus()
    page.keyboard.press("ArrowLeft")
    assert "part 8 of 8" in count(page)
    for _ in range(8):
        page.keyboard.press("ArrowLeft")
    wait_until(lambda: count(page).startswith("step 3 of"))
    page.keyboard.press("ArrowDown")
    card = page.locator(".cw .card")
    card.wait_for(state="visible")
    page.keyboard.press("Enter")
    assert "is-pinned" in card.get_attribute("class")
    before = page.locator(".cw .caption").inner_text()
    page.keyboard.press("n")
    assert page.locator(".cw .caption").inner_text() != before
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    page.keyboard.press(" ")
    wait_until(lambda: page.locator(".cw .play").get_attribute("aria-label") == "Pause")
    page.keyboard.press(" ")


def test_what_the_keys_have_opened_stays_when_python_answers(wiring):
    page = wiring()
    page.locator(".cw .frame").focus()
    for _ in range(9):
        page.keyboard.press("ArrowLeft")                       # said to Python a moment after the last one
    page.keyboard.press("ArrowDown")
    card = page.locator(".cw .card")
    card.wait_for(state="visible")
    told = card.inner_text()
    wait_until(lambda: "gated_step=3" in there(page))
    still(page)
    page.wait_for_timeout(300)
    assert card.is_visible() and card.inner_text() == told
    page.keyboard.press("Enter")
    assert "is-pinned" in card.get_attribute("class")


def test_a_click_on_another_neuron_follows_it_everywhere(wiring):
    page = wiring()
    other = next(unit for unit in strip(page, "f") if unit != 11)
    page.locator(f'.cw [data-strip="f"][data-unit="{other}"]').click()
    wait_until(lambda: f"gated_neuron={other + 1}" in there(page))
    still(page)
    assert page.locator(".cw .caption b").inner_text() == f"Neuron {other + 1}. "
    assert set(strip(page, "f")) >= {11, other}                   # the group stays together
    assert page.get_by_role("spinbutton", name="Neuron").input_value() == str(other + 1)


def test_dragging_the_bias_moves_the_curve(visit):
    page = visit(at_step(ADDRESS, "bias"))
    slider = page.locator(f".{css_class('gated-cells', 'live_gated_bias')} input[type=range]").first
    formula = page.locator('[data-testid="stMetricValue"]').first
    before = formula.inner_text()
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    wait_until(lambda: formula.inner_text() != before)
    wait_until(lambda: "gated_bias=1.5" in there(page))
    assert formula.inner_text().startswith(f"{np.log(0.01) / np.log(1 / (1 + np.exp(-1.5))):.0f} ")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_narrow_screen_never_scrolls_sideways(wiring, theme):
    page = wiring("/gated-cells?gated_cell=gru", width=390, theme=theme)
    page.locator(".cw .play").click()
    wait_until(lambda: "part 2 of 8" in count(page))
    page.locator(".cw .play").click()
    wide = page.evaluate("() => { const main = document.querySelector('[data-testid=stMain]'); "
                         "return main.scrollWidth - main.clientWidth; }")
    assert wide <= 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_wider_than_a_phone_scrolls_in_its_own_frame_and_says_so(visit, theme):
    page = visit(at_step(ADDRESS, "one-step"), width=390, theme=theme)
    scrolls_in_its_frame(page, ".cw .frame")
    open_step(page, controls.STEP.options["equations"])
    scrolls_in_its_frame(page, ".u-equations")
    scrolls_in_its_frame(page, ".st-key-gated_formula_paper .katex-display")
    open_step(page, controls.STEP.options["race"])
    page.get_by_text("More than that", exact=True).first.click()
    scrolls_in_its_frame(page, ".u-entrants-frame")
    rows = page.locator(".u-entrants-frame tbody tr")
    assert rows.count() == 3
    for row in rows.all():                                              # a row is one line
        tops = row.locator("th, td").evaluate_all("cells => cells.map(one => one.getBoundingClientRect().top)")
        assert len(tops) == 8 and len(set(tops)) == 1


def scrolls_in_its_frame(page, selector: str) -> None:
    """It is wider than its frame, and shadows at its ends say so."""
    frame = page.locator(selector).first
    frame.wait_for(state="visible")
    still(page)
    frame.scroll_into_view_if_needed()
    assert frame.evaluate("one => one.scrollWidth > one.clientWidth + 4")
    style = frame.evaluate("one => ({ x: getComputedStyle(one).overflowX, "
                           "moves: getComputedStyle(one).backgroundAttachment })")
    assert style["x"] == "auto"
    assert style["moves"] == "local, local, scroll, scroll"             # covers that travel, shadows that stay


def test_the_race_stays_folded_until_it_is_guessed(visit):
    page = visit(at_step(ADDRESS, "race"))
    assert not page.locator(".u-entrants").is_visible()
    page.get_by_text("More than that", exact=True).first.click()
    page.locator(".u-entrants").wait_for(state="visible")
    open_step(page, controls.STEP.options["attribution"])
    assert not page.locator(".u-rests").is_visible()
    page.get_by_text("An earlier one", exact=True).first.click()
    page.locator(".u-rests").wait_for(state="visible")
    open_step(page, controls.STEP.options["race"])
    page.locator(".u-entrants").wait_for(state="visible")


def test_without_motion_nothing_flies(app, chromium):
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{app}{at_step(ADDRESS, 'one-step')}")
    page.wait_for_selector(".cw .wiring .strip", timeout=60_000)
    page.locator(".cw .play").click()
    wait_until(lambda: count(page).startswith("step 5 of"), seconds=20)
    assert page.locator(".cw .ghost").count() == 0
    context.close()
