"""One letter changed: two runs above each other, and every place changed in turn."""

import numpy as np

from explainer.charts.labels import sign_html
from rnncore import Vocabulary
from rnncore.data.vocabulary import BOUNDARY_SIGN
from rnncore.diagnostics.counterfactual import Counterfactual, Table

Array = np.ndarray

PRINTED = 0.005           # a share below this is written as nothing, not as 0 %


def two_runs(found: Counterfactual, vocabulary: Vocabulary) -> str:
    """Both texts, how far the memories are apart, and how much the predictions differ, as HTML columns."""
    top = float(found.difference.max(initial=0.0)) or 1.0
    columns = ""
    for t, (a, b) in enumerate(zip(BOUNDARY_SIGN + found.text, BOUNDARY_SIGN + found.changed, strict=True)):
        tv = float(found.total_variation[t])
        said = [vocabulary.sign(int(i)) for i in found.probabilities[:, t].argmax(axis=1)]
        kind = " is-changed" if t == found.step else " is-agreed" if _agreed(found, t) else ""
        same = "is-same" if said[0] == said[1] else ""
        columns += (
            f'<li class="hs-step{kind}" data-difference="{found.difference[t]:.6f}" data-tv="{tv:.6f}">'
            f"<b>{sign_html(a)}</b><b class='hs-other'>{sign_html(b)}</b>"
            f'<div class="hs-apart"><span>{found.difference[t]:.2f}</span>'
            f'<i style="--share:{found.difference[t] / top:.3f}"></i></div>'
            f'<span class="hs-tv" style="--share:{tv:.3f}">{_percent(tv)}</span>'
            f'<span class="hs-said {same}">{sign_html(said[0])} / {sign_html(said[1])}</span></li>')
    heads = "".join(f"<span>{words}</span>" for words in
                    ("as it was", "as it would be", "memories apart", "predictions differ", "likeliest next"))
    return (f'<div class="hs-runs" data-step="{found.step}"><div class="hs-heads" aria-hidden="true">{heads}</div>'
            f'<ol tabindex="0" aria-label="Both runs, step by step">{columns}</ol></div>')


def change_table(table: Table, text: str, chosen: int) -> str:
    """Places down, steps across: how much the predictions differ, the mean over all other letters, in percent."""
    signs = [*BOUNDARY_SIGN, *text]
    head = "".join(f'<th scope="col"><bdi>{sign_html(sign)}</bdi></th>' for sign in signs)
    body = ""
    for place, row in enumerate(table.total_variation):
        cells = "".join('<td class="is-empty"></td>' if t <= place else
                        f'<td style="--share:{share:.3f}" data-share="{share:.6f}">{_whole(share)}</td>'
                        for t, share in enumerate(row))
        agrees = int(table.agrees_from[place])
        told = "not before the end" if agrees < 0 else f"step {agrees + 1}"
        mark = ' class="is-marked"' if place == chosen else ""
        body += (f'<tr{mark}><th scope="row"><bdi>{sign_html(text[place])}</bdi> <small>{place + 1}</small></th>{cells}'
                 f'<td class="hs-total">{told}</td></tr>')
    return ('<div class="hs-scroll" tabindex="0" role="group" aria-label="Every place changed in turn">'
            f'<table class="hs-heat"><thead><tr><th scope="row">changed</th>{head}'
            f'<td class="hs-total">agree again</td></tr></thead>'
            f"<tbody>{body}</tbody></table></div>")


def _agreed(found: Counterfactual, t: int) -> bool:
    return found.agrees_from is not None and t >= found.agrees_from


def _percent(share: float) -> str:
    return "0" if share == 0 else "&lt;1 %" if share < PRINTED else f"{100 * share:.0f} %"


def _whole(share: float) -> str:
    return "" if share < PRINTED else f"{100 * share:.0f}"
