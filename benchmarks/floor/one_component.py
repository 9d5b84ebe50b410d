"""The floor for a page that opens with a picture of our own: a title, a rectangle drawn by JavaScript, seven pages."""

import streamlit as st

SCRIPT = """
export default function ({ parentElement }) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.append(document.createElementNS("http://www.w3.org/2000/svg", "rect"));
  parentElement.append(svg);
}
"""
component = st.components.v2.component("rectangle", js=SCRIPT)


def first() -> None:
    """The page that is measured."""
    st.title("One rectangle")
    component(key="rectangle", data={})


def other() -> None:
    """A page to go to."""
    st.title("Another page")


pages = [st.Page(other, title=f"Page number {n}", url_path=f"page-{n}") for n in range(2, 8)]
st.navigation([st.Page(first, title="First", default=True), *pages], position="top").run()
