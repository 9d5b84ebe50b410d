"""The address of the page and its controls, kept in step.

Streamlit can bind a widget to the address itself, but writes the option's *label* there and drops bad values in
silence. Links must survive a change of wording, and visitors must be told. So the registry does it: read once when a
page opens and whenever the visitor goes back or forward, written when a value is no longer its default.

Nobody who draws a page has to think of it. `sections.open_chapter` reads it before the page and writes it after;
when single sections run again, it is written when the first of them is done. In the browser a control that moves
replaces the entry in the history, and a change of page adds one: `shell/history.js`.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx, in_cached_function

from explainer.state import coming_back
from explainer.state.controls import Control, NoLongerHereError
from explainer.state.keys import PAGE_OPEN, open_chapter, session_key
from explainer.state.ledger import note_read
from explainer.state.registry import PAGES
from explainer.state.steps import steps_of

NAMED = 4                # that many controls are named whose values in an address do not fit
_KEPT = "_controls"      # values survive here while their widget is not on screen, and while another page is
_CARRIED = "_carried"    # what else stands in the address of the page that is open
_SENT = "_address"       # what the browser was told last
_MISFITS = "_misfits"    # labels of controls whose value in the address did not fit


def value(control: Control) -> Any:
    """What a control is set to now. The section that asks runs again when that changes.

    Raises RuntimeError in a cached function: what it made would be remembered, and the question would not.
    """
    if in_cached_function.get():
        raise RuntimeError(f"{control.key} is read in a cached function: give it the value as an argument.")
    key = session_key(control)
    found = value_at(key, control.default)
    note_read(key, found, control.default)
    return found


def set_value(control: Control, new: Any) -> None:
    """Set a control of the page that is open, for callbacks; what shows it runs again when the callback is done.

    While a page is drawn this is only for what must be put right before it is read, such as a step beyond the end.
    """
    st.session_state[session_key(control)] = new


def value_at(key: str, default: Any) -> Any:
    """The value under a session key. A widget that was cut off while it was drawn says None: then what it was."""
    found = st.session_state.get(key)
    if found is None:
        found = st.session_state.get(_KEPT, {}).get(key)
    return default if found is None else found


def take_values(chapter: str) -> None:
    """Give every control of the chapter that opens its value: address, then session, then default; say what misfits.

    Whoever goes back or forward gets the address and nothing else: what it does not name has its default. A widget that
    the browser shows already, to a session that does not know it, is not set (`coming_back`).
    """
    held = coming_back.held()
    goes_back = bool(getattr(get_script_run_ctx(), "is_history_navigation", False))
    arriving = st.session_state.get(PAGE_OPEN) != chapter
    st.session_state[PAGE_OPEN] = chapter
    kept = st.session_state.setdefault(_KEPT, {})
    if arriving:
        st.session_state[_CARRIED] = {}
    if arriving or goes_back:
        st.session_state[_SENT] = _as_it_is()
        found, misfits = values_in(st.query_params, PAGES.get(chapter, ()))
        found |= _step_opened(chapter, found)
        for control in PAGES.get(chapter, ()):
            if control.key in found or goes_back:
                key = session_key(control)
                kept[key] = found.get(control.key, control.default)
                if key not in held:
                    st.session_state[key] = kept[key]
        if misfits:
            st.session_state[_MISFITS] = misfits
    for control in PAGES.get(chapter, ()):
        key = session_key(control)
        if st.session_state.get(key) is None and key not in held:
            st.session_state[key] = kept.get(key, control.default)
    _say_what_misfits(stays=arriving or goes_back)


def _step_opened(chapter: str, found: Mapping[str, Any]) -> dict[str, str]:
    """The step of a chapter that an address opens without naming it; nothing where it sets nothing, or has no steps."""
    control = steps_of(chapter)
    return {control.key: control.opened_by(found)} if control and found and control.key not in found else {}


def values_in(query: Mapping[str, str], controls: Iterable[Control]) -> tuple[dict[str, Any], list[str]]:
    """What an address sets, by the controls' keys, and the labels of those whose value in it does not fit."""
    found, misfits = {}, []
    for control in controls:
        if control.key in query:
            try:
                found[control.key] = control.parse(query[control.key])
            except NoLongerHereError:
                continue
            except ValueError:
                misfits.append(control.label)
    return found, misfits


def _say_what_misfits(stays: bool) -> None:
    """One notice, on the page that was opened and on its next run."""
    misfits = st.session_state.get(_MISFITS)
    if not misfits:
        return
    named = ", ".join(misfits[:NAMED]) + (f" and {len(misfits) - NAMED} more" if len(misfits) > NAMED else "")
    st.info(f"The address held values that do not fit ({named}); the page uses its own instead.",
            icon=":material/info:")
    if not stays:
        del st.session_state[_MISFITS]


def settle() -> None:
    """Keep every value of the page that is open, and put those that are no defaults into its address.

    The browser may have asked with an address that is older than the last one it was sent, so both are compared.
    """
    wanted = keep_values()
    if _as_it_is() != wanted or st.session_state.get(_SENT, wanted) != wanted:
        st.query_params.from_dict(wanted)
    st.session_state[_SENT] = wanted


def keep_values() -> dict[str, str]:
    """Keep every value of the page that is open for when one comes back to it; returns what its address should be."""
    kept, wanted = st.session_state.setdefault(_KEPT, {}), {}
    for control in PAGES.get(open_chapter(), ()):
        key = session_key(control)
        kept[key] = found = value_at(key, control.default)
        if found != control.default:
            wanted[control.key] = control.write(found)
    return wanted | st.session_state.get(_CARRIED, {})


def _as_it_is() -> dict[str, str]:
    return {name: st.query_params[name] for name in st.query_params}


def is_as_it_came(control: Control) -> bool:
    """Whether a control still has the value that it had when its chapter was opened, or last ran whole."""
    key = session_key(control)
    return value_at(key, control.default) == st.session_state.get(_KEPT, {}).get(key, control.default)


def is_named(control: Control) -> bool:
    """Whether the address, as it was opened or last written, gives this control a value."""
    return control.key in st.query_params


def carry(values: dict[str, str]) -> None:
    """Something that is no control of this page and belongs into its address: the recipe of a network."""
    st.session_state[_CARRIED] = values


def link(controls: Iterable[Control], changed: dict[str, Any] | None = None) -> str:
    """An address with *every* value in it, and the step that is open, so that a later change of a default breaks no
    link."""
    step = steps_of(open_chapter())
    controls = [*([step] if step else []), *controls]
    now = {c.key: value_at(session_key(c), c.default) for c in controls} | (changed or {})
    values = {c.key: c.write(now[c.key]) for c in controls}
    values |= st.session_state.get(_CARRIED, {})
    return f"{(st.context.url or '').split('?')[0]}?{urlencode(values)}"
