"""A whole run in one value, and how good its model is."""

import json

import numpy as np
import pytest
from factories import same_bits

from rnncore import TrainingConfig
from rnncore.data.batches import batch_of
from rnncore.network import forward
from rnncore.readout import log_softmax
from rnncore.training.evaluation import baselines_of, loss_on, losses
from rnncore.training.recipes import Recipe, usual_rate

RECIPE = Recipe(TrainingConfig(steps=6, batch_size=8, seed=3), "lstm", 7, forget_bias=2.0)


def test_a_recipe_survives_as_plain_values():
    assert Recipe.from_dict(json.loads(json.dumps(RECIPE.as_dict()))) == RECIPE


def test_the_same_recipe_makes_the_same_model(corpus):
    def made(recipe):
        *_, last = recipe.start(corpus)
        return last.model

    assert same_bits(made(RECIPE), made(Recipe.from_dict(RECIPE.as_dict())))
    other = Recipe(TrainingConfig(steps=6, batch_size=8, seed=4), "lstm", 7, forget_bias=2.0)
    assert not same_bits(made(RECIPE), made(other))
    assert not same_bits(RECIPE.new_model(corpus), other.new_model(corpus))
    assert RECIPE.new_model(corpus).config.hidden_size == 7 and RECIPE.new_model(corpus).config.forget_bias == 2


@pytest.mark.parametrize("wrong", [{"cell": "elman"}, {"hidden_size": 0}, {"activation": "relu"}, {"gain": np.nan}],
                         ids=str)
def test_recipes_that_cannot_work_are_refused(corpus, wrong):
    with pytest.raises(ValueError):
        Recipe.from_dict(RECIPE.as_dict() | wrong).new_model(corpus)


def test_losses_count_every_symbol_once(corpus):
    model = RECIPE.new_model(corpus)
    total, count = 0.0, 0
    for i in range(len(corpus.test)):
        batch = batch_of(corpus.test_encoded, np.array([i]))
        log_p = log_softmax(forward(model.cell_module, model.config, model.weights, batch).logits)
        total -= log_p[np.arange(batch.packing.size), batch.targets].sum()
        count += batch.packing.size
    assert loss_on(model, corpus.test_encoded) == pytest.approx(total / count, rel=1e-5)
    told = losses(model, corpus)
    assert told["test_loss"] == loss_on(model, corpus.test_encoded)
    assert told["train_loss"] == loss_on(model, corpus.train_encoded)
    assert told["validation_loss"] == loss_on(model, corpus.validation_encoded)
    assert baselines_of(corpus).uniform == pytest.approx(np.log(len(corpus.vocabulary)))


def test_the_usual_rate_falls_with_size_and_keeps_its_two_points():
    rates = [usual_rate(size) for size in (1, 16, 64, 65, 128, 192, 256, 512)]
    assert rates == sorted(rates, reverse=True)
    assert usual_rate(64) == 0.02
    assert usual_rate(192) == 0.0082
    assert usual_rate(256) < usual_rate(192)
