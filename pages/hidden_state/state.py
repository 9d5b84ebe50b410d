"""What is on screen on the hidden-state page: a network, the text it reads and its training, by the controls."""

from dataclasses import replace
from functools import cached_property

import streamlit as st

from explainer.components.graph.build import picture_of
from explainer.components.graph.contract import Picture
from explainer.components.graph.frames import Checkpoint, Frame, frame_of
from explainer.models.reading import Reading, read_name
from explainer.models.shelf import Entry, shelf
from explainer.state.address import set_value, value, value_at
from explainer.state.choices import MAX_STEPS
from explainer.state.controls import Number
from explainer.state.keys import session_key
from pages.hidden_state import controls, state_cache, training_checkpoints
from rnncore import Corpus, Model
from rnncore.numerics.precision import in_double

CHANNEL = "hidden-state"        # pictures of one channel show the same step and the same checkpoint
_OPEN = "_hidden_state_network"


class Network:
    """A network from the shelf as it is now: one that is being trained stands still here."""

    def __init__(self, entry: Entry) -> None:
        self.entry = replace(entry, fixed=entry.model)
        self.model: Model = in_double(self.entry.model)
        self.fingerprint: str = state_cache.fingerprint(self.entry.model)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Many names this network can read: those of its list, or names it writes itself."""
        return state_cache.names_for(self.entry.model)

    @cached_property
    def corpus(self) -> Corpus | None:
        """The list of names the network learned from, or None if nobody here has it."""
        return shelf().corpus_of(self.entry.model)

    @cached_property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """The network at several steps of its training, as it is now last."""
        return training_checkpoints.checkpoints_of(self.entry)

    @property
    def is_bounded(self) -> bool:
        """Whether its states keep a size that can be drawn."""
        return state_cache.is_bounded(self.fingerprint, self.entry.model, self.names)

    def order(self, kind: str) -> tuple[int, ...]:
        """The neurons of the state `kind`, "h" or "c", from top to bottom; empty for as numbered."""
        if value(controls.ORDER) == "number":
            return ()
        return state_cache.order_of(self.fingerprint, self.entry.model, self.names, kind)


class NetworkAndText:
    """A network and the visitor's text, as far as the network can read it."""

    def __init__(self, network: Network, text: str) -> None:
        self.network = network
        self.reading: Reading = read_name(network.model, text, MAX_STEPS)

    @property
    def text(self) -> str:
        """The letters that are really read: those the network knows, and no more than there is room for."""
        return self.reading.text[:len(self.reading.inputs) - 1]

    @property
    def signs(self) -> list[str]:
        """The symbols that go in, as they are shown, ∎ first: [steps]."""
        return [self.network.model.vocabulary.sign(int(i)) for i in self.reading.inputs]

    @property
    def steps(self) -> int:
        """How many symbols are read, ∎ included."""
        return len(self.reading.inputs)

    def picture(self) -> Picture:
        """All that the network computes while it reads the text, as a graph; neurons in the chosen order."""
        picture = picture_of(self.network.model, self.reading.inputs, chosen=self.reading.targets)
        kinds = {"hidden": "h", "cell": "c"}
        lanes = tuple(replace(lane, order=self.network.order(kinds[lane.id]))
                      if lane.id in kinds else lane for lane in picture.lanes)
        return replace(picture, lanes=lanes)

    def frames(self) -> list[Frame]:
        """The values along the text at every checkpoint of the training; empty if only one is known."""
        if len(self.network.checkpoints) < 2:
            return []
        return [frame_of(checkpoint, self.reading.inputs) for checkpoint in self.network.checkpoints]

    @property
    def frame(self) -> int | None:
        """The checkpoint looked at, from 0; None for the finished network."""
        chosen = _as_in_the_browser(controls.CHECKPOINT)
        return chosen - 1 if 1 <= chosen < len(self.network.checkpoints) else None

    @property
    def step(self) -> int:
        """The step looked at, 1 … T."""
        return min(_as_in_the_browser(controls.AT) or self.steps, self.steps)


def network() -> Network:
    """The network that is chosen; the shipped one if that is not here, or if its states grow beyond all bounds.

    It stays the very same until another one is chosen or the page is opened anew, so that all sections agree on one
    that is being trained.
    """
    chosen = value(controls.NETWORK)
    wanted, found = st.session_state.get(_OPEN, (None, None))
    if wanted != chosen:
        entries = shelf().entries
        shipped = entries[controls.NETWORK.default]
        found = Network(entries.get(chosen, shipped))
        if not found.is_bounded:
            found = Network(shipped)
        st.session_state[_OPEN] = chosen, found
    return found


def network_and_text() -> NetworkAndText:
    """The network and the text that are chosen."""
    return NetworkAndText(network(), value(controls.TEXT))


def take_network_anew() -> None:
    """Look again at how far the chosen network is in its training: when the page is opened."""
    st.session_state.pop(_OPEN, None)


def value_up_to(control: Number, high: int) -> int:
    """What a control is set to, put right if that is beyond an end which depends on the text or the network."""
    set_value(control, min(value(control), high))
    return value(control)            # asked again: what was noted first is not what it is now


def _as_in_the_browser(control: Number) -> int:
    """The step or the checkpoint looked at. No section runs again for it.

    In the browser the pictures of one channel move together before Python hears of it; they are sent where to begin.
    """
    return value_at(session_key(control), control.default)
