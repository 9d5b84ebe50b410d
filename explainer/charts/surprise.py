"""How surprising each letter of a text was, and what was expected instead."""

import numpy as np

from explainer.charts.labels import percent, sign_html
from rnncore import Vocabulary

Array = np.ndarray


def surprise_columns(vocabulary: Vocabulary, symbols: Array, nats: Array, probabilities: Array) -> str:
    """Surprise per letter as HTML columns, each with what the network expected most instead.

    Heights are nats on a scale from 0 to the largest of them, or ln V if that is more.
    """
    top = max(float(nats.max()), float(np.log(len(vocabulary))))
    columns = []
    for symbol, surprise, p in zip(symbols, nats, probabilities, strict=True):
        best = int(np.argmax(p))
        expected = "as expected" if best == symbol else (
            f"{sign_html(vocabulary.sign(best))} had {percent(float(p[best]))}")
        columns.append(
            f'<li><div class="u-column"><span>{surprise:.2f}</span>'
            f'<i style="height:{100 * surprise / top:.1f}%"></i></div>'
            f'<b><bdi>{sign_html(vocabulary.sign(int(symbol)))}</bdi></b>'
            f"<small>{percent(float(p[symbol]))}<br>{expected}</small></li>")
    return f'<ol class="u-surprise" tabindex="0" aria-label="Surprise per letter in nats">{"".join(columns)}</ol>'
