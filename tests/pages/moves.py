"""What every chapter made of sections owes: after a move it is what it is when it is opened at its address."""

import re
from collections.abc import Callable

from explainer.state.registry import PAGES
from tests import links
from tests.visitor import Visitor


def assert_as_opened_after_a_move(chapter: str, key: str, move: Callable[[Visitor], object] | None = None,
                                  hand: str = "") -> None:
    """Move one control, as `links` moves it: what was drawn again is as it opens, and all that differs was drawn.

    `move` does it, if neither a widget nor a live slider of this key does. `hand` is the key of the live slider that
    it drags: like any widget, it shows its new place without being drawn again.
    """
    known = {control.key: control for control in PAGES[chapter]}
    query = {name: known[name].write(value) for name, value in links.BESIDES[chapter].get(key, {}).items()}
    there = links.elsewhere(chapter, known[key])

    def by_its_widget(visitor: Visitor) -> None:
        if visitor.has(key):
            visitor.move(**{key: there})
        else:
            visitor.drag(key, there)
    if move is None:
        move, hand = by_its_widget, hand or f"live_{key}"
    assert_as_opened_after(chapter, query, move, query | {key: known[key].write(there)}, hand)


def assert_as_opened_after(chapter: str, query: dict[str, str], move: Callable[[Visitor], object],
                           address: dict[str, str], hand: str = "") -> None:
    """Open a chapter with a query and move something, which may move more than one control: `address` says all."""
    visitor = Visitor(query, chapter, links.PATIENCE)
    before = told(visitor)
    move(visitor)
    again = told(visitor)
    assert visitor.at.query_params == address
    opened = told(Visitor(dict(visitor.at.query_params), chapter, links.PATIENCE))
    different = {place for place, shown in opened.items() if before.get(place) != shown and not (
        hand and f'{chapter}.{hand}"' in shown)}
    assert different and different <= again.keys()
    assert all(opened[place] == shown for place, shown in again.items())
    parts = {place[:2] for place in again}
    emptied = {place[:2] for place in before.keys() - opened.keys()} - parts
    # What is gone stood in a section that ran, and such a section may have nothing left to draw.
    assert not emptied or len(parts | emptied) <= ran_alone(visitor)


def ran_alone(visitor: Visitor) -> int:
    """How many sections ran for themselves in the last answer."""
    return sum(record.is_alone for record in visitor.at.session_state["_ledger"].records.values())


def told(visitor: Visitor) -> dict[tuple, str]:
    """What is drawn, without the number of the last thing that a component said."""
    return {place: re.sub(r'\\*"heard\\*": \d+', "", shown) for place, shown in visitor.drawn().items()}
