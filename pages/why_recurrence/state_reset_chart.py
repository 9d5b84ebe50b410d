"""A score after every word, with memory and without it, as HTML columns."""

from collections.abc import Sequence
from html import escape

from rnncore.model import Array


def score_columns(words: Sequence[str], kept: Array, wiped: Array, unknown: Sequence[bool],
                  is_learning: bool = False) -> str:
    """One column per word: its score with memory above it, without memory below it.

    Scores [T] are shares 0 to 1; a bar grows from the middle, where 0.5 is: up for yes, down for no.
    Words that the network has never seen carry a dashed border. Columns of a network that still learns are drawn again
    and again, and so do not move in one by one.
    """
    columns = []
    for i, (word, yes, alone, lost) in enumerate(zip(words, kept, wiped, unknown, strict=True)):
        kind = ' class="is-unknown" title="a word it has never seen"' if lost else ""
        columns.append(f'<li style="--i:{i}">{_bar(float(yes))}<b{kind}><bdi>{escape(word)}</bdi></b>'
                       f"{_bar(float(alone), ' is-wiped')}</li>")
    heads = "".join(f"<span>{kind}<br>(line: 50 %)</span>" for kind in ("memory kept", "memory wiped"))
    learning = " is-learning" if is_learning else ""
    return (f'<div class="u-fish{learning}"><div class="u-fish-heads">{heads}</div>'
            '<ol tabindex="0" aria-label="Score after every word, first with memory, then without">'
            f'{"".join(columns)}</ol></div>')


def _bar(share: float, kind: str = "") -> str:
    side = "is-plus" if share >= 0.5 else "is-minus"
    return (f'<div class="u-half{kind}"><i class="{side}" style="--v:{abs(2 * share - 1):.4f}"></i>'
            f"<span>{share:.0%}</span></div>")
