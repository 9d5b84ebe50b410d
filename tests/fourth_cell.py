"""Opens every chapter with a fourth cell, in a process of its own: options are made when the app is imported.

`python -m tests.fourth_cell` prints one JSON object, what was offered and seen, for `test_fourth_cell.py` to judge.
"""

import json
from typing import TYPE_CHECKING

import rnncore
from explainer.shell.palette import HIDDEN
from explainer.state import cells
from tests import minimal_gated_unit

if TYPE_CHECKING:
    from tests.visitor import Visitor

KEY = "fourth"
RECORD = cells.CellRecord(KEY, "Fourth", HIDDEN, "dashdot", "triangle-up", ships=False)
TRAINED_IN = "name-generation"


def register() -> None:
    """Enter the cell as CONTRIBUTING says, before anything is made of the two registers."""
    rnncore.CELLS[KEY] = minimal_gated_unit
    cells.CELLS[KEY] = RECORD


def choices() -> dict[str, list[str]]:
    """Every choice of the app that offers a GRU, by its place and key: what it offers."""
    from explainer.state.controls import Choice
    from explainer.state.registry import PAGES
    from pages.chapters import CHAPTERS
    assert CHAPTERS                      # importing them enters their controls in the registry
    return {f"{place} {control.key}": list(control.options) for place, controls in PAGES.items()
            for control in controls if isinstance(control, Choice) and "gru" in control.options}


def visits() -> dict[str, list[str]]:
    """By chapter and setting, the errors and warnings that a visitor sees; a chapter that fails raises."""
    from explainer.state import sections
    from explainer.state.registry import PAGES
    from pages.chapters import CHAPTERS
    from tests.visitor import Visitor
    sections.ARRIVAL = 0.0               # no browser draws here
    seen = {}
    visitor = Visitor(page="", seconds=300)
    for chapter in CHAPTERS:
        seen[f"{chapter.place} as it opens"] = boxes(visitor.open(chapter.place))
    for offered, options in choices().items():
        place, key = offered.split(" ")
        if KEY in options and place != TRAINED_IN:
            seen[f"{offered}={KEY}"] = boxes(visitor.open(place).set(**{key: KEY}))
    visitor.open(TRAINED_IN).train(cell=KEY, hidden=6, steps=20)
    seen["trained"] = boxes(visitor)
    trained = visitor.widget("model").value
    assert visitor.shelf.entries[trained].model.cell == KEY
    for place, controls in PAGES.items():
        for key in {"reader", "network"} & {control.key for control in controls}:
            seen[f"{place} {key}=trained"] = boxes(visitor.open(place).set(**{key: trained}))
    return seen


def boxes(visitor: "Visitor") -> list[str]:
    """What the page says in boxes for errors and warnings."""
    return [*visitor.said("error"), *visitor.said("warning")]


if __name__ == "__main__":
    register()
    from tests.whole import opened_whole
    with opened_whole():
        print(json.dumps({"choices": choices(), "visits": visits()}))
