"""A component of style sheets and scripts: files joined into one, for there is no build step.

`scripts.json` says which scripts make a component, in which order: the linter and the tests of the scripts read it too.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

COMPONENTS = Path(__file__).parent
SCRIPTS: dict[str, list[str]] = json.loads((COMPONENTS / "scripts.json").read_text())


def component_of(name: str, styles: Sequence[str]) -> Callable[..., Any]:
    """Register a component, once, at module level. Style sheets are named from this folder on; scripts by its name."""
    return st.components.v2.component(name, css=joined(styles), js=script_of(name))


def script_of(name: str) -> str:
    """The script of a component, whole. Its files share one scope."""
    return joined(SCRIPTS[name])


def joined(files: Sequence[str]) -> str:
    """The text of some files of this folder, one after the other."""
    return "\n".join((COMPONENTS / file).read_text() for file in files)
