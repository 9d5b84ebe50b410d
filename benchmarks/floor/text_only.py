"""The floor for the home page: a title and a sentence."""

import streamlit as st

st.title("Text only")
st.markdown("There is nothing else on this page.")
