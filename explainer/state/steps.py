"""The steps of a chapter: one control that says which is open, and which step holds which other control."""

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import ClassVar

from explainer.state.controls import Choice, Control
from explainer.state.registry import PAGES

WHOLE = "all"            # in the address: every step, one below the other
DRAWN: ContextVar[str] = ContextVar("drawn", default="")      # the step that is being drawn, while the page runs whole


@dataclass(frozen=True)
class FrameControl(Choice):
    """What the frame around a chapter is set to. It stands in the address like any control, and in no step."""


@dataclass(frozen=True)
class FrameOfAll(FrameControl):
    """What the frame around all chapters is set to: it is kept from one to the next, and left for all at once."""

    is_everywhere: ClassVar[bool] = True


PATH = FrameOfAll("path", "Path", "no", "", {"no": "None", "ten": "The ten-minute path"})
PRESENT = FrameOfAll("present", "Presentation", "off", "", {"off": "Off", "on": "On"})
FRAME = (PATH, PRESENT)


@dataclass(frozen=True)
class Steps(FrameControl):
    """Which step of a chapter is open. `holds` are the keys of the controls that stand in each, `above` of those that
    stand over all."""

    holds: dict[str, frozenset[str]] = field(default_factory=dict)
    above: frozenset[str] = frozenset()

    @property
    def names(self) -> list[str]:
        """The steps in their order, without the whole chapter."""
        return list(self.holds)

    def opened_by(self, keys: Iterable[str]) -> str:
        """What an address opens that names no step: the one that holds most of the controls it sets, the first such.

        A chapter that opens whole has room for all of them.
        """
        given = set(keys)
        most = max(self.holds, key=lambda name: len(given & self.holds[name]))
        return most if given & self.holds[most] and self.default != WHOLE else self.default


def steps_of(chapter: str) -> Steps | None:
    """The control of a chapter's steps, by the chapter's place in the address; None for one without any."""
    return next((control for control in PAGES.get(chapter, ()) if isinstance(control, Steps)), None)


def steps(*each: tuple[str, str, tuple[Control, ...]], above: tuple[Control, ...] = ()) -> Steps:
    """The control of a chapter's steps: for each its name in the address, its label, and the controls in it.

    A control may stand in several; those `above` stand over whichever is open.

    An address that was written before there were steps opens the step that holds most of what it sets.
    """
    return Steps("step", "Step", each[0][0], "", {name: label for name, label, _ in each} | {WHOLE: "Whole chapter"},
                 holds={name: frozenset(control.key for control in held) for name, _, held in each},
                 above=frozenset(control.key for control in above))
