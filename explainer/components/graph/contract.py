"""What the signature picture is made of: plain, frozen data, typed.

A picture is *nodes* in *lanes* (rows), one column per time step, joined by *edges* that use
*matrices*. Every node carries its arithmetic, and there is only one form of it:

    pre_i   = the sum of the values of its terms at unit i
    value_i = activation(pre_i)

A term is a vector times a matrix (`matrix`, `source`), a product of other vectors (`factors`, as
in f * c), or a constant (a bias). Gates are nodes in a lane that lies `inside` another; a cell
state is a lane of its own; an output fed back is an edge; a gradient is a field; a schematic is
a picture whose nodes have no values. None of them needs a special case.

Labels are text in which `_{…}` is a subscript: `h_{4}`, `W_{hh}`.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

Values = tuple[float, ...]


@dataclass(frozen=True)
class Factor:
    """One of several vectors that are multiplied unit by unit, such as a gate."""

    symbol: str                  # "f_{4}", "1 − z_{4}"
    values: Values
    node: str = ""               # the node behind it, if there is one


@dataclass(frozen=True)
class Term:
    """One summand of a node's arithmetic, for all its units at once."""

    name: str                    # in words: "from input", "from memory", "bias", "kept"
    symbol: str                  # in symbols: "x_{4} W_{xh}"
    role: str                    # its colour: a key of `palette.ROLES`
    values: Values               # one number per unit
    matrix: str = ""             # the matrix it went through
    column: int = 0              # where this node's columns begin in that matrix
    source: str = ""             # the node whose values were multiplied with the matrix
    factors: tuple[Factor, ...] = ()


@dataclass(frozen=True)
class UnitTerm:
    """A term at one unit."""

    name: str
    role: str
    value: float


@dataclass(frozen=True)
class Unit:
    """One neuron at one step: terms, their sum, the activation and the result."""

    terms: tuple[UnitTerm, ...]
    pre: float
    activation: str
    value: float


@dataclass(frozen=True)
class Node:
    """One vector at one step."""

    id: str                      # "h:4"
    lane: str
    step: int                    # 1 … steps; 0 for what was there before the first step
    label: str                   # "h_{4}"
    values: Values = ()          # empty in a schematic, and for a one-hot input
    text: str = ""               # what stands in an input chip; a visitor's text, never markup
    hot: int | None = None       # the one that is 1, where the vector is one-hot
    terms: tuple[Term, ...] = ()
    pre: Values = ()             # the sum of the terms
    activation: str = ""         # "tanh", "relu", "sigmoid", "softmax", "identity"; "" if nothing is computed
    chosen: int | None = None    # an output: the unit that was drawn, or that came next
    gradient: Values = ()        # dL/d(values), in backward mode
    loss: float | None = None    # an output: −ln p of the target

    def unit(self, i: int) -> Unit:
        """The arithmetic of unit `i` alone."""
        terms = tuple(UnitTerm(t.name, t.role, t.values[i]) for t in self.terms)
        return Unit(terms, self.pre[i], self.activation, self.values[i])


@dataclass(frozen=True)
class Edge:
    """From one node to another: a matrix, a product unit by unit, or a value handed on."""

    source: str
    target: str
    role: str                    # its colour
    matrix: str = ""             # the matrix it uses; "" if none
    label: str = ""
    delay: int = 0               # 1 where it goes to the next step: a loop with a square, folded
    dashed: bool = False
    gradient: float | None = None    # the length of the gradient that flows back through it


@dataclass(frozen=True)
class Matrix:
    """Weights that are used again at every step. A bias is a matrix of one row."""

    id: str                      # rnncore's name, whatever the notation: "W_xh", "W_hh", "W_ho", "b_h", …
    label: str                   # in the picture's notation
    role: str
    values: tuple[Values, ...] = ()      # rows; empty in a schematic
    row_names: tuple[str, ...] = ()      # empty: numbered from 1
    column_names: tuple[str, ...] = ()
    shown_transposed: bool = False       # the notation stores it the other way round


@dataclass(frozen=True)
class Lane:
    """A row of the picture. Lanes are listed from the bottom up."""

    id: str                      # "input", "hidden", "cell", "output", or a gate's letter
    label: str                   # "hidden h"
    role: str
    kind: str = "cells"          # "chips", "cells" or "bars"
    names: tuple[str, ...] = ()  # what its units are called; empty: numbered from 1
    low: float = -1.0            # the range that its colours span
    high: float = 1.0
    inside: str = ""             # the lane in whose boxes these nodes lie (gates)
    order: tuple[int, ...] = ()  # which unit stands in which place of a box; empty: as numbered


@dataclass(frozen=True)
class Picture:
    """All there is to draw."""

    steps: int
    lanes: tuple[Lane, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    matrices: tuple[Matrix, ...]
    stage: str = "full"          # "dynamical", "external" or "full"
    cell: str = "vanilla"
    notation: str = "ours"
    equation: str = ""           # the recurrence, in the picture's notation
    note: str = ""               # one remark under the picture, such as "A schematic: no numbers."

    def node(self, id: str) -> Node:
        """The node of that name. Raises KeyError."""
        return next((n for n in self.nodes if n.id == id), None) or _missing(id)

    def matrix(self, id: str) -> Matrix:
        """The matrix of that name. Raises KeyError."""
        return next((m for m in self.matrices if m.id == id), None) or _missing(id)


@dataclass(frozen=True)
class WeightEdit:
    """A weight the visitor changed: `matrix` is rnncore's name for it (`Matrix.id`)."""

    matrix: str
    row: int
    column: int
    value: float


@dataclass(frozen=True)
class Selection:
    """What the visitor pinned, asked for or changed in the picture."""

    node: str | None = None      # a pinned node: "h:4"
    unit: int | None = None      # the pinned unit of it, from 0
    step: int | None = None      # where the scrubber was let go
    matrix: str | None = None    # the matrix that is lit up
    frame: int | None = None     # the checkpoint looked at, from 0; None: the last one, the finished network
    view: str | None = None      # "unrolled", "folded", "projection" or "memory"
    mode: str | None = None      # "forward" or "backward"
    edit: WeightEdit | None = None       # given in one run only, the one after the change


def in_words(numbers: Values) -> list[float | None]:
    """Numbers as JSON has them, to six significant digits, more than anybody reads; what is not finite becomes null."""
    return [float(f"{number:.6g}") if math.isfinite(number) else None for number in numbers]


def as_json(thing: Any, numbers: Callable[[Values], Any] = in_words) -> Any:
    """A picture, or any part of it, as plain JSON data; empty fields are left out.

    `numbers` says how a row of numbers is written.
    """
    if isinstance(thing, bool | str | int) or thing is None:
        return thing
    if isinstance(thing, float):
        return in_words((thing,))[0]
    if type(thing) is tuple and thing and type(thing[0]) is float:      # most of a picture
        return numbers(thing)
    if is_dataclass(thing):
        named = ((f.name, getattr(thing, f.name)) for f in fields(thing))
        return {name: as_json(value, numbers) for name, value in named if value not in ((), "", None)}
    if isinstance(thing, Sequence):
        return [as_json(item, numbers) for item in thing]
    raise TypeError(f"{type(thing).__name__} is no part of a picture.")


def _missing(id: str) -> Any:
    raise KeyError(id)
