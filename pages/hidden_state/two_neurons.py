"""Two neurons: the whole plane of a memory of two numbers, and where each letter sends it."""

import numpy as np
import streamlit as st

from explainer.components.phase_portrait.phase_portrait import Field, phase_portrait
from explainer.learning.prediction import Answer, predict
from explainer.learning.source_code import show_source
from explainer.models import shipped
from explainer.models.reading import read_name
from explainer.models.spelling import spelled_for
from explainer.shell.headings import header, note
from explainer.shell.markdown import as_text
from explainer.shell.steps import fine_print, picture, question, words
from explainer.state import sections, widgets
from explainer.state.address import value
from pages.hidden_state import controls
from pages.hidden_state.state import CHANNEL, network_and_text
from rnncore import Model
from rnncore.data.letters import quoted
from rnncore.diagnostics import phase
from rnncore.diagnostics.phase import FixedPoint
from rnncore.numerics.precision import in_double
from rnncore.sampling import trace_of

Array = np.ndarray

PORTRAIT = "portrait"
CLAIM = "With two neurons, you can see the whole memory"
TRAIL_STEPS, ANSWER_STEPS = 30, 1_000      # readings of one letter: that are shown, and for the question
AT_REST = 1e-6                             # a memory that moves less than this in one step
ONE, SEVERAL, NOWHERE = "Always at the same place", "It depends on where it began", "It never rests"
EIGENVALUES = ("|λ|, the sizes of the eigenvalues of the step's Jacobian, say how much a small push grows or shrinks "
               "per step in the long run. Two real ones have a direction each; a complex pair turns the push round as "
               "it goes, both with one size. Both below 1: stable, what is near falls in. Both above 1: unstable. "
               "One of each: a saddle.")


def section() -> None:
    """The plane of a network of two neurons, and the question where one letter read for ever leads."""
    with words():
        header(CLAIM,
               "This network has two hidden units, so its memory <i>is</i> a point on a plane, and nothing is left "
               "out. Every letter has arrows of its own: they show where it sends each memory. Your text walks across "
               "the plane, one arrow per letter. Or let one letter be read for ever, and watch where memories end.")
    with picture():
        _portrait()
    with question():
        _ask_where_it_ends()
    with fine_print():
        note("An LSTM of two units has four numbers, h and c, so it has no such picture.")
        show_source(phase.fixed_points, phase.step_jacobian)


def grid_of_memories(most: float, count: int) -> Array:
    """`count` x `count` memories of two numbers at equal distances in the square from -most to most: [count², 2]."""
    line = np.linspace(-most, most, count)
    return np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2)


GRID = grid_of_memories(1, 15)      # where the arrows stand


@sections.section("portrait")
def _portrait() -> None:
    """The choice of network and of what it reads, and the plane: the way of the text, or trails under one letter."""
    with widgets.row():
        widgets.segments(controls.TWO_UNITS)
        widgets.segments(controls.ARROWS)
        if value(controls.ARROWS) == "again":
            widgets.text(controls.AGAIN, placeholder="∎")
    model = shipped.two_unit_models()[value(controls.TWO_UNITS)]
    symbol, problem = symbol_of(model, value(controls.AGAIN))
    if problem:
        st.warning(as_text(problem), icon=":material/keyboard:")
    if value(controls.ARROWS) == "again":
        _one_letter_for_ever(model, symbol)
    else:
        _way_of_the_text(model)


def _one_letter_for_ever(model: Model, symbol: int) -> None:
    """Trails of many memories under one symbol, and its fixed points in words."""
    phase_portrait(GRID, [field_of(model, symbol)], key=PORTRAIT, trails=trails(model, symbol))
    points = resting_places(model, symbol)
    st.markdown(in_words(points, model.vocabulary.sign(symbol)))
    if points:
        note(EIGENVALUES)


