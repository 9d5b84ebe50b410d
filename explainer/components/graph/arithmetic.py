"""How each cell's arithmetic is written down: the nodes of one step, term by term.

One function per cell, all alike: a run and a step in, the nodes of that step's memory out, gates
first. The lanes they lie in are in `LANES`, from the bottom up. A cell that is not entered here is drawn with the
values of its gates and memories, without their terms.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

import numpy as np

from explainer.components.graph.contract import Factor, Lane, Node, Term, Values
from explainer.components.graph.notation import Notation
from rnncore import CELLS, Model
from rnncore.cells.gates import by_gate
from rnncore.diagnostics.one_sequence import SequenceForward

Array = np.ndarray


def values(array: Array) -> Values:
    """A vector as plain numbers."""
    return tuple(array.tolist())


@dataclass(frozen=True)
class Pen:
    """Writes terms of one run in one notation."""

    model: Model
    run: SequenceForward
    notation: Notation

    def sign(self, id: str) -> str:
        """A matrix as it stands in a formula."""
        return self.notation.matrix(id) + ("ᵀ" if self.notation.transposed and id.startswith("W") else "")

    def from_input(self, t: int, gate: int = 0) -> list[Term]:
        """x W_xh for one gate; nothing if nothing comes from outside."""
        if self.run.inputs is None:
            return []
        symbol = f"{self.notation.at('x', t)} {self.sign('W_xh')}{self._block(gate)}"
        return [Term("from input", symbol, "input", values(self.run.input_parts[gate, t - 1]), "W_xh",
                     gate * self.model.config.hidden_size, f"input:{t}")]

    def from_memory(self, t: int, gate: int = 0) -> list[Term]:
        """h_prev W_hh for one gate."""
        W = by_gate(self.model.params.W_hh, self.model.cell_module.GATE_COUNT)[gate]
        symbol = f"{self.notation.at('h', t - 1)} {self.sign('W_hh')}{self._block(gate)}"
        return [Term("from memory", symbol, "hidden", values(self.run.memories["h"][t - 1] @ W), "W_hh",
                     gate * self.model.config.hidden_size, f"hidden:{t - 1}")]

    def bias(self, gate: int = 0, id: str = "b_h") -> list[Term]:
        """One gate's part of a bias; nothing if the cell has none."""
        vector = getattr(self.model.params, id)
        if vector is None:
            return []
        at = gate * self.model.config.hidden_size
        part = vector[at:at + self.model.config.hidden_size]
        return [Term("bias", self.sign(id) + (self._block(gate) if id == "b_h" else ""), "text", values(part), id, at)]

    def gate(self, t: int, gate: int, activation: str) -> Node:
        """A gate: input, memory and bias through one activation."""
        letter = self.model.cell_module.GATES[gate]
        terms = self.from_input(t, gate) + self.from_memory(t, gate) + self.bias(gate)
        return self.node(letter, t, self.notation.at(letter, t), terms, activation,
                         getattr(self.run.trace, letter)[t - 1])

    def product(self, name: str, role: str, *factors: tuple[str, Array, str]) -> Term:
        """Vectors multiplied unit by unit: (symbol, values, node) each."""
        made = tuple(Factor(symbol, values(array), node) for symbol, array, node in factors)
        result = np.prod([array for _, array, _ in factors], axis=0)
        return Term(name, " ⊙ ".join(factor.symbol for factor in made), role, values(result), factors=made)

    def node(self, lane: str, t: int, label: str, terms: list[Term], activation: str, result: Array,
             pre: Array | None = None) -> Node:
        """A node whose `pre` is the sum of its terms, unless the core kept it."""
        if pre is None:
            pre = np.sum([term.values for term in terms], axis=0)
        return Node(f"{lane}:{t}", lane, t, label, values(result), terms=tuple(terms), pre=values(pre),
                    activation=activation)

    def _block(self, gate: int) -> str:
        letters = self.model.cell_module.GATES
        return f"[{letters[gate]}]" if len(letters) > 1 else ""


def vanilla(pen: Pen, t: int) -> list[Node]:
    """h = f(x W_xh + h_prev W_hh + b_h)."""
    trace = pen.run.trace
    terms = pen.from_input(t) + pen.from_memory(t) + pen.bias()
    return [pen.node("hidden", t, pen.notation.at("h", t), terms, pen.model.config.activation,
                     trace.h[t - 1], trace.pre[t - 1])]


