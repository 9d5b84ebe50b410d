"""A race of the cells with one budget: their losses, how far each reaches, and the names they write."""

from collections.abc import Sequence
from html import escape

import numpy as np
import streamlit as st

from explainer.charts.name_grid import name_grid
from explainer.components.standing import standing_chart
from explainer.learning.prediction import Answer, answered, predict, until_answered
from explainer.learning.source_code import show_source
from explainer.models.shipped import shipped_corpus
from explainer.shell.headings import header, note
from explainer.shell.menu import link_to
from explainer.shell.steps import fine_print, picture, question, words
from explainer.state import sections, widgets
from explainer.state.address import set_value, value
from explainer.state.cells import CELLS, count_in_words, shipped_cells
from explainer.state.choices import MAX_SEED
from pages.gated_cells import controls
from pages.gated_cells.race_chart import race_figure, results_table
from pages.gated_cells.race_entrants import Entrant, curves, entrants, names_of
from rnncore.data.corpus import Corpus
from rnncore.diagnostics.horizon import Horizon
from rnncore.training import equal_budget

START = {"characters": 50_000.0, "step": 50.0, "seconds": 0.1}      # the first moments tell nothing
CLOSE, FAR_AHEAD = "Less than 0.05 nats a letter", "More than that"
CLOSE_NATS = 0.05


CLAIM = "A fair race: same budget, same names"
NAMES = "The names they write"


def section() -> None:
    """The question who wins, and the race that answers it: not drawn until somebody has guessed."""
    with words():
        header(CLAIM,
               "Gates cost weights: a GRU has three times as many matrices as a plain cell, an LSTM four times. So "
               f"here each network has about {equal_budget.WEIGHTS:,} weights, and the gated ones fewer units.",
               "They are judged on <b>held-out</b> names, never trained on, by their loss in <b>nats</b> per letter: "
               "with 0.69 less, the right letter has twice the probability. Each cell ran from "
               f"{len(equal_budget.SEEDS)} <b>seeds</b>: random starts.")
    with question():
        _ask_how_far_apart()
    with picture():
        _losses()
    with fine_print():
        _results_and_horizons()
        show_source(equal_budget.hidden_for, equal_budget.race)


def names_they_write() -> None:
    """Names drawn from each network."""
    with words():
        header(NAMES,
               "The networks of the first seed, at temperature 1: each letter is drawn with exactly the probability "
               "that the network gives it. (A lower temperature would play safe.)")
        link_to("name-generation", "Train one of them yourself", icon=":material/arrow_forward:")
    with picture():
        _names()


def _how_far_apart() -> Answer:
    """Compare the means over the seeds."""
    found = sorted(entrants().values(), key=lambda one: one.validation_loss.mean())
    apart = float(found[-1].validation_loss.mean() - found[0].validation_loss.mean())
    told = ", ".join(f"{one.title} {one.validation_loss.mean():.3f}" for one in found)
    return Answer(CLOSE if apart <= CLOSE_NATS else FAR_AHEAD, f"{told}: {_why_so_close(apart)}")


def _why_so_close(apart: float) -> str:
    """Why the gates win so little here, in nats."""
    return (f"first and last are {apart:.3f} nats apart. Names are short, so there is little to remember from far "
            "back. Where a task needs a long memory, the order can be quite another.")


@sections.section("race_question")
def _ask_how_far_apart() -> None:
    predict("race", "As many weights, the same names, the same steps. How far apart are the "
                    f"{count_in_words(shipped_cells())} in the end, in loss "
                    "on names that none of them has seen?",
            [CLOSE, FAR_AHEAD], _how_far_apart)


@sections.section("race")
def _losses() -> None:
    widgets.segments(controls.AGAINST)
    against = value(controls.AGAINST)
    with until_answered("race"):
        standing_chart(race_figure(curves(against), against, START[against]), key="race_chart",
                       alt=f"Held-out loss of the {count_in_words(shipped_cells())} cells while they train, three "
                           "seeds each, on a logarithmic axis.")


@sections.section("race_results")
def _results_and_horizons() -> None:
    with st.expander("How the race went", icon=":material/show_chart:", expanded=answered("race")):
        found = list(entrants().values())
        st.html(results_table(map(_results, found)))
        means = [one.validation_loss.mean() for one in found]
        note(f"What is all the effort with gates for, then? In validation loss {_why_so_close(float(np.ptp(means)))}")
        st.markdown(_about_horizons(found, shipped_corpus("given_names")))
        note(f"Adam, learning rate {equal_budget.RATE:g}, 128 names a step, {equal_budget.STEPS:,} steps, "
             f"{len(equal_budget.SEEDS)} "
             "seeds, the given names. Loss in nats per letter, lowest on validation; test: the network of the first "
             "seed on names used for nothing else. Seconds: one core of one machine, measuring included. Horizon: "
             "steps back at which 1 % of the gradient is left, median of 25 streams of held-out names, before and "
             "after training, of networks of the same sizes that learned from such streams: those of the race begin "
             "every name with an empty memory. With another budget all this may come out differently.")


def _results(one: Entrant) -> tuple[str, ...]:
    """A row of the table, as `results_table` wants it."""
    loss = one.validation_loss
    return (one.title, f"{one.hidden}", f"{one.parameters:,}",
            f"{loss.mean():.3f} ({loss.min():.3f} to {loss.max():.3f})", f"{one.test_loss:.3f}", f"{one.seconds:.1f}",
            _steps(one.untrained_horizon), _steps(one.horizon))


def _about_horizons(found: Sequence[Entrant], corpus: Corpus) -> str:
    """Why the longest horizon does not win: what was measured, beside the names that were trained on."""
    far = ", ".join(f"{one.title} {_steps(one.horizon)} (loss {one.stream_loss:.3f})" for one in found)
    lengths = [len(corpus.vocabulary.encode(name)) for name in corpus.names]
    odd = " ".join(f"The {CELLS[far.cell].spoken} reaches further than the {CELLS[near.cell].spoken}, and yet its loss "
                   "is higher." for far, near in _further_but_worse(found))
    return (f"**A long horizon is not yet a useful one.** After training on names joined to streams, 1 % of the "
            f"gradient is left this many steps back: {far}. {odd} A horizon says how far a small change is still "
            f"*felt*, not whether that helps. These names have {np.mean(lengths):.1f} letters on average and "
            f"{max(lengths)} at most, and they follow one another in random order. So what is felt from before a name "
            "began can tell nothing about its next letter: here a short memory is enough, if it is used well.")


def _further_but_worse(found: Sequence[Entrant]) -> list[tuple[Entrant, Entrant]]:
    """The pairs of which the first has the longer horizon and yet the higher loss, both on streams."""
    return [(far, near) for far in found for near in found if far.horizon.median > near.horizon.median
            and far.stream_loss > near.stream_loss]


def _steps(horizon: Horizon) -> str:
    """A memory horizon as a number of steps."""
    return f"over {horizon.limit}" if horizon.over else f"{horizon.median:g}"


@sections.section("race_names")
def _names() -> None:
    st.button("Write others", icon=":material/refresh:", key="gated_others", on_click=sections.callback(_next_draw))
    found = entrants().values()
    for column, one in zip(st.columns(len(found)), found, strict=True):
        drawn = names_of(one.cell, value(controls.DRAW))
        column.html(f'<p class="u-note">{escape(one.title)}, {one.hidden} units</p><div class="u-gated-names">'
                    f"{name_grid(drawn.names, drawn.is_new, drawn.finished)}</div>")


def _next_draw() -> None:
    set_value(controls.DRAW, (value(controls.DRAW) + 1) % (MAX_SEED + 1))
