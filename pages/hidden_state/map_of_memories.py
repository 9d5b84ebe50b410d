"""Where the memory goes: many names on one map, and the whole plane of a memory of two numbers."""

import numpy as np
import streamlit as st

from explainer.components.memory_map.memory_map import Cloud, memory_map
from explainer.components.phase_portrait.phase_portrait import Field, phase_portrait
from explainer.learning.prediction import Answer
from explainer.models import shipped
from explainer.models.reading import read_name
from explainer.models.spelling import spelled_for
from explainer.shell.headings import note
from explainer.shell.markdown import as_text
from explainer.state import widgets
from explainer.state.address import value
from pages.hidden_state import controls
from pages.hidden_state.memory import CHANNEL, answering
from pages.hidden_state.state import Reader
from pages.hidden_state.state_cloud import cloud_of, first_of, path_on
from rnncore import Model
from rnncore.diagnostics.phase import FixedPoint, fixed_points, usual_starts, vector_field
from rnncore.diagnostics.states import states_of
from rnncore.numerics.precision import in_double
from rnncore.sampling import trace_of

MAP = "memory_map"
_LINE = np.linspace(-1, 1, 15)
GRID = np.stack(np.meshgrid(_LINE, _LINE), axis=-1).reshape(-1, 2)      # where the arrows stand
SHUFFLES = 20
CARRIED, LONG = 30, 1_000           # steps that are shown, and for the question
LETTER, NAME = "The same last letter", "The same first letter"
ONE, SEVERAL, NOWHERE = "Always at the same place", "It depends on where it began", "It never rests"


def cloud(reader: Reader) -> Cloud:
    """The names on the map, at every checkpoint."""
    steps = tuple(checkpoint.step for checkpoint in reader.checkpoints)
    all_names = cloud_of(f"{reader.key}{steps}", reader.checkpoints, reader.names, controls.MOST_NAMES)
    return first_of(all_names, value(controls.NAMES))


@answering
def paths(reader: Reader) -> None:
    """The map, what its dots tell, and how many names are on it."""
    _listen()
    many = cloud(reader)
    vocabulary = reader.model.vocabulary
    widgets.segments(controls.MARKS)
    memory_map(many, reader.checkpoints, path_on(many, reader.checkpoints, reader.reading.inputs), reader.signs,
               key=MAP, signs=[vocabulary.sign(i) for i in range(len(vocabulary))], marks=value(controls.MARKS),
               channel=CHANNEL, frame=reader.frame, step=reader.at)
    widgets.slider(controls.NAMES)


def what_decides(reader: Reader) -> Answer:
    """Are memories nearer to those with the same last letter, or with the same first letter?"""
    many = cloud(reader)
    h = states_of(reader.entry.model, many.names).h.astype(np.float64)
    begun = many.positions >= 2            # from the second letter on, first and last are different letters
    first = many.symbols[np.searchsorted(many.of, many.of) + 1]
    h, last, first, of = h[begun], many.symbols[begun], first[begun], many.of[begun]
    last_share, first_share = _explained(h, last), _explained(h, first)
    last_chance, first_chance = _by_chance(h, last, np.arange(len(h))), _by_chance(h, first, of)
    return Answer(LETTER if last_share - last_chance > first_share - first_chance else NAME,
                  f"Knowing the last letter accounts for {last_share:.0%} of the spread of all neurons, knowing the "
                  f"first letter for {first_share:.0%}, over {len(h):,} memories of these names. The same letters "
                  f"dealt out anew by chance would seem to account for {last_chance:.0%} and {first_chance:.0%}, for "
                  "small groups always differ a little.")


def _explained(h: np.ndarray, groups: np.ndarray) -> float:
    """Share of the variance of rows [N, H] that lies between groups."""
    total = ((h - h.mean(axis=0)) ** 2).sum()
    within = sum(((h[groups == g] - h[groups == g].mean(axis=0)) ** 2).sum() for g in np.unique(groups))
    return float(1 - within / total) if total > 0 else 0.0


def _by_chance(h: np.ndarray, groups: np.ndarray, owners: np.ndarray) -> float:
    """What `_explained` comes to, on average, when the groups are dealt out anew among owners.

    Rows [N] of one owner keep one group: memories of one name share its first letter and are alike in
    other ways too, so it is names that are shuffled there, and single memories for the last letter.
    """
    rng = np.random.default_rng(0)
    _, first, rows = np.unique(owners, return_index=True, return_inverse=True)
    own = groups[first]
    return float(np.mean([_explained(h, rng.permutation(own)[rows]) for _ in range(SHUFFLES)]))


