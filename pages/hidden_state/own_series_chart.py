"""A brought series and what each forecaster says of its held-out end: lines over its moments, and a table of errors."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import numpy as np

from explainer.shell.palette import HIDDEN, INPUT, MUTED, OUTPUT
from pages.hidden_state.forecast_chart import Line, Times, number
from rnncore.tasks.brought_series import LINEAR, NETWORK, Errors
from rnncore.tasks.series_told import NAIVE_WORDS

Array = np.ndarray

BEFORE = 300             # at most so many values before the held-out end are drawn
LABELS, WIDE = 5, 10     # moments named below the axis; fewer where they are as wide as dates
_RIVAL = ' class="fc-rule"'
NOTHING = 1e-9           # of the largest error: rounding
REACH = 1.5              # of the span of what was measured: what leaves that far is not drawn


class Shown(NamedTuple):
    """The stretch that is drawn."""

    first: int
    split: int
    end: int


def stretch(count: int, split: int) -> Shown:
    """From a while before the held-out end to the last of `count` values."""
    return Shown(max(2, split - min(BEFORE, max(24, count - split))), split, count)


def times_of(labels: Sequence[str], shown: Shown) -> Times:
    """One place for each moment, with the labels of a few below."""
    count = shown.end - shown.first
    named = LABELS if max(map(len, labels[shown.first:])) < WIDE else 3
    places = np.unique(np.linspace(0, count - 1, named + 2).round().astype(int))[1:-1]
    cut = shown.split - shown.first
    return Times(np.arange(count, dtype=float), list(labels[shown.first:]), (cut, cut),
                 [(float(at), labels[shown.first + at]) for at in places])


def lines_of(values: Array, filled: Array, said: dict[str, Array], naive: str, shown: Shown) -> list[Line]:
    """What was measured, the network if there is one, the autoregression and the strongest naive rule; `said` [n]."""
    measured = np.where(filled, np.nan, values)[shown.first:]
    names = {NETWORK: ("network", OUTPUT, "solid", 2.4), LINEAR: ("autoregression", HIDDEN, "dash", 1.8),
             naive: (f"naive rule: {NAIVE_WORDS[naive]}", MUTED, "dot", 1.4)}
    drawn = [Line(name, within_reach(said[who][shown.first:], values), colour, dash, width)
             for who, (name, colour, dash, width) in names.items() if who in said]
    return [Line("measured", measured, INPUT, width=1, dots=shown.end - shown.first < 200), *drawn]


def within_reach(said: Array, values: Array) -> Array:
    """A line without what is so far off that nothing else could be seen beside it."""
    low, high = float(values.min()), float(values.max())
    room = REACH * (high - low)
    with np.errstate(invalid="ignore"):
        return np.where((said >= low - room) & (said <= high + room), said, np.nan)


def off_by(lines: Sequence[Line], values: Array, shown: Shown) -> list[Line]:
    """How far each forecast was off in the held-out end."""
    truth = np.where(np.arange(shown.first, shown.end) < shown.split, np.nan, values[shown.first:])
    return [line._replace(values=line.values - truth) for line in lines]


def errors_table(errors: Sequence[Errors], measured: int, cell: str) -> str:
    """Everyone's errors on the `measured` values of the held-out end, the least of each column in bold, as HTML."""
    least = [min(row[at] for row in errors) for at in (1, 2, 3)]
    nothing = NOTHING * max((value for row in errors for value in row[1:] if np.isfinite(value)), default=0.0)
    rows = ""
    for row in errors:
        name = {NETWORK: cell, LINEAR: "autoregression"}.get(row.name) or NAIVE_WORDS[row.name]
        cells = "".join(f"<td>{_error(value, value == best, nothing)}</td>"
                        for value, best in zip(row[1:], least, strict=True))
        rows += f'<tr{"" if row.name == NETWORK else _RIVAL}><th scope="row">{escape(name)}</th>{cells}</tr>'
    head = "".join(f'<th scope="col">{words}</th>' for words in (
        "forecaster", "one step ahead", "the same, on plain average", "running free"))
    return ('<div class="own-scroll fc-scroll" tabindex="0" role="group" aria-label="Errors of your series"><table '
            f'class="fc-seeds"><caption>Error on {measured:,} held-out values (root mean square)</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>")


def preview(labels: Sequence[str], values: Array, filled: Array) -> str:
    """The first and the last values as they were read, as HTML."""
    ends = list(range(min(4, len(values)))) + list(range(len(values) - 3, len(values)))
    told = [f"<bdi>{escape(labels[at])}</bdi> <b>{'missing' if filled[at] else f'{values[at]:.10g}'}</b>"
            for at in ends]
    return f'<p class="u-note">Read as: {"; ".join(told[:4])}; … {"; ".join(told[4:])}.</p>'



def _error(value: float, is_least: bool, nothing: float) -> str:
    told = "0" if value <= nothing else number(value) if np.isfinite(value) else "ran away"
    return f"<b>{told}</b>" if is_least else told
