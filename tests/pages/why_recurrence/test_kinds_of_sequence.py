"""Kinds of data: each example is read by its own network."""

import re

import numpy as np

from explainer.models import shipped
from explainer.models.forecasters import shipped_series
from rnncore import surprise
from rnncore.tasks.sentences import ranking
from tests.visitor import numbers


def test_every_kind_runs_through_its_network(visitor):
    model = shipped.shipped_models()["given_names-gru"]
    piece = visitor.piece("u-surprise")
    assert [f"{nats:.2f}" for nats in surprise(model, "josephine").nats] == re.findall(
        r'u-column"><span>([\d.]+)</span>', piece)
    visitor.set(example="words")
    piece = visitor.piece("u-next-words")
    whole, cut = (ranking(shipped.sentence_models()["next-word"], begin, 6) for begin in (
        "I picked up the remote controller on the couch and turned on the", "and turned on the"))
    assert whole[0][0] == "television" and whole[0][1] > 2 * cut[0][1]
    assert re.findall(r"<span>([\d.]+%)</span>", piece) == [f"{p:.1%}" for _, p in (*whole, *cut)]
    visitor.set(example="numbers")
    measured, _ = visitor.charts()["kind_series"]["data"]
    series = shipped_series("sunspots")
    np.testing.assert_array_equal(numbers(measured["y"]), series.values[series.split:])
