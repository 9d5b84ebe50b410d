"""The live chart in Chromium: it draws what it is told, never stands empty while it is dragged, and can be read."""

import itertools
import re
from functools import partial

import numpy as np
import pytest

from explainer.charts.lines import Axis, framed, line, words_at
from explainer.charts.log_scale import format_log10
from explainer.components.files import script_of
from explainer.components.live_chart.live_chart import as_data
from explainer.models.forecasters import forecast_of, shipped_series
from explainer.shell.palette import GRADIENT, NEGATIVE, POSITIVE
from pages.vanishing_gradient.gradient_curve_chart import HIGH, LOW
from pages.vanishing_gradient.untrained_gradient import Settings, untrained_gradient
from rnncore.data.series import FIRST
from rnncore.diagnostics.states import neuron_order
from tests.browser.conftest import control, still
from tests.waiting import wait_until

pytestmark = pytest.mark.browser

PAGE = "/vanishing-gradient"
RADIUS = f"{control(PAGE, 'live_radius')} input[type=range]"
SETTINGS = Settings("vanilla", "tanh", "normal", 32, 0.95, 0.3, 60, None, 0)
CHART = ".st-key-reach .chart"
# How far the picture is on screen, at every frame; and whether it is still the one it was.
WATCH = """(key) => { const inside = [...document.querySelectorAll(`.st-key-${key}, .st-key-${key} *`)];
    const root = inside.map((one) => one.shadowRoot).find(Boolean), svg = root.querySelector('.picture > svg');
    const seen = window.seen = { frames: 0, empty: 0, drawn: new Set() };
    const look = () => { const line = [...root.querySelectorAll('path.line')].at(-1);
        const there = svg.isConnected && svg.checkVisibility() && line?.getAttribute('d') && svg.innerHTML;
        seen.frames += 1; seen.empty += !there; seen.drawn.add(there); requestAnimationFrame(look); };
    look(); }"""
SEEN = "[window.seen.frames, window.seen.empty, window.seen.drawn.size]"


@pytest.fixture
def opened(visit):
    def open_page(query: str = "?farback=60", **more):
        page = visit(f"{PAGE}{query}", **more)
        page.locator(f"{CHART} path.line").last.wait_for(state="attached", timeout=60_000)
        still(page)
        return page
    return open_page


def at_rest(place) -> dict:
    """Where it stands, once nothing above it is drawn any more."""
    boxes = [None]

    def stands() -> bool:
        place.scroll_into_view_if_needed()
        place.page.wait_for_timeout(400)
        boxes.append(place.bounding_box())
        return boxes[-1] == boxes[-2]

    wait_until(stands)
    return boxes[-1]


def points(page, which: int = -1) -> np.ndarray:
    """A line as it stands on screen, [points, 2] in pixels of its picture."""
    path = page.locator(f"{CHART} path.line").nth(which).get_attribute("d")
    return np.array([pair.split(",") for pair in re.findall(r"[ML]([^ML]+)", path)], float)


def upright(page) -> tuple[float, float]:
    """Where 0 and LOW lie on the upright axis, read from the marks beside it."""
    marks = page.locator(f"{CHART} .axes text[text-anchor=end]")
    places = dict(marks.evaluate_all("all => all.map(one => [one.textContent, Number(one.getAttribute('y')) - 4])"))
    return places["1"], places["10⁻¹⁰"]


@pytest.mark.parametrize("width", [390, 1280])
def test_the_line_stands_where_the_numbers_say(opened, width):
    page, flow = opened(width=width), untrained_gradient(SETTINGS).norms
    drawn, (one, low) = points(page), upright(page)
    np.testing.assert_allclose((drawn[:, 1] - one) / (low - one) * LOW, flow.norm, atol=0.05)
    assert np.allclose(np.diff(drawn[:, 0]), np.diff(drawn[:, 0]).mean(), atol=0.15) and len(drawn) == 61
    assert flow.norm.min() >= LOW and flow.norm.max() <= HIGH              # all of it is in the frame


