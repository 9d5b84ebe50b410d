"""The first picture of the hidden-state page: a text, a network, and the memory it fills."""

import numpy as np
import streamlit as st

from explainer.components.graph.graph import selection_of, signature_graph
from explainer.learning.prediction import Answer
from explainer.learning.share import link_to_this_view
from explainer.models.linked_network import network_from_address
from explainer.models.recipe_links import what_a_link_cannot_carry
from explainer.models.shelf import SHIPPED, shelf
from explainer.shell.headings import note
from explainer.shell.markdown import as_text
from explainer.state import registry, widgets
from explainer.state.address import value
from explainer.state.choices import CELLS
from explainer.state.sections import part
from pages.hidden_state import controls, state_cache
from pages.hidden_state.state import Reader

PICTURE = "memory_picture"
CHANNEL = "hidden-state"
answering = part()
_SEEN = "_memory_selection"


def choose() -> Reader:
    """What is read, and by which network; the whole page follows."""
    row = widgets.row()
    with row:
        widgets.free_text(controls.TEXT, _from_its_end, placeholder=controls.TEXT.default)
    network_from_address(controls.NETWORK)
    entries = shelf().entries
    if value(controls.NETWORK) not in entries:
        st.session_state[controls.NETWORK.key] = controls.NETWORK.default
        st.info("The link asks for a network that is not here, so the page shows the one it ships with.",
                icon=":material/info:")
    with row:
        shown = sorted(entries, key=lambda key: not key.startswith("given_names"))
        st.selectbox(controls.NETWORK.label, shown, format_func=lambda key: entries[key].title,
                     key=controls.NETWORK.key, help="Those you trained are here too.")
    reader = Reader(entries[value(controls.NETWORK)], value(controls.TEXT))
    if not state_cache.is_sound(reader.key, reader.entry.model, reader.names):
        st.warning("The memory of that network grows beyond all bounds while it reads, so the page shows the one it "
                   "ships with.", icon=":material/warning:")
        reader = Reader(entries[controls.NETWORK.default], value(controls.TEXT))
    if reader.reading.problem:
        st.warning(as_text(reader.reading.problem), icon=":material/keyboard:")
    return reader


@answering
def picture(reader: Reader) -> None:
    """Neurons against time, with the letters below and the predictions above; training as a second time."""
    listen(reader.steps)
    signature_graph(reader.picture(), key=PICTURE, view=value(controls.SHOWN_AS), step=reader.at,
                    views=("unrolled", "memory"), report=True, frames=reader.frames(), frame=reader.frame,
                    channel=CHANNEL)
    note(in_words(reader))
    order, more = st.columns([4, 1], vertical_alignment="bottom")
    with order:
        widgets.segments(controls.ORDER)
    with more:
        link_to_this_view(registry.PAGES["hidden-state"], _whose(reader))


def in_words(reader: Reader) -> str:
    """How to read the picture."""
    units, belt = reader.model.config.hidden_size, reader.model.cell == "lstm"
    order = (f"Rows that rise and fall together over {state_cache.ORDER_NAMES:,} names stand side by side."
             if value(controls.ORDER) == "alike" else "Rows stand as the neurons are numbered.")
    training = ("The second slider goes back to the random start of its training. The nats beside it are the average "
                "surprise per letter: lower is better." if len(reader.checkpoints) > 1 else
                "Of its training nothing was kept, so there is one slider.")
    sees = ("this comes from h alone. What c holds can only speak through h, now or in a later step." if belt else
            "it can use nothing but this column.")
    return (f"Each column is the whole memory after one letter: {units} numbers, violet below zero, red above"
            + (", and below them as many of its cell state c, the belt" if belt else "") + ". Above it, what the "
            f"network expects next: {sees} {order} {training}{_blocks(reader)}")


def _blocks(reader: Reader) -> str:
    """Why a gated cell's matrices are so wide, for somebody who has not met one yet."""
    count = reader.model.cell_module.GATE_COUNT
    if count == 1:
        return ""
    kind = f"{'an' if reader.model.cell == 'lstm' else 'a'} {CELLS[reader.model.cell]}"
    return (f" The cell is {kind}: each of its matrices holds {count} blocks side by side, which the page Gated cells "
            "takes apart.")


def _whose(reader: Reader) -> str | None:
    """What a link does about a network that is not shipped."""
    if reader.entry.origin == SHIPPED:
        return None
    return (what_a_link_cannot_carry(reader.entry) or
            "This network was trained here: whoever opens the link trains it again, from its recipe.")


def listen(steps: int) -> None:
    """Put what the visitor did in the picture into the controls, once and before it is drawn."""
    chosen = selection_of(getattr(st.session_state.get(PICTURE), "selection", None), None)
    now = (chosen.step, chosen.frame, chosen.view, chosen.unit)
    before = st.session_state.get(_SEEN)
    st.session_state[_SEEN] = now
    if before == now or now == (None,) * 4:
        return
    if chosen.step is not None and 1 <= chosen.step <= controls.AT.high:
        st.session_state[controls.AT.key] = chosen.step if chosen.step < steps else 0
    if chosen.frame is None or 0 <= chosen.frame < controls.CHECKPOINT.high:
        st.session_state[controls.CHECKPOINT.key] = 0 if chosen.frame is None else chosen.frame + 1
    if chosen.view in controls.SHOWN_AS.options:
        st.session_state[controls.SHOWN_AS.key] = chosen.view


def most_moved(reader: Reader) -> Answer:
    """Which letter changed the memory most, by name; letters within `LEVEL` of it are as good as level."""
    h = np.array([reader.picture().node(f"hidden:{t}").values for t in range(reader.steps + 1)])
    moved = np.linalg.norm(np.diff(h, axis=0), axis=1)[1:]         # ∎ left out: it only begins
    signs, many = reader.signs[1:], len(moved)
    best, *level = (int(i) for i in np.argsort(-moved, kind="stable") if moved[i] >= (1 - LEVEL) * moved.max())
    thirds = [THIRDS[3 * (2 * i + 1) // (2 * many)] for i in (best, *level)]      # by the middle of each letter
    named = [f"{as_text(signs[i])}, letter {i + 1} of {many}" for i in (best, *level)]
    told = as_text(", ".join(f"{sign} {size:.2f}" for sign, size in zip(signs, moved, strict=True)))
    most = (f"It is {named[0]}." if not level else
            f"It is {named[0]}, but {'; '.join(named[1:])}, {'is' if len(level) == 1 else 'are'} as good as level.")
    return Answer(thirds[0], f"{most} How far the memory moved with each letter: {told}. Every letter rewrites a part "
                             "of it, and the column never gets longer.",
                  tuple(dict.fromkeys(third for third in thirds if third != thirds[0])))


THIRDS = ("One in the first third", "One in the middle third", "One in the last third")
LEVEL = 0.05              # closer than this share to the largest: no clear winner


def _from_its_end() -> None:
    """A new text is looked at from its end."""
    st.session_state[controls.AT.key] = 0
