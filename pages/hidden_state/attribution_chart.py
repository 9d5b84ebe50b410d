"""Which letters a prediction rests on: two measures side by side, on one absolute scale."""

from html import escape

import numpy as np

from explainer.charts.labels import number

Array = np.ndarray


def why_columns(name: str, said: str, signs: list[str], slope: Array, exact: Array, reach: float) -> str:
    """One network's answer as HTML columns: nats for (up) or against (down), from −reach to +reach."""
    columns = "".join(
        f'<li data-slope="{g:.6f}" data-exact="{e:.6f}">'
        f'<div>{_bar(float(g), reach, "slope")}{_bar(float(e), reach, "exact")}</div>'
        f"<b><bdi>{_sign(sign)}</bdi></b><small>{number(float(g))}</small><small>{number(float(e))}</small></li>"
        for sign, g, e in zip(signs, slope, exact, strict=True))
    return (f'<figure class="hs-why" data-at="{len(signs)}"><figcaption><b>{escape(name)}</b> {said}</figcaption>'
            f'<ol tabindex="0" aria-label="{escape(name)}: nats per letter">{columns}</ol></figure>')


def reach_of(pairs: list[tuple[Array, Array]]) -> float:
    """The largest number of nats among several answers: the scale they share."""
    found = [float(np.nanmax(np.abs(array))) for pair in pairs for array in pair if array.size]
    return max([0.1, *found])


def _bar(nats: float, reach: float, kind: str) -> str:
    share = min(1.0, abs(nats) / reach)
    way = "is-up" if nats >= 0 else "is-down"
    return f'<i class="is-{kind} {way}" style="--share:{share:.3f}" title="{escape(number(nats))} nats"></i>'


def _sign(sign: str) -> str:
    return "␣" if sign == " " else escape(sign)
