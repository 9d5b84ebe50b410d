"""Training on the page: a network of one's own, stopped, resumed, trained on, kept."""

import numpy as np
import pytest

from explainer.models import shipped
from explainer.state.choices import CELL_LABELS
from explainer.training import engine as rooms
from explainer.training.bounds import BOUNDS
from explainer.training.job import PAUSED
from explainer.training.kinds.kind import DIVERGED, FINISHED
from rnncore.numerics.flat import flatten
from tests.visitor import Visitor, assert_one_sentence, numbers

QUICK = {"list": "stars", "hidden": 8, "steps": 40, "batch": 32}
LONG = {"list": "stars", "hidden": 64, "steps": 20_000}


def weights(model) -> bytes:
    return flatten(model.weights).tobytes()


def live_loss(visitor: Visitor) -> dict:
    return visitor.charts()["live_loss"]


def stopped(visitor: Visitor) -> Visitor:
    """Press stop and wait until the run has stopped."""
    return visitor.click("stop").wait(lambda: not visitor.job.is_active)


def test_a_trained_model_is_on_the_shelf_and_chosen(visitor):
    visitor.train(seed=901, **QUICK)
    job = visitor.job
    assert job.status == FINISHED and job.step == 40
    assert visitor.entry.job is job and visitor.widget("model").value == f"trained-{job.key}"
    assert visitor.entry.title in visitor.widget("model").options
    assert visitor.names == visitor.expected(job.result)
    assert job.recipe.training.seed == 901 and job.recipe.hidden_size == 8


@pytest.mark.parametrize("cell", CELL_LABELS)
def test_every_cell_trains(visitor, cell):
    visitor.train(cell=cell, seed=902, **QUICK)
    assert visitor.job.status == FINISHED and visitor.job.result.cell == cell
    assert visitor.job.log[-1].train_loss < visitor.job.log[0].train_loss


def test_the_chart_is_the_log(visitor):
    visitor.train(seed=903, **QUICK)
    chart, log = live_loss(visitor), visitor.job.log
    for trace, field in zip(chart["data"], ["train_loss", "validation_loss"], strict=True):
        np.testing.assert_array_equal(numbers(trace["x"]), [row.step for row in log])
        np.testing.assert_array_equal(numbers(trace["y"]), [getattr(row, field) for row in log])
    assert chart["layout"]["xaxis"]["range"] == [0, 40]


def test_the_chart_compares_with_uniform_bigram_and_n_gram(visitor):
    visitor.train(seed=903, **QUICK)
    lines = [line["y0"] for line in live_loss(visitor)["layout"]["shapes"]]
    counting = visitor.job.baselines
    for wanted in (counting.bigram_validation, counting.best_validation, np.log(len(visitor.job.corpus.vocabulary))):
        assert any(abs(line - wanted) < 1e-9 for line in lines), wanted


def test_what_came_of_it_is_said_with_the_numbers(visitor):
    visitor.train(seed=904, **QUICK)
    scores = visitor.job.result.provenance.scores
    [said] = [text for text in visitor.said("markdown") if "test names" in text]
    for number in (scores["test_loss"], visitor.job.baselines.best, visitor.job.baselines.bigram):
        assert f"{number:.3f}" in said
    assert "worse than the best counting" in said        # forty steps are few
    table = visitor.piece("u-samples")
    assert all(name.title() in table for name in visitor.job.samples[0].names[0].split())


def test_stop_and_resume(visitor):
    visitor.set(seed=905, **LONG).click("train")
    visitor.wait(lambda: visitor.job.step > 10)
    assert visitor.has("stop") and not visitor.has("resume")
    stopped(visitor)
    step = visitor.job.step
    assert visitor.job.status == PAUSED and visitor.has("resume") and not visitor.has("stop")
    assert visitor.names == visitor.expected(visitor.job.model)       # a stopped model can be used
    visitor.click("resume").wait(lambda: visitor.job.step > step)
    assert visitor.job.is_active
    stopped(visitor)


