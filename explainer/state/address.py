"""The address of the page and its controls, kept in step.

Streamlit can bind a widget to the address itself, but writes the option's *label* there and drops
bad values in silence. Links must survive a change of wording, and visitors must be told. So the
registry does it: read once when a page opens, written when a value is no longer its default.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from explainer.state.controls import Control
from explainer.state.registry import PAGES

_KEPT = "_controls"      # values survive here while their widget is not on screen
NAMED = 4                # that many controls are named whose values in an address do not fit
_CARRIED = "_carried"    # what else stands in the address of the page that is open


def open_page(page: str, controls: Iterable[Control]) -> None:
    """Give every control of a page its value: session, then address, then default."""
    kept = st.session_state.setdefault(_KEPT, {})
    arriving = st.session_state.get("_page") != page
    st.session_state["_page"] = page
    misfits = []
    if arriving:
        st.session_state[_CARRIED] = {}
    for control in controls:
        if arriving and control.key in st.query_params:
            try:
                kept[control.key] = control.parse(st.query_params[control.key])
                st.session_state[control.key] = kept[control.key]
                continue
            except ValueError:
                misfits.append(control.label)
        if control.key in st.session_state:
            kept[control.key] = st.session_state[control.key]
        else:
            st.session_state[control.key] = kept.get(control.key, control.default)
    if misfits:
        st.session_state["_misfits"] = misfits
    if st.session_state.get("_misfits"):
        misfits = st.session_state["_misfits"]
        named = ", ".join(misfits[:NAMED]) + (f" and {len(misfits) - NAMED} more" if len(misfits) > NAMED else "")
        st.info(f"The address held values that do not fit ({named}); the page uses its own instead.",
                icon=":material/info:")
        if not arriving:
            del st.session_state["_misfits"]


def write_address(controls: Iterable[Control]) -> None:
    """Put every value that is not its default into the address, and take the others out."""
    wanted = {c.key: c.write(value(c)) for c in controls if value(c) != c.default}
    wanted |= st.session_state.get(_CARRIED, {})
    if {k: st.query_params[k] for k in st.query_params} != wanted:
        st.query_params.from_dict(wanted)


def settle() -> None:
    """Write the address of the page that is open: for callbacks and fragments, after which no page runs to its end."""
    page = st.session_state.get("_page")
    if page in PAGES:
        write_address(PAGES[page])


def carry(values: dict[str, str]) -> None:
    """Something that is no control of this page and belongs into its address: the recipe of a network."""
    st.session_state[_CARRIED] = values


def value(control: Control) -> Any:
    """What a control is set to now. A widget that was cut off while it was drawn says None: then its default."""
    found = st.session_state.get(control.key)
    return control.default if found is None else found


def link(controls: Iterable[Control], changed: dict[str, Any] | None = None) -> str:
    """An address with *every* value in it, so that a later change of a default breaks no link."""
    values = {c.key: c.write((changed or {}).get(c.key, value(c))) for c in controls}
    values |= st.session_state.get(_CARRIED, {})
    return f"{(st.context.url or '').split('?')[0]}?{urlencode(values)}"
