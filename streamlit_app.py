"""Unrolled: the page registry and what all pages share. Run with `streamlit run streamlit_app.py`."""

from pathlib import Path

import streamlit as st

from explainer.chrome import open_app
from explainer.warm import warm_up

ICON = Path(__file__).parent / "explainer" / "icon.svg"

page = st.navigation([
    st.Page("pages/home.py", title="Home", default=True),
    st.Page("pages/why_recurrence.py", title="Why recurrence?", url_path="why-recurrence"),
    st.Page("pages/unrolled_graph.py", title="Unrolled graph", url_path="unrolled-graph"),
    st.Page("pages/hidden_state.py", title="Hidden state", url_path="hidden-state"),
    st.Page("pages/vanishing_gradient.py", title="Vanishing gradient", url_path="vanishing-gradient"),
    st.Page("pages/gated_cells.py", title="Gated cells", url_path="gated-cells"),
    st.Page("pages/name_generation.py", title="Name generation", url_path="name-generation"),
], position="top")

title = f"{page.title} · Unrolled" if page.url_path else "Unrolled"
st.set_page_config(page_title=title, page_icon=ICON, layout="wide")
open_app(page.url_path)
warm_up()
page.run()
