"""Many names on one flat map of the memory, at every checkpoint of the training.

Each checkpoint has the two directions along which *its* memories spread most; each map is turned to agree with the
map after it (`rnncore.diagnostics.procrustes`).
"""

import numpy as np
import streamlit as st

from explainer.components.graph.frames import Checkpoint
from explainer.components.memory_map.memory_map import Cloud
from rnncore.diagnostics.procrustes import aligned_planes
from rnncore.diagnostics.states import project, states_of
from rnncore.sampling import trace_of

Array = np.ndarray


@st.cache_resource(show_spinner=False, max_entries=24)
def cloud_of(key: str, _checkpoints: tuple[Checkpoint, ...], _names: tuple[str, ...], most: int = 300) -> Cloud:
    """`most` names, taken evenly from the list, through every checkpoint. `key` names network and training."""
    names = evenly_chosen(_names, most)
    held = [states_of(checkpoint.model, names) for checkpoint in _checkpoints]
    planes = aligned_planes([states.h for states in held])
    points = tuple(project(plane, states.h) for plane, states in zip(planes, held, strict=True))
    return Cloud(names, held[-1].sequence, held[-1].positions, held[-1].symbols, planes, points,
                 len(names))


def first_of(cloud: Cloud, count: int) -> Cloud:
    """The first `count` names of a cloud, on the very same maps."""
    rows = int(np.searchsorted(cloud.of, count))
    return Cloud(cloud.names[:count], cloud.of[:rows], cloud.positions[:rows], cloud.symbols[:rows], cloud.planes,
                 tuple(points[:rows] for points in cloud.points), cloud.over)


def evenly_chosen(names: tuple[str, ...], count: int) -> tuple[str, ...]:
    """`count` of many names at equal distances, or all if there are fewer; shuffled, always the same way."""
    even = names if len(names) <= count else [names[i * len(names) // count] for i in range(count)]
    return tuple(even[i] for i in np.random.default_rng(0).permutation(len(even)))


def path_on(cloud: Cloud, checkpoints: tuple[Checkpoint, ...], inputs: Array) -> list[Array]:
    """The path of one sequence of symbols [T] on every map: [T, 2] each."""
    return [project(plane, trace_of(checkpoint.model, inputs).h[:, 0])
            for plane, checkpoint in zip(cloud.planes, checkpoints, strict=True)]
