"""Generated names as a grid of cards, each marked new or copied."""

from collections.abc import Sequence
from html import escape


def name_grid(names: Sequence[str], is_new: Sequence[bool] | None, finished: Sequence[bool]) -> str:
    """An HTML list. `is_new` is None where the model's list is not at hand.

    Names are escaped: whatever a model writes, it is text.
    """
    items = []
    for i, name in enumerate(names):
        if not name:
            kind, note = "is-copy", "ended at once"
        elif not finished[i]:
            kind, note = "is-copy", "cut: it never ended"
        elif is_new is None:
            kind, note = "", ""
        elif is_new[i]:
            kind, note = "is-new", "new"
        else:
            kind, note = "is-copy", "in the list"
        items.append(f'<li class="{kind}"><b><bdi>{escape(name) or "∎"}</bdi></b><small>{note}</small></li>')
    return f'<ul class="u-names" aria-label="Generated names">{"".join(items)}</ul>'
