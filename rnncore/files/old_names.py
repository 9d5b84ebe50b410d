"""What files and reports of earlier versions call things. There the loss on test names was the "heldout" one of a
model, and the loss on validation names the "heldout" one of a run."""

from typing import Any

SCORES = {"train_nats_per_char": "train_loss", "validation_nats_per_char": "validation_loss",
          "heldout_nats_per_char": "test_loss"}
TRAINING = {"heldout": "validation_loss", "heldout_step": "validation_step"}


def renamed(values: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """The same values in the same order, each old name replaced by today's."""
    return {names.get(name, name): value for name, value in values.items()}


def with_old_names(values: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """Values under today's names, and once more under their old ones."""
    return values | {old: values[new] for old, new in names.items()}
