"""Recipes: whatever is no recipe is one sentence of our own, and the same recipe is the same key and the same run."""

import math
import random

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

import rnncore
from explainer.training.bounds import BOUNDS
from explainer.training.fields import RecipeError
from explainer.training.kinds import (
    brought_forecast,
    capacity,
    clipping,
    forecast,
    labelled,
    lag,
    names,
    names_fields,
    streams,
)
from explainer.training.kinds.registry import KINDS, checked
from rnncore.commands import train
from rnncore.data.labelled_texts import LabelledTexts
from rnncore.diagnostics.capacity import before_and_after
from rnncore.diagnostics.clipping import on_the_lag_task
from rnncore.numerics.flat import flatten
from rnncore.tasks import brought_series, series_experiment
from rnncore.tasks.lag import Start
from rnncore.tasks.lag import run as lag_trials
from rnncore.tasks.sentences import labelled as core_labelled
from rnncore.training.recipes import Recipe, regularised, usual_rate
from tests.visitor import assert_one_sentence

SMALL = [
    {"kind": "names", "list": "stars", "steps": 40, "hidden_size": 6, "batch_size": 32, "dropout": 0.1, "then": [20]},
    {"kind": "lag", "lag": 10, "cell": "lstm", "updates": 60, "keep": 2.0, "write": -1.0},
    {"kind": "forecast", "series": "lynx", "cell": "vanilla", "hidden": 4},
    {"kind": "clipping", "lag": 5},
    {"kind": "capacity", "list": "stars", "cell": "vanilla", "hidden": 3, "steps": 40},
    {"kind": "streams", "list": "stars", "cell": "lstm", "hidden": 4, "cut": 3, "streams": 20, "steps": 40},
    {"kind": "brought-forecast", "values": [10 + at % 7 + at / 50 for at in range(60)], "period": 7, "rule": "step",
     "cell": "gru", "hidden": 4},
    {"kind": "labelled", "texts": "brought:" + "a" * 32, "hidden": 4, "steps": 60},
]
TEXTS = LabelledTexts("made up", ("bad", "good"), tuple(f"it was {('bad', 'good')[at % 2]} {'xyz'[at % 3] * (at + 1)}"
                                                        for at in range(60)), tuple(at % 2 for at in range(60)))
each_kind = pytest.mark.parametrize("recipe", SMALL, ids=lambda recipe: recipe["kind"])


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    """As a worker has it."""
    with threadpool_limits(1, "blas"):
        yield


def no_list(key: str):
    if key == "a" * 32:
        return labelled.as_list(TEXTS)
    raise RecipeError("There is no list of this key here: bring it again.")


def order_of(recipe):
    return checked(recipe, no_list)


def run_of(order, state=None):
    """All reports of a run, the state at each, and the result."""
    reports, found = order.kind.run(order.recipe, state, no_list), []
    while True:
        try:
            report = next(reports)
        except StopIteration as end:
            return found, end.value
        found.append((report.progress, report.state()))


def plain(log):
    """A log without what depends on the clock."""
    return repr([{name: value for name, value in row.items() if name != "seconds"} for row in log])


def same_arrays(one, two) -> bool:
    return one.keys() == two.keys() and all(one[name].tobytes() == two[name].tobytes() for name in one)


def test_every_kind_is_tried_here():
    assert [recipe["kind"] for recipe in SMALL] == list(KINDS)


