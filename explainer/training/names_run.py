"""One session's run of a recipe for names: what it has become, as often as the session looks at it.

Nothing in here knows Streamlit. The job belongs to the engine, and two sessions with the same recipe share it; what a
session has seen of it is its own.
"""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from explainer.training.engine import Engine
from explainer.training.fields import RecipeError
from explainer.training.job import ACTIVE, ENDED, FAILED, PAUSED, JobView
from explainer.training.kinds import names
from explainer.training.kinds.names_fields import BROUGHT, recipe_of
from rnncore import Corpus, Model
from rnncore.tasks.ngrams import Baselines
from rnncore.training.history import Snapshot
from rnncore.training.recipes import Recipe

SAMPLES_SHOWN = 7


class LogRow(NamedTuple):
    """One line of a training log. Losses in nats per character."""

    step: int
    seconds: float
    characters: int
    train_loss: float
    validation_loss: float
    gradient_norm: float
    learning_rate: float


class Sample(NamedTuple):
    """Names drawn along the way, always with the same random numbers."""

    step: int
    validation_loss: float
    names: list[str]


@dataclass(eq=False)
class NamesRun:
    """A recipe on a list, and what this session has seen of its job. Whatever changes, changes in `look`.

    `key` is what links call it: ten hexadecimal digits of list and recipe. The engine's key of the job says more, and
    nobody can guess it where the list was brought.
    """

    engine: Engine
    session: str
    corpus: Corpus
    recipe: Recipe
    list_key: str                        # a shipped list, or "brought:" and its key in the store
    then: tuple[int, ...] = ()           # steps that it was trained on
    follows: str = ""                    # the key of the run that this one trains on from
    key: str = ""
    status: str = PAUSED
    message: str = ""
    place: int = 0                       # how many jobs start before it, plus one; 0 if it does not wait
    seconds_left: float | None = None
    fraction: float = 0.0                # of the budget
    log: list[LogRow] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    baselines: Baselines | None = None
    result: Model | None = None
    _job: str = ""
    _rows: int = 0                       # of the engine's log that were read
    _model: Model | None = None
    _stamp: str | None = None            # of the state that `_model` comes from

    def __post_init__(self) -> None:
        self.key = self.key or key_of(self.corpus.fingerprint, self.recipe)
        self._model = self.recipe.new_model(self.corpus)

    @property
    def is_active(self) -> bool:
        """Whether it runs or waits to run."""
        return self.status in ACTIVE

    @property
    def step(self) -> int:
        """The step of its last report; 0 before the first."""
        return self.log[-1].step if self.log else 0

    @property
    def has_begun(self) -> bool:
        """Whether there was a first report."""
        return self._rows > 0

    @property
    def first_step(self) -> int:
        """The step at which its last budget begins."""
        return sum((self.recipe.training.steps, *self.then)[:-1])

    @property
    def last_step(self) -> int:
        """The step at which its last budget ends."""
        return self.recipe.training.steps + sum(self.then)

    @property
    def is_private(self) -> bool:
        """Whether it learns from a list that was brought."""
        return self.list_key.startswith(BROUGHT)

    @property
    def stamp(self) -> str:
        """Something that changes whenever there are other snapshots."""
        return f"{self._job} {self.status if self.status in ENDED else self.engine.stamp(self._job)}"

    @property
    def untrained(self) -> Model:
        """The network that it begins with."""
        return self.recipe.new_model(self.corpus)

    @property
    def model(self) -> Model:
        """The finished model; before that the network as it was in the last state that was kept.

        A state is read when somebody asks for its model, and only once.
        """
        if self.result is None and self._job:
            self._read_state()
        return self.result or self._model

    @property
    def milestones(self) -> list[Sample]:
        """A few samples from first to latest, evenly spread over the logarithm of the step."""
        if len(self.samples) <= SAMPLES_SHOWN:
            return list(self.samples)
        place = np.log1p([sample.step for sample in self.samples])
        wanted = np.linspace(place[0], place[-1], SAMPLES_SHOWN)
        return [self.samples[i] for i in sorted({int(np.abs(place - at).argmin()) for at in wanted})]

    def snapshots(self) -> list[Snapshot]:
        """Weights along the training, as far as they are kept: read from the store, and not held here."""
        if self.status in ENDED:
            result = self.engine.result(self._job)
            return names.trained(result).history.snapshots if result else []
        state = self.engine.state(self._job)
        return names.snapshots_of(state) if state else []

    def go_on(self) -> "NamesRun":
        """Ask for it to be trained: from its start, or from where it was stopped. Raises RecipeError."""
        if self.status in ENDED:
            return self
        view = self.engine.submit(self.session, recipe_of(self.recipe, self.list_key, self.then))
        self._job = view.key
        self._note(view)
        return self

    def resume(self) -> None:
        """Go on where it was stopped; if that is refused, the run says why."""
        try:
            self.go_on()
        except RecipeError as refused:
            self.status, self.message = FAILED, str(refused)

    def stop(self) -> None:
        """No longer ask for it. What was trained is kept."""
        if self.status in ENDED:
            return
        self.engine.stop(self.session, self._job)
        self.status = PAUSED             # or `look` would take it for one that the engine stopped
        self.look()

    def look(self) -> None:
        """Ask how it is doing, which also says that this session still wants it."""
        if self.status in ENDED:
            return
        view = self.engine.ask(self.session, self._job)
        if view is not None:
            wanted = self.is_active
            self._note(view)
            if wanted and self.status == PAUSED:              # nobody looked for long: the session was away
                self.resume()
        elif self.is_active:
            self.resume()

    def trained_on(self, steps: int, list_key: str = "") -> "NamesRun":
        """A run of `steps` more, on a new schedule, from where this one ended; this one stays as it is."""
        key = key_of(self.corpus.fingerprint, self.recipe, f"{self.key}+{steps}")
        return NamesRun(self.engine, self.session, self.corpus, self.recipe, list_key or self.list_key,
                        (*self.then, steps), self.key, key)

    def _note(self, view: JobView) -> None:
        """Take down what the engine says. A run that goes on tells its reports anew: they are the same ones."""
        self.status, self.message, self.place = view.status, view.message, view.place
        self.seconds_left = view.seconds_left
        for row in view.log[self._rows:]:
            self._record(row)
        self._rows = max(self._rows, len(view.log))
        if self.status in ENDED:
            self._finish()

    def _record(self, row: dict[str, Any]) -> None:
        self.fraction = row["fraction"]
        if np.isfinite(row["train_loss"]):
            self.log.append(LogRow(*(row[name] for name in LogRow._fields)))
        if "baselines" in row:
            self.baselines = Baselines(**row["baselines"])
        if "names" in row:
            self.samples.append(Sample(row["step"], row["validation_loss"], row["names"]))

    def _finish(self) -> None:
        result = self.engine.result(self._job)
        if result is None:                                   # it was removed in this very moment
            self.status = PAUSED
            return
        found = names.trained(result)
        self.result, self.baselines, self._model = found.model, found.baselines, None
        self.fraction = 1.0

    def _read_state(self) -> None:
        stamp = self.engine.stamp(self._job)
        if stamp is None or stamp == self._stamp:
            return
        state = self.engine.state(self._job)
        if state is not None:
            self._stamp, self._model = stamp, names.model_of(self.recipe, self.corpus, state)


def key_of(fingerprint: str, recipe: Recipe, after: str = "") -> str:
    """A short name for "this recipe on this list", the same in every session and on every server.

    `after` is the key of the run that this one trains on from, and by how many steps.
    """
    text = json.dumps([fingerprint, recipe.as_dict(), after], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:10]
