"""Home: a network writes names, and doors to the chapters."""

import streamlit as st

from explainer.shell.headings import arrive
from explainer.state.keys import PAGE_OPEN
from pages.home import doors, ten_minutes, what_came_after, writing
from pages.home.title import title_with_style

st.session_state[PAGE_OPEN] = "home"
title_with_style("A network with a memory, unrolled",
                 "It writes one letter at a time. Each letter it chooses goes back in as its next input, and its "
                 "memory carries what came before.")
writing.section()
doors.section()
ten_minutes.section()
what_came_after.section()
arrive()
