"""Fields for texts: nothing that is typed or pasted is lost without a word."""

import pytest

from explainer.state.registry import PAGES
from tests.visitor import Visitor

FIELDS = [("why-recurrence", "year_text", {"year_sentence": "own"}), ("why-recurrence", "sentence", {}),
          ("unrolled-graph", "text", {}), ("unrolled-graph", "text", {"network": "sentiment"}),
          ("hidden-state", "read", {}), ("vanishing-gradient", "spelt", {}), ("gated-cells", "gated_text", {}),
          ("name-generation", "prefix", {}), ("name-generation", "name", {}),
          ("hidden-state", "again", {"arrows": "again"})]


def left_out(visitor: Visitor) -> list[str]:
    return [text for text in visitor.said("warning") if "room for" in text and "here, " in text]


@pytest.mark.parametrize(("page", "key", "query"), FIELDS, ids=lambda value: str(value))
def test_a_pasted_text_is_taken_as_far_as_there_is_room_and_the_rest_is_said(quiet_engine, page, key, query):
    visitor = Visitor(query, page)
    [control] = [control for control in PAGES[page] if control.key == key]
    assert not visitor.widget(key).max_chars                     # or the field ignores a longer text whole
    visitor.set(**{key: "anna " * control.longest})
    assert visitor.widget(key).value == ("anna " * control.longest)[:control.longest]
    assert len(left_out(visitor)) == 1
    visitor.set(**{key: "b"})
    assert visitor.widget(key).value == "b" and not left_out(visitor)
