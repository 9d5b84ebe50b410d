"""The lag task, trained here: the visitor picks lag, biases and seeds, and watches every trial learn."""

import math

import numpy as np
import streamlit as st

from explainer.charts.labels import minus
from explainer.components.live_chart.live_chart import live_chart
from explainer.learning.share import link_to_this_view
from explainer.models.own_runs import follow
from explainer.models.shelf import shelf
from explainer.shell.headings import header, note
from explainer.shell.markdown import as_text
from explainer.shell.steps import is_alone, picture, question, words
from explainer.state import sections, widgets
from explainer.state.address import value
from explainer.state.cells import CELLS, CellRecord
from explainer.training.server import engine
from pages.vanishing_gradient import lag_controls as controls
from pages.vanishing_gradient.controls import ALL
from pages.vanishing_gradient.lag_live_chart import TrialLine, accuracy_figure
from pages.vanishing_gradient.lag_outcomes import Group, Outcome, count_in_words
from pages.vanishing_gradient.lag_questions import ask_about_the_flat_line
from pages.vanishing_gradient.lag_run import LagRun, Plan
from pages.vanishing_gradient.lag_table_chart import success_table
from rnncore.tasks.lag import BATCH, RATE, Start, Trial

CLAIM = "Find the bias yourself"
TICK = 0.5            # seconds between two looks at the training
NAMED = 4             # trials at once that the headline names; the rest it counts
_RUN = "_lag_run"


def section() -> None:
    """Settings, the button, what came of it so far, and a question about a run that does not rise."""
    with words():
        header(CLAIM,
               "Press Train and watch the lines rise. Then put the bias lower and train again. From which bias on do "
               "the gates remember within the updates you allow? The bias is only where the gate starts: training "
               "moves it, too.")
        more_settings()
    with picture():
        plan_widgets()
        training()
        if is_alone():
            axes_in_waiting()
    with question():
        ask_about_the_flat_line()


@sections.section("lag_training")
def training() -> None:
    """The button, a link, and the run, which the button starts the clock of."""
    with widgets.row():
        st.button("Train", type="primary", icon=":material/play_arrow:", key="lag_train",
                  on_click=sections.callback(_start), width="stretch")
        link_to_this_view(ALL, "Press Train there: the same settings and seeds give the same runs.", "lag_link")
    if the_run() is not None:
        _watch()


@sections.section("lag_plan")
def plan_widgets() -> None:
    """The sliders for lag and biases, and what the chosen bias means."""
    with widgets.row():
        widgets.slider(controls.LAG)
        drawn = value(controls.SPREAD) == "chrono"
        widgets.slider(controls.KEEP, disabled=drawn or not any(record.keeping_gate for record in cells_now()))
        widgets.slider(controls.WRITE, disabled=drawn or not any(record.writing_gate for record in cells_now()))
    steps, bias = value(controls.LAG), value(controls.KEEP)
    if value(controls.SPREAD) == "chrono":
        note(f"Each unit's bias is drawn: ln U(1, {steps - 1}), so that they keep for 2 to {steps} steps, all lengths "
             "alike. The gate that writes gets the negative (Tallec & Ollivier 2018).")
        return
    gate = 1 / (1 + math.exp(-bias))
    note(f"At bias {minus(bias)} a gate starts at σ({minus(bias)}) = {gate:.3f} and keeps for about "
         f"{1 + math.exp(bias):,.0f} step{'s' if 1 + math.exp(bias) >= 1.5 else ''}. ln {steps} = "
         f"{math.log(steps):.1f}.")


@sections.section("lag_settings")
def more_settings() -> None:
    """The widgets for cells, how their biases and their training are, seeds and budget."""
    with widgets.row():
        widgets.choice(controls.WHO)
        widgets.choice(controls.SPREAD)
    with widgets.row():
        widgets.choice(controls.PACE)
        widgets.number(controls.ALLOWED)
    with widgets.row():
        widgets.number(controls.TRIES)
        widgets.number(controls.FIRST)


@sections.section("lag_in_waiting")
def axes_in_waiting() -> None:
    """Where the training will be drawn, until there is one."""
    if sections.watch(_is_untrained):
        live_chart(accuracy_figure([], value(controls.ALLOWED), 340), key="lag_waiting",
                   alt="Right answers against sequences seen: nothing is trained yet.")


def _is_untrained() -> bool:
    return the_run() is None


def the_run() -> LagRun | None:
    """This session's run, also after a visit to another page."""
    return st.session_state.get(_RUN)


def cells_now() -> list[CellRecord]:
    """The cells that are asked for."""
    if value(controls.WHO) == controls.IDENTITY:
        return [CELLS["vanilla"]]
    return [record for key, record in CELLS.items() if value(controls.WHO) in ("every", key)]


def plan_now() -> Plan:
    """What the controls ask for: lag, starts, seeds and the budget of updates."""
    first, tries = value(controls.FIRST), value(controls.TRIES)
    return Plan(value(controls.LAG), tuple(map(start_now, cells_now())), tuple(range(first, first + tries)),
                value(controls.ALLOWED), float(value(controls.PACE)))


