"""A training run as it happens: how far it is, its buttons, its loss, and the names it would write now."""

from functools import partial

import numpy as np
import streamlit as st

from explainer.charts.lines import LineChart
from explainer.components.live_chart.live_chart import live_chart
from explainer.models.own_runs import OwnRun, active_runs
from explainer.models.shelf import followed_run, shelf
from explainer.models.spelling import shown
from explainer.shell.training_strip import list_of_runs
from explainer.state import sections
from explainer.state.address import set_value
from explainer.state.recipe_controls import MODEL
from explainer.training.job import FAILED, PAUSED
from explainer.training.kinds.kind import DIVERGED, FINISHED
from explainer.training.names_run import NamesRun
from explainer.training.status import POLL_SECONDS, status_line
from pages.name_generation.downloads import log_csv
from pages.name_generation.loss_chart import Curve, loss_figure
from pages.name_generation.training_run_chart import samples_table


@sections.section("run")
def live_run() -> None:
    """The run in progress, or the last one: it follows by itself while something trains."""
    sections.watch(followed_run)
    job = shelf().ask()
    if job is None:
        return
    if job.is_active:
        _watched_run()
    else:
        with st.container():         # as a section is one: what is drawn in it stays in its place
            _run(job)


def _others() -> list[OwnRun]:
    """What else this visitor has in training."""
    return active_runs(but=f"trained-{shelf().current_job}")


def _others_in_training() -> tuple[str, ...]:
    return tuple(run.key for run in _others())


def _seconds_to_the_next_look() -> float | None:
    return POLL_SECONDS if _others() else None


@sections.section("other_runs", every=_seconds_to_the_next_look)
def other_runs() -> None:
    """The visitor's other runs, which share the cores with the one above, each with its Stop."""
    sections.watch(_others_in_training)
    list_of_runs(_others(), lambda run: sections.callback(run.stop))


@sections.section("watched_run", every=POLL_SECONDS)
def _watched_run() -> None:
    sections.run_page_on_news()
    if (job := shelf().ask()) is not None:
        _run(job)


def _run(job: NamesRun) -> None:
    st.progress(job.fraction, text=f"{_headline(job)} {status_line(job)}.")
    _buttons(job)
    if job.message:
        st.warning(job.message)
    if job.log:
        picture, words = st.columns([3, 2], gap="large")
        with picture:
            live_chart(_loss(job), key="live_loss", alt=_loss_in_words(job))
        with words:
            st.html(samples_table(_milestones(job)))
    if job.status == FINISHED:
        _result(job)


def _headline(job: NamesRun) -> str:
    return {FINISHED: "Trained.", PAUSED: "Stopped.", DIVERGED: "Stopped early.", FAILED: "Stopped.",
            }.get(job.status, "Training.")


def _buttons(job: NamesRun) -> None:
    left, right, _ = st.columns([1, 1, 2])
    if job.is_active:
        left.button("Stop", icon=":material/stop:", on_click=sections.callback(_stop, job), key="stop", width="stretch")
    elif job.status in (PAUSED, FAILED):
        left.button("Resume", icon=":material/play_arrow:", on_click=sections.callback(_resume, job),
                    key="resume", width="stretch")
    elif job.status == FINISHED:
        left.button(f"Train {job.recipe.training.steps:,} steps more", icon=":material/fast_forward:",
                    on_click=sections.callback(_train_on, job), key="train_on", width="stretch",
                    help="A new schedule from the weights as they are.")
    if job.log:
        right.download_button("Training log (CSV)", partial(log_csv, job.log), "training-log.csv", "text/csv",
                              key="log_csv", on_click="ignore", icon=":material/download:", width="stretch")


def _stop(job: NamesRun) -> None:
    job.stop()


def _resume(job: NamesRun) -> None:
    job.resume()


def _train_on(job: NamesRun) -> None:
    try:
        entry = shelf().train_on(job, job.recipe.training.steps)
    except ValueError as refused:                # no room for another model, or trained on too often
        job.message = str(refused)
        return
    set_value(MODEL, entry.key)


def _milestones(job: NamesRun) -> list[tuple[int, float, list[str]]]:
    """Samples from the first steps to now, the newest on top, as people write names."""
    vocabulary = job.corpus.vocabulary
    return [(sample.step, sample.validation_loss, [shown(name, vocabulary) for name in sample.names])
            for sample in reversed(job.milestones)]


def _loss(job: NamesRun) -> LineChart:
    steps = np.array([row.step for row in job.log])
    curves = [Curve("names it trains on", steps, np.array([row.train_loss for row in job.log])),
              Curve("held-out names", steps, np.array([row.validation_loss for row in job.log]))]
    uniform = float(np.log(len(job.corpus.vocabulary)))
    lines = {"guessing blindly": uniform}
    if job.baselines is not None:
        lines |= {"bigram": job.baselines.bigram_validation,
                  f"best n-gram (n = {job.baselines.best_order})": job.baselines.best_validation}
    return loss_figure(curves, lines, uniform,
                       last_step=job.last_step)


def _loss_in_words(job: NamesRun) -> str:
    last = job.log[-1]
    return (f"Loss against training step. At step {last.step}: {last.train_loss:.2f} nats per character on "
            f"names it trains on, {last.validation_loss:.2f} on held-out names.")


def _result(job: NamesRun) -> None:
    """What came of it, on the test part: names that chose nothing."""
    ours, counting = job.result.provenance.scores["test_loss"], job.baselines
    gap = counting.best - ours
    verdict = ("better than" if gap > 0.005 else "worse than" if gap < -0.005 else "as good as")
    st.markdown(
        f"On the **{len(job.corpus.test):,} test names** it never saw: **{ours:.3f} nats** per character. "
        f"Counting letter pairs gets {counting.bigram:.3f}, the best n-gram (n = {counting.best_order}, "
        f"{counting.best_smoothing.title()}) {counting.best:.3f}, guessing blindly {counting.uniform:.3f}. "
        f"So this network is **{verdict} the best counting** by {abs(gap):.3f}.")
    kept, last = job.result.provenance.steps, job.step
    if kept < last:
        st.markdown(f"Kept: step **{kept:,}**, where the loss on held-out names was lowest. In the {last - kept:,} "
                    "steps after it the network did no better on names it does not train on.")
