"""Presentation mode: an open step as large as a projector wants it, without menu, notes and code.

The whole page is zoomed, charts with their labels too, so nothing is drawn twice; the style sheet says how far. The bar
at the top holds the strip, the way back, full screen for the picture, and the way out. In the browser
(`presentation.js`) the keys that a clicker sends press what stands on the page: back, onwards, out.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from explainer.shell.menu import link_to, place_before
from explainer.shell.path import Stop, before_on_the_path
from explainer.state import sections
from explainer.state.address import set_value, value
from explainer.state.keys import open_chapter
from explainer.state.steps import FRAME, PRESENT, WHOLE, steps_of

_HERE = Path(__file__).parent
_STYLE = "".join(path.read_text() for path in sorted((_HERE / "style" / "presentation").glob("*.css")))
_SCRIPT = (_HERE / "presentation.js").read_text()
_FULL_SCREEN = '<button type="button" class="u-full-screen">Full screen</button>'


def is_presented() -> bool:
    """Whether the page that is open is being presented."""
    return value(PRESENT) == "on"


def way_in() -> None:
    """The button that begins the presentation of the step that is open."""
    st.button("Present", icon=":material/slideshow:", key="present_step", type="tertiary",
              on_click=sections.callback(set_value, PRESENT, "on"))


@contextmanager
def bar() -> Iterator[None]:
    """Around the strip, where the page is presented: the way back before it, the picture's size and the way out after
    it, and what makes the page large."""
    with st.container(key="u-presenting", horizontal=True, vertical_alignment="center"):
        with st.container(key="previous_step", width="content"):
            _back()
        yield
        st.html(f"<style>{_STYLE}</style><script>{_SCRIPT}</script>{_FULL_SCREEN}", width="content",
                unsafe_allow_javascript=True)
        st.button("Leave (Esc)", icon=":material/close:", key="leave_presentation",
                  on_click=sections.callback(set_value, PRESENT, PRESENT.default))


def _back() -> None:
    """The way to the step before; on the first one there is none."""
    stop = before_on_the_path() or _before_in_the_chapters()
    if stop is None:
        return
    if stop.place == open_chapter():
        st.button("Back", icon=":material/arrow_back:", key="back_a_step",
                  on_click=sections.callback(set_value, steps_of(stop.place), stop.step))
    else:
        link_to(stop.place, "Back", icon=":material/arrow_back:",
                query_params={"step": stop.step} | {one.key: one.write(value(one)) for one in FRAME
                                                    if value(one) != one.default})


def _before_in_the_chapters() -> Stop | None:
    """The step before in this chapter, or the last one of the chapter before."""
    control, place = steps_of(open_chapter()), place_before()
    if (shown := value(control)) == WHOLE:
        return None
    if at := control.names.index(shown):
        return Stop(open_chapter(), control.names[at - 1])
    before = steps_of(place)
    return Stop(place, before.names[-1]) if before else None
