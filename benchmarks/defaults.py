"""How far the name page's default run has come after 3 seconds, beside where it ends.

    python benchmarks/defaults.py [--seconds 3] [--seeds 0 1 2]

The recipe is read from the page's own controls, the list is the shipped given names. One process on one core, as in the
app; seconds are those of the training itself, by the wall clock. A run that is over by then counts as it ended.
"""

import argparse
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")          # before NumPy is loaded

from core_slices import names

from explainer.models.recipe_links import recipe_from_controls
from explainer.state.controls import Control
from explainer.state.recipe_controls import SEED
from rnncore import network
from rnncore.data.corpus import Corpus
from rnncore.model import Model


def main() -> None:
    """Run it, seed by seed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    asked = parser.parse_args()
    for seed in asked.seeds:
        early, seconds, end = two_losses(names(), seed, asked.seconds)
        print(f"seed {seed}: held-out loss {early:.4f} after {asked.seconds:g} s, {end:.4f} at the end "
              f"({seconds:.1f} s): {100 * (early / end - 1):+.2f} %")


def two_losses(corpus: Corpus, seed: int, after: float) -> tuple[float, float, float]:
    """The held-out loss after so many seconds, how long the whole run took, and the loss at its end."""

    def setting(control: Control) -> object:
        return seed if control is SEED else control.default

    early = None
    for progress in recipe_from_controls(corpus, setting).start(corpus):
        if early is None and progress.seconds >= after:
            early = progress.model
    end = heldout(corpus, progress.model)
    return heldout(corpus, early) if early else end, progress.seconds, end


def heldout(corpus: Corpus, model: Model) -> float:
    """Nats per character on the names it does not learn from."""
    return network.mean_loss(model.cell_module, model.config, model.weights, corpus.validation_batches())


if __name__ == "__main__":
    main()
