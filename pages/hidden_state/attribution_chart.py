"""Which letters a prediction rests on: two measures side by side, on one absolute scale."""

from html import escape

import numpy as np

from explainer.charts.labels import number, sign_html

Array = np.ndarray

KEY = ('<p class="hs-key"><span><i class="is-slope"></i>slope: gradient × change</span>'
       '<span><i class="is-exact"></i>replaced, exactly</span></p>')


def attribution_columns(name: str, said: str, signs: list[str], slope: Array, exact: Array, largest: float) -> str:
    """One network's answer as HTML columns: nats [T] for (up) or against (down), from −largest to +largest."""
    columns = "".join(
        f'<li data-slope="{g:.6f}" data-exact="{e:.6f}">'
        f'<div>{_bar(float(g), largest, "slope")}{_bar(float(e), largest, "exact")}</div>'
        f"<b><bdi>{sign_html(sign)}</bdi></b><small>{number(float(g))}</small><small>{number(float(e))}</small></li>"
        for sign, g, e in zip(signs, slope, exact, strict=True))
    return (f'<figure class="hs-why" data-at="{len(signs)}"><figcaption><b>{escape(name)}</b> {said}</figcaption>'
            f'<ol tabindex="0" aria-label="{escape(name)}: nats per letter">{columns}</ol></figure>')


def largest_nats(pairs: list[tuple[Array, Array]]) -> float:
    """The largest size among the nats of several answers, the scale they share; 0.1 at least."""
    found = [float(np.nanmax(np.abs(array))) for pair in pairs for array in pair if array.size]
    return max([0.1, *found])


def _bar(nats: float, largest: float, kind: str) -> str:
    share = min(1.0, abs(nats) / largest)
    way = "is-up" if nats >= 0 else "is-down"
    return f'<i class="is-{kind} {way}" style="--share:{share:.3f}" title="{escape(number(nats))} nats"></i>'
