"""How a brought series was read, what is proposed for it and how the forecasts did: in sentences."""

import math

from rnncore.data.measurements import measured
from rnncore.data.moments import DAY_FIRST
from rnncore.data.series import RULES
from rnncore.data.series_columns import DATES
from rnncore.data.series_files import BroughtSeries
from rnncore.data.series_grid import MEAN, ROWS, STEPS
from rnncore.tasks.brought_series import LINEAR, NETWORK, Errors, strongest_naive
from rnncore.tasks.series_proposal import Proposal

NAIVE_WORDS = {"last": "the last value again", "trend": "the last step again", "season": "as one season ago",
               "steps": "the steps of one season ago"}


def told(brought: BroughtSeries) -> list[str]:
    """What was assumed, what was put right and what was left out, with an example of each."""
    return [*_columns(brought), *_order(brought), *_gaps(brought), *_left_out(brought)]


def proposed(proposal: Proposal, brought: BroughtSeries) -> list[str]:
    """What was proposed, and from what."""
    n, held_out, step = len(brought.whole.values), proposal.held_out, _steps(brought)
    season = (f"It seems to repeat every {proposal.period:,} {step}." if proposal.period > 1 else
              "No season was found.")
    best = min(proposal.errors.values())
    why = ("" if proposal.errors[proposal.rule] > 1.001 * best + 1e-12 else
           ", with which a linear rule errs least on the last quarter of the part that is learned from")
    return [
        f"{n - proposal.validation - held_out:,} values are learned from, the {proposal.validation:,} after them "
        f"choose the weights, and the last {held_out:,} are held out. Season and transformation are proposed from the "
        "first part alone.",
        season,
        f"What is read is {RULES[proposal.rule].words}{why}."]


def compared(errors: list[Errors], unit: str = "") -> list[str]:
    """How the network did on the held-out end beside its rivals, one step ahead and running free."""
    found = {row.name: row for row in errors}
    naive, free = strongest_naive(errors), strongest_naive(errors, free=True)
    return [f"One step ahead the network errs by {_error(found[NETWORK].rmse, unit)} (root mean square), the linear "
            f"autoregression by {_error(found[LINEAR].rmse, unit)}, and the best naive rule, "
            f"{NAIVE_WORDS[naive.name]}, by {_error(naive.rmse, unit)}.",
            f"Running free to the end of the series it errs by {_error(found[NETWORK].free_rmse, unit)}, the "
            f"autoregression by {_error(found[LINEAR].free_rmse, unit)}, and the best naive rule, "
            f"{NAIVE_WORDS[free.name]}, by {_error(free.free_rmse, unit)}."]


def _error(value: float, unit: str) -> str:
    return f"{value:.3g} {unit}".rstrip() if math.isfinite(value) else "more than any number: it ran away"


def _columns(brought: BroughtSeries):
    columns, whole = brought.columns, brought.whole
    span = f"{len(whole.values):,} values, from {whole.labels[0]} to {whole.labels[-1]}"
    where = f", from column {_name(brought, columns.value)}" if brought.table.width > 1 else ""
    yield f"{span}, one every {_step(brought)}{where}."
    if columns.time is not None:
        yield f"The times are those in column {_name(brought, columns.time)}."
    elif brought.table.width > 1:
        yield "No column holds times: the rows are taken to follow each other in time."
    if columns.others:
        names = ", ".join(_name(brought, at) for at in columns.others[:8])
        yield (f"{len(columns.others)} other column{'s' * (len(columns.others) > 1)} of numbers ({names}) "
               f"{'was' if len(columns.others) == 1 else 'were'} not taken.")
    if not brought.decimal.is_sure:
        example, value = _marked_number(brought)
        yield f"“{example}” is read as {value:.10g}: the numbers do not tell which mark stands before decimals."
    elif brought.decimal.mark == ",":
        yield "In numbers the comma is taken for the decimal mark."


def _marked_number(brought: BroughtSeries) -> tuple[str, float]:
    """The first number with a mark in it, as it is written and as it is read."""
    cells = brought.table.column(brought.columns.value)
    values = measured(cells, brought.decimal.mark).values
    return next((cell.strip(), value) for cell, value in zip(cells, values, strict=True)
                if value == value and ("," in cell or "." in cell))


def _order(brought: BroughtSeries):
    grid, order = brought.grid, brought.order
    if brought.columns.kind == DATES and order is not None and not order.is_sure:
        yield f"In the dates the {'day' if order.first == DAY_FIRST else 'month'} is taken to come first."
    if not grid.was_sorted:
        yield "The rows were sorted by time."
    if grid.repeated[0]:
        number, example = grid.repeated
        yield (f"{number:,} row{'s' * (number > 1)} repeat{'s' * (number == 1)} a time that stood before "
               f"({example}): {'their mean' if brought.asked.repeats == MEAN else 'the first of them'} is kept.")
    if not grid.is_even:
        yield "The times have no even steps: the rows are taken as they follow each other."


def _gaps(brought: BroughtSeries):
    grid, whole = brought.grid, brought.whole
    missing, inserted = brought.missing, grid.inserted
    if missing:
        among = f", {inserted:,} of which have no row" if inserted else ""
        done = (f"only the {len(whole.values):,} values after the last gap are taken" if not whole.filled.any() else
                "each is read as the last value before it, and no forecast is measured on it")
        yield f"{missing:,} value{'s are' if missing > 1 else ' is'} missing{among}: {done}."
    number, example = brought.cells.wordy
    if number:
        yield f"{number:,} cell{'s are' if number > 1 else ' is'} no number and taken as missing, such as “{example}”."
    number, example = brought.cells.marked
    if number:
        yield f"{number:,} number{'s were' if number > 1 else ' was'} read without a mark behind, such as “{example}”."


def _left_out(brought: BroughtSeries):
    if brought.table.comments:
        number = brought.table.comments
        yield f"{number:,} line{'s' * (number > 1)} above the table {'were' if number > 1 else 'was'} left out."
    for reason, (number, example) in brought.left_out.items():
        yield f"{number:,} row{'s were' if number > 1 else ' was'} left out, {reason}, such as “{example}”."


def _name(brought: BroughtSeries, at: int) -> str:
    header = brought.columns.header
    return f"“{header[at]}”" if at < len(header) and header[at] else str(at + 1)


def _step(brought: BroughtSeries) -> str:
    """“month”, “3 days”: how far apart the values are."""
    grid = brought.grid
    name = {ROWS: "row", STEPS: "step"}.get(grid.step, grid.step)
    return name if grid.steps == 1 else f"{grid.steps} {name}s"


def _steps(brought: BroughtSeries) -> str:
    """What to count a season in."""
    grid = brought.grid
    return "values" if grid.steps != 1 or grid.step == STEPS else f"{grid.step}s"