def test_a_stopped_run_goes_on_however_many_others_came_since(visitor, monkeypatch):
    visitor.set(seed=916, **LONG).click("train")
    visitor.wait(lambda: visitor.job.step > 10)
    job = stopped(visitor).job
    monkeypatch.setattr(rooms, "JOBS_KEPT", 2)
    other = Visitor()
    for seed in (917, 918, 919):
        other.train(seed=seed, **QUICK)
    step = job.step
    visitor.click("resume").wait(lambda: visitor.job is job and job.step > step, seconds=5)
    stopped(visitor)


def test_controls_answer_while_it_trains(visitor):
    visitor.set(seed=906, **LONG).click("train")
    visitor.wait(lambda: visitor.job.has_begun)
    visitor.set(model="given_names-gru", prefix="Be")
    first = visitor.names
    assert visitor.click("draw_again").names != first
    assert visitor.set(temperature=0.3).names == visitor.expected(shipped.shipped_models()["given_names-gru"])
    assert visitor.job.is_active
    stopped(visitor)


def test_training_on_makes_another_model(visitor):
    visitor.train(seed=907, **QUICK)
    first, before = visitor.job, weights(visitor.job.result)
    visitor.click("train_on").wait(lambda: visitor.job.key != first.key and not visitor.job.is_active)
    assert visitor.job.step == 80 and weights(first.result) == before
    assert len(visitor.shelf.own) == 2 and visitor.entry.job is visitor.job
    assert live_loss(visitor)["layout"]["xaxis"]["range"][1] == 80


def test_a_rate_that_diverges_ends_in_one_sentence(visitor):
    visitor.set(cell="vanilla")
    visitor.train(seed=908, activation="identity", rate=10.0, **{**QUICK, "hidden": 64, "steps": 200})
    assert visitor.job.status == DIVERGED
    [sentence] = visitor.said("warning")
    assert "rate" in sentence and len(sentence) < 200
    assert np.isfinite(flatten(visitor.entry.model.weights)).all()
    assert visitor.names == visitor.expected(visitor.job.result) and not visitor.has("resume")
    assert_one_sentence(sentence.split(". ", 1)[0].removesuffix(".") + ".")


def test_another_page_and_back_loses_nothing(visitor):
    visitor.train(seed=909, **QUICK)
    visitor.set(name="Vega", temperature=0.6)
    names, own = visitor.names, list(visitor.shelf.own)
    visitor.home_and_back()
    assert visitor.names == names and list(visitor.shelf.own) == own
    assert visitor.widget("name").value == "Vega" and visitor.widget("hidden").value == 8
    assert live_loss(visitor)["data"] and visitor.has("train_on")


def test_a_run_goes_on_while_one_looks_elsewhere(visitor):
    visitor.set(seed=910, **LONG).click("train")
    visitor.wait(lambda: visitor.job.has_begun)
    visitor.open("")
    step = visitor.job.step
    visitor.wait(lambda: visitor.shelf.ask().step > step)
    visitor.open("name-generation")
    assert visitor.job.is_active and visitor.has("stop")
    stopped(visitor)


def test_the_same_recipe_of_two_visitors_is_one_run(quiet_engine):
    one, two = Visitor(), Visitor()
    one.set(seed=911, **LONG).click("train")
    two.set(seed=911, **LONG).click("train")
    assert one.job.key == two.job.key and len(quiet_engine.jobs) == 1
    one.wait(lambda: one.job.has_begun)
    one.click("stop")
    step = two.job.step
    two.wait(lambda: two.job.step > step + 5)
    assert two.job.is_active
    stopped(two)


