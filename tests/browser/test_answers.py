"""Predictions outlive a reload and the server, home shows them, and one press forgets them."""

import pytest

from tests.browser.conftest import Server, still
from tests.browser.test_coming_back import kill

pytestmark = pytest.mark.browser
ASKED = (("why-recurrence", "one-neuron", "A loop is a memory"), ("vanishing-gradient", "two-causes", "Two causes"))
GUESSES = "[class*=st-key-guess_] [role=radio]"


def test_answers_outlive_a_reload_and_the_server_until_they_are_forgotten(chromium, tmp_path):
    server = Server(tmp_path / "log")
    context = chromium.new_context()
    try:
        server.__enter__()
        page = context.new_page()
        page.set_default_timeout(90_000)
        page.goto(f"{server.address}/")
        page.wait_for_selector("text=In ten minutes")
        assert not page.get_by_text("What you have predicted").count()
        guessed = {step: _answer(page, f"{server.address}/{place}?step={step}") for place, step, _ in ASKED}
        page.reload()
        _is_answered(page, guessed["two-causes"])
        assert "guess" not in page.evaluate("location.search")
        kill(server)
        server.__enter__()
        page.goto(f"{server.address}/")
        page.wait_for_selector("text=What you have predicted")
        page.get_by_role("link", name=ASKED[0][2]).click()
        _is_answered(page, guessed["one-neuron"])
        page.get_by_role("link", name="Home").first.click()
        page.get_by_role("link", name=ASKED[1][2]).wait_for()
        page.get_by_role("button", name="Forget them all").click()
        page.wait_for_function("() => !document.querySelector('.stMain').innerText.includes('What you have predicted')")
        page.goto(f"{server.address}/why-recurrence?step=one-neuron")
        page.wait_for_selector(GUESSES)
        still(page)
        assert not page.locator(f"{GUESSES}[aria-checked=true]").count()
        assert "Traceback" not in server.log.read_text()
    finally:
        context.close()
        server.__exit__()


def _answer(page, address: str) -> str:
    """Answer the question of a step with its first option; returns that."""
    page.goto(address)
    first = page.locator(GUESSES).first
    first.click()
    page.wait_for_selector("[role=status]", state="attached")
    page.wait_for_function("step => (localStorage['unrolled.answers'] ?? '').includes(step)",
                           arg=address.split("=")[1])
    return first.inner_text()


def _is_answered(page, guess: str) -> None:
    """Wait until the question shows this guess and its answer."""
    page.locator(f"{GUESSES}[aria-checked=true]", has_text=guess).wait_for()
    page.wait_for_selector("[role=status]", state="attached")
