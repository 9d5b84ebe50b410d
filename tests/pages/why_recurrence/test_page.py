"""Why recurrence? as a whole: every view is a link, every question is answered, no input breaks it."""

import pytest

from tests.pages.why_recurrence.opening import PAGE
from tests.visitor import Visitor


@pytest.mark.parametrize("key", ["fish_order", "one_weight", "neighbours", "later"])
def test_every_question_is_answered_by_the_networks(visitor, key):
    group = visitor.at.segmented_control(key=f"guess_{key}")
    verdicts = []
    for option in group.options:
        visitor.at.segmented_control(key=f"guess_{key}").set_value(option.content if hasattr(option, "content")
                                                                   else option).run()
        visitor.is_well()
        verdicts += [said for said in visitor.said("markdown") if "**Yes.**" in said]
    assert len(verdicts) == 1


@pytest.mark.parametrize("query", [
    {"one_weight": "nan", "one_bend": "sigmoid", "vector": "ß", "reach": "0", "sentence": "x" * 2000},
    {"one_weight": "99", "vector": "zz", "year_sentence": "middle", "example": "<b>"}])
def test_odd_addresses_open_the_page_on_its_defaults(query, quiet_engine):
    visitor = Visitor(query, PAGE)
    assert len(visitor.html) > 8


def test_the_address_reproduces_the_view(visitor):
    visitor.set(sentence="not bad", year_sentence="own", example="words")
    visitor.set(year_text="In 1931 it rained.")
    address = {key: v if isinstance(v, str) else v[0] for key, v in visitor.at.query_params.items()}
    again = Visitor(address, PAGE)
    assert [p for p in again.html if "u-fish" in p or "u-race" in p or "u-next-words" in p] == [
        p for p in visitor.html if "u-fish" in p or "u-race" in p or "u-next-words" in p]
