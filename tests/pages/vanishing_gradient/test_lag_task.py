"""The lag task: the shipped trials are what is drawn, told and asked about."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.state.controls import Choice
from pages.vanishing_gradient import lag_controls, lag_trials
from pages.vanishing_gradient.lag_outcomes import Group, Outcome
from pages.vanishing_gradient.lag_table_chart import LETTERS, sequence_strip, success_table
from pages.vanishing_gradient.lag_task_chart import sequences_figure
from rnncore.tasks.lag import LagTask
from tests.covering import once
from tests.pages.vanishing_gradient.opening import piece, visit
from tests.visitor import Visitor, numbers

PLACE = "a-gates-bias-sets-how-far-it-remembers"


@pytest.mark.parametrize("bias", list(lag_trials.COMPARED))
def test_the_shipped_sweep_is_there_at_once(bias):
    visitor = visit(swept=bias)
    traces = visitor.charts()["lag_sequences"]["data"]
    table = piece(visitor, PLACE, "u-lag")
    for at, group in enumerate(lag_trials.groups(bias)):
        every = [one for _, outcomes in sorted(group.outcomes.items()) for one in outcomes]
        np.testing.assert_array_equal(numbers(traces[2 * at]["y"]), [one.sequences for one in every if one.solved])
        assert len(numbers(traces[2 * at + 1]["y"])) == sum(not one.solved for one in every)
        row = table.split(group.name.replace("&", "&amp;"))[1].split("</tr>")[0]
        for lag, outcomes in group.outcomes.items():
            assert not outcomes or f"<b>{sum(one.solved for one in outcomes)} of {len(outcomes)}</b>" in row, lag
    assert "_lag_run" not in visitor.at.session_state


def test_every_choice_opens():
    choices = {control.key: list(control.options) for control in lag_controls.ALL if isinstance(control, Choice)}
    for query in once(choices):
        assert not visit(**query).said("info"), query


def test_wrong_values_open_the_page_on_its_defaults():
    wrong = {"lag": "nan", "keep": "1e9", "who": "<b>", "tries": "0", "allowed": "-1"}
    visitor = visit(**wrong)
    assert len(visitor.said("info")) == 1
    for control in lag_controls.ALL:
        assert control.key not in wrong or visitor.widget(control.key).value == control.default, control.key


def answers(visitor: Visitor) -> list[str]:
    """What was said to the guesses, in the order of the questions."""
    return [told for told in visitor.said("markdown") if told.startswith(":material/")]


def test_the_questions_are_answered_from_the_sweep():
    visitor = visit()
    assert not answers(visitor)
    visitor.set(guess_lag_bias="0, the usual one")
    keep, usual = (lag_trials.outcomes(start, 100) for start in ("gru_keep", "gru_usual"))
    [told] = answers(visitor)
    assert told.startswith(":material/lightbulb:")
    assert f"With 0: {sum(one.solved for one in usual)} of {len(usual)} seeds" in told
    assert f"With ln 100: {sum(one.solved for one in keep)} of {len(keep)}" in told
    assert "leaves 7.9 × 10⁻³¹." in told and "leaves 37 %" in told      # 2^-100, (100 / 101)^100
    visitor.set(guess_lag_write="9 or 10 of 10")
    assert answers(visitor)[1].startswith(":material/check_circle:")
    visitor.set(guess_lag_flat="Stay flat")
    assert answers(visitor)[2].startswith(":material/check_circle:") and "0 of 10" in answers(visitor)[2]


def test_the_words_on_starts_and_rates_are_counted_from_the_trials():
    [told] = [text for text in visit().said("markdown") if "Whether it fails" in text]
    for start, rate in (("vanilla_identity", 0.001), ("vanilla_identity", 0.01)):
        found = lag_trials.outcomes(start, 100, rate=rate)
        assert f"at rate {rate:g} {sum(one.solved for one in found)} of {len(found)}" in told
    [why] = [text for text in visit().said("markdown") if "Why ln T?" in text]
    for cell in ("gru", "lstm"):
        found = lag_trials.outcomes(f"{cell}_chrono", 100)
        assert found and f"{sum(one.solved for one in found)} of {len(found)} {cell.upper()}s" in why


def test_the_second_learning_rate_has_its_own_table():
    table = piece(visit(swept_rate="0.001"), PLACE, "u-lag")
    row = table.split("Plain, identity and ReLU")[1].split("</tr>")[0]
    assert "<b>10 of 10</b>" in row


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
