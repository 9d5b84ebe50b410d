"""The address of exactly this view, fresh whenever it is asked for."""

from collections.abc import Iterable

import streamlit as st

from explainer.address import link
from explainer.controls import Control

EVERYTHING = "It opens exactly this view: every text, every slider and every choice on this page."


@st.fragment
def link_to_this_view(controls: Iterable[Control], besides: str | None = None) -> None:
    """A button that shows the link. A slider that moved since the page ran is in it: opening asks anew.

    `besides` says what else there is to know about it, if there is something.
    """
    with st.popover("Link", icon=":material/link:", key="view_link", on_change="rerun", width="stretch"):
        st.code(link(controls), language=None, wrap_lines=True)
        st.caption(EVERYTHING)
        if besides:
            st.caption(besides)
