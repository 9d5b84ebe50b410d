"""A picture for the wire: of all its numbers, those of a few neurons.

A network of 64 units has half a million characters of numbers along one name. The wiring shows four
neurons, so the others stay behind: vectors become `{unit: number}`, and a matrix keeps the columns that
lead to these neurons. Only the memory stays whole, because it is multiplied with those columns.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from explainer.components.graph.contract import Matrix, Node, Picture, Values, as_json

Numbers = dict[str, float | None]


def thinned(picture: Picture, units: Sequence[int]) -> dict[str, Any]:
    """`picture` as JSON data with the numbers of `units` (from 0) alone; edges are left out."""
    hidden = len(picture.node("hidden:0").values)
    used = {term.matrix for node in picture.nodes for term in node.terms if term.source and term.matrix != "W_xh"}
    return {"steps": picture.steps, "cell": picture.cell, "lanes": as_json(picture.lanes),
            "nodes": [_node(node, units) for node in picture.nodes],
            "matrices": [_matrix(matrix, units, hidden) for matrix in picture.matrices if matrix.id in used]}


def _node(node: Node, units: Sequence[int]) -> dict[str, Any]:
    if not node.terms:
        return as_json(node)
    made = as_json(replace(node, values=(), pre=(), terms=()))
    made["values"] = as_json(node.values) if node.lane == "hidden" else _of(node.values, units)
    made["pre"] = _of(node.pre, units)
    made["terms"] = []
    for term in node.terms:
        written = as_json(replace(term, values=(), factors=()))
        written["values"] = _of(term.values, units)
        if term.factors:
            written["factors"] = [as_json(replace(factor, values=())) | {"values": _of(factor.values, units)}
                                  for factor in term.factors]
        made["terms"].append(written)
    return made


def _matrix(matrix: Matrix, units: Sequence[int], hidden: int) -> dict[str, Any]:
    columns = [block + unit for block in range(0, len(matrix.values[0]), hidden) for unit in units]
    return as_json(replace(matrix, values=())) | {"values": [_of(row, columns) for row in matrix.values]}


def _of(values: Values, places: Sequence[int]) -> Numbers:
    return {str(place): as_json(values[place]) for place in places}
