"""Hiding parts of a network while it trains, so that it does not learn a list by heart.

Two kinds. `dropout` hides numbers of h from the readout (Srivastava et al. 2014; only there and not
in the recurrence: Zaremba et al. 2014). `weight_dropout` cuts recurrent connections, the same ones
for all steps of a batch (DropConnect on W_hh: Merity et al. 2018). What stays is scaled up, so that
sums keep their size, and nothing changes when the trained network is used.
"""

import numpy as np

from rnncore.model import Weights
from rnncore.numerics.workspace import Workspace

Array = np.ndarray


def mask(rng: np.random.Generator, workspace: Workspace, name: str, shape: tuple[int, int],
         share: float) -> Array | None:
    """Zeros for a random `share` of entries, 1 / (1 - share) for the rest; None for share 0."""
    if not share:
        return None
    kept = workspace.array(name, shape)
    rng.random(out=kept, dtype=kept.dtype)
    np.greater_equal(kept, share, out=kept)
    kept *= 1.0 / (1.0 - share)
    return kept


def thinned(weights: Weights, kept_weights: Array | None, workspace: Workspace) -> Weights:
    """The weights with some recurrent connections cut; the very same ones where `kept_weights` is None."""
    if kept_weights is None:
        return weights
    W_hh = weights.cell.W_hh
    cut = np.multiply(W_hh, kept_weights, out=workspace.array("thinned", W_hh.shape))
    return weights._replace(cell=weights.cell._replace(W_hh=cut))
