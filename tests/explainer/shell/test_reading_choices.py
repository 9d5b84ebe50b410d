"""The choices of how a file is read: what the browser gives back by itself is none of them."""

from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from explainer.shell.reading_choices import choose, chosen
    columns = st.session_state.get("columns", {"0": "1: year", "1": "2: value"})

    def changed(key: str) -> None:
        st.session_state["heard"] = [*st.session_state.get("heard", []), (key, chosen([key, "another"]))]
    choose("Column", "column", columns, columns["1"], changed)


def test_a_choice_is_heard_and_taken_back():
    at = AppTest.from_function(page).run()
    at.selectbox(key="column").set_value("0").run()
    at.selectbox(key="column").set_value("found").run()
    assert not at.exception and at.session_state["heard"] == [("column", {"column": "0"}), ("column", {})]


def test_the_words_of_an_option_that_is_gone_are_no_choice():
    at = AppTest.from_function(page).run()
    at.session_state["columns"] = {"0": "1: month", "1": "2: north", "2": "3: south"}
    at.run()
    states = at._tree.get_widget_states()
    [sent] = [widget for widget in states.widgets if widget.id.endswith("column")]
    sent.string_value = "As found: 2: value"                            # what a browser sends: it kept the words
    at._run(states)
    assert not at.exception and "heard" not in at.session_state and at.session_state["column"] == "found"
