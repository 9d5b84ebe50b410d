"""The registry of controls: one description each, for pages, links and tests.

Each page has a module here, named after it; `PAGES` says which controls a page has. What the first
two pages and the kinds define can be read off the package itself; other pages import their module.
"""

from explainer.controls import (
    gated_cells,
    hidden_state,
    hidden_state_series,
    name_generation,
    unrolled_graph,
    vanishing_gradient,
    why_recurrence,
)
from explainer.controls.choices import *  # noqa: F403
from explainer.controls.kinds import Choice, Control, Number, Text  # noqa: F401
from explainer.controls.name_generation import *  # noqa: F403
from explainer.controls.unrolled_graph import *  # noqa: F403

PAGES: dict[str, tuple[Control, ...]] = {
    "why-recurrence": why_recurrence.ALL,
    "unrolled-graph": unrolled_graph.ALL,
    "hidden-state": (*hidden_state.ALL, *hidden_state_series.ALL),
    "vanishing-gradient": vanishing_gradient.ALL,
    "gated-cells": gated_cells.ALL,
    "name-generation": name_generation.ALL,
}
