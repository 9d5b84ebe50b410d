"""Three cells of one budget side by side: a part of the gated cells page."""

from html import escape

import numpy as np
import streamlit as st

from explainer.charts.name_grid import name_grid
from explainer.models.shipped import measured_horizons, shipped_corpus
from explainer.state import widgets
from explainer.state.address import value
from explainer.state.choices import MAX_SEED
from pages.gated_cells import controls
from pages.gated_cells.gates_over_text import PLAIN
from pages.gated_cells.race_chart import race_figure
from pages.gated_cells.race_entrants import Entrant, curves, entrants, names_of
from rnncore.data.corpus import Corpus
from rnncore.diagnostics.horizon import Horizon

START = {"characters": 50_000.0, "step": 50.0, "seconds": 0.1}      # the first moments tell nothing


def race() -> None:
    """Curves, table and names."""
    widgets.segments(controls.AGAINST)
    against = value(controls.AGAINST)
    st.plotly_chart(race_figure(curves(against), against, START[against]), width="stretch", key="race_chart",
                    config=PLAIN, alt="Held-out loss of the three cells while they train, three seeds each, on a "
                                      "logarithmic axis.")
    st.html(table(entrants()))
    st.markdown(about_horizons(entrants(), shipped_corpus("given_names")))


def table(found: dict[str, Entrant]) -> str:
    """What each of the three is and came to, as an HTML table."""
    head = "".join(f'<th scope="col">{name}</th>' for name in (
        "Cell", "units", "weights", "loss, 3 seeds", "loss, test", "seconds", "horizon before", "horizon after"))
    rows = "".join(
        f'<tr><th scope="row">{escape(one.title)}</th><td>{one.hidden}</td><td>{one.parameters:,}</td>'
        f"<td>{one.best.mean():.3f} ({one.best.min():.3f} to {one.best.max():.3f})</td><td>{one.test:.3f}</td>"
        f"<td>{one.seconds:.1f}</td><td>{reach(one.untrained)}</td><td>{reach(one.horizon)}</td></tr>"
        for one in found.values())
    return (f'<div class="u-entrants-frame" tabindex="0" role="group" aria-label="The three cells in numbers">'
            f'<table class="u-entrants"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>')


def about_horizons(found: dict[str, Entrant], corpus: Corpus) -> str:
    """Why the longest horizon does not win: what was measured, beside what was trained."""
    far = ", ".join(f"{one.title} {reach(one.horizon)}" for one in found.values())
    lengths = [len(corpus.vocabulary.encode(name)) for name in corpus.names]
    odd = " ".join(f"The {far.title} reaches further than the {near.title}, and yet its loss is higher."
                   for far, near in further_but_worse(list(found.values())))
    return (f"**A long horizon is not yet a useful one.** After training, 1 % of the gradient is left this many steps "
            f"back: {far}. {odd} A horizon says how far a small change is still *felt*, not whether that helps. "
            f"These names have {np.mean(lengths):.1f} letters on average and {max(lengths)} at most. Training begins "
            "each of them with an empty memory, and in the text that was measured they follow one another in random "
            "order. So what is felt from before a name began can tell nothing about its next letter: here a short "
            f"memory is enough, if it is used well. {elsewhere()}")


def elsewhere() -> str:
    """Another plain network's horizon, which another page shows: one number belongs to one network."""
    run = measured_horizons()["vanilla"]
    before, after = (reach(one) for one in (run.horizons[0], run.horizons[-1]))
    return (f"And it belongs to one network, not to a kind of cell: the plain one on the page Vanishing gradient has "
            f"another size and was trained for {run.steps[-1]:,} steps. It went from {before} to {after}.")


def further_but_worse(found: list[Entrant]) -> list[tuple[Entrant, Entrant]]:
    """The pairs of which the first has the longer horizon and yet the higher loss with every seed."""
    return [(far, near) for far in found for near in found
            if far.horizon.median > near.horizon.median and far.best.min() > near.best.max()]


def reach(horizon: Horizon) -> str:
    """A memory horizon in words."""
    return f"over {horizon.limit}" if horizon.over else f"{horizon.median:g}"


def names() -> None:
    """What each of them writes."""
    for column, one in zip(st.columns(3), entrants().values(), strict=True):
        written = names_of(one.cell, value(controls.DRAW))
        column.html(f'<p class="u-note">{escape(one.title)}, {one.hidden} units</p><div class="u-gated-names">'
                    f"{name_grid(written.names, written.is_new, written.finished)}</div>")
    st.button("Write others", icon=":material/refresh:", key="gated_others", on_click=_others)


def _others() -> None:
    st.session_state[controls.DRAW.key] = (value(controls.DRAW) + 1) % (MAX_SEED + 1)
