"""A word letter by letter: what the network expected, what came, and how surprising it was."""

from html import escape

import numpy as np

from explainer.charts.labels import percent, sign_html
from rnncore import Vocabulary
from rnncore.data.vocabulary import BOUNDARY

Array = np.ndarray

BARS = 5


def ladder(vocabulary: Vocabulary, symbols: Array, probabilities: Array) -> str:
    """The birth of one name as HTML: a column per letter.

    `symbols` [T] are what was drawn or given, `probabilities` [T, V] what each was drawn from (a
    row of nan for a letter that was given). Each column shows the likeliest `BARS` symbols and
    the chosen one, with the probabilities that were really used. All bars are on one scale, on which
    the longest is full.
    """
    columns, so_far = [], ""
    top = float(np.nanmax(probabilities, initial=0.0))
    for i, (symbol, p) in enumerate(zip(symbols, probabilities, strict=True)):
        sign = vocabulary.sign(int(symbol))
        given = bool(np.isnan(p).any())
        note = "given" if given else percent(float(p[symbol]))
        kind = " is-given" if given else ""
        bars = "" if given else _bars(vocabulary, p, int(symbol), top)
        columns.append(
            f'<li style="--i:{i}"><div class="u-sofar" aria-hidden="true">{escape(so_far[-10:]) or "&nbsp;"}</div>'
            f'<div class="u-chip{kind}"><b><bdi>{sign_html(sign)}</bdi></b><span>{note}</span></div>{bars}</li>')
        so_far += "" if symbol == BOUNDARY else sign
    return f'<ol class="u-ladder" tabindex="0" aria-label="The name, letter by letter">{"".join(columns)}</ol>'


def _bars(vocabulary: Vocabulary, p: Array, chosen: int, top: float) -> str:
    ranked = [int(i) for i in np.argsort(-p, kind="stable")[:BARS] if p[i] > 0]
    if chosen not in ranked:
        ranked = [*ranked[:BARS - 1], chosen]
    rows = "".join(
        f'<li class="{"is-chosen" if i == chosen else ""}"><code><bdi>{sign_html(vocabulary.sign(i))}</bdi></code>'
        f'<i style="width:{100 * p[i] / top:.1f}%"></i><span>{percent(float(p[i]))}</span></li>'
        for i in ranked)
    return f'<ul class="u-bars">{rows}</ul>'