@answering
def two_neurons(text: str, at: int) -> None:
    """Two neurons: every memory there is, and where letters send it."""
    models = shipped.two_unit_models()
    which, arrows, again = st.columns([2, 3, 2])
    with which:
        widgets.segments(controls.TWO_UNITS)
    with arrows:
        widgets.segments(controls.ARROWS)
    model = models[value(controls.TWO_UNITS)]
    with again:
        widgets.text(controls.AGAIN, placeholder="∎", disabled=value(controls.ARROWS) != "again")
    symbol, said = letter_of(model, value(controls.AGAIN))
    if said:
        st.warning(as_text(said), icon=":material/keyboard:")
    if value(controls.ARROWS) == "again":
        phase_portrait(GRID, [field_of(model, symbol)], key="portrait", trails=trails(model, symbol))
        points = resting(model, symbol)
        st.markdown(in_words(points, model.vocabulary.sign(symbol)))
        if points:
            note(PUSHES)
        return
    inputs = read_name(model, text, controls.AT.high).inputs
    distinct = list(dict.fromkeys(inputs.tolist()))
    h = trace_of(model, inputs).h[:, 0]
    phase_portrait(GRID, [field_of(model, symbol) for symbol in distinct], key="portrait", channel=CHANNEL,
                   path=np.concatenate([np.zeros_like(h[:1]), h]), which=[distinct.index(s) for s in inputs.tolist()],
                   step=min(at, len(inputs)))


def field_of(model: Model, symbol: int) -> Field:
    """What one letter does to the memories of the grid, and where it lets them rest."""
    return Field(model.vocabulary.sign(symbol), vector_field(model, symbol, GRID), resting(model, symbol))


def trails(model: Model, symbol: int) -> np.ndarray:
    """Memories spread over the plane, carried along by one letter: [steps + 1, S, 2]."""
    h = usual_starts(2)[::2]
    carried = [h]
    for _ in range(CARRIED):
        h = h + vector_field(model, symbol, h)
        carried.append(h)
    return np.stack(carried)


@st.cache_resource(show_spinner=False, max_entries=200)
def _resting(cell: str, symbol: int) -> list[FixedPoint]:
    return fixed_points(shipped.two_unit_models()[cell], symbol)


def resting(model: Model, symbol: int) -> list[FixedPoint]:
    """The fixed points of a two-unit model under one symbol, found once for the server."""
    return _resting(model.cell, symbol)


def letter_of(model: Model, text: str) -> tuple[int, str]:
    """The number of a visitor's letter, and one sentence if this network does not know it."""
    letter = model.vocabulary.fold(spelled_for(model.vocabulary, text.strip()))[:1]
    if not letter:
        return 0, ""
    if letter not in model.vocabulary.symbols:
        return 0, f"This network has never seen “{letter}”, so the arrows are those of ∎: type another letter."
    return int(model.vocabulary.encode(letter)[0]), ""


PUSHES = ("|λ| says how much a small push grows or shrinks in one step, in each of two directions: the sizes of the "
          "eigenvalues of the step's Jacobian. Both below 1: stable, what is near falls in. Both above 1: "
          "unstable. One of each: a saddle.")


def in_words(points: list[FixedPoint], sign: str) -> str:
    """The fixed points, told."""
    if not points:
        return f"Reading {as_text(sign)} again and again, no resting place was found."
    told = "; ".join(f"{point.kind} at ({point.h[0]:+.2f}, {point.h[1]:+.2f}), "
                     f"|λ| = {', '.join(f'{abs(e):.3f}' for e in point.eigenvalues)}" for point in points)
    return (f"Reading **{as_text(sign)}** again and again, the memory can rest at {len(points)} "
            f"place{'' if len(points) == 1 else 's'}: {told}.".replace("-", "−"))


def where_it_ends() -> Answer:
    """Follow many memories under the chosen letter for a long time: how many ends are there?"""
    model = in_double(shipped.two_unit_models()[value(controls.TWO_UNITS)])
    symbol, _ = letter_of(model, value(controls.AGAIN))
    line = np.linspace(-0.95, 0.95, 9)
    h = np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2)
    for _ in range(LONG):
        h = h + vector_field(model, symbol, h)
    rests = np.linalg.norm(vector_field(model, symbol, h), axis=1) < 1e-6
    ends = len(np.unique(h[rests].round(3), axis=0))
    right = NOWHERE if not rests.any() else ONE if rests.all() and ends == 1 else SEVERAL
    still = f"{int(rests.sum())} of {len(h)} came to rest, at {ends} place{'' if ends == 1 else 's'}."
    sign = as_text(model.vocabulary.sign(symbol))
    return Answer(right, f"From {len(h)} beginnings, {sign} read {LONG:,} times: {still}")


def _listen() -> None:
    """Where the training slider under the map was let go."""
    frame = getattr(st.session_state.get(MAP), "frame", None)
    seen = st.session_state.get("_map_frame", "nothing")
    st.session_state["_map_frame"] = frame
    if seen not in ("nothing", frame) and (frame is None or isinstance(frame, int)):
        st.session_state[controls.CHECKPOINT.key] = 0 if frame is None else min(frame + 1, controls.CHECKPOINT.high)
