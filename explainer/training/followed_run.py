"""One session's run of a recipe of any kind: how it stood when the session last looked, and what came of it.

Nothing in here knows Streamlit. The job belongs to the engine, and sessions with the same recipe share it.
"""

from dataclasses import dataclass, field

from explainer.training.engine import Engine
from explainer.training.fields import RecipeError
from explainer.training.job import ACTIVE, ENDED, FAILED, PAUSED, JobView
from explainer.training.kinds.kind import Recipe, State

GONE = "What was trained is no longer kept on this server: train it again."


@dataclass(eq=False)
class FollowedRun:
    """A recipe, and what this session has seen of its job. Whatever changes, changes in `look`."""

    engine: Engine
    session: str
    recipe: Recipe
    status: str = PAUSED
    message: str = ""
    place: int = 0                       # how many jobs start before it, plus one; 0 if it does not wait
    share: float = 0.0                   # of it that is done
    step: int = 0                        # of its last report
    seconds_left: float | None = None
    result: State | None = None
    _job: str = field(default="", repr=False)

    @property
    def is_active(self) -> bool:
        """Whether it trains or waits for a core."""
        return self.status in ACTIVE

    @property
    def has_ended(self) -> bool:
        """Whether there is a result."""
        return self.result is not None

    @property
    def standing(self) -> str:
        """How it stands: "active" while it trains or waits, then how it ended."""
        return "active" if self.is_active else self.status

    @property
    def stamp(self) -> str | None:
        """Something that changes with each state that is kept; None before the first."""
        return self.engine.stamp(self._job) if self._job else None

    def state(self) -> State | None:
        """Where it stands, at most some seconds ago; None before its first state."""
        return self.engine.state(self._job) if self._job else None

    def go_on(self) -> "FollowedRun":
        """Ask for it to be trained: from its start, or from where it was stopped. What is refused is its message."""
        if not self.has_ended:
            try:
                self._note(self.engine.submit(self.session, self.recipe))
            except RecipeError as refused:
                self.status, self.message = FAILED, str(refused)
        return self

    def stop(self) -> None:
        """No longer ask for it. What was trained is kept."""
        if self.is_active:
            self.engine.stop(self.session, self._job)
            self.status = PAUSED             # or `look` would take it for one that the engine stopped
            self.look()

    def look(self) -> None:
        """Ask how it is doing, which also says that this session still wants it."""
        if self.has_ended or not self._job:
            return
        wanted, view = self.is_active, self.engine.ask(self.session, self._job)
        if view is not None:
            self._note(view)
        if wanted and (view is None or self.status == PAUSED):       # nobody looked for long: the session was away
            self.go_on()

    def _note(self, view: JobView) -> None:
        self._job, self.status, self.message, self.place = view.key, view.status, view.message, view.place
        self.seconds_left = view.seconds_left
        if view.log:
            self.share, self.step = view.fraction, view.log[-1].get("step", 0)
        if self.status in ENDED:
            self.result = self.engine.result(view.key)
            if self.result is None:
                self.status, self.message = FAILED, GONE
            else:
                self.share = 1.0
