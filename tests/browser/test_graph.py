"""The signature picture in Chromium: its numbers, its keyboard, its folding, its manners."""

import numpy as np
import pytest

from explainer.components.graph.build import edited
from explainer.components.graph.contract import WeightEdit
from explainer.models import shipped
from rnncore.readout import logits
from rnncore.sampling import next_probabilities, trace_of
from tests.browser.conftest import at_rest, control, still
from tests.waiting import wait_until

pytestmark = pytest.mark.browser

ADDRESS = "/unrolled-graph?network=given_names-vanilla&text=marina&length=7&step=graph"
LONG = "/unrolled-graph?network=given_names-vanilla&text=martinamartinamartinama&length=24&step=graph"
GRAPH = ".st-key-graph .ug"
WATCH = """() => { window.seen = []; const look = () => {
    const roots = [...document.querySelectorAll('.st-key-graph *')].map(one => one.shadowRoot).filter(Boolean);
    const chips = [...roots[0].querySelectorAll('.node.chips')];
    window.seen.push(chips.filter(one => one.style.display !== 'none').length);
    if (window.seen.at(-1) < 7) requestAnimationFrame(look); }; look(); }"""
COUNT_SENT = """() => { window.sent = 0; const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (...all) { window.sent += 1; return send.apply(this, all); }; }"""


@pytest.fixture
def graph(visit):
    """Open the page and wait for the picture."""
    def open_graph(path: str = ADDRESS, **more):
        page = visit(path, **more)
        page.wait_for_selector(".ug .graph .node", state="attached")
        still(page)
        page.wait_for_timeout(400)
        return page
    return open_graph


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def first(page, selector: str):
    return page.locator(f"{GRAPH} {selector}").first


def card_of(page, node: str, unit: int) -> dict[str, float]:
    """Point at one cell and read its arithmetic off the page."""
    first(page, f'[data-node="{node}"] [data-unit="{unit}"]').hover()
    card = first(page, ".card")
    card.wait_for(state="visible")
    told = {one.get_attribute("data-term"): number(one.inner_text()) for one in card.locator(".terms .number").all()}
    return told | {name: number(card.locator(f".{name}").inner_text()) for name in ("pre", "value")}


def inputs_of(page, model) -> np.ndarray:
    """What the chips say went in, as numbers."""
    return np.array([0 if sign == "∎" else int(model.vocabulary.encode(sign)[0])
                     for sign in page.locator(f"{GRAPH} .graph .chips .word").all_text_contents()])


def steps_told(page) -> str:
    return first(page, ".count").inner_text()


def shown_columns(page) -> int:
    return page.locator(f"{GRAPH} .graph .node.chips").evaluate_all(
        "all => all.filter(one => one.style.display !== 'none').length")


def test_the_arithmetic_on_the_page_can_be_done_again(graph):
    page, model = graph(), shipped.shipped_models()["given_names-vanilla"]
    symbols = inputs_of(page, model)
    assert len(symbols) == 7
    trace = trace_of(model, symbols)
    for step, unit in ((2, 0), (4, 7), (4, 40), (7, 63)):
        card = card_of(page, f"hidden:{step}", unit)
        memory = trace.h[step - 2, 0] @ model.params.W_hh[:, unit]
        assert card["from input"] == pytest.approx(model.params.W_xh[symbols[step - 1], unit], abs=6e-4)
        assert card["from memory"] == pytest.approx(memory, abs=6e-4)
        assert card["bias"] == pytest.approx(model.params.b_h[unit], abs=6e-4)
        assert card["from input"] + card["from memory"] + card["bias"] == pytest.approx(card["pre"], abs=2e-3)
        assert np.tanh(card["pre"]) == pytest.approx(card["value"], abs=1e-3)
        assert card["value"] == pytest.approx(trace.h[step - 1, 0, unit], abs=6e-4)
    scores = logits(model.readout, trace.h[:, 0])
    likeliest = int(scores[3].argmax())
    card = card_of(page, "output:4", likeliest)
    assert card["pre"] == pytest.approx(scores[3, likeliest], abs=6e-4)
    assert card["value"] == pytest.approx(next_probabilities(scores)[3, likeliest], abs=6e-4)