@pytest.mark.parametrize(("key", "slider", "path"), [
    ("reach", "radius", f"{PAGE}?step=gradient-curve"),
    ("series_chart", "series_later", "/hidden-state?step=forecast")])
def test_it_is_never_empty_while_the_slider_is_dragged(visit, key, slider, path):
    page = visit(path)
    page.locator(f".st-key-{key} .chart path.line").last.wait_for(state="attached", timeout=60_000)
    still(page)
    slider = page.locator(f"{control(path, f'live_{slider}')} input[type=range]")
    page.evaluate(WATCH, key)
    box = at_rest(slider)
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + box["height"] / 2)
    page.mouse.down()
    shares = itertools.cycle([*np.linspace(0.2, 0.7, 12), *np.linspace(0.7, 0.2, 12)])

    def enough_after_a_move() -> bool:
        page.mouse.move(box["x"] + next(shares) * box["width"], box["y"] + box["height"] / 2)
        page.wait_for_timeout(90)
        return page.evaluate(SEEN)[2] > 6

    wait_until(enough_after_a_move)
    page.mouse.up()
    frames, empty, _ = page.evaluate(SEEN)
    assert frames > 10 and empty == 0


def test_it_can_be_read_with_the_keyboard(opened):
    page, flow = opened(), untrained_gradient(SETTINGS).norms
    picture, readout = page.locator(f"{CHART} .picture"), page.locator(f"{CHART} .readout")
    assert not readout.is_visible()
    picture.focus()
    for _ in range(8):
        picture.press("ArrowRight")
    assert readout.inner_text().split("\n")[0] == "steps back from the last one: 7"
    assert f"gradient, all directions: {format_log10(float(flow.norm[7]))}" in readout.inner_text()
    picture.press("End")
    assert f"gradient, all directions: {format_log10(float(flow.norm[60]))}" in readout.inner_text()
    picture.press("Escape")
    assert not readout.is_visible()


def test_pointing_tells_the_nearest_step_and_stays_true_when_the_slider_moves(opened):
    page = opened()
    box = page.locator(f"{CHART} .picture").bounding_box()
    x, _ = points(page)[30]
    page.mouse.move(box["x"] + x + 1, box["y"] + box["height"] / 2)
    readout = page.locator(f"{CHART} .readout")
    assert readout.inner_text().startswith("steps back from the last one: 30")
    page.locator(RADIUS).press("ArrowRight")
    later = format_log10(float(untrained_gradient(SETTINGS._replace(radius=0.96)).norms.norm[30]))
    wait_until(lambda: f"gradient, all directions: {later}" in readout.inner_text())


def test_it_fits_a_window_that_changes(opened):
    page = opened()
    wide = points(page)[-1, 0]
    page.set_viewport_size({"width": 700, "height": 900})
    wait_until(lambda: points(page)[-1, 0] < wide - 20)
    box, picture = page.locator(f"{CHART} .picture").bounding_box(), points(page)
    assert picture[-1, 0] <= box["width"]


def test_it_has_a_name_for_everybody(opened):
    page = opened()
    told = page.locator(f"{CHART} .picture").get_attribute("aria-label")
    assert "less than 1 % of the gradient is left" in told and "<" not in told


@pytest.mark.parametrize("name", ["<img src=x onerror=window.bitten=1>", "a & b", "%{customdata} $& </b>"])
def test_a_line_may_be_called_anything(chromium, name):
    page = chromium.new_page()
    x = np.arange(3)
    chart = framed([line(x, x, GRADIENT, 2, name=name, told=["a", "b", "c"])], Axis((0, 2), name), Axis((0, 2)), 200,
                   words=[words_at(1.0, name)])
    page.evaluate("""async ([code, data]) => {
        const made = await import(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
        made.default({ parentElement: document.body, data }); }""",
        [script_of("live_chart"), {"chart": as_data(chart), "alt": name}])
    page.locator(".picture").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("li").inner_text() == name
    assert [text for text in page.locator(".readout").inner_text().split("\n") if text] == [f"{name}: 0{name}: a"]
    assert name in page.locator("svg text").all_text_contents()
    assert page.evaluate("window.bitten") is None and not page.locator("img").count()
    page.close()


