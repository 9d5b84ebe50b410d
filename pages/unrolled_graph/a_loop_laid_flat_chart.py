"""One step as HTML formulas: what is multiplied with what, and the shape of every factor."""

from html import escape

from explainer.charts.labels import coloured
from explainer.components.graph.notation import NOTATIONS
from rnncore import Model

ACTIVATION_SIGNS = {"tanh": "tanh", "relu": "ReLU", "identity": ""}


def shapes(model: Model, notation: str, stage: str) -> list[str]:
    """One step's products with the shape under every factor, as HTML lines.

    `notation` is a key of `NOTATIONS`, `stage` "dynamical", "external" or "full".
    """
    written, D, H = NOTATIONS[notation], model.config.input_size, model.config.hidden_size
    gates = model.cell_module.GATE_COUNT
    V = model.readout.b_o.size
    x, h, old, o = f"{written.x}_{{t}}", f"{written.h}_{{t}}", f"{written.h}_{{t−1}}", f"{written.o}_{{t}}"

    def product(vector: str, size: int, matrix: str, columns: int, role: str) -> str:
        sign = written.matrix(matrix) + ("ᵀ" if written.transposed else "")
        return (f"{_sized(coloured(vector, role if vector == x else 'hidden'), f'1×{size}')}<i>·</i>"
                f"{_sized(coloured(sign, role), f'{size}×{columns}')}")

    def bias(matrix: str, size: int, role: str) -> str:
        return _sized(coloured(written.matrix(matrix), role), f"1×{size}")

    parts = [] if stage == "dynamical" else [product(x, D, "W_xh", gates * H, "input")]
    parts.append(product(old, H, "W_hh", gates * H, "hidden"))
    if model.params.b_h is not None:
        parts.append(bias("b_h", gates * H, "hidden"))
    sum_of = "<i>+</i>".join(parts)
    if gates == 1:
        sign = ACTIVATION_SIGNS[model.config.activation]
        right = f"<i>{sign}(</i>{sum_of}<i>)</i>" if sign else sum_of
        lines = [f"{_sized(coloured(h, 'hidden'), f'1×{H}')}<i>=</i>{right}"]
    else:
        names = " ".join(model.cell_module.GATES)
        lines = [f"<i>{gates} gates side by side ({escape(names)}):</i>{sum_of}"]
    if stage == "full":
        answer = {"symbols": "softmax", "share": "σ", "value": ""}[model.objective]
        lines.append(f"{_sized(coloured(o, 'output'), f'1×{V}')}<i>= {answer}(</i>{product(h, H, 'W_ho', V, 'output')}"
                     f"<i>+</i>{bias('b_o', V, 'output')}<i>)</i>")
    return [f'<div class="u-shapes" tabindex="0">{line}</div>' for line in lines]


def rule(notation: str, stage: str) -> str:
    """What the stage says in general: each state from the one before, and what comes in and out."""
    written = NOTATIONS[notation]
    h, old = coloured(f"{written.h}_{{t}}", "hidden"), coloured(f"{written.h}_{{t−1}}", "hidden")
    x, o = coloured(f"{written.x}_{{t}}", "input"), coloured(f"{written.o}_{{t}}", "output")
    return {"dynamical": f"{h} = f({old})", "external": f"{h} = f({old}, {x})",
            "full": f"{h} = f({old}, {x}) &nbsp; {o} = g({h})"}[stage]


def _sized(sign: str, shape: str) -> str:
    return f'<span class="u-sized"><b>{sign}</b><small>[{shape}]</small></span>'
