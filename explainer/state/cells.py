"""One record per cell: all that the app must know of it. Look and name stand here, its parts in `rnncore.cells`.

One colour, one dash and one mark per cell wherever it is drawn, never colour alone.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import ModuleType

import rnncore
from explainer.shell.palette import INPUT, MUTED, OUTPUT, SERIES, Pair


@dataclass(frozen=True)
class CellRecord:
    """How a cell is called and drawn, and what it is made of.

    key      its name in `rnncore.CELLS`, in addresses and in the names of files: letters and digits
    label    its name on a page
    colour   one of `palette.SERIES`
    dash     of its lines: "solid", "dot", "dash" or "dashdot"
    symbol   of its marks: "circle", "square", "diamond", "triangle-up" or "star"
    ships    whether trained networks of it lie under `data/`, as `data/README.md` lists them for every cell
    """

    key: str
    label: str
    colour: Pair
    dash: str
    symbol: str
    ships: bool = True

    @property
    def module(self) -> ModuleType:
        """Its module in the core."""
        return rnncore.CELLS[self.key]

    @property
    def gates(self) -> tuple[str, ...]:
        """The blocks of its matrices, in order; a cell without gates has one, its candidate."""
        return self.module.GATES

    @property
    def is_gated(self) -> bool:
        """Whether a gate decides how much of its memory stays."""
        return self.keeping_gate is not None

    @property
    def candidate(self) -> str:
        """The block that proposes the new memory."""
        return self.module.CANDIDATE

    @property
    def memory(self) -> str:
        """What keeps: "h", or "c" for a cell with a cell state."""
        return self.module.MEMORY

    @property
    def keeping_gate(self) -> str | None:
        """The gate on the old memory."""
        return self.module.KEEPING_GATE

    @property
    def writing_gate(self) -> str | None:
        """The gate on the candidate; None where 1 − the keeping gate does that, or where there are no gates."""
        return self.module.WRITING_GATE

    @property
    def bias_field(self) -> str | None:
        """The setting (of `CellConfig`, of a recipe, of a control) that is the keeping gate's first bias."""
        return self.module.KEEPING_BIAS

    @property
    def keeping_gate_name(self) -> str:
        """The keeping gate in words, "forget gate" or "update gate"; a cell without gates has none."""
        return f"{(self.bias_field or '').removesuffix('_bias')} gate" if self.is_gated else ""

    @property
    def has_cell_state(self) -> bool:
        """Whether it keeps on a belt c, beside the hidden state h."""
        return "c" in self.module.State._fields

    @property
    def article(self) -> str:
        """"a" or "an", as its label is spoken: an LSTM, a GRU."""
        return "an" if self.label[0] in ("AEFHILMNORSX" if self.label.isupper() else "AEIO") else "a"

    @property
    def spoken(self) -> str:
        """As a sentence has it after "the": GRU, plain cell."""
        return self.label if self.is_gated else f"{self.label.lower()} cell"

    @property
    def activations(self) -> tuple[str, ...]:
        """What it may be squashed by."""
        return self.module.ACTIVATION_NAMES

    def shipped_key(self, list_id: str = "given_names") -> str:
        """The name of its network of a list: its key on the shelf, and its file under `data/models/`."""
        return f"{list_id}-{self.key}"


CELLS: dict[str, CellRecord] = {record.key: record for record in (
    CellRecord("vanilla", "Plain", MUTED, "dot", "circle"),
    CellRecord("gru", "GRU", INPUT, "dash", "square"),
    CellRecord("lstm", "LSTM", OUTPUT, "solid", "diamond"),
)}
assert {record.colour for record in CELLS.values()} <= set(SERIES)


def shipped_cells() -> dict[str, CellRecord]:
    """The cells of which trained networks ship, by key."""
    return {key: record for key, record in CELLS.items() if record.ships}


def flat_cells() -> dict[str, CellRecord]:
    """The cells of which networks ship whose two neurons are a point on a plane: h is all of their memory."""
    return {key: record for key, record in shipped_cells().items() if not record.has_cell_state}


def gated_cells() -> dict[str, CellRecord]:
    """The cells with a gate that keeps, by key."""
    return {key: record for key, record in CELLS.items() if record.is_gated}


def labels(records: Mapping[str, CellRecord]) -> dict[str, str]:
    """The names on a page of some cells, by key: the options of a control."""
    return {key: record.label for key, record in records.items()}


def count_in_words(records: Collection) -> str:
    """How many cells these are: "three"."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[len(records)] if len(records) < len(words) else str(len(records))
