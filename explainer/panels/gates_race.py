"""Three cells of one budget side by side: a part of the gated cells page."""

from html import escape

import numpy as np
import streamlit as st

from explainer import widgets
from explainer.address import value
from explainer.controls import MAX_SEED
from explainer.controls import gated_cells as controls
from explainer.figures.names import name_grid
from explainer.figures.race import race_figure
from explainer.library import shipped_corpus
from explainer.panels.gates_text import PLAIN
from explainer.race import Entrant, curves, entrants, names_of
from rnncore.corpus import Corpus
from rnncore.diagnostics.horizon import Horizon

START = {"characters": 50_000.0, "step": 50.0, "seconds": 0.1}      # the first moments tell nothing


def race() -> None:
    """Curves, table and names."""
    st.markdown("**Held-out** names were put aside: no network ever trained on them. Loss is counted in **nats** per "
                "letter: how surprised the network is on average, −ln p. With 0.69 nats less, it gives the right "
                "letter twice the probability. A **seed** is the number a random start is drawn from: each cell ran "
                "from three.")
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
    furthest = max(found.values(), key=lambda one: one.horizon.median)
    best = min(found.values(), key=lambda one: one.best.mean())
    lengths = [len(corpus.vocabulary.encode(name)) for name in corpus.names]
    order = ("It is no ranking: " if furthest is not best else "") + (
        f"the lowest loss is the {best.title}'s, the longest horizon the {furthest.title}'s.")
    return (f"**A long horizon is not yet a useful one.** After training, 1 % of the gradient is left this many steps "
            f"back: {far}. {order} A horizon says how far a small change is still *felt*, not whether that helps. "
            f"These names have {np.mean(lengths):.1f} letters on average and {max(lengths)} at most. Training begins "
            "each with an empty memory, and in the held-out text they follow one another in random order. What is felt from "
            "further back than the name's own beginning says nothing about its next letter. So a list of names rewards "
            "a short memory that is used well.")


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
