"""Other people's text among ours."""


def as_text(text: str) -> str:
    """`text` for a place that reads Markdown, so that it shows as it is."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>()#+!|$~:" else sign for sign in text)
