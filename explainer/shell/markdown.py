"""Other people's text among ours."""

import re


def as_text(text: str) -> str:
    """`text` for a place that reads Markdown, so that it shows as it is."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>()#+!|$~:" else sign for sign in text)


def as_label(text: str) -> str:
    """The same for a widget's label, with as few backslashes as will do: a screen reader says them, too."""
    return re.sub(r"[\\`*\[\]<>$~]|(?<!\w)_|_(?!\w)|:(?=\w)", r"\\\g<0>", text)
