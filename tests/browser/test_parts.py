"""A slider that redraws parts of a page: in a browser, too, the page then says what it says when it is opened there."""

import pytest

from tests.browser.conftest import at_rest, control, there

pytestmark = pytest.mark.browser

MOVES = [("/unrolled-graph?step=length", "length"), ("/name-generation", "temperature"),
         ("/hidden-state?step=read-back", "back")]
# All words on the page, those in the pictures' shadow roots as well; numbers beside a slider are among them.
TOLD = """() => { const main = document.querySelector('[data-testid=stMain]'), words = [main.innerText];
  for (const element of main.querySelectorAll('*')) if (element.shadowRoot) words.push(element.shadowRoot.textContent);
  return words.join('\\n'); }"""


@pytest.mark.parametrize(("path", "key"), MOVES)
def test_after_a_move_the_page_says_what_it_says_when_it_is_opened(visit, path, key):
    page = visit(path)
    before = page.evaluate(TOLD)
    slider = page.locator(f"{control(path, key)} input[type=range]").first
    slider.focus()
    for _ in range(3):
        slider.press("ArrowLeft")
    at_rest(page, key, float(slider.input_value()))
    opened = visit(there(page))
    opened.wait_for_function(f"told => ({TOLD})() === told", arg=page.evaluate(TOLD))
    assert opened.evaluate(TOLD) == page.evaluate(TOLD) != before
