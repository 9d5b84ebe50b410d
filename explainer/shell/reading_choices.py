"""How a brought file was read: what was assumed, in sentences, and the choices that read it another way."""

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape

import streamlit as st

from explainer.state.sections import callback

FOUND = "found"
_OFFERED = "_offered_choices"        # the options of each choice that was drawn, by its key


def choose(label: str, key: str, options: Mapping[str, str], found: str, on_change: Callable[[str], None]) -> None:
    """A drop-down that begins with "as found", then `options`; `on_change` is called with the key."""
    st.session_state.setdefault(_OFFERED, {})[key] = tuple(options)
    if st.session_state.get(key, FOUND) not in (FOUND, *options):
        st.session_state[key] = FOUND
    labels = {FOUND: f"As found: {found}" if found else "As found", **options}
    st.selectbox(label, list(labels), format_func=labels.get, key=key, on_change=callback(_changed, key, on_change),
                 persist_state="session")


def _changed(key: str, on_change: Callable[[str], None]) -> None:
    """A choice has changed. Where another file has other options, the browser gives back the words of an old one by
    itself: that is no choice of the visitor's."""
    if st.session_state.get(key) not in (FOUND, *st.session_state[_OFFERED][key]):
        st.session_state[key] = FOUND
        return
    on_change(key)


def chosen(keys: Iterable[str]) -> dict[str, str]:
    """What the visitor chose instead of what was found, by the choices' keys."""
    offered, said = st.session_state.get(_OFFERED, {}), {key: st.session_state.get(key, FOUND) for key in keys}
    return {key: value for key, value in said.items() if value not in (FOUND, None)
            and value in offered.get(key, [value])}


def forget(keys: Iterable[str]) -> None:
    """These choices are as found again."""
    for key in keys:
        st.session_state.pop(key, None)


def tell(sentences: Iterable[str]) -> None:
    """Sentences about a file, as a list; what stands in quotation marks has its own direction."""
    st.html(f'<ul class="u-note">{"".join(f"<li>{_with_bdi(line)}</li>" for line in sentences)}</ul>')


def _with_bdi(sentence: str) -> str:
    return re.sub("“(.*?)”", r"“<bdi>\1</bdi>”", escape(sentence))
