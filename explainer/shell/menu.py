"""The menu of chapters, and links from one to another."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from explainer.state.keys import open_chapter
from explainer.state.steps import steps_of

ICON = Path(__file__).parent / "icon.svg"
_OPEN = "_pages"             # Streamlit's page of every chapter, by its place in the address


class Chapter(NamedTuple):
    """One entry of the menu: a folder with a `page.py` and, if it has any, its style sheets."""

    place: str               # in the address; "" for the one that opens first
    title: str
    folder: Path
    shows_training: bool = False         # whether it says itself, on some of its steps, what is being trained


def menu(chapters: Sequence[Chapter]) -> tuple[Chapter, Any]:
    """Draw the menu; returns the chapter that the address asks for, and its page, ready to run."""
    pages = {chapter.place: _page_of(chapter) for chapter in chapters}
    st.session_state[_OPEN] = pages
    page = st.navigation(list(pages.values()), position="top")
    chapter = next(one for one in chapters if one.place == page.url_path)
    title = f"{chapter.title} · Unrolled" if chapter.place else "Unrolled"
    st.set_page_config(page_title=title, page_icon=ICON, layout="wide")
    return chapter, page


def link_to(place: str, label: str, *, within: Any = st, **options: Any) -> None:
    """A link to a chapter, by its place in the address; `within` is the container that it stands in."""
    within.page_link(st.session_state[_OPEN][place], label=label, **options)


def link_onwards() -> None:
    """A link to the chapter that follows the one that is open; after the last one, to the first page.

    What has no steps is no chapter that one walks through.
    """
    pages = [(place, page) for place, page in st.session_state[_OPEN].items() if not place or steps_of(place)]
    at = [place for place, _ in pages].index(open_chapter())
    place, page = pages[(at + 1) % len(pages)]
    link_to(place, f"Next chapter: {page.title}" if place else "To the first page", icon=":material/arrow_forward:")


def place_before() -> str:
    """The place of the chapter before the one that is open, in the order of the menu; "" if that is the first page."""
    places = list(st.session_state[_OPEN])
    return places[places.index(open_chapter()) - 1]


def _page_of(chapter: Chapter) -> Any:
    if not chapter.place:
        return st.Page(chapter.folder / "page.py", title=chapter.title, default=True)
    return st.Page(chapter.folder / "page.py", title=chapter.title, url_path=chapter.place)
