"""Labelled texts that ship: the validation sentences of the sentiment task, each with what most people would say."""

import csv
import io
from pathlib import Path

from rnncore.tasks.sentences import TASKS

LIKED, DISLIKED = "liked", "disliked"


def example(grammars: Path) -> bytes:
    """A table of texts and labels, made from the grammars in a folder."""
    sentences = {one.text: one.wanted[-1] for one in TASKS["sentiment"].data(grammars).parts["validation"]}
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("text", "label"))
    rows.writerows((said, LIKED if share > 0.5 else DISLIKED) for said, share in sentences.items())
    return text.getvalue().encode()
