"""Generated nonsense: recipes, addresses and messages of components as no page of ours would send them.

    python -m tests.bad_input 10000 [SEED]

tries so many, the same ones for the same seed, and ends with 1 if anything but our own errors came of one, or if memory
grew. Most of it is right but for one thing: what is wrong altogether is refused at the door.
"""

import json
import math
import random
import resource
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from explainer.components.channel import STATE, Channel
from explainer.components.graph import graph
from explainer.components.live_slider import live_slider
from explainer.components.memory_map import memory_map
from explainer.components.wiring import wiring
from explainer.state.address import values_in
from explainer.state.controls import Choice, Number, Text
from explainer.state.registry import PAGES
from explainer.training.fields import RecipeError
from explainer.training.kinds.registry import checked
from pages.chapters import CHAPTERS
from tests.visitor import Visitor, assert_one_sentence, key_of

assert CHAPTERS              # importing them enters their controls in the registry
MOST_GROWTH_MB = 150         # after the first tenth, when everything is loaded and every cache has something in it
A_PAGE_IN = 100              # of that many addresses or messages, one is tried on a real page
GOOD = (
    {"kind": "names", "list": "stars", "cell": "gru", "hidden_size": 6, "steps": 40, "then": [20], "dropout": 0.1},
    {"kind": "lag", "lag": 10, "cell": "lstm", "seed": 1, "updates": 60, "keep": 2.0, "write": -1.0},
    {"kind": "forecast", "series": "lynx", "cell": "vanilla", "hidden": 4},
    {"kind": "clipping", "lag": 5},
)
TEXTS = ("", " ", "nan", "-inf", "1e999", "9" * 400, "0x10", "1,5", "½", "None", "[]", "{}", "__import__('os')",
         "brought:", "brought:" + "0" * 32, "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "' OR 1=1 --",
         "%00", "a\x00b", "../../etc/passwd", "\u202e1", "\ud800", "🦕" * 50, "x" * 5000, "a\nb", "{{7*7}}", "$x^2$",
         "`ls`", "tanh", "gru")
NUMBERS = (0, -1, 1, 2**31, 2**63, -2**63, 10**400, 0.5, -0.0, 1e-320, 1e308, -1e308, float("inf"), float("nan"), 3.0)
CHANNELS: tuple[Channel, ...] = (graph.FROM_BROWSER, live_slider.FROM_BROWSER,
                                 memory_map.FROM_BROWSER, wiring.FROM_BROWSER)


def anything(rng: random.Random, deep: int = 2) -> Any:
    """A value as JSON has them."""
    kind = rng.randrange(7 if deep else 5)
    if kind == 0:
        return rng.choice((None, True, False))
    if kind in (1, 2):
        return rng.choice(NUMBERS) if rng.random() < 0.7 else rng.randint(-50, 50)
    if kind in (3, 4):
        return rng.choice(TEXTS)
    if kind == 5:
        return [anything(rng, deep - 1) for _ in range(rng.randrange(4))]
    return {rng.choice(TEXTS): anything(rng, deep - 1) for _ in range(rng.randrange(4))}


def spoilt(rng: random.Random, good: dict[str, Any]) -> Any:
    """Something that was right, and is not any more: an entry changed, left out, doubled or added."""
    if rng.random() < 0.05:
        return anything(rng)
    made = dict(good)
    for _ in range(rng.choice((1, 1, 1, 3))):
        name = rng.choice(list(made) or [""])
        change = rng.randrange(4)
        if change == 0:
            made.pop(name, None)
        elif change == 1:
            made[rng.choice(TEXTS)] = anything(rng)
        elif change == 2 and isinstance(good.get(name), int | float):
            made[name] = good[name] * rng.choice((-1, 1, 2, 3, 0.5, 10**6, 10**30)) + rng.choice((0, 0, 0.1))
        else:
            made[name] = anything(rng)
    return made


def no_list(key: str) -> Any:
    """A server to which nobody has brought a list."""
    raise RecipeError("There is no list of this key here: bring it again.")


def try_recipe(rng: random.Random) -> str:
    """One recipe: it can be run and then says the same again, or it is refused in one sentence."""
    recipe = spoilt(rng, rng.choice(GOOD))
    try:
        order = checked(recipe, no_list)
    except RecipeError as error:
        said = str(error)
        assert_one_sentence(said[:1].upper() + said[1:])          # many begin with the name of an entry
        return "recipe refused"
    json.dumps(order.recipe, allow_nan=False)
    assert checked(order.recipe, no_list).key == order.key, recipe
    return "recipe taken"