def cells(canvas) -> np.ndarray:
    """What is painted on a canvas: [rows, columns, red green blue opacity]."""
    format_log10 = canvas.evaluate("c => [c.height, c.width]")
    return np.reshape(canvas.evaluate(
        "c => [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data]"), (*format_log10, 4))


@pytest.mark.parametrize(("first", "then"), [("light", "dark"), ("dark", "light")])
def test_a_memory_is_drawn_cell_by_cell_in_the_shades_of_the_theme(visit, first, then):
    page = visit("/hidden-state?series=lynx&step=forecast", theme=first)
    canvas, states = page.locator(".st-key-series_memory canvas"), lynx()[0]
    canvas.wait_for(state="attached", timeout=60_000)
    strong = np.abs(states) > 0.5
    for theme in (first, then):                                  # it follows the visitor's system
        page.emulate_media(color_scheme=theme)
        below, above = (np.array([int(getattr(pair, theme)[i:i + 2], 16) for i in (1, 3, 5)])
                        for pair in (NEGATIVE, POSITIVE))
        shades = np.where(states[..., None] > 0, above, below)[strong]
        wait_until(partial(painted_in, canvas, strong, shades))
        np.testing.assert_allclose(cells(canvas)[..., 3] / 255, np.abs(states), atol=0.01)


def painted_in(canvas, where, shades) -> bool:
    drawn = cells(canvas)
    return drawn.shape[:2] == where.shape and np.abs(drawn[where][:, :3] - shades).max() <= 3


def lynx():
    """The memory that is shown of a forecast, a row per neuron; which neuron each row is, and the years."""
    said, series = forecast_of("lynx", "gru", 16, 0), shipped_series("lynx")
    start, order = max(FIRST, series.split - series.held_out), neuron_order(said.states[FIRST:])
    return said.states[start:, order].T, order, series.times[start:]


def test_a_memory_can_be_read_neuron_by_neuron(visit):
    page = visit("/hidden-state?series=lynx&step=forecast")
    picture, (states, order, years) = page.locator(".st-key-series_memory .picture"), lynx()
    page.locator(".st-key-series_memory canvas").wait_for(state="attached", timeout=60_000)
    still(page)
    picture.focus()
    for key in ("Home", "ArrowDown", "ArrowDown", "ArrowRight"):
        picture.press(key)
    value = f"{states[2, 1]:.2f}".replace("-", "−")
    told = page.locator(".st-key-series_memory .readout").inner_text().split("\n")
    assert [line for line in told if line] == [f"{years[1]:.0f}", f"neuron {order[2] + 1}: {value}"]


def test_dots_are_drawn_where_nothing_is_left(opened):
    """Shadows are cut out where their own element stands: it must not stand among them."""
    page = opened("?radius=0.0&width=9")
    box = page.locator(".u-plane").bounding_box()
    middle = {"x": box["x"] + box["width"] / 2 - 3, "y": box["y"] + box["height"] / 2 - 3, "width": 6, "height": 6}
    shot = page.screenshot(clip=middle)
    page.evaluate("document.querySelector('.u-plane i').style.boxShadow = 'none'")
    bare = page.screenshot(clip=middle)
    assert shot != bare


def test_a_link_to_a_heading_goes_there(opened):
    page = opened("?farback=60&step=all#two-things-eat-the-gradient")
    heading = page.locator("#two-things-eat-the-gradient")
    page.locator(".st-key-ways path.line").last.wait_for(state="attached")         # all of the page is there
    wait_until(lambda: 0 <= heading.bounding_box()["y"] < 900)
    link = page.get_by_role("link", name="Link to: One update, in slow motion")
    link.focus()
    link.press("Enter")
    wait_until(lambda: page.evaluate("location.hash") == "#one-update-in-slow-motion")
    assert "farback=60" in page.evaluate("location.search")