def test_scrubbing_asks_the_server_nothing(graph):
    page = graph(LONG)
    page.evaluate(COUNT_SENT)
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    first(page, ".frame").focus()
    page.keyboard.press("Home")
    assert steps_told(page) == "step 1 of 24"
    for step in range(2, 25):
        page.keyboard.press("ArrowRight")
        assert steps_told(page) == f"step {step} of 24"
    drag = "(range, value) => { range.value = value; range.dispatchEvent(new Event('input', { bubbles: true })); }"
    for step in range(24, 0, -1):
        first(page, ".scrub").evaluate(drag, step)
        assert steps_told(page) == f"step {step} of 24"
    assert page.evaluate("window.sent") == 0 and not requests


def test_folding_and_unfolding(graph):
    page = graph()
    assert shown_columns(page) == 7
    squares = page.locator(f"{GRAPH} .graph .delay")
    page.get_by_role("radio", name="Folded", exact=True).click()
    wait_until(lambda: shown_columns(page) == 1)
    # The loop's own square; those of columns that slid away stop wherever they were.
    wait_until(lambda: squares.last.evaluate("one => one.checkVisibility() && one.style.opacity === '1'"))
    page.evaluate(WATCH)
    page.get_by_role("radio", name="Unrolled", exact=True).click()
    wait_until(lambda: shown_columns(page) == 7)
    wait_until(lambda: squares.evaluate_all("all => all.every(one => one.style.opacity === '0')"))
    between = page.evaluate("window.seen")
    assert between == sorted(between) and any(1 < count < 7 for count in between)      # one column after the other


