"""The series that a visitor brought: how it was read, how it is to be learned, and the network that learns it.

All of it is the session's own. The address knows no more than which shipped example was taken, if one was.
"""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from explainer.models.forecasters import SERIES
from explainer.models.own_runs import follow
from explainer.models.shelf import shelf
from explainer.reading.series import ReadSeries, read_series
from explainer.shell.reading_choices import chosen, forget
from explainer.training.followed_run import FollowedRun
from explainer.training.kinds import brought_forecast
from explainer.training.kinds.forecast import model_of
from explainer.training.server import engine
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
LONGEST_TITLE = 40
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

    def stop(self) -> None:
        """It is no longer shown: what trains on it stops."""
        if self.run is not None:
            self.run.stop()


@dataclass
class OwnSeries:
    """What this session brought last, and what is shown: the same, unless what was brought last is no series."""

    data: bytes = b""
    title: str = ""
    example: str = "none"                        # which shipped series it is
    read: ReadSeries | None = None               # of the last file; None where there is none, or it is no text
    message: tuple[str, str] | None = None       # "error" or "success", and a sentence
    shown: Learnable | None = None
    version: int = 0                             # raised with every change of the above


def own() -> OwnSeries:
    """This session's."""
    return st.session_state.setdefault(_OWN, OwnSeries())


def standing() -> tuple[int, str]:
    """For sections to watch: which series is shown, and how its training stands."""
    run = own().shown.run if own().shown else None
    return own().version, run.standing if run else ""


def is_training() -> bool:
    """Whether a network is learning the series that is shown."""
    return standing()[1] == "active"


def take(data: bytes, title: str, example: str = "none") -> None:
    """A new file: everything about it is found, nothing is as it was chosen for the one before."""
    forget((*OF_THE_FILE, SEASON, RULE))
    found = own()
    found.data, found.title, found.example = data, title[:LONGEST_TITLE], example
    read_again()


def take_example(key: str) -> None:
    """A shipped series, read as if it had been brought; "none" lets go of the one that is shown."""
    if key == own().example:
        return
    if key != "none":
        take((SERIES / f"{key}.csv").read_bytes(), key.replace("_", " ").capitalize(), key)
        return
    if own().shown:
        own().shown.stop()
    st.session_state[_OWN] = OwnSeries(version=own().version + 1)


def let_go_of_the_file() -> None:
    """The file was taken away again, or refused by the browser: nothing said before is about it. What is shown stays.
    """
    found = own()
    found.data, found.read, found.message, found.version = b"", None, None, found.version + 1


def read_again(changed: str = "") -> None:
    """The last file once more, after a choice about it has `changed`; or say in one sentence why it cannot be shown."""
    if changed == "own_series_separator":
        forget(OF_COLUMNS)
    if changed in OF_THE_FILE:
        forget((SEASON, RULE))
    found = own()
    found.version += 1
    try:
        found.read = None
        found.read = read_series(found.data, found.title, _asked())
        if found.read.series is None:
            raise SeriesError(found.read.problem)
        plan = propose(found.read.series.whole.values, st.session_state.get(SEASON), chosen((RULE,)).get(RULE))
        learnable = Learnable(found.read.series, plan)
    except SeriesError as error:
        found.message = "error", str(error)
        return
    if found.shown is not None:
        found.shown.stop()
    found.shown = learnable
    found.message = "success", f"{found.title}: {len(learnable.series.values):,} values are ready to learn from."


def train(cell: str, hidden: int, seed: int) -> None:
    """Have a network learn the series that is shown."""
    shown = own().shown
    if shown is None:
        return
    shown.stop()
    recipe = brought_forecast.recipe_of(shown.series, cell, hidden, seed)
    shown._found = None
    shown.run = FollowedRun(engine(), shelf().session, recipe)
    follow("hidden-state", f"{shown.series.title}, your series", shown.run)
    shown.run.go_on()


def _asked() -> AskedSeries:
    """What the visitor chose instead of what was found."""
    said = chosen(OF_THE_FILE)
    time, value = said.get("own_series_time"), said.get("own_series_value")
    return AskedSeries(said.get("own_series_encoding"), said.get("own_series_separator"),
                       None if time is None else int(time), None if value is None else int(value),
                       said.get("own_series_decimal"), said.get("own_series_first"),
                       said.get("own_series_repeats", FIRST), said.get("own_series_gaps", LAST))
