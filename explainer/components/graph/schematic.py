"""Pictures without numbers: shapes of sequences that no trained model stands behind."""

from collections.abc import Sequence

from explainer.components.graph.contract import Edge, Lane, Matrix, Node, Picture
from explainer.components.graph.notation import NOTATIONS


def schematic(inputs: Sequence[str | None], outputs: Sequence[str | None], *, notation: str = "ours",
              split: int | None = None, feedback: bool = False,
              note: str = "A schematic: no numbers.") -> Picture:
    """One step per place in `inputs` and `outputs`; None where there is none at that step.

    one-to-many is `[“picture”, None, None]` with three outputs; many-to-one has one output, at the end.
    `split` is the first step of the decoder in an encoder–decoder: from there on other matrices are
    used. `feedback` draws each output as the next step's input, where both exist.

    Raises ValueError if the two have not the same length, or none.
    """
    if len(inputs) != len(outputs) or not inputs:
        raise ValueError("A schematic needs as many inputs as outputs, at least one; use None for a gap.")
    written, steps = NOTATIONS[notation], len(inputs)
    nodes, edges = [Node("hidden:0", "hidden", 0, written.at("h", 0))], []
    for t, (fed, said) in enumerate(zip(inputs, outputs, strict=True), start=1):
        mark = "′" if split is not None and t >= split else ""
        nodes.append(Node(f"hidden:{t}", "hidden", t, written.at("h", t)))
        edges.append(Edge(f"hidden:{t - 1}", f"hidden:{t}", "hidden", f"W_hh{mark}", written.matrix("W_hh") + mark, 1))
        if fed is not None:
            nodes.append(Node(f"input:{t}", "input", t, written.at("x", t), text=fed))
            edges.append(Edge(f"input:{t}", f"hidden:{t}", "input", f"W_xh{mark}", written.matrix("W_xh") + mark))
        if said is not None:
            nodes.append(Node(f"output:{t}", "output", t, written.at("o", t), text=said))
            edges.append(Edge(f"hidden:{t}", f"output:{t}", "output", f"W_ho{mark}", written.matrix("W_ho") + mark))
            if feedback and t < steps and inputs[t] is not None:
                edges.append(Edge(f"output:{t}", f"input:{t + 1}", "output", "", "fed back", 1, dashed=True))
    used = dict.fromkeys((edge.matrix, edge.label, edge.role) for edge in edges if edge.matrix)
    matrices = tuple(Matrix(id, label, role) for id, label, role in used)
    lanes = (Lane("input", f"input {written.x}", "input", "chips"),
             Lane("hidden", f"hidden {written.h}", "hidden"),
             Lane("output", f"output {written.o}", "output", "bars"))
    kept = tuple(lane for lane in lanes if any(node.lane == lane.id for node in nodes))
    return Picture(steps, kept, tuple(nodes), tuple(edges), matrices, "full", notation=notation, note=note)
