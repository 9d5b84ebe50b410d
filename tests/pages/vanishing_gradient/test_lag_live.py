"""The lag task trained on the page: it is the core's training, and nothing of it is lost."""

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from explainer.state.cells import CELLS
from explainer.training.bounds import Bounds
from pages.vanishing_gradient import lag_controls
from pages.vanishing_gradient.lag_live import headline
from pages.vanishing_gradient.lag_live_chart import TrialLine, accuracy_figure
from pages.vanishing_gradient.lag_run import LagRun
from rnncore.tasks.lag import BATCH, UPDATES, Start, log_lag, run
from tests.line_charts import figure_of
from tests.pages.vanishing_gradient.opening import PAGE, piece, visit
from tests.visitor import HOME, Visitor, numbers

PLACE = "find-the-bias-yourself"
pytestmark = pytest.mark.usefixtures("quiet_engine")
QUICK = {"lag": "10", "tries": "2", "allowed": "100", "keep": "2.3", "write": "-2.3", "who": "gru"}


def the_run(visitor: Visitor) -> LagRun:
    return visitor.at.session_state["_lag_run"]


def to_the_end(visitor: Visitor) -> Visitor:
    return visitor.wait(lambda: the_run(visitor).finished)


def learning(visitor: Visitor) -> Visitor:
    """As far as the first check of the first trial."""
    return visitor.wait(lambda: the_run(visitor).trials)


@pytest.mark.parametrize("ends", [("10", "-2.0", "-8.0"), ("200", "8.0", "2.0")])
def test_the_extremes_open_and_train(ends):
    lag, keep, write = ends
    visitor = visit(lag=lag, keep=keep, write=write, tries="1", allowed="100", who="lstm").click("lag_train")
    assert the_run(visitor).plan.lag == int(lag)
    assert learning(visitor).said("error") == []
    assert visitor.charts()["lag_accuracy"]["data"]


def test_training_here_is_the_core_s_training():
    visitor = to_the_end(visit(**QUICK).click("lag_train"))
    [first, second] = the_run(visitor).done
    for seed, trial in enumerate((first, second)):
        with threadpool_limits(1, "blas"):           # as in a worker: two threads add up in another order
            *_, alone = run(10, Start("gru", keep=2.3), seed, 100)
        assert trial.checks == alone.checks and trial.solved == alone.solved
    lines = visitor.charts()["lag_accuracy"]["data"]
    for line, trial in zip(lines, (first, second), strict=True):
        np.testing.assert_allclose(numbers(line["y"]), [100 * check.accuracy for check in trial.checks])
        np.testing.assert_allclose(numbers(line["x"]), [BATCH * check.update for check in trial.checks])


def test_stop_go_on_and_a_visit_elsewhere_lose_nothing():
    visitor = visit(**QUICK | {"lag": "200", "allowed": "2000", "keep": "0.0"}).click("lag_train")
    learning(visitor).click("lag_stop")
    before = the_run(visitor).trials
    assert before and not the_run(visitor).is_active
    visitor.open(HOME)
    visitor.open(PAGE)
    assert the_run(visitor).trials == before and visitor.widget("lag").value == 200
    table = piece(visitor, PLACE, "u-lag")
    assert "GRU, keep 0" in table and "<b>stopped</b>" in table and "training" not in table
    visitor.click("lag_go_on")
    visitor.wait(lambda: the_run(visitor).trials[-1].updates > before[-1].updates)
    visitor.click("lag_stop")


def test_the_headline_says_whether_it_trains_waits_stands_or_is_done():
    visitor = visit(**QUICK | {"lag": "200", "allowed": "2000", "keep": "0.0"}).click("lag_train")
    learning(visitor)
    assert headline(the_run(visitor)).startswith("Training. 0 of 2 trials are over, T = 200. Now GRU, seed 0")
    other = visit(**QUICK | {"lag": "195", "allowed": "2000", "keep": "0.0"}).click("lag_train")
    third = visit(**QUICK | {"lag": "190", "allowed": "2000", "keep": "0.0"}).click("lag_train")
    assert headline(the_run(third)) == "Waiting for a free core. 0 of 2 trials are over, T = 190."
    for one in (third, other, visitor):
        one.click("lag_stop")
    assert headline(the_run(visitor)) == "Stopped. 0 of 2 trials are over, T = 200."
    done = to_the_end(visit(**QUICK).click("lag_train"))
    assert headline(the_run(done)) == "Done. All 2 trials are over, T = 10."


