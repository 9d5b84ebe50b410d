"""How a brought series was read: what was assumed and what is proposed, and the choices that change it."""

import streamlit as st

from explainer.reading.encoding import ENCODINGS, called
from explainer.reading.series import ReadSeries
from explainer.reading.series_told import assumptions
from explainer.shell.reading_choices import choose, tell
from explainer.state import sections
from pages.hidden_state.own_series_chart import preview
from pages.hidden_state.own_series_state import RULE, SEASON, Record, read_again, record_read, standing
from rnncore.data import moments, series_gaps, series_grid
from rnncore.data.series import RULES
from rnncore.data.series_columns import NO_TIMES
from rnncore.tasks.series_proposal import longest_period
from rnncore.tasks.series_told import proposed

SEPARATORS = {"": "nothing: a number on each line", ",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar",
              " ": "spaces"}
DECIMALS = {".": "point", ",": "comma"}
ORDERS = {moments.DAY_FIRST: "the day", moments.MONTH_FIRST: "the month"}
REPEATS = {series_grid.MEAN: "their mean"}
GAPS = {series_gaps.AFTER: "only what comes after the last gap"}


@sections.section("own_series_reading")
def how_it_was_read() -> None:
    """Sentences about the file that is shown or was refused, its first and last values, and the choices."""
    sections.watch(standing)
    record = record_read()
    if record is None or record.read is None:
        return
    learnable, series = record.learnable, record.read.series
    tell([*assumptions(record.read), *(proposed(learnable.plan, learnable.brought) if learnable else [])])
    if series is not None:
        st.html(preview(series.whole.labels, series.whole.values, series.whole.filled))
    with st.expander("Read this file another way", icon=":material/rule:", key="own_series_another_way"):
        _of_the_file(record.read)
        if series is not None:
            _of_the_series(record)


def _of_the_file(read: ReadSeries) -> None:
    series = read.series
    columns = {str(at): name for at, name in enumerate(read.columns)}
    found = series.columns if series else None
    left, right = st.columns(2)
    with left:
        choose("Encoding", "own_series_encoding", ENCODINGS, called(read.encoding), read_again)
        separator = read.table.separator or ""
        choose("What divides the columns", "own_series_separator", SEPARATORS, SEPARATORS.get(separator, separator),
               read_again)
        choose("Decimal mark", "own_series_decimal", DECIMALS, DECIMALS[series.decimal.mark] if series else "",
               read_again)
        choose("A time that stands several times", "own_series_repeats", REPEATS, "the first of its values", read_again)
    with right:
        choose("Column of numbers", "own_series_value", columns, columns[str(found.value)] if found else "", read_again)
        choose("Column of times", "own_series_time", {str(NO_TIMES): "None: the rows stand in order", **columns},
               "" if found is None else "none" if found.time is None else columns[str(found.time)], read_again)
        choose("In dates like 1/2/2000 first comes", "own_series_first", ORDERS,
               ORDERS[series.order.first] if series and series.order else "", read_again)
        choose("Where a value is missing", "own_series_gaps", GAPS, "the last value before it is read", read_again)


def _of_the_series(record: Record) -> None:
    plan = record.learnable.plan if record.learnable else None
    left, right = st.columns(2)
    with left:
        choose("What the network reads", RULE, {name: RULES[name].words for name in (plan.offered if plan else RULES)},
               RULES[plan.rule].words if plan else "", read_again)
    with right:
        longest = longest_period(len(record.read.series.whole.values))
        st.number_input("Season, in steps", 1, longest, None, key=SEASON,
                        placeholder=f"as proposed: {plan.period}" if plan else "as proposed",
                        on_change=sections.callback(read_again, SEASON), persist_state="session",
                        help="After how many values it roughly repeats; 1 if it does not. Empty: as proposed.")
