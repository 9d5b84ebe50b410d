"""One step of one neuron as equations, with every number in its place."""

from collections.abc import Sequence

from explainer.figures.labels import coloured, label, number
from explainer.graph.contract import Node, Term

SIGNS = {"sigmoid": "σ", "tanh": "tanh", "identity": ""}


def equations(nodes: Sequence[Node], unit: int, words: dict[str, str]) -> str:
    """The arithmetic of `nodes` at one unit as HTML: symbols above, numbers below. `words` says what a lane is for."""
    lines = "".join(_equation(node, unit, words.get(node.lane, "")) for node in nodes)
    return f'<div class="u-equations" tabindex="0" role="group" aria-label="The step in numbers">{lines}</div>'


def _equation(node: Node, unit: int, words: str) -> str:
    sign = SIGNS[node.activation]
    symbols = " + ".join(coloured(term.symbol, term.role) for term in node.terms)
    numbers = _numbers(node.terms, unit)
    steps = [numbers]
    if sign:
        symbols, steps = f"{sign}( {symbols} )", [f"{sign}( {numbers} )"]
        if len(node.terms) > 1:
            steps.append(f"{sign}( {number(node.pre[unit])} )")
    steps.append(f"<b>{number(node.values[unit])}</b>")
    return (f'<div class="u-equation" data-node="{node.lane}"><small>{label(words)}</small>'
            f'<div>{coloured(node.label, "hidden")} = {symbols}</div>'
            f'<div class="u-numbers">= {" = ".join(steps)}</div></div>')


def _numbers(terms: Sequence[Term], unit: int) -> str:
    """The terms as a sum of signed numbers; products stay products."""
    return " ".join(_term(term, unit, first=i == 0) for i, term in enumerate(terms))


def _term(term: Term, unit: int, first: bool) -> str:
    if not term.factors:
        return _in(number(term.values[unit]), term.role)
    product = " × ".join(number(factor.values[unit]) for factor in term.factors)
    return _in(product if first else f"+ {product}", term.role)


def _in(text: str, role: str) -> str:
    return f'<span class="u-{role}">{text}</span>'
