"""What every page shares: the style sheets, and the strip that follows a training run."""

from functools import cache
from pathlib import Path

import streamlit as st

from explainer.shell.menu import Chapter
from explainer.shell.palette import css_variables
from explainer.shell.training_strip import training_strip

_STYLE = Path(__file__).parent / "style"


def open_app(chapter: Chapter) -> None:
    """Call once per run, before the page: its styles, and the training strip if something trains.

    The first page brings its style with its title (`title.py`), so that whoever comes waits for no more than that.
    """
    if chapter.place:
        st.html(f"<style>{style_of(chapter)}</style>")
    if not chapter.shows_training:
        training_strip(chapter.place)


def style_of(chapter: Chapter) -> str:
    """A chapter's style: what all share, then what the chapter has of its own. The first page has the frame's alone."""
    return frame_style() + (_sheets(_STYLE) + _sheets(chapter.folder) if chapter.place else "")


def frame_style() -> str:
    """Colours, headings and the frame around every page."""
    return css_variables() + _sheets(_STYLE / "frame")


@cache
def _sheets(folder: Path) -> str:
    return "".join(path.read_text() for path in sorted(folder.glob("*.css")))
