"""Training as a generator: it yields, and whoever listens decides what happens next.

    for progress in Training(model, corpus, TrainingConfig(steps=500)):
        print(progress.step, progress.validation_loss)

Stop by leaving the loop, go on by looping again. The whole state (weights, optimiser, random
generator, place in the data, schedule) is in `state()`, and `Training.resume` continues from it
as if nothing had happened: bit for bit on one machine with one BLAS and thread count.
"""

import dataclasses
import math
import time
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np

from rnncore import network
from rnncore.data.protocol import Data
from rnncore.model import Model, Weights
from rnncore.numerics.flat import flatten, views
from rnncore.training.config import TrainingConfig
from rnncore.training.data_parallel.pair import Pair
from rnncore.training.history import History, Snapshot
from rnncore.training.learner import Learner
from rnncore.training.optimisers import OPTIMISERS, Optimiser, clip_by_global_norm
from rnncore.training.progress import Progress
from rnncore.training.timetable import Timetable
from rnncore.training.validation import Validation

Array = np.ndarray


class Training:
    """One run over a corpus (or other `Data`), from a model's weights. Iterate to train.

    `best` is the snapshot with the lowest validation loss so far.
    Pass a `History` to keep log-spaced snapshots for scrubbing through the run. `network` has the
    `loss_and_gradients` and `mean_loss` of the model: those of recurrent networks, if nothing is said.
    With two `processes` every batch is halved (see `data_parallel.pair`); the second one lives while the loop runs.
    """

    LEARNER = Learner

    def __init__(self, model: Model, corpus: Data, config: TrainingConfig, history: History | None = None,
                 network: ModuleType = network, processes: int = 1) -> None:
        if model.vocabulary != corpus.vocabulary:
            raise ValueError("The model and the list use different symbols.")
        if processes not in (1, 2):
            raise ValueError(f"processes must be 1 or 2, not {processes}.")
        self.corpus, self.config, self.history = corpus, config, history
        self._model = model
        self._vector = flatten(model.weights)
        self._weights: Weights = views(self._vector, model.weights)
        self._learner = self.LEARNER(model, corpus, network, config.dropout, config.weight_dropout)
        self.processes = processes
        self._optimiser = _optimiser(config, self._vector)
        self._rng = np.random.default_rng([config.seed, model.provenance.steps])
        self._order = np.empty(0, dtype=np.int64)
        self._position = 0
        self._base = (model.provenance.steps, model.provenance.characters)
        self._timetable = Timetable(config)
        self.step = 0
        self.seconds = 0.0
        self.characters = 0
        self.diverged = False
        self._train_loss = math.nan
        self._validation = Validation(model, corpus, self._learner.workspace, network)

    def __iter__(self) -> Iterator[Progress]:
        """Train to the end of the budget; leave the loop to pause, iterate again to go on."""
        if self._validation.step < 0:
            self._measure()
            yield self._report(math.nan, 0.0)
        clock = time.perf_counter()
        if self.processes == 1:
            yield from self._steps(self._learner, clock)
            return
        pair = Pair(self._learner)
        try:
            yield from self._steps(pair, clock)
        finally:
            pair.close()

    def _steps(self, learner: Learner | Pair, clock: float) -> Iterator[Progress]:
        loss_sum = symbols = 0.0
        while not self.finished and not self.diverged:
            with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
                loss, norm, size = self._one_step(learner)
            loss_sum, symbols = loss_sum + loss * size, symbols + size
            now = time.perf_counter()
            self.seconds, clock = self.seconds + now - clock, now
            sound = math.isfinite(loss) and math.isfinite(norm)
            reports = self._timetable.is_report(self.step, self.seconds)
            if not sound or (reports and not np.isfinite(self._vector).all()):
                self._back_to_finite()
                yield self._report(math.nan, norm)._replace(diverged=True)
                return
            if reports:
                if self._timetable.is_evaluation(self.step, self.seconds, self._validation.seconds):
                    self._measure()
                self._train_loss = loss_sum / symbols
                loss_sum = symbols = 0.0
                now = time.perf_counter()
                self.seconds, clock = self.seconds + now - clock, now
                yield self._report(self._train_loss, norm)
                clock = time.perf_counter()

    @property
    def fraction(self) -> float:
        """How much of the budget is used, 0 to 1."""
        return self._timetable.fraction(self.step, self.seconds)

    @property
    def run_start_step(self) -> int:
        """The step at which the present budget began."""
        return self._timetable.start_step

    @property
    def run_start_seconds(self) -> float:
        """The seconds already spent when the present budget began."""
        return self._timetable.start_seconds

    @property
    def finished(self) -> bool:
        """Whether the budget is used up."""
        return self.fraction >= 1.0

    @property
    def model(self) -> Model:
        """The weights as they are now, as an immutable model."""
        return self._snapshot(self._vector, self.step, self.characters)

    @property
    def best(self) -> Model:
        """The snapshot with the lowest validation loss so far."""
        if self._validation.best is None:
            return self.model
        _, vector, step, characters = self._validation.best
        return self._snapshot(vector, step, characters)

    def extend(self, steps: int | None = None, seconds: float | None = None) -> None:
        """A new budget and a new schedule, from the weights as they are."""
        self.config = dataclasses.replace(self.config, steps=steps, seconds=seconds)
        self._timetable = Timetable(self.config, self.step, self.seconds)
        self.diverged = False

    def state(self) -> tuple[dict[str, Array], dict[str, Any]]:
        """Everything needed to go on later: arrays, and plain values that fit in JSON."""
        arrays = {"weights": self._vector.copy(), "order": self._order.copy()}
        arrays |= {f"optimiser.{k}": v for k, v in self._optimiser.state().items()}
        validation_arrays, validation_values = self._validation.state()
        values = {
            "config": dataclasses.asdict(self.config), "fingerprint": self.corpus.fingerprint,
            "rng": self._rng.bit_generator.state,
            "position": self._position, "run_start": [self.run_start_step, self.run_start_seconds], "step": self.step,
            "seconds": self.seconds, "characters": self.characters, "diverged": self.diverged,
            "train_loss": self._train_loss, "processes": self.processes,
        }
        return arrays | validation_arrays, values | validation_values

    @classmethod
    def resume(cls, model: Model, corpus: Data, arrays: dict[str, Array],
               values: dict[str, Any], history: History | None = None,
               network: ModuleType = network) -> "Training":
        """A training that goes on where `state()` was taken. `model` is the one it began from.

        Raises ValueError for another list than the one it was trained on.
        """
        if values["fingerprint"] != corpus.fingerprint:
            raise ValueError("This training state belongs to another list.")
        training = cls(model, corpus, TrainingConfig(**values["config"]), history, network, values["processes"])
        training._vector[...] = arrays["weights"]
        training._order = np.array(arrays["order"], dtype=np.int64)
        training._optimiser.restore({k.removeprefix("optimiser."): v for k, v in arrays.items()
                                     if k.startswith("optimiser.")})
        training._rng.bit_generator.state = values["rng"]
        training._timetable = Timetable(training.config, *values["run_start"])
        training._position = values["position"]
        training.step, training.seconds = values["step"], values["seconds"]
        training.characters, training.diverged = values["characters"], values["diverged"]
        training._train_loss = values["train_loss"]
        training._validation.restore(arrays, values)
        return training

    def _one_step(self, learner: Learner | Pair) -> tuple[float, float, int]:
        """Forward, loss, backward, clip, update. Returns loss, gradient norm and symbols."""
        loss, answers, characters = learner.learn(self._weights, self._next_examples(), self._rng)
        norm = clip_by_global_norm(learner.gradient, self.config.clip_norm)
        if math.isfinite(loss) and math.isfinite(norm):
            rate = self._timetable.rate(self.step, self.seconds)
            if self.config.weight_decay:
                self._vector *= 1.0 - rate * self.config.weight_decay
            self._optimiser.update(self._vector, learner.gradient, rate)
        self.step += 1
        self.characters += characters
        return loss, norm, answers

    def _next_examples(self) -> Array:
        """The next numbers of a shuffled list; shuffled anew when it is used up."""
        if self._position >= len(self._order):
            self._order = self._rng.permutation(self.corpus.examples)
            self._position = 0
        start, self._position = self._position, self._position + self.config.batch_size
        return self._order[start:self._position]

    def _measure(self) -> None:
        self._validation.measure(self._weights, self._vector, self.step, self.characters)

    def _report(self, train_loss: float, norm: float) -> Progress:
        model = self.model
        if self.history is not None and self._validation.step == self.step:
            self.history.offer(Snapshot(self.step, flatten(model.weights), train_loss, self._validation.loss))
        rate = self._timetable.rate(self.step, self.seconds)
        return Progress(self.step, self.seconds, self.characters, train_loss, self._validation.loss,
                        self._validation.step, self.fraction, norm, rate, model)

    def _back_to_finite(self) -> None:
        """After a divergence: the best finite weights, so that nothing learned is lost."""
        self.diverged = True
        if self._validation.best is not None:
            self._vector[...] = self._validation.best[1]
        self._optimiser = _optimiser(self.config, self._vector)

    def _snapshot(self, vector: Array, step: int, characters: int) -> Model:
        steps, seen = self._base
        provenance = dataclasses.replace(
            self._model.provenance, data_name=self.corpus.title,
            data_fingerprint=self.corpus.fingerprint, seed=self.config.seed,
            steps=steps + step, characters=seen + characters,
            recipe=dataclasses.asdict(self.config))
        weights = views(vector.copy(), self._model.weights)
        return dataclasses.replace(self._model, params=weights.cell, readout=weights.readout,
                                   provenance=provenance)


def _optimiser(config: TrainingConfig, vector: Array) -> Optimiser:
    settings = {"beta2": config.beta2} if config.optimiser == "adam" else {"momentum": config.momentum}
    return OPTIMISERS[config.optimiser](vector.size, vector.dtype, **settings)
