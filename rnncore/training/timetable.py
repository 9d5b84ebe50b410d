"""When a run reports, measures and ends, and how fast it learns on the way there."""

from rnncore.training.config import TrainingConfig
from rnncore.training.schedules import rate_factor

EVALUATION_SHARE = 0.05      # of a time budget


class Timetable:
    """The budget of a run: some steps or some seconds from where it began, and what happens along it.

    Everything is asked with the step and the seconds a run has reached.
    """

    def __init__(self, config: TrainingConfig, start_step: int = 0, start_seconds: float = 0.0) -> None:
        self.config = config
        self.start_step, self.start_seconds = start_step, start_seconds

    def fraction(self, step: int, seconds: float) -> float:
        """How much of the budget is used, 0 to 1."""
        if self.config.steps is not None:
            return min(1.0, (step - self.start_step) / self.config.steps)
        return min(1.0, (seconds - self.start_seconds) / self.config.seconds)

    def rate(self, step: int, seconds: float) -> float:
        """The learning rate of the step that is made now."""
        fraction = self.fraction(step, seconds)
        if self.config.steps is not None:
            fraction += 0.5 / self.config.steps      # the middle of the step: never exactly 0
        return self.config.learning_rate * rate_factor(self.config.schedule, self.config.warmup, fraction)

    def is_report(self, step: int, seconds: float) -> bool:
        """Whether something is told after this step."""
        return step % self.config.report_every == 0 or self._is_landmark(step, seconds)

    def is_evaluation(self, step: int, seconds: float, measuring: float) -> bool:
        """Whether the validation part is measured after this step; `measuring` seconds were spent on that so far."""
        if self._is_landmark(step, seconds):
            return True
        if self.config.seconds is not None and self.config.evaluate_every is None:
            return measuring < EVALUATION_SHARE * seconds
        every = self.config.evaluate_every or max(self.config.report_every, (self.config.steps or 0) // 50)
        return step % every == 0

    def _is_landmark(self, step: int, seconds: float) -> bool:
        """The last step, and every power of two."""
        return self.fraction(step, seconds) >= 1.0 or (step > 0 and step & (step - 1) == 0)
