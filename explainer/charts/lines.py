"""Line charts that follow a slider or a training run: what they are made of. `live_chart` draws them.

Places are in the units of the axes, thickness and room in pixels. Where a value is not finite, a line has a gap.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from explainer.charts.log_scale import format_log10, power, powers, within
from explainer.shell.palette import MUTED, Pair, in_chart

Array = np.ndarray
DASHES = ("solid", "dot", "dash", "dashdot")


@dataclass(frozen=True)
class Axis:
    """One axis, from the value at its beginning to the one at its end."""

    range: tuple[float, float]
    title: str = ""
    ticks: Sequence[float] | None = None      # values with a mark; round ones are found if None
    tick_words: Sequence[str] = ()            # what stands at them, as many
    every: float | None = None                # how far apart marks are if they are found; by the room if None
    zero_line: bool = False                   # whether the line at 0 is a stronger one
    thousands: bool = True                    # whether numbers at the axis have commas: years have none

    def __post_init__(self) -> None:
        """Raises ValueError for ticks and words that are not equally many."""
        if len(self.tick_words) != len(() if self.ticks is None else self.ticks):
            raise ValueError("An axis needs as many words as ticks.")


@dataclass(frozen=True)
class Line:
    """A line, or dots, or a line with dots."""

    x: Array
    y: Array
    colour: str                               # as `in_chart` names it
    width: float = 0                          # of the line; 0: there is none
    dash: str = "solid"
    dots: float = 0                           # the diameter of a dot at every value; 0: there are none
    name: str = ""
    told: Sequence[str] | None = None         # the words for each value where it is pointed at; it is not told if None
    before: str = ""                          # what stands before these words
    legend: bool = True                       # whether the legend names it, if it has a name

    def __post_init__(self) -> None:
        """Raises ValueError for lengths that do not agree, or another dash."""
        if not len(self.x) == len(self.y) == len(self.x if self.told is None else self.told):
            raise ValueError(f"A line needs a value and words for every place: {self.name}.")
        if self.dash not in DASHES:
            raise ValueError(f"There is no dash called {self.dash}.")


@dataclass(frozen=True)
class Memory:
    """A memory over time: a cell for each neuron and moment, its colour as strong as its value, from −1 to 1."""

    x: Array                                  # [T] evenly spaced
    values: Array                             # [H, T], the first row at the top
    names: Sequence[str]                      # [H] what each row is called


@dataclass(frozen=True)
class Rule:
    """A line through the whole frame, across at a value or upright at a place."""

    at: float
    dash: str
    width: float
    upright: bool = False
    colour: str = in_chart(MUTED)


@dataclass(frozen=True)
class Words:
    """Words at a rule: above or below one across, at its right or left end; beside an upright one, at its top."""

    at: float
    text: str
    right: bool = True
    above: bool = True
    upright: bool = False
    colour: str = in_chart(MUTED)


@dataclass(frozen=True)
class LineChart:
    """Everything that is drawn into one frame. `height` is of the whole chart, legend and axis included."""

    lines: Sequence[Line]                     # in the order in which they are drawn, marks among them
    x: Axis
    y: Axis
    height: int
    left: int                                 # room for the numbers at the upright axis
    top: int = 34                             # for the legend
    bottom: int = 46
    right: int = 12
    rules: Sequence[Rule] = ()
    words: Sequence[Words] = ()
    memory: Memory | None = None              # below everything else
    legend: bool = True
    one_by_one: bool = False                  # pointing tells the nearest line alone, not all lines there
    moments: Sequence[str] = ()               # what the places of a line are called where it is pointed at


def line(x: Array, y: Array, colour: Pair, width: float, dash: str = "solid", *, name: str = "",
         told: Sequence[str] | None = None, before: str | None = None, dots: float = 0, legend: bool = True) -> Line:
    """One line. With `told`, it is told when it is pointed at; `before` is the line's name and a colon if None."""
    before = f"{name}: " if before is None else before
    return Line(x, y, in_chart(colour), width, dash, dots, name, told, before, legend)


def sizes_line(log10: Array, frame: tuple[float, float], name: str, before: str, colour: Pair, width: float,
               dash: str = "solid", lags: Array | None = None) -> Line:
    """A line of sizes on a logarithmic axis, lag by lag: what leaves the frame can still be read by pointing at it."""
    return line(np.arange(len(log10)) if lags is None else lags, within(log10, *frame), colour, width, dash, name=name,
                told=[format_log10(float(x)) for x in log10], before=before)


def mark(x: float, y: float, colour: Pair, diameter: float = 11) -> Line:
    """One point: a line of one dot."""
    return Line(np.array([x]), np.array([y]), in_chart(colour), dots=diameter, legend=False)


def rule(at: float, dash: str = "dash") -> Rule:
    """A line across the whole frame."""
    return Rule(at, dash, 1.2)


def words_at(at: float, text: str, *, right: bool = True, above: bool = True) -> Words:
    """Words at such a line."""
    return Words(at, text, right, above)


def upright(at: float, dash: str = "solid") -> Rule:
    """A line from the bottom of the frame to its top."""
    return Rule(at, dash, 1.4, upright=True)


def words_beside(at: float, text: str) -> Words:
    """Words at the top of such a line, on its right."""
    return Words(at, text, upright=True)


def sizes_axis(low: int, high: int, every: int) -> Axis:
    """An axis for logarithms from `low` to `high`, labelled with the sizes themselves."""
    ticks = powers(low, high, every)
    return Axis((low, high), ticks=ticks, tick_words=[power(int(tick)) for tick in ticks])


def framed(lines: Sequence[Line], x: Axis, y: Axis, height: int, left: int = 52, *, rules: Sequence[Rule] = (),
           words: Sequence[Words] = (), one_by_one: bool = False) -> LineChart:
    """Lines with their axes; `left` is the room for the numbers at the upright one, in pixels."""
    return LineChart(lines, x, y, height, left, rules=rules, words=words, one_by_one=one_by_one)