def test_whoever_stops_a_run_that_another_visitor_wants_has_left_it_at_once_and_is_told(quiet_engine):
    one, two = Visitor(), Visitor()
    for visitor in (one, two):
        visitor.set(seed=934, **LONG).click("train")
    one.wait(lambda: one.job.has_begun)
    one.click("stop")
    one.at.run()
    assert one.job.status == PAUSED and one.has("resume") and not one.has("stop")
    assert sum("another visitor" in text for text in one.said("warning")) == 1
    assert two.job.is_active
    one.click("resume")
    one.at.run()
    assert one.job.is_active and one.has("stop") and not one.said("warning")
    stopped(two)
    stopped(one)
    assert not one.said("warning")                # nobody trains it any more


def stops(visitor: Visitor) -> set[str]:
    """The runs in the list of one's own, by key."""
    return {button.key.removeprefix("stop_") for button in visitor.at.button if (button.key or "").startswith("stop_")}


def test_all_of_a_visitors_runs_are_listed_each_with_its_stop(visitor):
    keys = []
    for seed in (935, 936, 937):
        visitor.set(seed=seed, **LONG).click("train")
        keys.append(f"trained-{visitor.job.key}")
    visitor.at.run()
    assert stops(visitor) == set(keys[:2]) and visitor.has("stop")           # the newest has its own
    visitor.click(f"stop_{keys[0]}")
    visitor.at.run()
    assert stops(visitor) == {keys[1]} and visitor.shelf.own[keys[0]].job.status == PAUSED
    visitor.open("gated-cells")
    assert stops(visitor) == set(keys[1:])
    visitor.click(f"stop_{keys[2]}")
    assert stops(visitor) == {keys[1]} and visitor.is_whole
    visitor.click(f"stop_{keys[1]}")
    assert not stops(visitor) and not any(entry.job.is_active for entry in visitor.shelf.own.values())


def test_older_runs_are_listed_when_the_newest_is_done(visitor):
    visitor.set(seed=938, **LONG).click("train")
    older = f"trained-{visitor.job.key}"
    visitor.train(seed=939, **QUICK)
    assert visitor.job.status == FINISHED and stops(visitor) == {older}
    visitor.click(f"stop_{older}")
    visitor.at.run()
    assert not stops(visitor)


def test_a_run_that_a_chapter_follows_is_listed_on_the_others(quiet_engine):
    visitor = Visitor(page="vanishing-gradient").click("lag_train")
    visitor.at.run()
    assert visitor.has("lag_stop") and not stops(visitor)
    visitor.open("gated-cells")
    assert stops(visitor) == {"vanishing-gradient"}
    visitor.click("stop_vanishing-gradient")
    assert not stops(visitor)
    visitor.open("vanishing-gradient")
    assert visitor.has("lag_go_on")


def test_two_visitors_train_at_once(quiet_engine):
    one, two = Visitor(), Visitor()
    one.set(seed=912, **LONG).click("train")
    two.set(seed=913, **LONG).click("train")
    assert one.job.key != two.job.key and len(quiet_engine.jobs) == 2
    for visitor in (one, two):
        visitor.wait(lambda: visitor.job.step > 5)  # noqa: B023
    for visitor in (one, two):
        stopped(visitor)


def test_training_starts_even_when_the_stop_button_of_another_run_was_just_there(visitor):
    visitor.set(seed=914, **LONG).click("train")
    visitor.at.run()
    visitor.set(seed=915, **QUICK).click("train")
    visitor.wait(lambda: visitor.job.status == FINISHED)
    assert len(visitor.shelf.own) == 2
    [long] = [entry.job for entry in visitor.shelf.own.values() if entry.job is not visitor.job]
    visitor.wait(lambda: long.has_begun)
    assert long.is_active          # asked after, too: it goes on


def test_too_much_work_is_said_before_it_is_refused(visitor):
    visitor.set(hidden=256, steps=20_000)
    [said] = visitor.said("info")
    assert f"{BOUNDS.steps_for(256):,} steps" in said and visitor.click("train").job is None
    visitor.at.run()
    assert len(visitor.said("error")) == 1
    visitor.set(steps=40)
    assert not visitor.said("info")
