"""Whatever moves, the chapter is then what it is when it is opened at its address, and no more is drawn again."""

import pytest

from pages.why_recurrence import controls, state_reset
from tests.pages.moves import assert_as_opened_after_a_move
from tests.pages.why_recurrence.opening import PAGE
from tests.visitor import Visitor


@pytest.mark.parametrize("key", [control.key for control in controls.ALL])
def test_after_a_move_the_page_is_as_it_is_opened(key):
    assert_as_opened_after_a_move(PAGE, key)


def test_a_review_on_offer_goes_into_the_field_and_off_again():
    visitor = Visitor(page=PAGE)
    [_, chosen, *_] = state_reset.REVIEWS
    visitor.set(**{state_reset.TRY: chosen})
    assert visitor.widget("sentence").value == chosen and visitor.at.query_params == {"sentence": chosen}
    visitor.set(sentence="It was good.")
    assert visitor.widget(state_reset.TRY).value is None


def test_a_sentence_of_ones_own_is_there_again_when_its_field_is():
    visitor = Visitor({"year_sentence": "own"}, PAGE)
    visitor.set(year_text="In 1931 it rained.")
    visitor.set(year_sentence="end")
    assert not visitor.has("year_text") and visitor.at.query_params == {"year_text": "In 1931 it rained."}
    visitor.set(year_sentence="own")
    assert visitor.widget("year_text").value == "In 1931 it rained."