def test_the_keyboard_reaches_everything(graph):
    page = graph()
    first(page, ".frame").focus()
    for key in ("Home", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    assert "“m”" in first(page, ".card").inner_text()
    page.keyboard.press("ArrowUp")
    assert "from memory" in first(page, ".card").inner_text()
    assert "unit 1" in first(page, ".live").inner_text()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    assert "unit 2" in first(page, ".live").text_content()
    assert first(page, ".card.is-pinned").is_visible()
    page.keyboard.press("ArrowRight")
    assert steps_told(page) == "step 3 of 7" and "hidden" not in first(page, ".card").get_attribute("class").split()
    page.keyboard.press("Escape")
    assert first(page, ".card").is_hidden()
    page.keyboard.press("Home")
    page.keyboard.press(" ")
    wait_until(lambda: steps_told(page) == "step 3 of 7")
    page.keyboard.press(" ")
    assert first(page, ".play").get_attribute("aria-label") == "Play"


def test_a_pin_on_a_neuron_the_smaller_network_lacks_is_let_go(graph):
    page = graph("/unrolled-graph?network=untrained&units=60&text=maria")
    first(page, '[data-node="hidden:3"] [data-unit="50"]').click()
    card = first(page, ".card.is-pinned")
    assert card.inner_text().startswith("h3[51]")
    page.get_by_role("button", name="Its settings").click()
    page.locator(f"{control('/unrolled-graph', 'units')} input").fill("4")
    page.keyboard.press("Enter")
    wait_until(lambda: page.locator(f'{GRAPH} [data-node="hidden:3"] .cell').count() == 4)
    still(page)
    assert card.is_hidden()


def test_a_matrix_lights_up_wherever_it_is_used(graph):
    page = graph()
    first(page, '.matrices [data-matrix="W_hh"]').click()
    assert page.locator(f"{GRAPH} .edge.lit").count() == 7
    assert "used 7 times" in first(page, ".title").inner_text()
    first(page, '.matrices [data-matrix="W_hh"]').click()
    assert page.locator(f"{GRAPH} .edge.lit").count() == 0


def test_one_weight_changed_changes_what_comes_after(graph):
    page, model = graph(), shipped.shipped_models()["given_names-vanilla"]
    before = [card_of(page, f"hidden:{step}", 0) for step in (1, 2)]
    first(page, '.matrices [data-matrix="W_hh"]').click()
    field = first(page, ".reader input")
    field.fill("2.5")
    field.press("Enter")
    wait_until(lambda: "W_hh" in page.evaluate("location.search"))
    still(page)
    page.wait_for_timeout(800)
    trace = trace_of(edited(model, WeightEdit("W_hh", 0, 0, 2.5)), inputs_of(page, model))
    after = [card_of(page, f"hidden:{step}", 0) for step in (1, 2)]
    assert after[0] == before[0] and after[1] != before[1]      # the memory before step 1 is empty
    assert after[1]["value"] == pytest.approx(trace.h[1, 0, 0], abs=6e-4)


def test_the_theme_changes_without_the_server(graph):
    page = graph()
    colour = "one => getComputedStyle(one).stroke"
    light = first(page, ".node.cells:not(.start) .box").evaluate(colour)
    page.evaluate(COUNT_SENT)
    page.emulate_media(color_scheme="dark")
    wait_until(lambda: first(page, ".node.cells:not(.start) .box").evaluate(colour) != light)
    assert page.evaluate("window.sent") == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_telephone_it_scrolls_in_its_own_frame(graph, theme):
    page = graph(LONG, width=390, theme=theme)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert first(page, ".frame").evaluate(
        "one => one.scrollWidth > one.clientWidth && one.getBoundingClientRect().right <= 390")
    first(page, ".frame").focus()
    page.keyboard.press("Home")
    wait_until(lambda: first(page, ".node.chips.current").evaluate(
        "one => { const box = one.getBoundingClientRect(); return box.left > 0 && box.right < 390; }"))


def test_back_shows_what_the_address_says_and_forward_too(graph):
    page = graph("/unrolled-graph?network=sentiment&step=unrolling")
    words = ".st-key-graph_unrolling .ug .graph .chips .word"
    sentence = page.locator(words).all_text_contents()
    assert len(sentence) > 5
    page.get_by_role("link", name="Home", exact=True).first.click()
    page.wait_for_function("() => document.querySelector('h1')?.ariaLabel.startsWith('A network with a memory')")
    still(page)
    page.go_back()
    wait_until(lambda: page.locator(words).all_text_contents() == sentence)
    still(page)
    page.get_by_role("radio", name="+ external signal").click()
    page.wait_for_function("() => location.search.includes('stage=external')")
    page.go_forward()
    page.wait_for_function("() => document.querySelector('h1')?.ariaLabel.startsWith('A network with a memory')")
    still(page)
    page.go_back()
    page.wait_for_function("() => location.search.includes('stage=external')")
    wait_until(lambda: page.locator(words).all_text_contents() == sentence)


def test_no_frame_of_the_graph_is_empty_while_a_slider_moves(graph):
    page = graph(ADDRESS.replace("step=graph", "step=length"))
    page.evaluate("""() => { window.least = Infinity; const look = () => {
        const all = [...document.querySelectorAll('.st-key-graph_length *')];
        const roots = all.map(one => one.shadowRoot).filter(Boolean);
        window.least = Math.min(window.least, roots.length ? roots[0].querySelectorAll('.graph .node').length : 0);
        requestAnimationFrame(look); }; look(); }""")
    slider = page.locator(f"{control('/unrolled-graph', 'length')} input[type=range]").first
    slider.focus()
    for key in ("ArrowLeft",) * 4 + ("ArrowRight",) * 2:
        slider.press(key)
    at_rest(page, "length", 5)
    assert page.evaluate("window.least") > 0


def test_a_text_is_never_markup(graph):
    page = graph("/unrolled-graph?text=%3Cimg%20src=x%20onerror=alert(1)%3E&length=7&step=graph")
    assert page.locator(".ug img").count() == 0
