"""The series that a visitor brought, or a shipped one read as if it had been: how it was read, how it is to be learned,
and the network that learns it.

All of it is the session's own. The address knows no more than which shipped one is shown, or that it is none of them.
"""

from dataclasses import dataclass, field

import numpy as np
import streamlit as st

from explainer.models.forecasters import SERIES
from explainer.models.own_runs import follow
from explainer.models.shelf import shelf
from explainer.reading.series import ReadSeries, read_series
from explainer.shell.reading_choices import chosen, forget
from explainer.state.address import set_value, value
from explainer.training.followed_run import FollowedRun
from explainer.training.kinds import brought_forecast
from explainer.training.kinds.forecast import model_of
from explainer.training.server import engine
from pages.hidden_state import series_controls as controls
from rnncore import Model
from rnncore.data.series import Series, SeriesError
from rnncore.data.series_files import AskedSeries, BroughtSeries
from rnncore.data.series_gaps import LAST
from rnncore.data.series_grid import FIRST
from rnncore.tasks import brought_series
from rnncore.tasks.forecasting import Forecast, forecast
from rnncore.tasks.series_proposal import Proposal, propose, series_of

Array = np.ndarray

OF_COLUMNS = ("own_series_time", "own_series_value")
OF_THE_FILE = ("own_series_encoding", "own_series_separator", *OF_COLUMNS, "own_series_decimal", "own_series_first",
               "own_series_repeats", "own_series_gaps")
SEASON, RULE = "own_series_season", "own_series_rule"
OWN, LONGEST_TITLE = "own", 40
_OWN = "_own_series"


class Learnable:
    """A series that was read and can be learned, with its rivals; and its network once there is one."""

    def __init__(self, brought: BroughtSeries, plan: Proposal) -> None:
        self.brought, self.plan = brought, plan
        self.series: Series = series_of(brought, plan)
        self.rivals = brought_series.rivals_say(self.series)
        self.run: FollowedRun | None = None
        self._found: tuple[Model, Forecast] | None = None

    @property
    def found(self) -> tuple[Model, Forecast] | None:
        """The network that was trained, and what it says of the series; None before that."""
        if self._found is None and self.run is not None and self.run.has_ended:
            model = model_of(self.run.result)
            with np.errstate(all="ignore"):
                self._found = model, forecast(model, self.series)
        return self._found

    @property
    def said(self) -> brought_series.Said:
        """What the network, if there is one, and its rivals say."""
        return brought_series.beside(self.found[1], self.rivals) if self.found else self.rivals

    @property
    def errors(self) -> list[brought_series.Errors]:
        """Everyone's errors on the held-out end."""
        return brought_series.errors_of(self.said, self.series, self.brought.whole.filled)

    def learn(self, run: FollowedRun) -> None:
        """Follow another network that learns it."""
        self._found, self.run = None, run
        run.go_on()

    def stop(self) -> None:
        """It is no longer shown: what trains on it stops."""
        if self.run is not None:
            self.run.stop()


@dataclass
class Record:
    """A file, as it was last read. `key` is what the control of the series calls it."""

    key: str
    data: bytes
    title: str
    read: ReadSeries | None = None               # None before it is read, and where it is no text
    learnable: Learnable | None = None           # None where it cannot be learned


@dataclass
class OwnSeries:
    """What this session has read."""

    records: dict[str, Record] = field(default_factory=dict)      # those that can be learned, by their keys
    refused: Record | None = None                # what was brought or changed last, if it cannot be learned
    message: tuple[str, str] | None = None       # "error" or "success", and a sentence on what was brought last
    version: int = 0                             # raised with every change of the above


def own() -> OwnSeries:
    """This session's."""
    return st.session_state.setdefault(_OWN, OwnSeries())


def shown() -> Learnable | None:
    """The series that is shown; None where the visitor's own is asked for and there is none."""
    key = value(controls.READ)
    if key != OWN and key not in own().records:
        _read(Record(key, (SERIES / f"{key}.csv").read_bytes(), controls.READ.options[key]), AskedSeries())
    record = own().records.get(key)
    return record.learnable if record else None


def record_read() -> Record | None:
    """The file of which the page tells how it was read: one that was just refused, or that of what is shown."""
    return own().refused or (own().records[value(controls.READ)] if shown() else None)


def standing() -> tuple[int, str]:
    """For sections to watch: which series is shown, and how its training stands."""
    learnable = shown()
    return own().version, learnable.run.standing if learnable and learnable.run else ""


def is_training() -> bool:
    """Whether a network is learning the series that is shown."""
    return standing()[1] == "active"


def take(data: bytes, title: str) -> None:
    """A new file: everything about it is found, nothing is as it was chosen for the one before. If it can be learned
    it is shown."""
    forget((*OF_THE_FILE, SEASON, RULE))
    if _say(Record(OWN, data, title[:LONGEST_TITLE])):
        set_value(controls.READ, OWN)


def another() -> None:
    """Another series is shown: nothing that was said or chosen is about it."""
    forget((*OF_THE_FILE, SEASON, RULE))
    own().refused = own().message = None
    own().version += 1


def let_go_of_the_file() -> None:
    """The file was taken away again, or refused by the browser: nothing said before is about it. What is shown stays.
    """
    own().refused = own().message = None
    own().version += 1


def read_again(changed: str = "") -> None:
    """The file that the page tells of once more, after a choice about it has `changed`."""
    if changed == "own_series_separator":
        forget(OF_COLUMNS)
    if changed in OF_THE_FILE:
        forget((SEASON, RULE))
    record = record_read()
    if record is not None and _say(Record(record.key, record.data, record.title)):
        set_value(controls.READ, record.key)


def train(cell: str, hidden: int, seed: int) -> None:
    """Have a network learn the series that is shown."""
    learnable = shown()
    if learnable is None:
        return
    for record in own().records.values():                # a visitor has one of these at a time
        record.learnable.stop()
    learnable.learn(FollowedRun(engine(), shelf().session,
                                brought_forecast.recipe_of(learnable.series, cell, hidden, seed)))
    follow("hidden-state", f"{learnable.series.title}, the series", learnable.run)


def _say(record: Record) -> bool:
    """Read a file as it is asked for, and say what came of it. True if it can be learned."""
    try:
        _read(record, _asked(), st.session_state.get(SEASON), chosen((RULE,)).get(RULE))
    except SeriesError as error:
        own().refused, own().message = record, ("error", str(error))
        return False
    count = len(record.learnable.series.values)
    own().message = ("success", f"{record.title}: {count:,} values are ready to learn from.")
    return True


def _read(record: Record, asked: AskedSeries, season: int | None = None, rule: str | None = None) -> None:
    """Read a file and put it in the place of what its key stood for. Raises SeriesError, and nothing has changed."""
    own().version += 1
    record.read = read_series(record.data, record.title, asked)
    if record.read.series is None:
        raise SeriesError(record.read.problem)
    record.learnable = Learnable(record.read.series, propose(record.read.series.whole.values, season, rule))
    if (before := own().records.get(record.key)) is not None:
        before.learnable.stop()
    own().records[record.key], own().refused = record, None


def _asked() -> AskedSeries:
    """What the visitor chose instead of what was found."""
    said = chosen(OF_THE_FILE)
    time, at = said.get("own_series_time"), said.get("own_series_value")
    return AskedSeries(said.get("own_series_encoding"), said.get("own_series_separator"),
                       None if time is None else int(time), None if at is None else int(at),
                       said.get("own_series_decimal"), said.get("own_series_first"),
                       said.get("own_series_repeats", FIRST), said.get("own_series_gaps", LAST))
