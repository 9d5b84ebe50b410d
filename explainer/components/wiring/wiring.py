"""The component: a picture of a gated network in, the step and neuron the visitor looks at out."""

from collections.abc import Callable, Sequence

from explainer.components.channel import Channel, is_whole, nothing
from explainer.components.files import component_of
from explainer.components.graph.contract import Picture
from explainer.components.wiring.thinning import thinned

# The numbers' card and the small marks are the signature picture's own.
_component = component_of("cell_wiring", ["graph/graph.css", "wiring/wiring.css"])
FROM_BROWSER = Channel({"step": is_whole, "unit": is_whole})
WIRED = ("lstm", "gru")      # the cells whose wiring is known; in `js/wiring.js`


def cell_wiring(picture: Picture, *, key: str, step: int, unit: int, units: Sequence[int],
                letters: Sequence[str], on_look: Callable[[], None] | None = None) -> None:
    """Draw the inner wiring of one step of `picture`.

    picture   of an LSTM or a GRU, as `picture_of` makes it: each node with its terms and factors
    step      the step shown at first, and whenever this value changes
    unit      the neuron (from 0) that the sentences follow; one of `units`
    units     the neurons that are shown, from 0
    letters   what each step reads
    on_look   called when the visitor looks elsewhere; `FROM_BROWSER.news(key)` says where: "step" from 1, "unit" from 0

    Raises ValueError for a picture of another cell or a neuron that is not among those shown.
    """
    if picture.cell not in WIRED:
        raise ValueError(f"There is no wiring for a {picture.cell} cell.")
    if unit not in units:
        raise ValueError("The neuron that is followed must be among those shown.")
    settings = {"step": step, "unit": unit, "units": list(units), "letters": list(letters)}
    _component(key=key, on_selection_change=on_look or nothing,
               data={"picture": thinned(picture, units), "settings": settings, "heard": FROM_BROWSER.heard(key)})