def test_training_anew_stops_what_is_no_longer_asked_for(quiet_engine):
    visitor = visit(**QUICK | {"lag": "200", "allowed": "2000", "keep": "0.0"}).click("lag_train")
    before = the_run(visitor)
    visitor.set(tries=1).click("lag_train")
    kept, dropped = (quiet_engine.jobs[job.key] for job in before.jobs)
    assert kept.watchers and not dropped.watchers and the_run(visitor).jobs[0].key == kept.key


def test_a_training_that_failed_says_why_and_may_be_tried_again(quiet_engine, monkeypatch):
    monkeypatch.setattr(quiet_engine, "bounds", Bounds(jobs=0))
    visitor = visit(**QUICK).click("lag_train")
    [said] = visitor.said("error")
    assert "trainings running" in said and headline(the_run(visitor)).startswith("Stopped")
    monkeypatch.undo()
    to_the_end(visitor.click("lag_go_on"))
    assert not visitor.said("error")


def test_a_result_says_which_settings_it_belongs_to():
    visitor = to_the_end(visit(**QUICK).click("lag_train"))
    assert not visitor.said("info")
    visitor.set(lag=50, keep=-1.0)
    [said] = visitor.said("info")
    assert "T = 10 with GRU, keep 2.3; seeds 0 to 1, at most 100 updates" in said and "Press Train" in said
    visitor.set(lag=10, keep=2.3)
    assert not visitor.said("info")


def test_no_more_updates_can_be_allowed_than_a_shipped_trial_had():
    assert lag_controls.MAX_UPDATES == UPDATES


def test_the_threshold_can_be_found_from_the_defaults():
    """The default bias, ln T, succeeds within the updates allowed, the usual one fails: one seed, as trained here."""
    lag, allowed = lag_controls.LAG.default, lag_controls.ALLOWED.default
    assert abs(lag_controls.KEEP.default - log_lag(lag)) < 0.05
    for keep, solved in ((0.0, False), (lag_controls.KEEP.default, True)):
        *_, last = run(lag, Start(lag_controls.WHO.default, keep=keep), lag_controls.FIRST.default, allowed)
        assert last.solved == solved


def test_two_visitors_do_not_stop_each_other():
    one, two = visit(**QUICK).click("lag_train"), visit(**QUICK | {"first": "7"}).click("lag_train")
    to_the_end(two)
    to_the_end(one)
    assert [trial.seed for trial in the_run(one).done] == [0, 1]
    assert [trial.seed for trial in the_run(two).done] == [7, 8]


@pytest.mark.parametrize(("who", "cells"), [("every", list(CELLS)), ("lstm", ["lstm"])])
def test_what_is_trained_is_what_was_chosen(who, cells):
    visitor = visit(**QUICK | {"who": who}).click("lag_train")
    starts = the_run(visitor).plan.starts
    assert [start.cell for start in starts] == cells
    assert Start("lstm", keep=2.3, write=-2.3) in starts


def test_starts_that_no_bias_describes():
    visitor = visit(**QUICK | {"spread": "chrono", "who": "lstm", "tries": "1"}).click("lag_train")
    assert the_run(visitor).plan.starts == (Start("lstm", longest=10.0),) and the_run(visitor).plan.rate == 0.01
    visitor = visit(**QUICK | {"who": "identity", "lag_rate": "0.001", "tries": "1", "spread": "chrono"})
    visitor.click("lag_train")
    plan = the_run(visitor).plan
    assert plan.starts == (Start("vanilla", initialisation="identity", activation="relu"),) and plan.rate == 0.001
    assert plan.recipes()[0]["rate"] == 0.001 and plan.recipes()[0]["activation"] == "relu"
    to_the_end(visitor)
    with threadpool_limits(1, "blas"):
        *_, alone = run(10, plan.starts[0], 0, 100, rate=0.001)
    assert the_run(visitor).done[0].checks == alone.checks
    assert "Plain, identity and ReLU" in piece(visitor, PLACE, "u-lag")


def test_curves_are_the_data_given():
    updates, right = np.array([0, 10, 20]), np.array([0.25, 0.5, 1.0])
    lines = [TrialLine("gru", "GRU", 0, updates, right), TrialLine("gru", "GRU", 1, updates, right / 2)]
    figure = figure_of(accuracy_figure(lines, 500))
    first, second = figure.data
    np.testing.assert_array_equal(first.x, updates * BATCH)
    np.testing.assert_array_equal(second.y, 50 * right)
    assert first.showlegend and not second.showlegend and list(figure.layout.xaxis.range) == [0, 500 * BATCH]
