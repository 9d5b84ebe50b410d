"""Shapes and counts that the page tells are those of the arrays."""

import re

import pytest

from explainer.components.graph.notation import NOTATIONS
from pages.unrolled_graph.networks import untrained
from pages.unrolled_graph.sizes_chart import parameter_bars, rule, shapes
from rnncore.tasks.windows import window_parameters

MODEL = untrained(6, 9, "relu", True, 0)


def told(notation: str, stage: str = "full") -> list[str]:
    return re.findall(r"\[(\d+×\d+)\]", "".join(shapes(MODEL, notation, stage)))


@pytest.mark.parametrize("notation", NOTATIONS)
def test_shapes_are_those_of_the_arrays(notation):
    assert told(notation) == ["1×6", "1×10", "10×6", "1×6", "6×6", "1×6", "1×10", "1×6", "6×10", "1×10"]
    assert told(notation, "dynamical") == ["1×6", "1×6", "6×6", "1×6"]


def test_a_window_net_is_counted_weight_by_weight():
    arrays = {"first layer": 7 * 10 * 6, "its bias": 6, "readout": 6 * 10, "bias": 10}
    assert window_parameters(MODEL, 7) == sum(arrays.values())
    assert window_parameters(MODEL, 8) - window_parameters(MODEL, 7) == 60
    assert f"{MODEL.parameters:,}" in parameter_bars(MODEL, [1, 7])


@pytest.mark.parametrize("stage", ["dynamical", "external", "full"])
def test_a_rule_for_every_stage(stage):
    assert ("g(" in rule("uvw", stage)) == (stage == "full") and "s<sub>t</sub>" in rule("uvw", stage)
