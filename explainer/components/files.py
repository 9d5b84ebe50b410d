"""A component of style sheets and scripts: files joined into one, for there is no build step."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

COMPONENTS = Path(__file__).parent


def component_of(name: str, styles: Sequence[str], scripts: Sequence[str]) -> Callable[..., Any]:
    """Register a component, once, at module level. Files are named from this folder on and joined in this order."""
    return st.components.v2.component(name, css=joined(styles), js=joined(scripts))


def joined(files: Sequence[str]) -> str:
    """The text of some files of this folder, one after the other."""
    return "\n".join((COMPONENTS / file).read_text() for file in files)
