"""A small app of two chapters: the mechanism of sections and the address, without anything to show.

Each section counts its runs, as anybody can read: `curve 3 · width 5`.
"""

import sys
from pathlib import Path

ROOT = str(Path(__file__).parents[3])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

import streamlit as st  # noqa: E402

from explainer.components.live_slider.live_slider import live_slider  # noqa: E402
from explainer.shell.headings import title  # noqa: E402
from explainer.state import registry, widgets  # noqa: E402
from explainer.state.address import set_value, value  # noqa: E402
from explainer.state.controls import Choice, Number, Text  # noqa: E402
from explainer.state.sections import callback, open_chapter, section  # noqa: E402

WIDTH = Number("width", "Width", 8, "", 1, 64, 1)
SEED = Number("seed", "Seed", 0, "", 0, 99, 1)
DRAG = Number("drag", "Drag", 0.5, "", 0.0, 1.0, 0.01)
KIND = Choice("kind", "Kind", "plain", "", {"plain": "Plain", "rich": "Rich"})
WORD = Text("word", "Word", "anna", "", longest=5)
STEP = Number("at", "Step", 1, "", 1, 9, 1)
ALL = (WIDTH, SEED, DRAG, KIND, WORD, STEP)
OTHER = (Number("width", "Another width", 3, "", 1, 9, 1),)

registry.register("pilot", ALL)
registry.register("other", OTHER)


def told(name: str, *controls) -> None:
    """Count this run, and say what the controls are."""
    counts = st.session_state.setdefault("runs", {})
    counts[name] = counts.get(name, 0) + 1
    st.session_state.setdefault("log", []).append(name)
    st.text(f"{name} · " + " · ".join(f"{control.key} {value(control)}" for control in controls))


@section("curve", first=True)
def curve() -> None:
    live_slider(DRAG)
    told("curve", WIDTH, DRAG)


@section("follower", live=True)
def follower() -> None:
    told("follower", DRAG)


@section("words")
def words() -> None:
    told("words", WORD, SEED)
    widgets.number(SEED)
    inner()


@section("inner")
def inner() -> None:
    told("inner", WIDTH)


@section("more")
def more() -> None:
    widgets.slider(WIDTH)
    live_slider(DRAG, key_suffix="_again")
    told("more")
    if value(KIND) == "rich":
        rich()


@section("rich")
def rich() -> None:
    told("rich", SEED)


@section("buttons")
def buttons() -> None:
    told("buttons")
    st.button("Next seed", key="next", on_click=callback(_next_seed))


def _next_seed() -> None:
    set_value(SEED, value(SEED) + 1)
    set_value(WIDTH, 9)


@section("steps")
def steps() -> None:
    st.slider("Step, again", 1, 5, **widgets.place(STEP, suffix="_here", shown=min(value(STEP), 5)))
    told("steps", STEP)


def pilot() -> None:
    title("The pilot", "It has sections.")
    widgets.segments(KIND)
    widgets.text(WORD, then=lambda: set_value(STEP, 1))
    st.button("Forget", key="forget")
    curve()
    follower()
    words()
    more()
    buttons()
    steps()
    told("page", KIND)


def other() -> None:
    title("The other", "It has one control of the same name.")
    widgets.slider(OTHER[0])
    told("other", *OTHER)


def begin() -> None:
    title("The first", "It has none.")


def run(chapters) -> None:
    pages = [st.Page(draw, title=place or "begin", url_path=place, default=not place) for place, draw in chapters]
    page = st.navigation(pages, position="top")
    st.session_state["_pages"] = {one.url_path: one for one in pages}
    with open_chapter(page.url_path):
        page.run()


run([("", begin), ("pilot", pilot), ("other", other)])
