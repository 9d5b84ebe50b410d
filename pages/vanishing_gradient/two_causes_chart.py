"""The gradient against the steps back, taken apart into its two causes."""

import numpy as np

from explainer.charts.lines import LineChart
from explainer.shell.palette import GRADIENT, HIDDEN, INPUT
from pages.vanishing_gradient.gradient_curve_chart import lag_figure, norms_line
from rnncore.diagnostics.jacobian_norms import JacobianNorms


def causes_figure(norms: JacobianNorms, longest: int, weights: str, slopes: str, height: int = 300) -> LineChart:
    """What was taken at the steps of W_hh and at the slopes, step by step back, and both together.

    `weights` and `slopes` are what these two are called in this cell: short, for a phone's legend has one row.
    """
    return lag_figure([
        norms_line(np.cumsum(norms.weights), norms, weights, f"{weights}: ", HIDDEN, 2.2, "dash"),
        norms_line(np.cumsum(norms.slopes), norms, slopes, f"{slopes}: ", INPUT, 2.2, "dot"),
        norms_line(norms.norm, norms, "both", "both: ", GRADIENT, 3)], longest, height, {0.0: ""})
