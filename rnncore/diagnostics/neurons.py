"""What one neuron answers to: the beginnings of texts after which it stands highest and lowest."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from rnncore.diagnostics.states import States, states_of, values_of
from rnncore.model import Model

Array = np.ndarray


class Context(NamedTuple):
    """A place in a text, and what the neuron says there."""

    text: str            # the whole text, as it stands in the list
    position: int        # how many of its symbols have been read; 0 is after ∎
    value: float         # the neuron there
    read: str            # those symbols, as the network saw them


def excitations(model: Model, names: Sequence[str], unit: int, count: int, *, state: str = "h",
                states: States | None = None) -> tuple[list[Context], list[Context]]:
    """The `count` contexts with the highest and the lowest value of neuron `unit`, most extreme first.

    A state follows from what was read so far and nothing else, so "mari" in Maria and in Marianne is
    one context, told with one of the names that have it. `states` are `states_of(model, names)` if
    you have them already. `state` is "h", or "c" for the cell state of an LSTM.
    Raises ValueError for a neuron or a kind of state that the network does not have.
    """
    if not 0 <= unit < model.config.hidden_size:
        raise ValueError(f"unit must be 0 to {model.config.hidden_size - 1}, not {unit}.")
    states = states_of(model, names) if states is None else states
    held = values_of(states, state)[:, unit]
    most, least = np.argsort(-held, kind="stable"), np.argsort(held, kind="stable")
    return (_distinct(model, names, states, held, most, count), _distinct(model, names, states, held, least, count))


def _distinct(model: Model, names: Sequence[str], states: States, held: Array, order: Array,
              count: int) -> list[Context]:
    """The first `count` different beginnings in `order`."""
    found: dict[str, Context] = {}
    for row in order:
        if len(found) >= count:
            break
        text, position = names[states.sequence[row]], int(states.positions[row])
        begun = model.vocabulary.fold(text)[:position]
        if begun not in found:
            found[begun] = Context(text, position, float(held[row]), begun)
    return list(found.values())
