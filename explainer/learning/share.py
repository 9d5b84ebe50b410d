"""The address of exactly this view, fresh whenever it is asked for."""

from collections.abc import Iterable

import streamlit as st

from explainer.state.address import link
from explainer.state.controls import Control

EVERYTHING = ("It opens exactly this view: every text, every slider and every choice on this page. A picture that "
              "plays by itself plays again.")


@st.fragment
def link_to_this_view(controls: Iterable[Control], besides: str | None = None, key: str = "view_link") -> None:
    """A button that shows the link. It is made when the button is pressed: every slider that moved since is in it.

    `besides` says what else there is to know about it, if there is something. `key` sets a second one on the same
    page apart.
    """
    button = st.popover("Link", icon=":material/link:", key=key, on_change="rerun", width="stretch")
    if button.open:
        button.code(link(controls), language=None, wrap_lines=True)
        button.caption(EVERYTHING)
        if besides:
            button.caption(besides)
