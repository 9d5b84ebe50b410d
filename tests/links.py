"""Addresses that people may have kept, and what each of them opens: `tests/links.txt`.

    python -m tests.links

records the file again: a line for every chapter as it is, and one for every control away from its default. A line is
an address, a tab, and what was found as JSON: the `values` of the chapter's controls, its `pictures` by their key and
its `pieces` of HTML by their class (see `drawn`). Lines with a query hold only what is not as in the chapter's own
line; null says that something is gone. Record again only if an address is meant to open something else.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from explainer.state import sections
from explainer.state.controls import Choice, Control, Number
from explainer.state.keys import PAGE_OPEN, qualified
from explainer.state.registry import PAGES
from explainer.state.steps import FrameControl
from tests import drawn
from tests.visitor import HOME, Visitor
from tests.whole import opened_whole

FILE = Path(__file__).with_suffix(".txt")
PATIENCE = 120             # seconds: whoever opens a chapter first waits for what is made once, on a busy machine too
MISFITS = "The address held values that do not fit"

# Values that move something and are cheap; every text has its own. Other controls take the next value that is
# clearly another one.
ELSEWHERE: dict[str, dict[str, Any]] = {
    "why-recurrence": {"sentence": "the story was good but the music was not wonderful", "vector": "k",
                       "year_text": "The bridge was opened in 1932 after 8 years.", "year_sentence": "start"},
    "unrolled-graph": {"text": "anna", "length": 4, "at": 2, "neuron": 7, "network": "given_names-gru",
                       "edit": "W_hh,2,1,0.5", "stage": "dynamical", "view": "folded", "shape": "translation",
                       "cut": 3, "given": 3, "letters": 20, "units": 5},
    "hidden-state": {"read": "alexander", "reader": "dinosaurs-gru", "at_step": 3, "checkpoint": 4, "again": "e",
                     "instead": "o", "place": 4, "unit": 5, "prediction": 4, "paths": 60, "series": "lynx",
                     "series_units": "4", "series_later": 12, "within": 10},
    "vanishing-gradient": {"radius": 0.6, "spelt": "marie", "stands": 2, "row": 3, "column": 5, "limit": 0.5,
                           "pace": 0.02, "apart": 12, "phase": "backward", "farback": 80, "start": "orthogonal",
                           "cut_at": 5},
    "gated-cells": {"gated_text": "alexander", "gated_step": 3, "gated_neuron": 5, "gated_start": "orthogonal"},
    "name-generation": {"model": "dinosaurs-gru", "top_k": 5, "prefix": "Ma", "count": 12, "of": 3,
                        "name": "Marianne", "hidden": 32, "steps": 500},
}
# What must be set besides, or the control moves nothing.
BESIDES: dict[str, dict[str, dict[str, Any]]] = {
    "why-recurrence": {"year_text": {"year_sentence": "own"}},
    "unrolled-graph": {"given": {"feed": "own"}, "cut": {"network": "sentiment"}, "loss": {"flow": "backward"}}
    | {key: {"network": "untrained"} for key in ("units", "letters", "function", "bias", "weights")},
    "hidden-state": {"again": {"arrows": "again"}, "kind": {"reader": "given_names-lstm"},
                     "series_later": {"series_fed": "own"}, "series_seed": {"series": "lynx"},
                     "series_units": {"series": "lynx"}},         # the quickest to train
    "vanishing-gradient": {"gate": {"cellkind": "gru"}},
    "gated-cells": {},
    "name-generation": {},
}


def page_of(chapter: str) -> str:
    """The chapter's place in the address."""
    return HOME if chapter == "home" else chapter


def value_of(visitor: Visitor, control: Control) -> Any:
    """What a control is set to on the page that is open, as `explainer.state.address.value` says it there."""
    state = visitor.at.session_state
    found = state.get(qualified(state[PAGE_OPEN], control.key))
    return control.default if found is None else found


def elsewhere(chapter: str, control: Control) -> Any:
    """A value away from the default: the one above, another choice, or a tenth of the range away, at most twofold."""
    if control.key in ELSEWHERE[chapter]:
        return ELSEWHERE[chapter][control.key]
    if isinstance(control, Choice):
        options = list(control.options)
        return options[(options.index(control.default) + 1) % len(options)]
    if not isinstance(control, Number):
        raise KeyError(f"{control.key} of {chapter} is a text: write into ELSEWHERE what else it can be.")
    far = min((control.high - control.low) / 10, abs(control.default))
    move = max(1, round(far / control.step)) * control.step
    there = control.default + move if control.default + move <= control.high else control.default - move
    return there if isinstance(control.step, int) else round(there, 10)


def addresses() -> list[str]:
    """Every chapter, and every control of the registry once away from its default."""
    found = ["home", *PAGES]
    for chapter, controls in PAGES.items():
        known = {control.key: control for control in controls}
        for control in (one for one in controls if not isinstance(one, FrameControl)):
            away = {control.key: elsewhere(chapter, control)} | BESIDES[chapter].get(control.key, {})
            query = urlencode({key: known[key].write(value) for key, value in away.items()})
            found.append(f"{chapter}?{query}")
    return sorted(found)


def parted(address: str) -> tuple[str, dict[str, str]]:
    """The chapter of an address and its query."""
    chapter, _, query = address.partition("?")
    return chapter, dict(parse_qsl(query, keep_blank_values=True))


def opened(address: str) -> Visitor:
    """Somebody who has just opened it. Home shows the names of a number that is drawn: here it is 0."""
    chapter, query = parted(address)
    visitor = Visitor(query, page_of(chapter), PATIENCE)
    if chapter == "home":
        visitor.at.session_state["home_draw"] = 0
        visitor.at.run()
    return visitor.is_well()


def found_by(visitor: Visitor, chapter: str) -> dict[str, dict[str, Any]]:
    """Everything that is held against the file, of a page that is open."""
    return {"values": {control.key: value_of(visitor, control) for control in PAGES.get(chapter, ())
                       if not isinstance(control, FrameControl)},
            "pictures": drawn.pictures(visitor), "pieces": drawn.pieces(visitor)}


def changes(usual: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """What has to be changed in `usual` to get what was found."""
    told = {}
    for key in {**usual, **found}:
        one, two = usual.get(key), found.get(key)
        if isinstance(one, dict) and isinstance(two, dict):
            if inner := changes(one, two):
                told[key] = inner
        elif not drawn.same(one, two):
            told[key] = two
    return told


def changed(usual: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """What `changes` were told of."""
    made = dict(usual)
    for key, change in told.items():
        if change is None:
            made.pop(key, None)
        else:
            both = isinstance(change, dict) and isinstance(made.get(key), dict)
            made[key] = changed(made[key], change) if both else change
    return made


def recorded() -> dict[str, dict[str, Any]]:
    """What the file says each address opens, whole."""
    lines = dict(line.split("\t") for line in FILE.read_text().splitlines())
    told = {address: json.loads(text) for address, text in lines.items()}
    return {address: changed(told[parted(address)[0]], found) if "?" in address else found
            for address, found in told.items()}


def lines() -> Iterator[str]:
    """The lines of the file, as the app is now."""
    usual = {}
    for address in addresses():
        chapter, query = parted(address)
        found = found_by(opened(address), chapter)
        usual.setdefault(chapter, found)
        told = changes(usual[chapter], found) if query else found
        yield f"{address}\t{json.dumps(told, ensure_ascii=False, separators=(',', ':'), sort_keys=True)}\n"


if __name__ == "__main__":
    sections.ARRIVAL = 0.0          # no browser draws here
    with opened_whole():
        FILE.write_text("".join(lines()))
