"""Which node feeds which, through which matrix, and how much gradient comes back that way."""

from collections.abc import Iterator

import numpy as np

from explainer.components.graph.arithmetic import Pen
from explainer.components.graph.contract import Edge
from rnncore.diagnostics.one_sequence import SequenceBackward


def edges_of(pen: Pen, stage: str, steps: int, feedback: bool, back: SequenceBackward | None) -> Iterator[Edge]:
    """All edges of a picture, step by step."""
    flow = _flow(pen, back) if back is not None else {}
    belt, keeping = "c" in pen.run.memories, pen.model.cell_module.KEEPING_GATE
    entry = "cell" if belt else "hidden"          # where input and old memory arrive: the box with the gates
    name = pen.notation.matrix
    for t in range(1, steps + 1):
        def edge(source: str, target: str, role: str, matrix: str = "", t: int = t, **more) -> Edge:
            kind = (source.split(":")[0], target.split(":")[0])
            return Edge(source, target, role, matrix, name(matrix) if matrix else more.pop("label", ""),
                        gradient=flow[kind][t - 1] if kind in flow else None, **more)

        if stage != "dynamical":
            yield edge(f"input:{t}", f"{entry}:{t}", "input", "W_xh")
        yield edge(f"hidden:{t - 1}", f"{entry}:{t}", "hidden", "W_hh", delay=1)
        if belt:
            yield edge(f"cell:{t - 1}", f"cell:{t}", "hidden", label=f"⊙ {keeping}", delay=1)
            yield edge(f"cell:{t}", f"hidden:{t}", "hidden", label="⊙ o" if "o" in pen.run.trace._fields else "")
        if stage == "full":
            yield edge(f"hidden:{t}", f"output:{t}", "output", "W_ho")
            if feedback and t < steps:
                yield edge(f"output:{t}", f"input:{t + 1}", "output", label="fed back", delay=1, dashed=True)


def _flow(pen: Pen, back: SequenceBackward) -> dict[tuple[str, str], list[float]]:
    """The length of the gradient that flows back through each kind of edge, step by step.

    What reaches h_{t-1} from step t is all of dL/dh_{t-1} but its own output's part. On a belt,
    dL/dc_{t-1} from step t is dL/dc_t * f_t; what goes from c to h is known where a gate o shows tanh(c).
    """
    def length(rows: np.ndarray) -> list[float]:
        return np.linalg.norm(rows.astype(np.float64), axis=1).tolist()

    own_output = np.concatenate([np.zeros_like(back.from_readout[:1]), back.from_readout[:-1]])
    entry = "cell" if "c" in back.states else "hidden"
    flow = {("input", entry): length(back.inputs), ("hidden", "output"): length(back.from_readout),
            ("hidden", entry): length(back.states["h"][:-1] - own_output)}
    if entry == "cell":
        trace = pen.run.trace
        flow["cell", "cell"] = length(back.states["c"][1:] * getattr(trace, pen.model.cell_module.KEEPING_GATE))
        if {"o", "tanh_c"} <= set(trace._fields):
            flow["cell", "hidden"] = length(back.states["h"][1:] * trace.o * (1 - trace.tanh_c ** 2))
    return flow
