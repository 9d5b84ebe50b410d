"""Every letter read so far, with the nats it adds to the log-probability of the next one or takes from it."""

from collections.abc import Sequence

import numpy as np

from explainer.charts.labels import number, sign_html

Array = np.ndarray


def attribution_columns(letters: Sequence[str], nats: Array, target: str, probability: float) -> str:
    """HTML columns: `nats` [n], one per letter; upwards speaks for `target`, downwards against it."""
    top = max(float(np.abs(nats).max()), 1e-9)
    columns = "".join(_column(letter, float(x), abs(float(x)) / top, i + 1)
                      for i, (letter, x) in enumerate(zip(letters, nats, strict=True)))
    share = f"{100 * probability:.0f} %" if probability >= 0.0995 else f"{100 * probability:.1f} %"
    kind = "" if (nats < 0).any() else " none-against"
    return (f'<div class="u-rests{kind}" tabindex="0" role="group" aria-label="What the prediction rests on">'
            f'<ol>{columns}</ol><div class="u-rests-target"><b><bdi>{sign_html(target)}</bdi></b><span>{share}</span>'
            "</div></div>")


def _column(letter: str, nats: float, share: float, step: int) -> str:
    kind = "is-for" if nats >= 0 else "is-against"
    up = f'<i style="--share:{share:.3f}"></i>' if nats >= 0 else ""
    down = f'<i style="--share:{share:.3f}"></i>' if nats < 0 else ""
    return (f'<li class="{kind}"><span>{number(nats)}</span><div class="u-up">{up}</div>'
            f'<div class="u-down">{down}</div><b><bdi>{sign_html(letter)}</bdi></b><small>{step}</small></li>')
