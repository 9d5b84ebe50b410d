"""What every page shares: the style sheets, the strip that follows a training run, and the picture first."""

import time
from functools import cache
from pathlib import Path

import streamlit as st

from explainer.shell.menu import Chapter
from explainer.shell.palette import css_variables
from explainer.shell.training_strip import training_strip
from explainer.state.keys import PAGE_OPEN

FIRST_SECONDS = 0.8
_STANDS = "_first_picture"
_STYLE = Path(__file__).parent / "style"


def open_app(chapter: Chapter) -> None:
    """Call once per run, before the page: its styles, and the training strip if something trains.

    The first page brings its style with its title (`title.py`), so that whoever comes waits for no more than that.
    """
    if chapter.place:
        st.html(f"<style>{style_of(chapter)}</style>")
    training_strip(is_shown_already=chapter.shows_training)


def style_of(chapter: Chapter) -> str:
    """A chapter's style: what all share, then what the chapter has of its own. The first page has the frame's alone."""
    return frame_style() + (_sheets(_STYLE) + _sheets(chapter.folder) if chapter.place else "")


def frame_style() -> str:
    """Colours, headings and the frame around every page."""
    return css_variables() + _sheets(_STYLE / "frame")


@cache
def _sheets(folder: Path) -> str:
    return "".join(path.read_text() for path in sorted(folder.glob("*.css")))


def picture_first() -> None:
    """Call below the first picture of a page: on arrival, the browser gets a moment to draw it.

    What lies below makes it fetch chart libraries and draw for a second, and the picture would have to wait.
    """
    page = st.session_state.get(PAGE_OPEN)
    if st.session_state.get(_STANDS) != page:
        time.sleep(FIRST_SECONDS)
    st.session_state[_STANDS] = page
