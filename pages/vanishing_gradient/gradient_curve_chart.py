"""How far back a gradient reaches: its size against the steps back, and the product behind it."""

import numpy as np

from explainer.charts.labels import coloured, label
from explainer.charts.lines import Axis, Line, LineChart, framed, mark, rule, sizes_axis, sizes_line, words_at
from explainer.charts.log_scale import FORGOTTEN, within
from explainer.shell.palette import GRADIENT, MUTED, Pair
from explainer.state.cells import CELLS
from rnncore.diagnostics.jacobian_norms import JacobianNorms

Array = np.ndarray
LOW, HIGH = -10, 6          # the absolute scale: the same for every setting
WHOLE = 10              # up to so many steps every one has its mark: there is no half a step
WORDS_WIDE, WORDS_HIGH = 0.6, 1.3      # room for words at a rule: share of a phone's width, powers of ten


def gradient_curve_figure(norms: JacobianNorms, longest: int, horizon: int | None, other: JacobianNorms | None = None,
                          height: int = 340) -> LineChart:
    """ds_T/ds_{T-lag} against the lag on an absolute log scale: root mean square, spectral norm, upper bound.

    `horizon` is the lag from which on it is below 1 %, None if there is none. `other` is a curve to compare with,
    in place of the spectral norm.
    What lies beyond the frame leaves it; hovering tells the true size everywhere.
    """
    lines = [norms_line(norms.bound, norms, "upper bound", "at most ", MUTED, 1.5, "dot")]
    if other is not None:
        lines.append(norms_line(other.norm, other, "plain network", "plain: ", MUTED, 2, "dash"))
    elif norms.spectral is not None:
        lines.append(norms_line(norms.spectral, norms, "longest-lived", "longest-lived direction: ", GRADIENT, 2,
                                "dash"))
    lines.append(norms_line(norms.norm, norms, "gradient", "gradient, all directions: ", GRADIENT, 3.5))
    if horizon is not None:
        lines.append(mark(horizon, float(within(norms.norm[[horizon]], LOW, HIGH)[0]), GRADIENT, 12))
    return lag_figure(lines, longest, height, {0.0: "as strong as at the last step", FORGOTTEN: "1 %"})


def norms_line(log10: Array, norms: JacobianNorms, name: str, before: str, colour: Pair, width: float,
               dash: str = "solid") -> Line:
    """One line of `log10` sizes [T + 1] over the lags of `norms`; `before` goes before a size on hovering."""
    return sizes_line(log10, (LOW, HIGH), name, before, colour, width, dash, norms.lags)


def lag_figure(lines: list[Line], longest: int, height: int, rules: dict[float, str]) -> LineChart:
    """Lines over lags 0 to `longest` on the absolute log scale, with `rules` across it: words by log10 size."""
    x = Axis((0, max(1, longest)), "steps back from the last one", every=1 if longest <= WHOLE else None)
    return framed(lines, x, sizes_axis(LOW, HIGH, 2), height,
                  rules=[rule(at, "dash" if at else "solid") for at in rules],
                  words=[words_at(at, text, **_free(lines, longest, at)) for at, text in rules.items() if text])


def _free(lines: list[Line], longest: int, at: float) -> dict[str, bool]:
    """Where at a rule its words stand so that no line runs through them: above or below it, right or left."""
    def struck(place: tuple[float, float]) -> int:
        side, up = place
        x = longest * (np.linspace(1 - WORDS_WIDE, 1, 24) if side else np.linspace(0, WORDS_WIDE, 24))
        low, high = sorted((at + 0.1 * up, at + WORDS_HIGH * up))
        heights = [np.interp(x, one.x, one.y) for one in lines if one.width]
        return sum(int(((y >= low) & (y <= high)).sum()) for y in heights)

    side, up = min(((1, 1), (1, -1), (0, 1), (0, -1)), key=struck)
    return {"right": bool(side), "above": up > 0}


STEP_BACK = {
    "vanilla": "<span>diag( f′ ) {W}ᵀ</span>",
    "gru": "<span>diag( z ) + diag( 1 − z ) {n} + diag( h<sub>t−1</sub> − n ) {z}</span>",
    "lstm": "<span>a block for each of h and c: c → c is diag( f )</span>",
}
ANY_STEP_BACK = "<span>diag( {gate} ) + what goes through {W}</span>"      # of any other cell with gates


def product_rule(cell: str = "vanilla") -> str:
    """The product behind the curve, as HTML, with one step of it as this cell makes it."""
    def d(top: str, below: str) -> str:
        return f'<span class="u-frac"><span>∂{label(top)}</span><span>∂{label(below)}</span></span>'

    s = "s" if CELLS[cell].has_cell_state else "h"
    step = STEP_BACK.get(cell, ANY_STEP_BACK).format(gate=CELLS[cell].keeping_gate, W=coloured("W_{hh}", "hidden"),
                                                    n=d("n_{t}", "h_{t−1}"), z=d("z_{t}", "h_{t−1}"))
    said = f'<p class="u-note">{STEP_IN_WORDS[cell]}</p>' if cell in STEP_IN_WORDS else ""
    return (f'<p class="u-rule u-chainrule"><span class="u-gradient">{d(f"{s}_{{T}}", f"{s}_{{k}}")}</span> = '
            f'{d(f"{s}_{{T}}", f"{s}_{{T−1}}")} · {d(f"{s}_{{T−1}}", f"{s}_{{T−2}}")} ⋯ '
            f'{d(f"{s}_{{k+1}}", f"{s}_{{k}}")}'
            f'<span class="u-with">with {d(f"{s}_{{t}}", f"{s}_{{t−1}}")} = {step}</span></p>{said}')


STEP_IN_WORDS = {
    "gru": "The first part is a road without a matrix: the gate z alone. The other two go through W_hh, in the "
           "candidate n and in the gates.",
    "lstm": "The state s is h and c together. From c no matrix stands in the way: c → c is the forget gate, and "
            "c → h is that times the output gate and a slope of tanh. From h everything goes through W_hh, in all four "
            "of its blocks.",
}
