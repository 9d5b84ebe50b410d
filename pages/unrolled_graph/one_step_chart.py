"""The arithmetic of one step as HTML: whole matrices where they are small, one neuron where they are not.

Every number comes from the picture above it, which has it from `rnncore`.
"""

from collections.abc import Collection, Sequence

import numpy as np

from explainer.charts.labels import coloured, label, number
from explainer.components.graph.contract import Matrix, Node, Picture, Term

SMALL = 8           # rows or columns that are laid out in full
LARGEST_SHOWN = 5   # products of a long sum that are listed

Changed = Collection[tuple[str, int, int]]


def is_small(picture: Picture) -> bool:
    """Whether one step fits on a page as matrices: a vanilla network of at most `SMALL` hidden units."""
    return picture.cell == "vanilla" and len(picture.node("hidden:1").values) <= SMALL


def step_as_matrices(picture: Picture, t: int, changed: Changed = ()) -> str:
    """One step of a vanilla network: every product, the sum, the activation, and one output's score."""
    node = picture.node(f"hidden:{t}")
    lines = [_line(picture, term, changed) for term in node.terms]
    lines.append(_equation("sum", "text", _vector(node.pre)))
    lines.append(_equation(f"{node.label} = {node.activation}(sum)" if node.activation != "identity"
                           else f"{node.label} = sum", "hidden", _vector(node.values)))
    if picture.stage == "full":
        lines += _scores(picture, t, changed)
    return f'<div class="u-step" tabindex="0" role="group" aria-label="Step {t} in numbers">{"".join(lines)}</div>'


def neuron_table(picture: Picture, node: Node, unit: int) -> str:
    """One neuron at one step: its terms, the largest products behind them, the sum, the result."""
    made = node.unit(unit)
    rows = []
    for term in node.terms:
        rows.append(_row(coloured(term.symbol, term.role), term.name, term.values[unit]))
        rows += _largest(picture, term, unit)
        if term.factors:
            rows.append(_row("", " × ".join(f"{label(f.symbol)} {number(f.values[unit])}" for f in term.factors),
                             None, "u-part"))
    if len(node.terms) > 1:
        rows.append(_row("", "their sum", made.pre, "u-sum"))
    name = f"{node.label}[{unit + 1}]"
    how = "" if made.activation == "identity" else f"{made.activation} of {number(made.pre)}"
    rows.append(_row(coloured(name, "hidden"), how, made.value, "u-sum"))
    return f'<table class="u-neuron"><tbody>{"".join(rows)}</tbody></table>'


def _largest(picture: Picture, term: Term, unit: int) -> list[str]:
    """The largest products of a vector with a column of a matrix."""
    if not term.matrix or not term.source:
        return []
    source, weights = picture.node(term.source), picture.matrix(term.matrix)
    column = term.column + unit
    if source.hot is not None:
        shown = f"row {source.hot + 1} ({label(source.text)}), column {column + 1} of {label(weights.label)}"
        return [_row("", shown, None, "u-part")]
    products = np.array([v * row[column] for v, row in zip(source.values, weights.values, strict=True)])
    order = np.argsort(-np.abs(products), kind="stable")[:LARGEST_SHOWN]
    lines = [_row("", f"{label(source.label)}[{j + 1}] {number(source.values[j])} × "
                      f"{number(weights.values[j][column])}", products[j], "u-part") for j in order if products[j]]
    rest = len(products) - len(order)
    if rest > 0 and lines:
        lines.append(_row("", f"and {rest} smaller ones", float(products.sum() - products[order].sum()), "u-part"))
    return lines


def _row(sign: str, words: str, value: float | None, kind: str = "") -> str:
    told = "" if value is None else number(float(value))
    return f'<tr class="{kind}"><td>{sign}</td><td>{words}</td><td>{told}</td></tr>'


def _line(picture: Picture, term: Term, changed: Changed) -> str:
    result = _vector(term.values)
    if not term.source:
        return _equation(term.symbol, term.role, result, marked=any(c[0] == term.matrix for c in changed))
    source, matrix = picture.node(term.source), picture.matrix(term.matrix)
    rows = range(len(matrix.values))
    vector, names = _values_of(source, len(matrix.values)), matrix.row_names
    if source.hot is not None and len(matrix.values) > SMALL:
        rows, vector, names = [source.hot], (1.0,), matrix.row_names
    shown = _matrix(matrix, rows, range(len(matrix.values[0])), changed, names)
    return _equation(term.symbol, term.role, f"{_vector(vector)}<i>·</i>{shown}<i>=</i>{result}",
                     note=f"row {source.hot + 1} of {len(matrix.values)}, the others times 0"
                     if len(rows) < len(matrix.values) else "")


def _scores(picture: Picture, t: int, changed: Changed) -> list[str]:
    """The score and the probability of one output: the one that comes next, or the likeliest."""
    node = picture.node(f"output:{t}")
    matrix, hidden = picture.matrix("W_ho"), picture.node(f"hidden:{t}")
    chosen = node.chosen if node.chosen is not None else int(np.argmax(node.values))
    names = matrix.column_names
    columns = range(len(names)) if len(names) <= SMALL else [chosen]
    shown = _matrix(matrix, range(len(matrix.values)), columns, changed, ())
    bias = [node.terms[1].values[j] for j in columns]
    note = "" if len(names) <= SMALL else f"column {chosen + 1} of {len(names)}: {names[chosen]}"
    scores = _equation(f"{node.terms[0].symbol} + {node.terms[1].symbol}", "output",
                       f"{_vector(hidden.values)}<i>·</i>{shown}<i>+</i>{_vector(bias)}<i>=</i>"
                       f"{_vector([node.pre[j] for j in columns])}", note=note)
    result = _table([[(number(node.values[j]).lstrip("+"), False) for j in columns]])
    return [scores, _equation(f"{node.label} = {node.activation}(scores)", "output", result)]


def _equation(sign: str, role: str, right: str, note: str = "", marked: bool = False) -> str:
    small = f"<small>{label(note)}</small>" if note else ""
    mark = " u-changed" if marked else ""
    return f'<div class="u-line{mark}"><span>{coloured(sign, role)}{small}</span><div>{right}</div></div>'


def _values_of(node: Node, size: int) -> Sequence[float]:
    return node.values if node.hot is None else [float(i == node.hot) for i in range(size)]


def _vector(values: Sequence[float]) -> str:
    return _table([[(_short(v), False) for v in values]])


def _matrix(matrix: Matrix, rows: Sequence[int], columns: Sequence[int], changed: Changed, names: Sequence[str]) -> str:
    cells = [[(_short(matrix.values[i][j]), (matrix.id, i, j) in changed) for j in columns] for i in rows]
    return _table(cells, [names[i] for i in rows] if names else [])


def _short(value: float) -> str:
    return "1" if value == 1 else number(value)


def _table(rows: Sequence[Sequence[tuple[str, bool]]], heads: Sequence[str] = ()) -> str:
    body = ""
    for i, row in enumerate(rows):
        head = f"<th scope='row'>{label(heads[i])}</th>" if heads else ""
        cells = "".join(f'<td{" class=u-changed" if mark else ""}>{text}</td>' for text, mark in row)
        body += f"<tr>{head}{cells}</tr>"
    return f'<table class="u-matrix"><tbody>{body}</tbody></table>'
