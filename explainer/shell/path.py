"""A path: steps of several chapters, one after the other. Who follows it has it in the address."""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from explainer.shell.menu import link_to
from explainer.state import sections
from explainer.state.address import set_value, value
from explainer.state.keys import open_chapter
from explainer.state.steps import PATH, steps_of


class Stop(NamedTuple):
    """A step of a chapter, by its names in the address."""

    place: str
    step: str

    @property
    def label(self) -> str:
        """What the step is called on its chapter's strip."""
        return steps_of(self.place).options[self.step]


_STOPS: list[Stop] = []


def lay_path(stops: Sequence[tuple[str, str]]) -> None:
    """Say which steps the path leads through, in their order."""
    _STOPS[:] = [Stop(*stop) for stop in stops]


def stops() -> tuple[Stop, ...]:
    """The steps of the path."""
    return tuple(_STOPS)


def link_to_the_start(label: str) -> None:
    """A link to the first step, from where the path is followed."""
    first = _STOPS[0]
    link_to(first.place, label, icon=":material/arrow_forward:", query_params={"step": first.step, PATH.key: "ten"})


def onwards_on_the_path() -> bool:
    """The way to the next step of the path, if the visitor follows it and stands on it; whether there is one."""
    here = Stop(open_chapter(), value(steps_of(open_chapter())))
    if value(PATH) != "ten" or here not in _STOPS:
        return False
    _onwards(here, _STOPS.index(here) + 1)
    st.button("Leave the path", key="leave_path", type="tertiary", on_click=sections.callback(set_value, PATH, "no"))
    return True


def before_on_the_path() -> Stop | None:
    """The stop before the one that the visitor stands on, if the path is followed and this is not its first."""
    here = Stop(open_chapter(), value(steps_of(open_chapter())))
    if value(PATH) != "ten" or here not in _STOPS[1:]:
        return None
    return _STOPS[_STOPS.index(here) - 1]


def _onwards(here: Stop, at: int) -> None:
    """The way to the stop with this number, from 0."""
    if at == len(_STOPS):
        link_to("", "The end of the path: back to the first page", icon=":material/flag:")
        return
    following, told = _STOPS[at], f"{at + 1} of {len(_STOPS)}: {_STOPS[at].label}"
    if following.place == here.place:
        st.button(told, icon=":material/arrow_forward:", icon_position="right", key="next_step", width="stretch",
                  on_click=sections.callback(set_value, steps_of(here.place), following.step))
    else:
        link_to(following.place, told, icon=":material/arrow_forward:",
                query_params={"step": following.step, PATH.key: "ten"})
