"""What one visitor may take of a server: one record, and the sentences in which a page says so before it bites."""

from dataclasses import dataclass

from explainer.training.fields import RecipeError


@dataclass(frozen=True)
class Bounds:
    """The bounds of one session. A host may give a server other ones."""

    jobs: int = 40               # that train or wait at a time; the lag task asks for as many at once
    work: int = 2_560_000        # hidden units times training steps of one network of names, all budgets together
    budgets: int = 20            # times that it may be trained on
    names: int = 250_000         # of a list that is brought
    lists: int = 8               # that are kept for a session, besides those that its models learned from
    models: int = 24             # of one's own that are kept at a time

    def steps_for(self, hidden_size: int) -> int:
        """The most training steps that a network of this size may have."""
        return max(1, self.work // max(1, hidden_size))

    def check_jobs(self, active: int) -> None:
        """Raises RecipeError for a session that has as many in training as it may."""
        if active >= self.jobs:
            raise RecipeError(f"You have {active} trainings running or waiting: let some end, or stop them.")

    def check_work(self, hidden_size: int, steps: int) -> None:
        """Raises RecipeError for more hidden units times steps than one visitor may ask for."""
        if hidden_size * steps > self.work:
            raise RecipeError(f"Hidden units times training steps may be at most {self.work:,} here: take fewer units "
                              f"or at most {self.steps_for(hidden_size):,} steps.")

    def check_names(self, count: int) -> None:
        """Raises RecipeError for a list that is too long to be trained on here."""
        if count > self.names:
            raise RecipeError(f"This list has {count:,} names: at most {self.names:,} can be trained on here, so bring "
                              "a shorter one.")

    def check_models(self, kept: int) -> None:
        """Raises RecipeError for a session that keeps as many models of its own as it may."""
        if kept >= self.models:
            raise RecipeError(f"You keep {kept} models of your own, as many as there is room for: remove one first.")

    def about_work(self, hidden_size: int, steps: int) -> str:
        """How long a network of this size may train here, and whether these steps are too many."""
        most = self.steps_for(hidden_size)
        bound = f"With {hidden_size:,} hidden units this server trains for at most {most:,} steps."
        return bound if steps <= most else f"{bound} You ask for {steps:,}."

    def about_lists(self) -> str:
        """How long a list may be, and how long it is kept."""
        return f"At most {self.names:,} names; this server forgets them, and what learned from them, within a day."

    def about_models(self, kept: int) -> str:
        """How many models of one's own there is room for."""
        return f"You keep {kept} of at most {self.models} models of your own."


BOUNDS = Bounds()
