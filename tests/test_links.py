"""Every address of `links.txt` opens what it opened when the file was written."""

from typing import Any

import pytest

from explainer.state.registry import PAGES
from explainer.state.steps import FrameControl
from tests import links
from tests.drawn import same

SLICE = 8           # addresses in a test: few enough for two workers to share
RECORDED = links.recorded()


def slices() -> list:
    """The addresses of each chapter, some at a time."""
    found = []
    for chapter in ("home", *PAGES):
        own = [address for address in RECORDED if links.parted(address)[0] == chapter]
        found += [pytest.param(own[i:i + SLICE], id=f"{chapter}-{i // SLICE + 1}") for i in range(0, len(own), SLICE)]
    return found


def compared(expected: dict[str, Any], found: dict[str, Any]) -> set[str]:
    """The keys of the pictures, or classes of HTML, that are held against the file: all of a whole chapter."""
    return set(expected) | set(found)


def differences(expected: dict[str, dict], found: dict[str, dict]) -> list[str]:
    """What is not as the file says, a line for each: values always, pictures and pieces by their key."""
    wrong = [f"{key}: {found['values'].get(key)!r}, not {value!r}"
             for key, value in expected["values"].items() if found["values"].get(key) != value]
    for key in sorted(compared(expected["pictures"], found["pictures"])):
        one, two = expected["pictures"].get(key, {}), found["pictures"].get(key, {})
        wrong += [f"{key}, {place}: {two.get(place)}, not {one.get(place)}" for place in sorted({**one, **two})
                  if not same(one.get(place), two.get(place))]
    for name in sorted(compared(expected["pieces"], found["pieces"])):
        one, two = expected["pieces"].get(name, []), found["pieces"].get(name, [])
        if len(one) != len(two) or not all(any(same(piece, other) for other in one) for piece in two):
            wrong.append(f"{name}: {two}, not {one}")
    return wrong


@pytest.mark.parametrize("addresses", slices())
def test_it_opens_what_it_opened(addresses):
    wrong = {}
    for address in addresses:
        visitor = links.opened(address)
        found = differences(RECORDED[address], links.found_by(visitor, links.parted(address)[0]))
        misfits = [said for said in visitor.said("info") if said.startswith(links.MISFITS)]
        if found or misfits:
            wrong[address] = found + misfits
    assert not wrong, "\n".join(f"{address}\n    " + "\n    ".join(lines) for address, lines in wrong.items())


@pytest.mark.parametrize("chapter", PAGES)
def test_every_control_has_a_line(chapter):
    """Record the file again for a new control; lines of other chapters stay as they are."""
    queries = [query for name, query in map(links.parted, RECORDED) if name == chapter]
    assert {} in queries
    for control in (one for one in PAGES[chapter] if not isinstance(one, FrameControl)):
        away = [query[control.key] for query in queries if control.key in query]
        assert any(control.parse(text) != control.default for text in away), (
            f"{control.key} has no line of its own in links.txt: python -m tests.links")


def test_the_comparison_can_fail():
    """On what is there: another value, a picture that moved, one that is gone, a piece with another number."""
    expected = RECORDED["why-recurrence"]
    assert not differences(expected, expected)
    key = next(iter(expected["pictures"]))
    place, (count, *numbers) = next((place, leaf) for place, leaf in expected["pictures"][key].items()
                                    if isinstance(leaf, list))
    moved = {key: expected["pictures"][key] | {place: [count, *(1.001 * x + 1e-3 for x in numbers)]}}
    [name] = list(expected["pieces"])[:1]
    for part, other in (("values", {next(iter(expected["values"])): "other"}), ("pictures", moved),
                        ("pictures", {key: {}}), ("pieces", {name: [[[1, 2, 3, 4], [0], [0]]]})):
        assert differences(expected, expected | {part: expected[part] | other})
