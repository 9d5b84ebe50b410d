"""A control that redraws parts of a page: afterwards the page says what it says when it is opened at that address."""

import io

import pandas as pd
import pytest

from tests.sent import rows_of
from tests.visitor import Visitor

GRAPH, NAMES = "unrolled-graph", "name-generation"
MOVES = [
    (GRAPH, {}, {"length": 4}), (GRAPH, {"length": "3"}, {"length": 6}), (GRAPH, {}, {"length": 24}),
    (GRAPH, {"at": "5"}, {"length": 5}), (GRAPH, {"flow": "backward", "loss": "every"}, {"length": 2}),
    (GRAPH, {"network": "untrained", "edit": "W_hh,1,1,0.25"}, {"length": 3}),
    (GRAPH, {"stage": "dynamical", "length": "9"}, {"length": 1}),
    (GRAPH, {"feed": "own", "given": "2"}, {"length": 12}),
    (GRAPH, {"network": "year", "text": "In 1986 they won.", "length": "5"}, {"length": 2}),
    (GRAPH, {}, {"at_here": 2}),
    (NAMES, {}, {"temperature": 1.4}), (NAMES, {"count": "5", "of": "4"}, {"temperature": 0.0}),
    (NAMES, {"prefix": "Ж"}, {"temperature": 2.0}),
    (NAMES, {"model": "minerals-gru", "name": "Opal"}, {"temperature": 0.1}),
]


@pytest.mark.parametrize(("page", "query", "move"), MOVES, ids=lambda part: str(part)[:40])
def test_after_a_move_the_page_is_as_it_is_opened(page, query, move):
    visitor = Visitor(query, page)
    before = visitor.drawn()
    again = visitor.move(**move).drawn()
    opened = Visitor(dict(visitor.at.query_params), page).drawn()
    assert again and not visitor.is_whole                              # parts of it, not all
    different = {place for place, shown in opened.items() if before.get(place) != shown}
    assert different and different <= again.keys()
    assert all(opened[place] == shown for place, shown in again.items())
    parts = {place[:2] for place in again}
    assert {place[:2] for place in before.keys() - opened.keys()} <= parts      # what is gone stood in one of them


def test_the_file_holds_the_names_that_are_seen(quiet_engine, taken_home):
    visitor = Visitor().set(temperature=1.3)
    before = visitor.names
    visitor.move(temperature=0.3)
    assert list(pd.read_csv(io.BytesIO(taken_home("names.csv")))["name"]) == visitor.names != before


def test_a_slider_moved_while_a_weight_is_changed_keeps_the_change():
    import json
    visitor = Visitor({"network": "untrained", "edit": "W_hh,1,1,0.25"}, GRAPH).move(length=3)
    data = json.loads(visitor.at.get("bidi_component")[0].proto.json)
    [W_hh] = [matrix for matrix in data["pictures"][0]["matrices"] if matrix["id"] == "W_hh"]
    assert rows_of(W_hh, data["weights"])[0, 0] == 0.25 and data["pictures"][0]["steps"] == 3
