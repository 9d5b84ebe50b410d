"""What a heading is called in an address."""

import re
import unicodedata


def place_of(claim: str) -> str:
    """Where links find it, as Streamlit calls it itself: `Two things, at last` is at `two-things-at-last`."""
    plain = unicodedata.normalize("NFKD", claim.lower()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))