def start_now(record: CellRecord) -> Start:
    """How a network of this cell begins."""
    if value(controls.WHO) == controls.IDENTITY:
        return Start(record.key, initialisation="identity", activation="relu")
    if value(controls.SPREAD) == "chrono" and record.keeping_gate:
        return Start(record.key, longest=float(value(controls.LAG)))
    return Start(record.key, float(value(controls.KEEP)) if record.keeping_gate else None,
                 float(value(controls.WRITE)) if record.writing_gate else None)


def _start() -> None:
    if the_run() is not None:
        the_run().stop()                 # what both plans ask for goes on where it was
    run = st.session_state[_RUN] = LagRun(plan_now(), engine(), shelf().session)
    follow("vanishing-gradient", "The lag task", run)
    run.go_on()


def _stop() -> None:
    the_run().stop()


def _go_on() -> None:
    the_run().go_on()


def _seconds_to_the_next_look() -> float | None:
    return TICK if the_run().is_active else None


@sections.section("lag_run", every=_seconds_to_the_next_look)
def _watch() -> None:
    """How the training is doing, then the picture."""
    run = the_run()
    run.look()
    st.progress(run.share, text=headline(run))
    if run.is_active:
        st.button("Stop", icon=":material/stop:", key="lag_stop", on_click=sections.callback(_stop))
    elif run.stopped:
        st.button("Go on", icon=":material/play_arrow:", key="lag_go_on", on_click=sections.callback(_go_on))
    if run.message:
        st.error(as_text(run.message), icon=":material/error:")
    groups = [group_of(run, start) for start in run.plan.starts]
    if run.plan != plan_now():
        st.info(f"What you see was trained at {plan_in_words(run.plan)}. Press Train for the new settings.",
                icon=":material/tune:")
    st.html(success_table(groups, f"Solved within {run.plan.updates * BATCH:,} sequences. A dot is a seed; a dotted "
                                  f"ring {'was stopped' if run.stopped else 'is being trained'}.",
                          "stopped" if run.stopped else "training"))
    lines = [line_of(trial) for trial in run.trials]
    told = "; ".join(f"{group.name}: {count_in_words(finished(group))} solved" for group in groups)
    live_chart(accuracy_figure(lines, run.plan.updates, 210), key="lag_accuracy",
               alt=f"Right answers against sequences seen. {told}.")


def plan_in_words(asked: Plan) -> str:
    """The settings of a run, to tell them from those on the page."""
    first, last = asked.seeds[0], asked.seeds[-1]
    seeds = f"seed {first}" if first == last else f"seeds {first} to {last}"
    rate = "" if asked.rate == RATE else f" at learning rate {asked.rate:g}"
    return (f"T = {asked.lag} with {'; '.join(map(name_of, asked.starts))}; {seeds}, at most {asked.updates:,} updates"
            f"{rate}")


def headline(run: LagRun) -> str:
    """Whether a run is training, waiting, stopped or done, and how many of its trials are over."""
    over = f"{sum(job.is_over for job in run.jobs)} of {run.total} trials are over, T = {run.plan.lag}"
    if run.finished:
        return f"Done. All {run.total} trials are over, T = {run.plan.lag}."
    if run.stopped:
        return f"Stopped. {over}."
    if run.waiting:
        return f"Waiting for a free core. {over}."
    at = "; ".join(f"{CELLS[job.recipe['cell']].label}, seed {job.recipe['seed']}" for job in run.now[:NAMED])
    more = len(run.now) - NAMED
    return f"Training. {over}. Now {at}{f'; and {more} more' if more > 0 else ''}."


def group_of(run: LagRun, start: Start) -> Group:
    """The trials of one start as a row of the table."""
    outcomes = [Outcome(trial.seed, trial.solved, trial.sequences, trial.best, trial.finished)
                for trial in run.of(start)]
    return Group(start.cell, name_of(start), {run.plan.lag: outcomes})


def finished(group: Group) -> list[Outcome]:
    """The trials of a group that are over."""
    return [one for outcomes in group.outcomes.values() for one in outcomes if one.finished]


def name_of(start: Start) -> str:
    """The cell and the biases a network starts with: `LSTM, keep 4.6, write −4.6`."""
    biases = [f"{word} {minus(bias)}" for word, bias in (("keep", start.keep), ("write", start.write))
              if bias is not None]
    others = ["chrono"] * (start.longest is not None) + ["identity and ReLU"] * (start.activation == "relu")
    return ", ".join([CELLS[start.cell].label, *biases, *others])


def line_of(trial: Trial) -> TrialLine:
    """A trial as a curve of the chart."""
    return TrialLine(trial.start.cell, name_of(trial.start), trial.seed,
                     np.array([check.update for check in trial.checks]),
                     np.array([check.accuracy for check in trial.checks]))
