"""Shapes of sequences are drawn by the component that draws the graph."""

from pages.unrolled_graph import controls
from tests.pages.unrolled_graph.opening import graph, visit


def test_every_shape_is_a_schematic_without_numbers():
    for shape in controls.SHAPE.options:
        picture = graph(visit(shape=shape), "shape_graph")
        assert not any(node.get("values") or node.get("terms") for node in picture["nodes"])


def test_every_word_that_is_written_is_fed_back():
    """Where outputs are the next inputs, an arrow leads there, in captioning as in translation."""
    for shape, begins in (("captioning", 1), ("translation", 4)):
        picture = graph(visit(shape=shape), "shape_graph")
        fed = {edge["target"] for edge in picture["edges"] if edge["source"].startswith("output")}
        assert fed == {f"input:{t}" for t in range(begins + 1, picture["steps"] + 1)}
