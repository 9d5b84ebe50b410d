"""A run in slices is the same run; the pictures of the lag task hold the numbers they were given."""

import re
import threading

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.vanishing_gradient import lag_run
from pages.vanishing_gradient.lag_chart import Group, Line, Outcome, accuracy_figure, sequences_figure
from pages.vanishing_gradient.lag_run import LagRun, Plan
from pages.vanishing_gradient.lag_table_chart import LETTERS, sequence_strip, success_table
from rnncore.tasks.lag import BATCH, LagTask, Start, run

PLAN = Plan(5, (Start("vanilla"), Start("gru", keep=1.6)), (3, 4), 30)


def to_the_end(seconds: float) -> LagRun:
    watched = LagRun(PLAN)
    while watched.is_active:
        watched.advance(seconds)
        assert not watched.waiting          # every slice gives its core back
    return watched


def told(trial) -> tuple:
    return trial.start, trial.seed, trial.checks, trial.solved


@pytest.mark.parametrize("seconds", [1e-6, 60.0])
def test_slices_do_not_change_what_comes_out(seconds):
    alone = []
    for seed in PLAN.seeds:
        for start in PLAN.starts:
            *_, last = run(PLAN.lag, start, seed, PLAN.updates)
            alone.append(told(last))
    assert [told(trial) for trial in to_the_end(seconds).done] == alone


def test_a_run_tells_how_far_it_is():
    watched, shares = LagRun(PLAN), []
    while watched.is_active:
        shares.append(watched.share)
        before = len(watched.trials)
        watched.advance(1e-6)
        assert before <= len(watched.trials) <= before + 1
    assert shares[0] == 0.0 and watched.share == 1.0 and shares == sorted(shares)
    assert watched.finished and watched.total == 4 and [len(watched.of(start)) for start in PLAN.starts] == [2, 2]


def test_a_stopped_run_stands_still_and_goes_on():
    watched = LagRun(PLAN)
    watched.advance(1e-6)
    watched.stopped = True
    seen = watched.trials
    watched.advance(1e-6)
    assert watched.trials == seen and not watched.is_active
    watched.stopped = False
    watched.advance(60.0)
    assert [told(trial) for trial in watched.done] == [told(trial) for trial in to_the_end(60.0).done]


def test_a_busy_server_makes_a_run_wait_and_loses_nothing(monkeypatch):
    monkeypatch.setattr(lag_run, "_CORES", threading.BoundedSemaphore(1))
    watched = LagRun(PLAN)
    with lag_run._CORES:
        watched.advance(0.01)
        assert watched.waiting and not watched.trials
    watched.advance(60.0)
    assert not watched.waiting and watched.finished


# ---- pictures

outcomes = st.lists(st.builds(Outcome, st.integers(0, 9), st.booleans(), st.integers(640, 128_000), st.floats(0.25, 1),
                              st.just(True)), min_size=1, max_size=12)
groups = st.lists(outcomes, min_size=1, max_size=3).map(
    lambda found: [Group(key, key, {10: one, 100: one[::-1]})
                   for key, one in zip(("vanilla_a", "gru_b", "lstm_c"), found, strict=False)])


@given(groups)
def test_every_seed_is_a_dot_where_it_belongs(found):
    budget = 128_000
    figure = sequences_figure(found, budget)
    for at, group in enumerate(found):
        solved, failed = figure.data[2 * at:2 * at + 2]
        every = [one for lag in (10, 100) for one in group.outcomes[lag]]
        np.testing.assert_array_equal(solved.y, [one.sequences for one in every if one.solved])
        assert len(failed.y) == sum(not one.solved for one in every) and (np.asarray(failed.y) > budget).all()
        assert len(solved.x) == len(set(solved.x))
        for x, words in zip([*solved.x, *failed.x], [*solved.customdata, *failed.customdata], strict=True):
            assert words.startswith(f"T = {(10, 100)[round(float(x))]},")
    medians = [np.median([one.sequences if one.solved else np.inf for one in group.outcomes[lag]])
               for group in found for lag in (10, 100)]
    drawn = [shape.y0 for shape in figure.layout.shapes if shape.y0 == shape.y1 != budget]
    assert sorted(drawn) == sorted(median for median in medians if np.isfinite(median) and median != budget)


@given(groups)
def test_the_table_counts_what_it_shows(found):
    table = success_table(found, "a <caption>")
    cells = re.findall(r"<td style.*?</td>", table)
    wanted = [group.outcomes[lag] for group in found for lag in (10, 100)]
    assert len(cells) == len(wanted) and ">a &lt;caption&gt;</p>" in table
    for cell, ones in zip(cells, wanted, strict=True):
        solved = sum(one.solved for one in ones)
        assert f"<b>{solved} of {len(ones)}</b>" in cell
        assert cell.count('class="is-solved"') == solved and cell.count("<i ") == len(ones)


def test_a_trial_in_progress_is_not_counted():
    over, running = Outcome(0, True, 640, 1.0), Outcome(1, False, 64, 0.3, finished=False)
    table = success_table([Group("gru_a", "A", {10: [over, running]})], "x")
    assert "<b>1 of 1</b>" in table and table.count('class="is-running"') == 1
    assert "<b>training</b>" in success_table([Group("gru_a", "A", {10: [running]})], "x")


def test_a_lag_without_trials_says_so():
    table = success_table([Group("gru_a", "A", {10: [Outcome(0, True, 640, 1.0)], 200: []})], "x")
    assert table.count("not yet run") == 1 and "T = 200" in table


@given(st.integers(1, 200), st.integers(0, 20))
def test_the_strip_is_the_sequence(steps, seed):
    symbols = LagTask(steps).draw(1, np.random.default_rng(seed)).inputs.tolist()
    chips = re.findall(r"<b>(.*?)</b><small>(.*?)</small>", sequence_strip(symbols))
    assert chips[0][0] == LETTERS[symbols[0]] and chips[-1][0] == f"? → {LETTERS[symbols[0]]}"
    shown = [(letter, int(step)) for letter, step in chips[1:-1] if letter != "…"]
    assert all(letter == LETTERS[symbols[step]] for letter, step in shown)
    left_out = [int(words.split()[0]) for letter, words in chips if letter == "…"]
    assert len(shown) + sum(left_out) == steps


def test_curves_are_the_data_given():
    updates, right = np.array([0, 10, 20]), np.array([0.25, 0.5, 1.0])
    lines = [Line("gru", "GRU", 0, updates, right), Line("gru", "GRU", 1, updates, right / 2)]
    figure = go.Figure(accuracy_figure(lines, 500))
    first, second = figure.data
    np.testing.assert_array_equal(first.x, updates * BATCH)
    np.testing.assert_array_equal(second.y, 50 * right)
    assert first.showlegend and not second.showlegend and list(figure.layout.xaxis.range) == [0, 500 * BATCH]
