"""Pictures of real networks: a model and what it reads in, a picture with every number out."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from explainer.components.graph.arithmetic import Pen, lanes_of, nodes_of, values
from explainer.components.graph.contract import Lane, Matrix, Node, Picture, Term, WeightEdit
from explainer.components.graph.edges import edges_of
from explainer.components.graph.notation import NOTATIONS
from rnncore import Model
from rnncore.cells.gates import is_symbols
from rnncore.diagnostics.one_sequence import SequenceBackward, backward_along, forward_along
from rnncore.objectives import OBJECTIVES
from rnncore.sampling import next_probabilities

Array = np.ndarray
STAGES = ("dynamical", "external", "full")


def picture_of(model: Model, symbols: Sequence[int] | Array | None, *, stage: str = "full", notation: str = "ours",
               steps: int | None = None, feedback: bool = False, backward: Sequence[int] | None = None,
               chosen: Sequence[int] | None = None, temperature: float = 1.0, top_k: int | None = None,
               start: dict[str, Array] | None = None, texts: Sequence[str] | None = None,
               names: Sequence[str] | None = None) -> Picture:
    """Everything `model` computes while it reads `symbols`, one column per step.

    symbols      numbers of symbols [T], or input vectors [T, D]; not read at stage "dynamical"
    stage        "dynamical" (memory alone), "external" (with inputs) or "full" (with outputs)
    notation     a key of `NOTATIONS`
    steps        how many steps; without it all of `symbols`
    feedback     draw each output as the next step's input
    backward     targets per step, below 0 where there is none: gradients of their mean loss are added. A target is
                 the number of a symbol, or for a network that gives a share the share that it should be
    chosen       per step the output that was drawn or that comes next; it is always among the bars shown
    temperature, top_k   as in `rnncore.sample`: the bars show what was really drawn from
    start        the memory before the first step, by field of the cell's State; zeros without it, and at
                 stage "dynamical" numbers from −0.9 to 0.9, since nothing comes of nothing
    texts        what stands in the input chips, if not the vocabulary's signs
    names        what the outputs are called, if not the vocabulary's signs

    Raises ValueError for a picture without steps or with a stage it does not know.
    """
    if stage not in STAGES:
        raise ValueError(f"stage must be one of {', '.join(STAGES)}.")
    inputs = None if stage == "dynamical" else np.asarray(symbols)[:steps]
    steps = len(inputs) if inputs is not None else steps or len(symbols if symbols is not None else ())
    if steps < 1:
        raise ValueError("A picture needs at least one step.")
    run = forward_along(model, inputs, steps, _start(model, stage, start))
    back = None
    if backward is not None:
        back = backward_along(model, run, list(backward) + [-1] * (steps - len(backward)))
    pen = Pen(model, run, NOTATIONS[notation])
    signs = tuple(map(model.vocabulary.sign, range(len(model.vocabulary)))) if model.vocabulary else tuple(names or ())
    spoken = tuple(names or signs if model.outputs == len(names or signs) else ())

    nodes = [_start_node(pen, lane) for lane in lanes_of(model.cell) if lane.id in ("hidden", "cell")]
    for t in range(1, steps + 1):
        if inputs is not None:
            nodes.append(_input_node(pen, t, signs, texts))
        nodes += nodes_of(pen, t)
        if stage == "full":
            nodes.append(_output_node(pen, t, temperature, top_k, chosen))
    if back is not None:
        nodes = [_with_gradient(node, back) for node in nodes]
    return Picture(steps, _lanes(pen, stage, signs, spoken, nodes), tuple(nodes),
                   tuple(edges_of(pen, stage, steps, feedback, back)), _matrices(pen, stage, signs, spoken),
                   stage, model.cell, notation, _equation(nodes))


def edited(model: Model, *edits: WeightEdit) -> Model:
    """`model` with some weights changed; everything else as it was.

    Raises ValueError for a weight that the model does not have.
    """
    trees = {"params": dict(model.params._asdict()), "readout": dict(model.readout._asdict())}
    for edit in edits:
        tree = next((tree for tree in trees.values() if tree.get(edit.matrix) is not None), None)
        if tree is None:
            raise ValueError(f"The network has no {edit.matrix}.")
        array = tree[edit.matrix] = tree[edit.matrix].copy()
        rows = np.atleast_2d(array)
        if not (0 <= edit.row < rows.shape[0] and 0 <= edit.column < rows.shape[1] and math.isfinite(edit.value)):
            raise ValueError(f"{edit.matrix} has no weight at row {edit.row + 1}, column {edit.column + 1}.")
        rows[edit.row, edit.column] = edit.value
    return replace(model, params=type(model.params)(**trees["params"]),
                   readout=type(model.readout)(**trees["readout"]))


def _start(model: Model, stage: str, start: dict[str, Array] | None) -> dict[str, Array]:
    H = model.config.hidden_size
    empty = np.linspace(-0.9, 0.9, H) if stage == "dynamical" and H > 1 else np.full(H, 0.9 * (stage == "dynamical"))
    return dict.fromkeys(model.cell_module.State._fields, empty) | (start or {})


def _start_node(pen: Pen, lane: Lane) -> Node:
    quantity = {"hidden": "h", "cell": "c"}[lane.id]
    return Node(f"{lane.id}:0", lane.id, 0, pen.notation.at(quantity, 0), values(pen.run.memories[quantity][0]))


def _input_node(pen: Pen, t: int, signs: tuple[str, ...], texts: Sequence[str] | None) -> Node:
    fed = pen.run.inputs[t - 1]
    if is_symbols(pen.run.inputs):
        text = texts[t - 1] if texts else signs[int(fed)]
        return Node(f"input:{t}", "input", t, pen.notation.at("x", t), text=text, hot=int(fed))
    text = texts[t - 1] if texts else (f"{fed[0]:.3g}" if len(fed) == 1 else "")
    return Node(f"input:{t}", "input", t, pen.notation.at("x", t), values(fed.astype(pen.model.dtype)), text)


def _output_node(pen: Pen, t: int, temperature: float, top_k: int | None, chosen: Sequence[int] | None) -> Node:
    readout, h, scores = pen.model.readout, pen.run.trace.h[t - 1], pen.run.scores[t - 1]
    terms = (Term("from memory", f"{pen.notation.at('h', t)} {pen.sign('W_ho')}", "hidden", values(h @ readout.W_ho),
                  "W_ho", 0, f"hidden:{t}"),
             Term("bias", pen.sign("b_o"), "text", values(readout.b_o), "b_o"))
    picked = None if chosen is None or t > len(chosen) or chosen[t - 1] < 0 else int(chosen[t - 1])
    answer, activation = _answer(pen.model.objective, scores, temperature, top_k)
    return Node(f"output:{t}", "output", t, pen.notation.at("o", t), values(answer), terms=terms, pre=values(scores),
                activation=activation, chosen=picked)


def _answer(objective: str, scores: Array, temperature: float, top_k: int | None) -> tuple[Array, str]:
    """What the readout says, and by which function of its scores."""
    if objective == "symbols":
        activation = "softmax" if temperature == 1 else f"softmax at temperature {temperature:g}"
        return next_probabilities(scores, temperature, top_k), activation
    activation = {"share": "sigmoid", "value": "identity"}[objective]
    return OBJECTIVES[objective].answer(scores.astype(np.float64)), activation


def _with_gradient(node: Node, back: SequenceBackward) -> Node:
    t, lane = node.step, node.lane
    if lane == "output":
        loss = float(back.losses[t - 1])
        return replace(node, gradient=values(back.scores[t - 1]), loss=None if math.isnan(loss) else loss)
    if lane == "input":
        return replace(node, gradient=values(back.inputs[t - 1]))
    field = {"hidden": "h", "cell": "c"}.get(lane)
    return replace(node, gradient=values(back.states[field][t])) if field else node


def _lanes(pen: Pen, stage: str, signs: tuple[str, ...], spoken: tuple[str, ...],
           nodes: list[Node]) -> tuple[Lane, ...]:
    def in_the_middle(lane: Lane) -> Lane:
        letter = {"hidden": pen.notation.h, "cell": pen.notation.c}.get(lane.id, lane.id)
        unbounded = lane.id in ("cell", "hn") or (pen.model.config.activation != "tanh" and lane.id == "hidden")
        reach = _reach(nodes, lane.id) if unbounded else 1.0
        relu = lane.id == "hidden" and pen.model.config.activation == "relu"
        low = 0.0 if relu or lane.low == 0 else -reach
        return replace(lane, label=f"{lane.label} {letter}", low=low, high=reach)

    lanes = [in_the_middle(lane) for lane in lanes_of(pen.model.cell)]
    if stage != "dynamical":
        shown = signs if len(signs) == pen.model.config.input_size else ()
        lanes.insert(0, Lane("input", f"input {pen.notation.x}", "input", "chips", shown))
    if stage == "full":
        lanes.append(Lane("output", f"output {pen.notation.o}", "output", "bars", spoken, low=0))
    return tuple(lanes)


def _reach(nodes: list[Node], lane: str) -> float:
    """The largest size in a lane, rounded up to one digit; at least 1."""
    sizes = [abs(v) for node in nodes if node.lane == lane for v in node.values if math.isfinite(v)]
    top = max(sizes, default=0.0)
    if top <= 1:
        return 1.0
    unit = 10.0 ** math.floor(math.log10(top))
    return math.ceil(top / unit) * unit


def _matrices(pen: Pen, stage: str, signs: tuple[str, ...], spoken: tuple[str, ...]) -> tuple[Matrix, ...]:
    cell, gates = pen.model.params._asdict(), pen.model.cell_module.GATES
    H = pen.model.config.hidden_size
    blocks = tuple(f"{gate}{i + 1}" for gate in gates for i in range(H)) if len(gates) > 1 else ()
    symbols = signs if len(signs) == pen.model.config.input_size else ()
    found = []
    if stage != "dynamical":
        found.append(("W_xh", "input", cell["W_xh"], symbols, blocks))
    found += [("W_hh", "hidden", cell["W_hh"], (), blocks), ("b_h", "hidden", cell["b_h"], ("b",), blocks),
              ("b_hn", "hidden", cell.get("b_hn"), ("b",), ())]
    if stage == "full":
        found += [("W_ho", "output", pen.model.readout.W_ho, (), spoken),
                  ("b_o", "output", pen.model.readout.b_o, ("b",), spoken)]
    return tuple(Matrix(id, pen.notation.matrix(id), role, tuple(map(values, np.atleast_2d(array))), rows, columns,
                        pen.notation.transposed and array.ndim == 2)
                 for id, role, array, rows, columns in found if array is not None)


def _equation(nodes: list[Node]) -> str:
    """The recurrence at step t, from the first step's terms; empty where they are not written down."""
    hidden = next(node for node in nodes if node.id == "hidden:1")
    if not hidden.terms:
        return ""
    inner = " + ".join(term.symbol for term in hidden.terms)
    right = inner if hidden.activation == "identity" else f"{hidden.activation}( {inner} )"
    return f"{hidden.label} = {right}".replace("_{1}", "_{t}").replace("_{0}", "_{t−1}")
