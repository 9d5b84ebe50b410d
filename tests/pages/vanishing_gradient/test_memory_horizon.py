"""The memory horizon: the shipped measurement is what is drawn and told."""

import numpy as np

from explainer.models.shipped import measured_horizons
from pages.vanishing_gradient import memory_horizon
from pages.vanishing_gradient.memory_horizon_chart import horizon_cards, horizon_figure
from rnncore.diagnostics.horizon import Along, Horizon
from tests.pages.vanishing_gradient.opening import lines, visit
from tests.visitor import numbers


def test_the_shipped_horizons_are_drawn():
    drawn = lines(visit(), "horizon")
    for cell, name in (("vanilla", "Plain"), ("gru", "GRU")):
        run = measured_horizons()[cell]
        np.testing.assert_allclose([y for y, h in zip(numbers(drawn[name]["y"]), run.horizons, strict=True)
                                    if not h.over], [h.median for h in run.horizons if not h.over])


def test_the_question_about_training_is_measured():
    visitor = visit()
    visitor.set(guess_horizon=memory_horizon.SHORTER)
    [told] = [text for text in visitor.said("markdown") if "The mean slope of tanh" in text]
    run = measured_horizons()["vanilla"]
    assert told.startswith(":material/check_circle:") and run.horizons[-1].median < run.horizons[0].median
    assert f"{run.horizons[0].median:g} before, {run.horizons[-1].median:g} after" in told


def test_over_the_limit_lies_on_its_own_line():
    run = Along("lstm", [0, 10], [
        Horizon(94.0, np.full(3, 94), 200), Horizon(201.0, np.full(3, 201), 200)], [3.3, 2.345])
    figure = horizon_figure({"lstm": run}, {"lstm": "LSTM"})
    assert figure.data[0].y[0] == 94 and figure.data[0].y[1] > 200
    assert figure.layout.yaxis.ticktext[-1] == "over 200" and "over 200" in figure.data[0].customdata[1]
    cards = horizon_cards({"lstm": run}, {"lstm": "LSTM"})
    assert "94" in cards and "over 200" in cards and "LSTM" in cards and "loss 2.345" in cards
