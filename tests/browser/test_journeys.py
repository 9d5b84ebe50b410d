"""What visitors do, in Chromium: generate, train, look at it on a telephone, type nonsense."""

import re
import time

import pytest

from explainer.models import shipped
from tests.browser.conftest import control, open_step, still

pytestmark = pytest.mark.browser

NAMES = "/name-generation"
LONG = "list=stars&hidden=128&steps=20000"
QUICK = "list=stars&hidden=8&steps=60&batch=32"


def names(page) -> list[str]:
    return page.locator(".u-names b").all_inner_texts()


def wait_for_other_names(page, before: list[str], seconds: float = 45) -> list[str]:
    page.wait_for_function("old => [...document.querySelectorAll('.u-names b')].map(b => b.innerText).join() !== old",
                           arg=",".join(before), timeout=1000 * seconds)
    return names(page)


def step(page) -> int:
    """How far the run is, as the page says it."""
    told = re.search(r"Step ([\d,]+) of", page.locator("[data-testid=stProgress]").inner_text())
    return int(told[1].replace(",", "")) if told else 0


def wait_for_step(page, least: int, seconds: float = 90) -> int:
    deadline = time.monotonic() + seconds
    while (reached := step(page)) < least:
        assert time.monotonic() < deadline, f"at step {reached} after {seconds:g} s"
        page.wait_for_timeout(100)
    return reached


def press(page, key: str) -> None:
    page.locator(f".st-key-{key} button").click()


def train(page) -> None:
    press(page, "train")
    page.wait_for_selector("[data-testid=stProgress]")


def test_generate_move_the_temperature_and_share(visit):
    page = visit()
    before = names(page)
    assert len(before) == 24 and all(before)
    slider = page.locator(control(NAMES, "temperature")).locator("[role=slider], input[type=range]").first
    slider.focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("() => location.search.includes('temperature=1.1')")
    still(page)
    after = wait_for_other_names(page, before)
    page.reload()
    page.wait_for_selector(".u-names")
    assert names(page) == after and "temperature=1.1" in page.url
    page.get_by_role("link", name="Home").first.click()
    page.get_by_role("heading", name="A network with a memory").wait_for()
    page.go_back()                                     # six moves, and none of them is on the way
    page.wait_for_selector(".u-names")
    still(page)
    assert names(page) == after and "temperature=1.1" in page.url


def test_train_a_model_and_read_a_name(visit):
    page = visit(f"/name-generation?{QUICK}&seed=951")
    train(page)
    page.get_by_text("Trained.").wait_for(timeout=90_000)
    assert step(page) == 60
    page.locator(".st-key-live_loss path.line").nth(1).wait_for(state="attached")
    assert page.locator(".st-key-live_loss .chart li").all_inner_texts() == ["names it trains on", "held-out names"]
    assert page.locator(".u-samples tbody tr").count() >= 3
    open_step(page, "It writes")
    page.wait_for_selector(".u-names")
    written = names(page)
    letters = set(shipped.shipped_corpus("stars").vocabulary.symbols) | {"∎"}
    assert any(len(name) > 1 for name in written) and set("".join(written).lower()) <= letters
    page.get_by_role("link", name="Home").first.click()
    page.get_by_role("heading", name="A network with a memory").wait_for()
    page.get_by_role("link", name="Name generation").first.click()
    page.wait_for_selector(".u-names")
    assert names(page) == written


def test_controls_answer_while_a_long_run_trains_and_stop_works(visit):
    page = visit(f"/name-generation?{LONG}&seed=952&temperature=0.7&step=train")
    train(page)
    wait_for_step(page, 1)
    open_step(page, "It writes")
    page.wait_for_selector(".u-names")
    for _ in range(3):
        before, start = names(page), time.monotonic()
        press(page, "draw_again")
        wait_for_other_names(page, before, 3)
        assert time.monotonic() - start < 3
    assert page.locator(".u-job").count() == 1
    open_step(page, "Train one")
    press(page, "stop")
    page.get_by_text("Stopped.").wait_for()
    reached = step(page)
    page.wait_for_timeout(1500)
    assert step(page) == reached
    press(page, "resume")
    wait_for_step(page, reached + 1)
    press(page, "stop")
    page.get_by_text("Stopped.").wait_for()


