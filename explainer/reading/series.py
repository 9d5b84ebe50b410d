"""A visitor's time series, from whatever file: read, with what was assumed and what could be chosen instead."""

from dataclasses import dataclass

from explainer.reading.encoding import decoded
from rnncore.data.series import SeriesError
from rnncore.data.series_columns import series_table
from rnncore.data.series_files import HOLDS, AskedSeries, BroughtSeries, series_of
from rnncore.data.tables import Table
from rnncore.data.text_files import TextError

AS_FOUND = AskedSeries()


@dataclass(frozen=True)
class ReadSeries:
    """What a file holds, read in one way. `series` is None where there is none: then `problem` says why."""

    series: BroughtSeries | None
    problem: str
    encoding: str
    table: Table

    @property
    def columns(self) -> list[str]:
        """What to call each column: its number, and its header or first cell."""
        header = self.series.columns.header if self.series else tuple(self.table.rows[0]) if self.table.rows else ()
        return [f"{at + 1}: {header[at].strip()[:30]}" if header[at:at + 1] else f"{at + 1}"
                for at in range(self.table.width)]


def read_series(data: bytes, title: str = "", asked: AskedSeries = AS_FOUND) -> ReadSeries:
    """Read a file as asked, the rest as found. Raises SeriesError if it is no text at all."""
    try:
        text, encoding = decoded(data, asked.encoding, HOLDS)
    except TextError as error:
        raise SeriesError(str(error)) from None
    table = series_table(text, asked.separator)
    try:
        series, problem = series_of(table, asked, title), ""
    except SeriesError as error:
        series, problem = None, str(error)
    return ReadSeries(series, problem, encoding, table)
