"""A new session that gets a page that stands in the browser already: what its widgets show counts."""

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from explainer.state import address, registry, sections
from tests.explainer.state.test_follow import PILOT, Pilot

ADDRESS = {"width": "20", "seed": "3", "word": "otto", "kind": "rich", "at": "4"}


@pytest.fixture(autouse=True)
def pilots_controls(monkeypatch):
    monkeypatch.setattr(registry, "PAGES", registry.PAGES.copy())
    monkeypatch.setattr(address, "PAGES", registry.PAGES)
    monkeypatch.setattr(sections, "ARRIVAL", 0.0)


def comes_back(moves: dict) -> AppTest:
    """Somebody whose server was started again, and who moved these widgets while it was down."""
    old = Pilot(ADDRESS)
    for kind in ("slider", "number_input", "segmented_control", "text_input"):
        for widget in getattr(old.at, kind):
            if widget.key in moves:
                widget.set_value(moves[widget.key])
    new = AppTest.from_file(PILOT, default_timeout=30)
    new.query_params.update(ADDRESS)
    new._page_hash = calc_hash("pilot")
    new._run(old.at._tree.get_widget_states())
    assert not new.exception
    return new


@pytest.mark.parametrize(("widget", "value", "changes"), [
    ("pilot.width", 30, {"width": "30"}), ("pilot.seed", 5, {"seed": "5"}), ("pilot.kind", "plain", {"kind": None}),
    ("pilot.word", "marie", {"word": "marie", "at": None}),           # what a move of it sets besides
    ("pilot.at_here", 2, {"at": "2"}),                                # the second place of a control
])
def test_what_was_moved_while_nobody_listened_is_heard(widget, value, changes):
    found = comes_back({widget: value})
    wanted = {name: text for name, text in (ADDRESS | changes).items() if text is not None}
    assert found.query_params == wanted
    anew = Pilot(wanted)
    assert [text.value for text in found.text] == [text.value for text in anew.at.text]


def test_where_nothing_was_moved_all_is_as_the_address_says():
    found = comes_back({})
    assert found.query_params == ADDRESS
    assert [text.value for text in found.text] == [text.value for text in Pilot(ADDRESS).at.text]


def test_who_comes_for_the_first_time_gets_the_page_drawn_once():
    assert set(Pilot(ADDRESS).at.session_state["runs"].values()) == {1}
