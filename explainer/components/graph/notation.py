"""Three ways to write the same network. The names of `rnncore` never change underneath.

What a switch calls them stands in `state/choices.py`; a test holds the two together.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Notation:
    """How quantities and matrices are written; `transposed` says that matrices are stored as W^T."""

    x: str = "x"
    h: str = "h"
    o: str = "o"
    c: str = "c"
    matrices: dict[str, str] = field(default_factory=dict)
    transposed: bool = False

    def at(self, quantity: str, step: int) -> str:
        """x, h, o, c or a gate at one step: `h_{4}`."""
        return f"{getattr(self, quantity, quantity)}_{{{step}}}"

    def matrix(self, id: str) -> str:
        """A matrix or bias by rnncore's name, written this way."""
        return self.matrices[id]


NOTATIONS: dict[str, Notation] = {
    "ours": Notation(matrices={
        "W_xh": "W_{xh}", "W_hh": "W_{hh}", "W_ho": "W_{ho}", "b_h": "b_{h}", "b_hn": "b_{hn}", "b_o": "b_{o}"}),
    "uvw": Notation(h="s", matrices={
        "W_xh": "U", "W_hh": "W", "W_ho": "V", "b_h": "b", "b_hn": "b_{n}", "b_o": "c"}),
    "pytorch": Notation(transposed=True, matrices={
        "W_xh": "weight_ih_l0", "W_hh": "weight_hh_l0", "W_ho": "out.weight",
        "b_h": "bias_ih_l0", "b_hn": "bias_hh_l0", "b_o": "out.bias"}),
}