def test_two_visitors_train_at_the_same_time(visit):
    pages = [visit(f"/name-generation?{LONG}&seed={seed}") for seed in (953, 954)]
    for page in pages:
        train(page)
    reached = [wait_for_step(page, 1) for page in pages]
    for page, before in zip(pages, reached, strict=True):
        wait_for_step(page, before + 1)
    for page in pages:
        press(page, "stop")
        page.get_by_text("Stopped.").wait_for()


def test_a_run_is_followed_on_other_pages(visit):
    page = visit(f"/name-generation?{LONG}&seed=955")
    train(page)
    wait_for_step(page, 1)
    page.get_by_role("link", name="Home").first.click()
    page.get_by_role("heading", name="A network with a memory").wait_for()
    strip = page.locator(".u-job")
    strip.wait_for()
    before = strip.inner_text()
    page.wait_for_function("old => document.querySelector('.u-job')?.innerText !== old", arg=before)
    page.get_by_role("link", name="Name generation").first.click()
    page.wait_for_selector(".st-key-stop button")
    press(page, "stop")
    page.get_by_text("Stopped.").wait_for()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/name-generation?name=Maximiliana&temperature=1.7"])
def test_a_telephone_shows_all_of_it(visit, path, theme):
    page = visit(path, width=390, theme=theme)
    scheme = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", scheme)[:3])) < 200) == (theme == "dark")
    width, room = page.evaluate("[document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]")
    assert width <= room
    inner = page.evaluate("""() => {
        const main = document.querySelector('[data-testid=stMain]');
        return [main.scrollWidth, main.clientWidth]}""")
    assert inner[0] <= inner[1], "the page scrolls sideways inside its own frame"


def test_markup_stays_text(visit):
    page = visit("/name-generation?step=all")
    for key, text in (("name", "<b>x</b><img src=x onerror=window.hit=1>"), ("prefix", "<b>x</b>")):
        field = page.locator(f"{control(NAMES, key)} input")
        field.fill(text)
        field.press("Enter")
        still_there = page.locator("[data-testid=stAlert]", has_text="never seen")
        still_there.first.wait_for()
        assert "<" in still_there.first.inner_text() and field.input_value() == text[:40]
        assert not page.locator("[data-testid=stAlert] b, [data-testid=stAlert] img").count()
        field.fill("")
        field.press("Enter")
        page.wait_for_function("() => !document.querySelector('[data-testid=stAlert]')")
    assert page.evaluate("window.hit") is None


def test_a_hostile_address_opens_on_defaults(visit):
    page = visit("/name-generation?temperature=nan&hidden=99999&cell=%3Cscript%3Ealert(1)%3C/script%3E&steps=1e999")
    page.wait_for_selector(".u-names")
    notice = page.locator("[data-testid=stAlert]")
    assert notice.count() == 1 and "do not fit" in notice.inner_text()
    assert len(names(page)) == 24
    page.locator(f"{control(NAMES, 'temperature')} input[type=range]").press("ArrowRight")
    page.wait_for_function("() => location.search === '?temperature=0.85'")          # nothing else is left of it


def test_a_list_and_a_model_can_be_brought(visit, tmp_path):
    page = visit("/name-generation?step=list")
    file = tmp_path / "mine.txt"
    file.write_text("\n".join(f"{a}{b}{c}" for a in ("Ba", "Do", "Ki") for b in ("mi", "no", "ra") for c in "nsl"))
    page.locator(".st-key-list_file input[type=file]").set_input_files(file)
    page.get_by_text("27 names are ready to learn from.").wait_for()
    open_step(page, "Compare")
    with page.expect_download() as download:
        press(page, "model_npz")
    saved = tmp_path / "model.npz"
    download.value.save_as(saved)
    page.locator(".st-key-model_file input[type=file]").set_input_files(saved)
    page.get_by_text("The model is on the shelf").wait_for()
    wrong = tmp_path / "wrong.npz"
    wrong.write_bytes(b"no model")
    page.locator(".st-key-model_file input[type=file]").set_input_files(wrong)
    page.get_by_text("not a complete model file").wait_for()
