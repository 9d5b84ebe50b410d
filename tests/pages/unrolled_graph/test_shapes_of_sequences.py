"""Shapes of sequences are drawn by the component that draws the graph."""

from pages.unrolled_graph import controls
from tests.pages.unrolled_graph.opening import graph, visit


def test_every_shape_is_a_schematic_without_numbers():
    for shape in controls.SHAPE.options:
        picture = graph(visit(shape=shape), "shape_graph")
        assert not any(node.get("values") or node.get("terms") for node in picture["nodes"])
