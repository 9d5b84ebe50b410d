"""The shapes that the formulas tell are those of the arrays."""

import re

import pytest

from explainer.components.graph.notation import NOTATIONS
from pages.unrolled_graph.a_loop_laid_flat_chart import rule, shapes
from pages.unrolled_graph.reading_networks import untrained

MODEL = untrained(6, 9, "relu", True, 0)


def told(notation: str, stage: str = "full") -> list[str]:
    return re.findall(r"\[(\d+×\d+)\]", "".join(shapes(MODEL, notation, stage)))


@pytest.mark.parametrize("notation", NOTATIONS)
def test_shapes_are_those_of_the_arrays(notation):
    assert told(notation) == ["1×6", "1×10", "10×6", "1×6", "6×6", "1×6", "1×10", "1×6", "6×10", "1×10"]
    assert told(notation, "dynamical") == ["1×6", "1×6", "6×6", "1×6"]


@pytest.mark.parametrize("stage", ["dynamical", "external", "full"])
def test_a_rule_for_every_stage(stage):
    assert ("g(" in rule("uvw", stage)) == (stage == "full") and "s<sub>t</sub>" in rule("uvw", stage)
