"""The chapters in the order of the menu, each with its controls. The only place that knows all of them."""

from pathlib import Path

from explainer.learning.terms import lay_terms
from explainer.shell.menu import Chapter
from explainer.shell.path import lay_path
from explainer.state.registry import register
from explainer.state.steps import FRAME
from pages.gated_cells import controls as gated_cells
from pages.glossary.terms import TERMS
from pages.hidden_state import controls as hidden_state
from pages.hidden_state import series_controls as hidden_state_series
from pages.name_generation import controls as name_generation
from pages.unrolled_graph import controls as unrolled_graph
from pages.vanishing_gradient import controls as vanishing_gradient
from pages.why_recurrence import controls as why_recurrence

HERE = Path(__file__).parent

CHAPTERS = (
    Chapter("", "Home", HERE / "home"),
    Chapter("why-recurrence", "Why recurrence?", HERE / "why_recurrence"),
    Chapter("unrolled-graph", "Unrolled graph", HERE / "unrolled_graph"),
    Chapter("hidden-state", "Hidden state", HERE / "hidden_state"),
    Chapter("vanishing-gradient", "Vanishing gradient", HERE / "vanishing_gradient"),
    Chapter("gated-cells", "Gated cells", HERE / "gated_cells"),
    Chapter("name-generation", "Name generation", HERE / "name_generation", shows_training=True),
    Chapter("glossary", "Glossary", HERE / "glossary"),
)

# The ten-minute path: written, remembered, differentiated, gated, judged.
TEN_MINUTES = (
    ("why-recurrence", "order"), ("why-recurrence", "one-neuron"),
    ("unrolled-graph", "unrolling"), ("unrolled-graph", "one-step"),
    ("hidden-state", "memory"), ("hidden-state", "read-back"),
    ("vanishing-gradient", "tanh-chain"), ("vanishing-gradient", "one-update"),
    ("vanishing-gradient", "gradient-curve"),
    ("gated-cells", "one-step"), ("gated-cells", "bias"),
    ("name-generation", "letters"), ("name-generation", "train"), ("name-generation", "your-name"))

register("why-recurrence", (why_recurrence.STEP, *FRAME, *why_recurrence.ALL))
register("unrolled-graph", (unrolled_graph.STEP, *FRAME, *unrolled_graph.ALL))
register("hidden-state", (hidden_state.STEP, *FRAME, *hidden_state.ALL, *hidden_state_series.ALL))
register("vanishing-gradient", (vanishing_gradient.STEP, *FRAME, *vanishing_gradient.ALL))
register("gated-cells", (gated_cells.STEP, *FRAME, *gated_cells.ALL))
register("name-generation", (name_generation.STEP, *FRAME, *name_generation.ALL))
lay_path(TEN_MINUTES)
lay_terms(TERMS)