@each_kind
def test_stopped_at_a_report_and_resumed_it_ends_the_same_bit_for_bit(recipe):
    order = order_of(recipe)
    through, result = run_of(order)
    for at in {len(through) // 2, len(through) - 1}:
        rest, again = run_of(order, through[at][1])
        first = 0 if recipe["kind"] == "clipping" else at + 1               # that one begins anew
        assert same_arrays(result[0], again[0]) and result[1]["status"] == again[1]["status"] == "finished"
        assert plain([progress for progress, _ in rest]) == plain([progress for progress, _ in through[first:]])


def test_the_result_is_that_of_the_command_line(tmp_path):
    file = tmp_path / "made.npz"
    listed = names.DATA / "stars.txt"
    assert train.main(["--names", str(listed), "--cell", "gru", "--hidden", "12", "--steps", "60", "--seed", "3",
                       "--batch", "32", "--processes", "1", "--out", str(file)]) == 0
    made = rnncore.load(file)
    corpus = names.corpus_for("stars", no_list)
    core = regularised(Recipe(rnncore.TrainingConfig(steps=60, seed=3, batch_size=32, learning_rate=usual_rate(12)),
                              "gru", 12), corpus)
    _, result = run_of(order_of(names_fields.recipe_of(core, "stars")))
    ours = names.trained(result)
    assert flatten(ours.model.weights).tobytes() == flatten(made.weights).tobytes()
    assert ours.model.provenance.scores == made.provenance.scores
    assert ours.model.provenance.recipe == made.provenance.recipe == core.as_dict()
    assert len(ours.history.snapshots) > 4 and ours.baselines.best > 0


def test_trials_forecasters_and_comparisons_are_those_of_the_core():
    start = Start("lstm", 2.0, -1.0)
    order = order_of(lag.recipe_of(10, start, 4, 60))
    log, _ = run_of(order)
    [*_, last] = lag_trials(10, start, 4, 60)
    assert lag.trial_of(order.recipe, [row for row, _ in log])._replace(seconds=0.0) == last._replace(seconds=0.0)
    _, made = run_of(order_of(forecast.recipe_of("lynx", "vanilla", 4, 2)))
    known = series_experiment.train("lynx", forecast.FOLDER, "vanilla", 4, 2)
    assert flatten(forecast.model_of(made).weights).tobytes() == flatten(known.weights).tobytes()
    order = order_of(clipping.recipe_of(1, 5, 0.5, 0.1))
    found, known = clipping.comparison_of(order.recipe, run_of(order)[1]), on_the_lag_task(
        1, lag=5, clip_norm=0.5, learning_rate=0.1)
    for ours, theirs in ((found.clipped, known.clipped), (found.free, known.free)):
        np.testing.assert_array_equal(ours.norms, theirs.norms)
        np.testing.assert_array_equal(ours.losses, theirs.losses)
        assert ours.diverged == theirs.diverged
        assert flatten(ours.model.weights).tobytes() == flatten(theirs.model.weights).tobytes()


def test_a_network_of_the_capacity_table_is_that_of_the_core():
    order = order_of(SMALL[4])
    [born, trained] = capacity.measured_of(run_of(order)[1])
    for ours, theirs in zip((born, trained), before_and_after("vanilla", 3, names.corpus_for("stars", no_list), 40),
                            strict=True):
        assert ours[:9] == theirs[:9]
        for one, other in zip(ours[9:], theirs[9:], strict=True):
            np.testing.assert_array_equal(one, other)


def test_a_network_on_streams_is_that_of_the_command_line(tmp_path):
    file = tmp_path / "made.npz"
    assert train.main(["--names", str(names.DATA / "stars.txt"), "--cell", "gru", "--hidden", "5", "--steps", "30",
                       "--batch", "10", "--cut", "7", "--rate", "0.01", "--dropout", "0", "--weight-dropout", "0",
                       "--out", str(file)]) == 0
    _, result = run_of(order_of(streams.recipe_of("stars", "gru", 5, 7, 10, 30, 0)))
    made, ours = rnncore.load(file), forecast.model_of(result)
    assert flatten(ours.weights).tobytes() == flatten(made.weights).tobytes()
    assert made.task == ours.task == "streams" and made.provenance.recipe["cut"] == 7
    with pytest.raises(RecipeError, match="at most that many streams"):
        order_of({**SMALL[5], "streams": 1_000})


def test_what_was_brought_is_learned_as_the_core_does_and_stays_private():
    order = order_of(SMALL[-2])
    series, plan = brought_forecast.series_of(order.recipe)
    known = brought_series.start(series, plan, "gru", 4)
    for _ in known:
        pass
    made = forecast.model_of(run_of(order)[1])
    assert flatten(made.weights).tobytes() == flatten(known.best.weights).tobytes()
    assert order_of(brought_forecast.recipe_of(series, "gru", 4, 0)).key == order.key and order.key.startswith("own-")
    order = order_of(SMALL[-1])
    data = labelled.data_for(order.recipe["texts"], no_list)
    assert set(sum(data.texts.values(), ())) == set(TEXTS.texts) and order.key.startswith("own-")
    found = labelled.trained(run_of(order)[1])
    assert found.right == core_labelled.right(found.model, data) and found.rival == core_labelled.rivals(data)


def test_training_on_is_the_end_of_one_recipe_and_a_new_schedule(corpus):
    recipe = SMALL[0]
    first, _ = run_of(order_of({**recipe, "then": []}))
    order = order_of(recipe)
    assert order.before(no_list).recipe == order_of({**recipe, "then": []}).recipe
    through, result = run_of(order)
    _, again = run_of(order, first[-1][1])
    assert same_arrays(result[0], again[0])
    core = names_fields.core_recipe(order.recipe).start(names.corpus_for("stars", no_list))
    for _ in core:
        pass
    core.extend(steps=20)
    for _ in core:
        pass
    assert flatten(core.best.weights).tobytes() == flatten(names.trained(result).model.weights).tobytes()
    assert through[-1][0]["step"] == 60


@each_kind
def test_a_recipe_has_one_plain_form_and_one_key(recipe):
    order = order_of(recipe)
    assert order_of(order.recipe) == order and order_of(dict(reversed(order.recipe.items()))).key == order.key
    assert order_of({**order.recipe, "seed": 5}).key != order.key
    assert set(order.recipe) == {"kind", *order.kind.fields}


def test_whole_and_broken_numbers_are_the_same_recipe():
    assert order_of({**SMALL[0], "dropout": 0}).key == order_of({**SMALL[0], "dropout": 0.0}).key
    assert order_of({**SMALL[0], "dropout": -0.0}).key == order_of({**SMALL[0], "dropout": 0.0}).key


def test_seconds_are_refused(corpus):
    core = Recipe(rnncore.TrainingConfig(seconds=3.0))
    with pytest.raises(RecipeError, match="steps"):
        names_fields.recipe_of(core, "stars")
    with pytest.raises(RecipeError):
        order_of({**SMALL[0], "seconds": 3})


def test_more_work_than_one_visitor_may_ask_for_is_refused_with_the_number_that_works():
    with pytest.raises(RecipeError) as told:
        order_of({"kind": "names", "list": "stars", "hidden_size": 256, "steps": 20_000})
    assert_one_sentence(str(told.value))
    most = BOUNDS.work // 256
    assert f"{most:,}" in str(told.value)
    assert order_of({"kind": "names", "list": "stars", "hidden_size": 256, "steps": most})
    with pytest.raises(RecipeError):
        order_of({"kind": "names", "list": "stars", "hidden_size": 256, "steps": most, "then": [1]})


STRANGE = (None, True, False, -1, 0, 1, 7, 0.5, -0.0, 1e300, 10 ** 30, math.nan, math.inf, -math.inf, "", "names",
           "gru", "../stars", "brought:" + "0" * 32, "brought:x", "\x00\ud800", "<b>" * 40, [], [1], [[]], {}, {"": {}},
           b"x", 1j)


def bad_recipe(luck: random.Random):
    """A good recipe with something strange in one to three places, or something that was never a recipe."""
    if luck.random() < 0.1:
        return luck.choice([*STRANGE, [SMALL[0]], {"kind": luck.choice(STRANGE)}])
    recipe = dict(luck.choice(SMALL))
    entries = [*KINDS[recipe["kind"]].fields, "kind", "seconds", "processes", "__class__", "\n" * 500, 3]
    for name in luck.sample(entries, luck.randint(1, 3)):
        if luck.random() < 0.2:
            recipe.pop(name, None)
        else:
            recipe[name] = luck.choice(STRANGE)
    return recipe


def test_whatever_is_no_recipe_is_one_sentence_of_ours():
    luck, refused = random.Random(0), 0
    for _ in range(2_000):
        recipe = bad_recipe(luck)
        try:
            order = order_of(recipe)
        except RecipeError as error:
            refused += 1
            text = str(error)
            assert 20 < len(text) < 400 and text.endswith(".") and text.isprintable() and "Traceback" not in text
        else:
            assert order_of(order.recipe).key == order.key
    assert 1_000 < refused < 2_000
