"""What a network says about a sentence, as HTML: a share under every word, and rankings of the next one."""

from collections.abc import Sequence
from html import escape

from rnncore.model import Array


def shares_of_words(words: Sequence[str], shares: Array, unknown: Sequence[bool], meaning: str) -> str:
    """One column per word: how sure the network is after it, a share 0 to 1, full height being 1.

    A line marks one half. Words that the network has never seen carry a dashed border.
    """
    columns = "".join(
        f'<li class="{"is-yes" if share > 0.5 else "is-no"}"><div><i style="--v:{share:.4f}"></i></div>'
        f"<span>{share:.2f}</span><b{_dashed(lost)}><bdi>{escape(word)}</bdi></b></li>"
        for word, share, lost in zip(words, map(float, shares), unknown, strict=True))
    return f'<ol class="u-verdicts" tabindex="0" aria-label="{escape(meaning)}, word by word">{columns}</ol>'


def rankings(lists: Sequence[tuple[str, Sequence[tuple[str, float]]]]) -> str:
    """Likeliest words side by side: (what was read, [(word, probability), …]) for each list; full width is 1."""
    blocks = []
    for read, ranked in lists:
        rows = "".join(f'<li><code><bdi>{escape(word)}</bdi></code><i><s style="--v:{p:.4f}"></s></i>'
                       f"<span>{_percent(p)}</span></li>" for word, p in ranked)
        blocks.append(f"<section><p><bdi>{escape(read)}</bdi></p><ol>{rows}</ol></section>")
    return f'<div class="u-rankings">{"".join(blocks)}</div>'


def _dashed(lost: bool) -> str:
    return ' class="is-unknown" title="a word it has never seen"' if lost else ""


def _percent(p: float) -> str:
    return "under 1 %" if 0 < p < 0.01 else f"{100 * p:.0f} %"