def _way_of_the_text(model: Model) -> None:
    """The states along the text, with the arrows of the symbol read at each step."""
    shown = network_and_text()
    inputs = read_name(model, shown.text, controls.AT.high).inputs
    distinct = list(dict.fromkeys(inputs.tolist()))
    h = trace_of(model, inputs).h[:, 0]
    phase_portrait(GRID, [field_of(model, symbol) for symbol in distinct], key=PORTRAIT, channel=CHANNEL,
                   path=np.concatenate([np.zeros_like(h[:1]), h]), which=[distinct.index(s) for s in inputs.tolist()],
                   step=min(shown.step, len(inputs)))


def field_of(model: Model, symbol: int) -> Field:
    """What one symbol does to the memories of the grid, and where it lets them rest."""
    return Field(model.vocabulary.sign(symbol), phase.vector_field(model, symbol, GRID), resting_places(model, symbol))


def trails(model: Model, symbol: int) -> Array:
    """Memories spread over the plane, carried along by one symbol: [steps + 1, S, 2]."""
    return phase.orbits(model, symbol, phase.usual_starts(2)[::2], TRAIL_STEPS)


@st.cache_resource(show_spinner=False, max_entries=200)
def _resting_places(cell: str, symbol: int) -> list[FixedPoint]:
    return phase.fixed_points(shipped.two_unit_models()[cell], symbol)


def resting_places(model: Model, symbol: int) -> list[FixedPoint]:
    """The fixed points of a two-unit model under one symbol, found once for the server."""
    return _resting_places(model.cell, symbol)


def symbol_of(model: Model, text: str) -> tuple[int, str]:
    """The number of a visitor's letter (0, which is ∎, for none), and one sentence if this network does not know it."""
    letter = model.vocabulary.fold(spelled_for(model.vocabulary, text.strip()))[:1]
    if not letter:
        return 0, ""
    if letter not in model.vocabulary.symbols:
        return 0, f"This network has never seen {quoted(letter)}, so the arrows are those of ∎: type another letter."
    return int(model.vocabulary.encode(letter)[0]), ""


def in_words(points: list[FixedPoint], sign: str) -> str:
    """One sentence: how many fixed points a symbol has, of which kind each is, where, and its eigenvalues."""
    if not points:
        return f"Reading {as_text(sign)} again and again, no resting place was found."
    told = "; ".join(f"{point.kind} at ({point.h[0]:+.2f}, {point.h[1]:+.2f}), "
                     f"|λ| = {', '.join(f'{abs(e):.3f}' for e in point.eigenvalues)}" for point in points)
    return (f"Reading **{as_text(sign)}** again and again, the memory can rest at {len(points)} "
            f"place{'' if len(points) == 1 else 's'}: {told}.".replace("-", "−"))


@sections.section("portrait_question")
def _ask_where_it_ends() -> None:
    predict("rest", "Let this network read the same letter for ever. Where does the memory end?",
            [ONE, SEVERAL, NOWHERE], where_it_ends)


def where_it_ends() -> Answer:
    """At how many places many memories end under the chosen symbol, read for a long time."""
    model = in_double(shipped.two_unit_models()[value(controls.TWO_UNITS)])
    symbol, _ = symbol_of(model, value(controls.AGAIN))
    h = phase.orbits(model, symbol, grid_of_memories(0.95, 9), ANSWER_STEPS)[-1]
    rests = np.linalg.norm(phase.vector_field(model, symbol, h), axis=1) < AT_REST
    ends = len(np.unique(h[rests].round(3), axis=0))
    right = NOWHERE if not rests.any() else ONE if rests.all() and ends == 1 else SEVERAL
    still = f"{int(rests.sum())} of {len(h)} came to rest, at {ends} place{'' if ends == 1 else 's'}."
    sign = as_text(model.vocabulary.sign(symbol))
    return Answer(right, f"From {len(h)} beginnings, {sign} read {ANSWER_STEPS:,} times: {still}")
