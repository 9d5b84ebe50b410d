"""Back and Forward: a change of page is an entry of the history, and a control that moves is none."""

import pytest

from tests.browser.conftest import Server, still

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pilot(chromium, tmp_path_factory):
    """The address of the pilot app of `tests/explainer/state`."""
    log = tmp_path_factory.mktemp("pilot") / "log"
    with Server(log, "tests/explainer/state/pilot.py") as server:
        yield server.address
    assert "Traceback" not in log.read_text(), log.read_text()


@pytest.fixture
def page(pilot, chromium):
    """A visitor on the pilot's first page, who came from nowhere."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(45_000)
    page.goto(pilot)
    page.wait_for_selector("h1")
    still(page)
    yield page
    context.close()


def go(page, name: str) -> None:
    """Use the menu."""
    page.get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_function("name => document.querySelector('h1')?.ariaLabel === name",
                           arg={"pilot": "The pilot", "other": "The other"}[name])
    still(page)


def says(page, words: str) -> None:
    """Wait until a section says this."""
    page.wait_for_function("words => document.querySelector('.stMain').innerText.includes(words)", arg=words)
    still(page)


def move(page, slider: str, *keys: str) -> None:
    handle = page.locator(f".st-key-pilot-{slider} input[type=range]").first
    handle.focus()
    for key in keys:
        handle.press(key)


def query(page) -> str:
    return page.evaluate("location.search")


def entries(page) -> int:
    return page.evaluate("history.length")


def moved(page) -> None:
    """On the pilot's page, with both kinds of slider moved several times."""
    go(page, "pilot")
    before = entries(page)
    move(page, "width", "ArrowRight", "ArrowRight", "ArrowRight")
    says(page, "curve · width 11 · drag 0.5")
    move(page, "live_drag", "ArrowRight", "ArrowRight")
    page.wait_for_function("() => location.search === '?width=11&drag=0.52'")
    says(page, "follower · drag 0.52")
    move(page, "live_drag", "ArrowLeft")
    page.wait_for_function("() => location.search === '?width=11&drag=0.51'")
    assert entries(page) == before                             # six moves, and no entry of their own


def test_back_leaves_the_page_after_many_moves_and_forward_brings_them_again(page):
    moved(page)
    page.go_back()
    page.wait_for_function("() => document.querySelector('h1')?.ariaLabel === 'The first' && location.search === ''")
    still(page)
    page.go_forward()
    says(page, "curve · width 11 · drag 0.51")
    assert query(page) == "?width=11&drag=0.51"


def test_the_pages_one_has_been_on_are_as_they_were(page):
    moved(page)
    go(page, "other")
    assert query(page) == ""
    page.locator(".st-key-other-width input[type=range]").press("ArrowRight")
    says(page, "other · width 4")
    go(page, "pilot")
    move(page, "width", "ArrowLeft")
    says(page, "curve · width 10 · drag 0.51")
    page.go_back()
    says(page, "other · width 4")
    page.go_back()
    says(page, "curve · width 11 · drag 0.51")                 # as the address says, and not as it was left
    page.go_forward()
    page.go_forward()
    says(page, "curve · width 10 · drag 0.51")
    assert query(page) == "?width=10&drag=0.51"


def test_back_and_forward_after_a_reload(page):
    moved(page)
    go(page, "other")
    page.reload()
    says(page, "other · width 3")
    page.go_back()
    says(page, "curve · width 11 · drag 0.51")
    page.reload()
    says(page, "curve · width 11 · drag 0.51")
    move(page, "width", "ArrowRight")
    says(page, "curve · width 12 · drag 0.51")
    page.go_forward()
    says(page, "other · width 3")
    page.go_back()
    says(page, "curve · width 12 · drag 0.51")
    page.go_back()
    page.wait_for_function("() => document.querySelector('h1')?.ariaLabel === 'The first' && location.search === ''")


def test_while_a_slider_is_dragged_only_what_is_live_runs_and_the_rest_when_it_rests(page):
    go(page, "pilot")
    log = "() => document.querySelector('.stMain').innerText"
    rail = page.locator(".st-key-pilot-live_drag input[type=range]").bounding_box()
    page.mouse.move(rail["x"] + rail["width"] / 2, rail["y"] + rail["height"] / 2)
    page.mouse.down()
    page.mouse.move(rail["x"] + 0.75 * rail["width"], rail["y"] + rail["height"] / 2, steps=3)
    page.wait_for_function("() => !document.querySelector('.stMain').innerText.includes('follower · drag 0.5\\n')")
    said = page.evaluate(log)
    assert "curve · width 8 · drag 0.5\n" not in said and query(page) == ""           # the address waits
    page.mouse.up()
    page.wait_for_function("() => location.search.includes('drag=')")
    again = page.locator(".st-key-pilot-live_drag_again input[type=range]")
    page.wait_for_function("([here, there]) => here.value === there.value",
                           arg=[page.locator(".st-key-pilot-live_drag input[type=range]").element_handle(),
                                again.element_handle()])      # the second slider has followed


def test_an_address_that_does_not_fit_is_no_trap(pilot, page):
    page.goto(f"{pilot}/pilot?width=1000&seed=7")
    says(page, "The address held values that do not fit (Width)")
    assert query(page) == "?width=1000&seed=7"                 # nothing has moved yet
    before = entries(page)
    move(page, "width", "ArrowRight")
    page.wait_for_function("() => location.search === '?width=9&seed=7'")
    assert entries(page) == before
    page.go_back()
    page.wait_for_function("() => document.querySelector('h1')?.ariaLabel === 'The first'")