def an_address(rng: random.Random, place: str) -> dict[str, str]:
    """What stands after the question mark, for a chapter: some of its controls, and others."""
    found = {}
    for control in rng.sample(PAGES[place], k=min(len(PAGES[place]), rng.randint(1, 4))):
        if isinstance(control, Number) and rng.random() < 0.6:
            found[control.key] = repr(rng.choice((control.low, control.high)) + rng.choice((-1, 0, 1)) * control.step)
        elif isinstance(control, Choice) and rng.random() < 0.3:
            found[control.key] = rng.choice(list(control.options)) + rng.choice(("", " ", "x"))
        else:
            found[control.key] = rng.choice(TEXTS)
    if rng.random() < 0.2:
        found[rng.choice(TEXTS)] = rng.choice(TEXTS)
    return dict(parse_qsl(urlencode(found, errors="replace"), keep_blank_values=True))


def try_address(rng: random.Random) -> str:
    """One address: each of its values fits its control, or is said not to; sometimes a page is opened with it."""
    place = rng.choice([place for place, controls in PAGES.items() if controls])
    query = an_address(rng, place)
    found, misfits = values_in(query, PAGES[place])
    named = {control.key: control for control in PAGES[place] if control.key in query}
    assert len(found) + len(misfits) == len(named), query
    for key, value in found.items():
        assert named[key].parse(named[key].write(value)) == value, query
        assert not isinstance(named[key], Number) or named[key].low <= value <= named[key].high, query
        assert not isinstance(named[key], Text) or len(value) <= named[key].longest, query
    if rng.randrange(A_PAGE_IN):
        return "address read"
    nothing_is_markup(Visitor(query, page=place))
    return "page opened"


def a_message(rng: random.Random) -> dict[str, Any]:
    """What a component might say: every entry that one of ours has, some of them spoilt."""
    good = {STATE: {"number": 1, "moved": [], "node": "h:1", "matrix": "W_hh", "view": "unrolled", "mode": "values",
                    "unit": 1, "step": 2, "frame": 1, "value": 0.5, "rests": True},
            "edit": {"matrix": "W_hh", "row": 0, "column": 1, "value": 0.5}}
    return {name: spoilt(rng, value) for name, value in good.items() if rng.random() < 0.9}


def try_message(rng: random.Random) -> str:
    """One message: what is read of it is of the right kind; sometimes a component on a page says it."""
    said = json.loads(json.dumps(a_message(rng)))
    for channel in CHANNELS:
        for name, value in channel.checked(said.get(STATE)).items():
            assert value is None or channel.kinds[name](value), said
    chosen = graph.selection_of(said.get(STATE), said.get("edit"))
    assert chosen.edit is None or math.isfinite(chosen.edit.value), said
    moved = said[STATE] if isinstance(said.get(STATE), dict) else {}
    for control in (control for controls in PAGES.values() for control in controls if isinstance(control, Number)):
        number = live_slider.fitting(control, moved.get("value"))
        assert number is None or control.low <= number <= control.high, said
    if rng.randrange(A_PAGE_IN):
        return "message read"
    visitor = Visitor(page=rng.choice(list(PAGES)))
    for key in sorted({key_of(one) for one in visitor.at.get("bidi_component")}):
        if key in {key_of(one) for one in visitor.at.get("bidi_component")}:
            visitor.send(key, **{name: value for name, value in said.items() if isinstance(value, dict)})
    nothing_is_markup(visitor)
    return "component heard"


def nothing_is_markup(visitor: Visitor) -> None:
    """No page shows a stranger's markup as markup, or a path or traceback of the server."""
    shown = "\n".join(visitor.html)
    for sign in ("<script>alert", "<img src=x", "Traceback", "site-packages"):
        assert sign not in shown, sign


TRIES: tuple[Callable[[random.Random], str], ...] = (try_recipe, try_address, try_message)


def run(count: int, seed: int = 0) -> tuple[Counter[str], float]:
    """Try so many, a third of each kind. Returns what became of them, and the growth of memory in MB.

    Raises whatever was not ours, with the number of the try: `one(number, seed)` repeats it alone.
    """
    told, before = Counter(), 0.0
    for number in range(count):
        if number == count // 10:
            before = _megabytes()
        try:
            told[one(number, seed)] += 1
        except Exception as error:
            error.add_note(f"tests.bad_input.one({number}, {seed})")
            raise
    return told, _megabytes() - before


def one(number: int, seed: int = 0) -> str:
    """One try by its number."""
    return TRIES[number % len(TRIES)](random.Random(f"{seed} {number}"))


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    what, growth = run(*map(int, sys.argv[1:]))
    print(*(f"{name}: {times:,}" for name, times in sorted(what.items())), f"memory grew by {growth:.0f} MB", sep="\n")
    sys.exit(growth > MOST_GROWTH_MB)