def gru(pen: Pen, t: int) -> list[Node]:
    """r, z, the memory the draft may see, the draft n, and h = (1 - z) n + z h_prev."""
    at, trace, h_prev = pen.notation.at, pen.run.trace, pen.run.memories["h"][t - 1]
    r, z, hn, n = (getattr(trace, name)[t - 1] for name in ("r", "z", "hn", "n"))
    seen = pen.node("hn", t, f"hn_{{{t}}}", pen.from_memory(t, 2) + pen.bias(id="b_hn"), "identity", hn)
    let_in = pen.product("memory let in", "hidden", (at("r", t), r, f"r:{t}"), (f"hn_{{{t}}}", hn, f"hn:{t}"))
    draft = pen.node("n", t, at("n", t), [*pen.from_input(t, 2), let_in, *pen.bias(2)], "tanh", n)
    new = pen.product("new draft", "input", (f"(1 − {at('z', t)})", 1 - z, ""), (at("n", t), n, f"n:{t}"))
    kept = pen.product("kept memory", "hidden", (at("z", t), z, f"z:{t}"), (at("h", t - 1), h_prev, f"hidden:{t - 1}"))
    hidden = pen.node("hidden", t, at("h", t), [new, kept], "identity", trace.h[t - 1])
    return [pen.gate(t, 0, "sigmoid"), pen.gate(t, 1, "sigmoid"), seen, draft, hidden]


def lstm(pen: Pen, t: int) -> list[Node]:
    """i, f, g, o; the belt c = f c_prev + i g; and h = o tanh(c)."""
    at, trace, c_prev = pen.notation.at, pen.run.trace, pen.run.memories["c"][t - 1]
    i, f, g, o, tanh_c = (getattr(trace, name)[t - 1] for name in ("i", "f", "g", "o", "tanh_c"))
    kept = pen.product("kept on the belt", "hidden", (at("f", t), f, f"f:{t}"),
                       (at("c", t - 1), c_prev, f"cell:{t - 1}"))
    written = pen.product("newly written", "input", (at("i", t), i, f"i:{t}"), (at("g", t), g, f"g:{t}"))
    shown = pen.product("shown of the belt", "hidden", (at("o", t), o, f"o:{t}"),
                        (f"tanh({at('c', t)})", tanh_c, f"cell:{t}"))
    gates = [pen.gate(t, 0, "sigmoid"), pen.gate(t, 1, "sigmoid"), pen.gate(t, 2, "tanh"), pen.gate(t, 3, "sigmoid")]
    return [*gates, pen.node("cell", t, at("c", t), [kept, written], "identity", trace.c[t - 1]),
            pen.node("hidden", t, at("h", t), [shown], "identity", trace.h[t - 1])]


ARITHMETIC: dict[str, Callable[[Pen, int], list[Node]]] = {"vanilla": vanilla, "gru": gru, "lstm": lstm}

LANES: dict[str, tuple[Lane, ...]] = {
    "vanilla": (Lane("hidden", "hidden", "hidden"),),
    "gru": (Lane("r", "reset gate", "hidden", low=0, inside="hidden"),
            Lane("z", "update gate", "hidden", low=0, inside="hidden"),
            Lane("hn", "memory for the draft", "hidden", inside="hidden"),
            Lane("n", "draft", "hidden", inside="hidden"), Lane("hidden", "hidden", "hidden")),
    "lstm": (Lane("i", "input gate", "hidden", low=0, inside="cell"),
             Lane("f", "forget gate", "hidden", low=0, inside="cell"),
             Lane("g", "candidate", "hidden", inside="cell"),
             Lane("o", "output gate", "hidden", low=0, inside="cell"),
             Lane("cell", "belt", "hidden"), Lane("hidden", "hidden", "hidden")),
}
MEMORIES = {"c": ("cell", "belt"), "h": ("hidden", "hidden")}      # fields of a State: the lane's id and words


def lanes_of(cell: str) -> tuple[Lane, ...]:
    """The lanes of a cell: those of `LANES`, or one for each of its gates and memories."""
    if cell in LANES:
        return LANES[cell]
    module = CELLS[cell]
    inside = "cell" if "c" in module.State._fields else "hidden"
    return (*(Lane(gate, "candidate", "hidden", inside=inside) if gate == module.CANDIDATE else
              Lane(gate, "gate", "hidden", low=0, inside=inside) for gate in _gates_of(module)),
            *(Lane(*MEMORIES[field], "hidden") for field in MEMORIES if field in module.State._fields))


def nodes_of(pen: Pen, t: int) -> list[Node]:
    """The nodes of step `t`: with their terms, or where nobody has written those down, with values alone."""
    cell = pen.model.cell
    if cell in ARITHMETIC:
        return ARITHMETIC[cell](pen, t)
    module = CELLS[cell]
    fields = {gate: gate for gate in _gates_of(module)} | {
        MEMORIES[field][0]: field for field in MEMORIES if field in module.State._fields}
    return [pen.node(lane, t, pen.notation.at(field, t), [], "identity", found, pre=found)
            for lane, field in fields.items() for found in [getattr(pen.run.trace, field)[t - 1]]]


def _gates_of(module: ModuleType) -> list[str]:
    """The gates of a cell that stand in its Step under their own letters; a plain cell's "h" is no gate."""
    return [gate for gate in module.GATES if gate in module.Step._fields and gate not in module.State._fields]
