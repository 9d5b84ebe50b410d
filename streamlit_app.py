"""Unrolled: the page registry and what all pages share. Run with `streamlit run streamlit_app.py`."""

import streamlit as st

from explainer.chrome import open_app

st.set_page_config(page_title="Unrolled", page_icon="🔁", layout="wide")

page = st.navigation([
    st.Page("pages/home.py", title="Home", default=True),
    st.Page("pages/unrolled_graph.py", title="Unrolled graph", url_path="unrolled-graph"),
    st.Page("pages/name_generation.py", title="Name generation", url_path="name-generation"),
], position="top")

open_app(page.url_path)
page.run()
