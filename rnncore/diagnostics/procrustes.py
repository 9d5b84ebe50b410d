"""Flat maps of one set of states after another, turned so that they can be compared.

The principal plane of many states has no natural direction: its two axes may change sign or places from one
checkpoint of a training to the next, and a map would jump though the memory hardly moved. So each map is turned, and
mirrored where that is better, but never stretched, to agree as well as possible with the next one: the orthogonal
Procrustes problem (Schönemann 1966). For points A, B [N, D], row n of both being the same thing,

    R = argmin ||A R - B||  over all R with R^T R = I,      R = U V^T  where  A^T B = U S V^T.
"""

from collections.abc import Sequence

import numpy as np

from rnncore.diagnostics.states import Plane, principal_plane, project

Array = np.ndarray


def best_rotation(points: Array, target: Array) -> Array:
    """The rotation or reflection R [D, D] with which `points` R comes nearest to `target`, both [N, D]."""
    u, _, vt = np.linalg.svd(points.T @ target)
    return u @ vt


def aligned_planes(held: Sequence[Array]) -> tuple[Plane, ...]:
    """The principal plane of each of several sets of states [N, H], turned to agree with the next one's map.

    Row n of every set is the same moment of the same text. The last plane stays as `principal_plane` gives it.
    Each is still a principal plane, but its axes are no longer in order of their shares: a turned map spreads over
    the same plane, and `shares` are those of the axes before turning. Raises ValueError for no states.
    """
    planes = [principal_plane(held[-1])]
    wanted = project(planes[0], held[-1])
    for h in reversed(held[:-1]):
        plane = principal_plane(h)
        planes.insert(0, plane._replace(axes=best_rotation(project(plane, h), wanted).T @ plane.axes))
        wanted = project(planes[0], h)
    return tuple(planes)
