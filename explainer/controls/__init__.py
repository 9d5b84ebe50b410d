"""The registry of controls: one description each, for pages, links and tests.

Each page has a module here, named after it; `PAGES` says which controls a page has. What the first
two pages and the kinds define can be read off the package itself; other pages import their module.
"""

from explainer.controls import name_generation, unrolled_graph
from explainer.controls.choices import *  # noqa: F403
from explainer.controls.kinds import Choice, Control, Number, Text  # noqa: F401
from explainer.controls.name_generation import *  # noqa: F403
from explainer.controls.unrolled_graph import *  # noqa: F403

PAGES: dict[str, tuple[Control, ...]] = {
    "unrolled-graph": unrolled_graph.ALL,
    "name-generation": name_generation.ALL,
}
