"""One step of one neuron as equations, with every number in its place."""

import math
from collections.abc import Sequence

from explainer.charts.labels import coloured, label
from explainer.components.graph.contract import Node, Term

SIGNS = {"sigmoid": "σ", "tanh": "tanh", "identity": ""}


def equations(nodes: Sequence[Node], unit: int, words: dict[str, str]) -> str:
    """The arithmetic of `nodes` at one unit as HTML: symbols above, numbers below. `words` says what a lane is for."""
    lines = "".join(_equation(node, unit, words.get(node.lane, "")) for node in nodes)
    return f'<div class="u-equations" tabindex="0" role="group" aria-label="The step in numbers">{lines}</div>'


def _equation(node: Node, unit: int, words: str) -> str:
    if not node.terms:           # of a cell whose arithmetic is not written down
        return (f'<div class="u-equation" data-node="{node.lane}"><small>{label(words)}</small>'
                f'<div>{coloured(node.label, "hidden")} = <b>{by_hand(node.values[unit])}</b></div></div>')
    sign = SIGNS[node.activation]
    symbols = " + ".join(coloured(term.symbol, term.role) for term in node.terms)
    numbers = _numbers(node.terms, unit)
    steps = [numbers]
    if sign:
        symbols, steps = f"{sign}( {symbols} )", [f"{sign}( {numbers} )"]
        if len(node.terms) > 1:
            steps.append(f"{sign}( {by_hand(node.pre[unit])} )")
    steps.append(f"<b>{by_hand(node.values[unit])}</b>")
    return (f'<div class="u-equation" data-node="{node.lane}"><small>{label(words)}</small>'
            f'<div>{coloured(node.label, "hidden")} = {symbols}</div>'
            f'<div class="u-numbers">= {" = ".join(steps)}</div></div>')


def by_hand(x: float) -> str:
    """A number as one types it into a calculator: 0.024, −3.361, 0.000072. Never a power of ten."""
    if not math.isfinite(x):
        return "not a number"
    size = abs(x)
    if size < 5e-8:
        return "0"
    decimals = 3 if size >= 0.0005 else 1 - math.floor(math.log10(size))
    return f"{x:.{decimals}f}".replace("-", "−")


def factor_by_hand(x: float) -> str:
    """The same as a factor: in brackets if it is negative."""
    text = by_hand(x)
    return f"({text})" if text.startswith("−") else text


def _numbers(terms: Sequence[Term], unit: int) -> str:
    """The terms as a sum; products stay products."""
    return " ".join(_term(term, unit, first=i == 0) for i, term in enumerate(terms))


def _term(term: Term, unit: int, first: bool) -> str:
    if term.factors:
        product = " × ".join(factor_by_hand(factor.values[unit]) for factor in term.factors)
        return _in(product if first else f"+ {product}", term.role)
    text = by_hand(term.values[unit])
    if first:
        return _in(text, term.role)
    return _in(f"− {text[1:]}" if text.startswith("−") else f"+ {text}", term.role)


def _in(text: str, role: str) -> str:
    return f'<span class="u-{role}">{text}</span>'
