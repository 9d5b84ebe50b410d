"""The list of names that a network learns from: one that ships, or one that the visitor brings."""

import streamlit as st

from explainer.models import shipped
from explainer.models.shelf import shelf
from explainer.shell.markdown import as_text
from explainer.state import recipe_controls
from explainer.state.choices import LISTS
from rnncore import Corpus, NameList, NamesError, read_names
from rnncore.data.names import FEWEST_NAMES

LARGEST_UPLOAD_MB = 10
_MESSAGE = "_list_message"


def list_and_upload() -> Corpus:
    """The drop-down of lists beside the button to bring one, and what became of that; gives the chosen list, split."""
    chosen, bring = st.columns([2, 1], vertical_alignment="bottom")
    with bring:
        _bring_list()
    with chosen:
        corpus = _choose_list()
    _say_what_was_brought()
    return corpus


def _choose_list() -> Corpus:
    """A drop-down of the shipped lists and the visitor's own; returns the chosen one, split."""
    own = {f"own-{key}": f"{corpus.title} (yours)" for key, corpus in shelf().brought_lists.items()}
    options = {**LISTS, **own}
    if st.session_state.get("list") not in options:
        st.session_state["list"] = recipe_controls.LIST.default
    chosen = st.selectbox(recipe_controls.LIST.label, list(options), format_func=options.get, key="list")
    return corpus_by_id(chosen)


def corpus_by_id(list_id: str) -> Corpus:
    """A shipped list, or one this session brought."""
    if list_id.startswith("own-"):
        return shelf().brought_lists[list_id.removeprefix("own-")]
    return shipped.shipped_corpus(list_id)


def _bring_list() -> None:
    """Upload or paste a list. What is wrong with it is said in one sentence; nothing else is lost."""
    with st.popover("Bring your own list", icon=":material/upload_file:", width="stretch"):
        st.file_uploader("A text file with a name per line, or a CSV with a column called name",
                         key="list_file", type=["txt", "csv", "tsv"], max_upload_size=LARGEST_UPLOAD_MB,
                         on_change=_take_file)
        st.text_area("Or paste names here, one per line", key="list_pasted", height=120,
                     persist_state="session")
        st.number_input("Leave out names counted fewer times than", 1, 1_000_000, 1, key="list_least",
                        persist_state="session",
                        help="Only for lists with a count per name, such as the US Social Security files.")
        st.button("Use the pasted names", on_click=_take_pasted, key="use_pasted")
        st.caption("Your list stays in this session. Others never see it, and a link cannot carry it.")


def _say_what_was_brought() -> None:
    """What became of the list that was brought last."""
    message = st.session_state.get(_MESSAGE)
    if message is not None:
        # Names come from a stranger's file: shown as text, whatever they hold.
        (st.error if message[0] == "error" else st.success)(as_text(message[1]))


def _take_file() -> None:
    upload = st.session_state.get("list_file")
    if upload is not None:
        _take(upload.getvalue(), upload.name.rsplit(".", 1)[0][:30])


def _take_pasted() -> None:
    _take(st.session_state.get("list_pasted", "").encode(), "Pasted names")


def _take(data: bytes, title: str) -> None:
    try:
        name_list = _often_enough(read_names(data, title), st.session_state.get("list_least", 1))
        corpus = shelf().bring_list(name_list)
    except NamesError as error:
        st.session_state[_MESSAGE] = ("error", str(error))
        return
    st.session_state["list"] = f"own-{corpus.fingerprint}"
    st.session_state[_MESSAGE] = ("success", _welcome(len(name_list.names), name_list.left_out or {}))


def _often_enough(name_list: NameList, least: int) -> NameList:
    kept = name_list.at_least(least)
    if len(kept.names) < FEWEST_NAMES:
        raise NamesError(f"Only {len(kept.names)} names were counted {least:,} times or more, and at least "
                         f"{FEWEST_NAMES} are needed: choose a lower number.")
    return kept


def _welcome(count: int, left_out: dict[str, tuple[int, str]]) -> str:
    lost = sum(number for number, _ in left_out.values())
    if not lost:
        return f"{count:,} names are ready to learn from."
    reason, (_, example) = max(left_out.items(), key=lambda item: item[1][0])
    lines = "line was" if lost == 1 else "lines were"
    return f"{count:,} names are ready to learn from; {lost:,} {lines} left out, mostly {reason}, such as “{example}”."
