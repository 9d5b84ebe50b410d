"""Parameters against length: counted weight by weight, and asked."""

import pytest

from pages.unrolled_graph.as_long_as_you_like_chart import parameter_bars
from pages.unrolled_graph.reading_networks import untrained
from rnncore.tasks.windows import window_parameters
from tests.pages.unrolled_graph.opening import visit

MODEL = untrained(6, 9, "relu", True, 0)


def test_a_window_net_is_counted_weight_by_weight():
    arrays = {"first layer": 7 * 10 * 6, "its bias": 6, "readout": 6 * 10, "bias": 10}
    assert window_parameters(MODEL, 7) == sum(arrays.values())
    assert window_parameters(MODEL, 8) - window_parameters(MODEL, 7) == 60
    assert f"{MODEL.parameters:,}" in parameter_bars(MODEL, [1, 7])


@pytest.mark.parametrize("network", ["given_names-vanilla", "given_names-gru", "given_names-lstm", "untrained"])
def test_its_question_is_answered_by_the_network(network):
    visitor = visit(network=network).set(guess_parameters="Exactly as many")
    assert any("**Yes.**" in text for text in visitor.said("markdown"))
