"""The lag task on the vanishing gradient page: the shipped sweep, and training that loses nothing."""

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from explainer.state.controls import Choice
from pages.vanishing_gradient import lag_controls, lag_sweep
from pages.vanishing_gradient.lag_run import LagRun
from rnncore.tasks.lag import BATCH, Start, log_lag, run
from tests.visitor import HOME, Visitor, numbers

PAGE = "vanishing-gradient"
QUICK = {"lag": "10", "tries": "2", "allowed": "100", "keep": "2.3", "write": "-2.3", "who": "gru"}


def visit(**query: str) -> Visitor:
    return Visitor(query, PAGE)


def chart(visitor: Visitor, y_title: str) -> dict:
    [found] = [c for c in visitor.charts().values() if c["layout"].get("yaxis", {}).get("title", {}).get("text") == y_title]
    return found


def the_run(visitor: Visitor) -> LagRun:
    return visitor.at.session_state["_lag_run"]


def to_the_end(visitor: Visitor) -> Visitor:
    return visitor.wait(lambda: the_run(visitor).finished)


@pytest.mark.parametrize("bias", list(lag_sweep.COMPARED))
def test_the_shipped_sweep_is_there_at_once(bias):
    visitor = visit(swept=bias)
    traces = chart(visitor, "sequences needed (log scale)")["data"]
    [table] = [piece for piece in visitor.html if 'class="u-lag"' in piece]
    for at, group in enumerate(lag_sweep.groups(bias)):
        every = [one for _, outcomes in sorted(group.outcomes.items()) for one in outcomes]
        np.testing.assert_array_equal(numbers(traces[2 * at]["y"]), [one.sequences for one in every if one.solved])
        assert len(numbers(traces[2 * at + 1]["y"])) == sum(not one.solved for one in every)
        row = table.split(group.name.replace("&", "&amp;"))[1].split("</tr>")[0]
        for lag, outcomes in group.outcomes.items():
            assert not outcomes or f"<b>{sum(one.solved for one in outcomes)} of {len(outcomes)}</b>" in row, lag
    assert "_lag_run" not in visitor.at.session_state


@pytest.mark.parametrize("control", [control for control in lag_controls.ALL if isinstance(control, Choice)],
                         ids=lambda control: control.key)
def test_every_choice_opens(control):
    for option in control.options:
        assert not visit(**{control.key: option}).said("info")


@pytest.mark.parametrize("ends", [("10", "-2.0", "-8.0"), ("200", "8.0", "2.0")])
def test_the_extremes_open_and_train(ends):
    lag, keep, write = ends
    visitor = visit(lag=lag, keep=keep, write=write, tries="1", allowed="100", who="lstm").click("lag_train")
    assert the_run(visitor).plan.lag == int(lag) and the_run(visitor).trials and not visitor.said("error")
    assert chart(visitor, "right answers, %")["data"]


@pytest.mark.parametrize("wrong", [{"lag": "nan"}, {"keep": "1e9"}, {"who": "<b>"}, {"tries": "0"}, {"allowed": "-1"}])
def test_wrong_values_open_the_page_on_its_defaults(wrong):
    visitor = visit(**wrong)
    assert len(visitor.said("info")) == 1
    [key] = wrong
    assert visitor.widget(key).value == next(control.default for control in lag_controls.ALL if control.key == key)


def test_training_here_is_the_core_s_training():
    visitor = to_the_end(visit(**QUICK).click("lag_train"))
    [first, second] = the_run(visitor).done
    for seed, trial in enumerate((first, second)):
        with threadpool_limits(1, "blas"):           # as on the page: two threads add up in another order
            *_, alone = run(10, Start("gru", keep=2.3), seed, 100)
        assert trial.checks == alone.checks and trial.solved == alone.solved
    lines = chart(visitor, "right answers, %")["data"]
    for line, trial in zip(lines, (first, second), strict=True):
        np.testing.assert_allclose(numbers(line["y"]), [100 * check.accuracy for check in trial.checks])
        np.testing.assert_allclose(numbers(line["x"]), [BATCH * check.update for check in trial.checks])


def test_stop_go_on_and_a_visit_elsewhere_lose_nothing():
    visitor = visit(**QUICK | {"lag": "200", "allowed": "2000", "keep": "0.0"}).click("lag_train").click("lag_stop")
    before = the_run(visitor).trials
    assert before and not the_run(visitor).is_active
    visitor.open(HOME)
    visitor.open(PAGE)
    assert the_run(visitor).trials == before and visitor.widget("lag").value == 200
    [table] = [piece for piece in visitor.html if 'class="u-lag"' in piece and "GRU, keep 0" in piece]
    assert "<b>stopped</b>" in table and "training" not in table
    visitor.click("lag_go_on")
    visitor.wait(lambda: the_run(visitor).trials[-1].updates > before[-1].updates)
    visitor.click("lag_stop")


def test_a_result_says_which_settings_it_belongs_to():
    visitor = to_the_end(visit(**QUICK).click("lag_train"))
    assert not visitor.said("info")
    visitor.set(lag=50, keep=-1.0)
    [said] = visitor.said("info")
    assert "T = 10 with GRU, keep 2.3; seeds 0 to 1, at most 100 updates" in said and "Press Train" in said
    visitor.set(lag=10, keep=2.3)
    assert not visitor.said("info")


def test_the_threshold_can_be_found_from_the_defaults():
    """The default bias fails within the updates allowed, ln T succeeds; one seed, as the page would train it."""
    lag, allowed = lag_controls.LAG.default, lag_controls.ALLOWED.default
    for keep, solved in ((lag_controls.KEEP.default, False), (log_lag(lag), True)):
        *_, last = run(lag, Start(lag_controls.WHO.default, keep=keep), lag_controls.FIRST.default, allowed)
        assert last.solved == solved


def test_two_visitors_do_not_stop_each_other():
    one, two = visit(**QUICK).click("lag_train"), visit(**QUICK | {"first": "7"}).click("lag_train")
    to_the_end(two)
    to_the_end(one)
    assert [trial.seed for trial in the_run(one).done] == [0, 1]
    assert [trial.seed for trial in the_run(two).done] == [7, 8]


@pytest.mark.parametrize(("who", "cells"), [("every", ["vanilla", "gru", "lstm"]), ("lstm", ["lstm"])])
def test_what_is_trained_is_what_was_chosen(who, cells):
    visitor = visit(**QUICK | {"who": who}).click("lag_train")
    starts = the_run(visitor).plan.starts
    assert [start.cell for start in starts] == cells
    assert starts[-1] == Start("lstm", keep=2.3, write=-2.3)


def answers(visitor: Visitor) -> list[str]:
    return [piece.value for piece in visitor.at.markdown if "material/" in piece.value]


def test_the_questions_are_answered_from_the_sweep():
    visitor = visit()
    assert not answers(visitor)
    visitor.set(guess_lag_bias="0, the usual one")
    keep, usual = (lag_sweep.outcomes(start, 100) for start in ("gru_keep", "gru_usual"))
    [told] = answers(visitor)
    assert told.startswith(":material/lightbulb:")
    assert f"With 0: {sum(one.solved for one in usual)} of {len(usual)} seeds" in told
    assert f"With ln 100: {sum(one.solved for one in keep)} of {len(keep)}" in told
    assert "leaves 7.9 × 10⁻³¹." in told and "leaves 37 %" in told      # 2^-100, (100 / 101)^100
    visitor.set(guess_lag_write="9 or 10 of 10")
    assert answers(visitor)[1].startswith(":material/check_circle:")
