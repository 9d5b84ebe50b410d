"""The list of names that a network learns from: one that ships, or one that the visitor brings."""

from dataclasses import dataclass

import streamlit as st

from explainer.models import shipped
from explainer.models.shelf import shelf
from explainer.reading.names import read_list
from explainer.shell.headings import header
from explainer.shell.markdown import as_text
from explainer.shell.menu import link_to
from explainer.shell.steps import is_alone, picture, words
from explainer.state import recipe_controls, sections, widgets
from explainer.state.address import set_value, value
from explainer.state.choices import LISTS
from explainer.training.bounds import BOUNDS
from pages.name_generation import list_reading
from rnncore import Corpus, NameList, NamesError
from rnncore.data.names import FEWEST_NAMES

CLAIM = "It learns from whatever you bring"
_MESSAGE = "_list_message"
_BROUGHT = "_list_brought"


@dataclass
class _Brought:
    """The file that was brought last: kept so that it can be read another way."""

    data: bytes
    title: str
    reading: list_reading.Reading | None = None
    fingerprint: str | None = None       # of the list on the shelf that came from it


def section() -> None:
    """The list that is chosen, one's own, and what it is split into."""
    with words():
        header(CLAIM, "A network learns whatever comes letter by letter. Bring a list, see how it was read, then train "
                      "on it.")
        if is_alone():
            link_to("name-generation", "Train on it", query_params={"step": "train"}, icon=":material/play_arrow:")
    with picture():
        _list_and_upload()


@sections.section("list")
def _list_and_upload() -> None:
    """The drop-down of lists beside the button to bring one, what became of that, and what a list is split into."""
    if is_alone():
        choose_list()
        _bring_list()
    else:
        chosen, bring = st.columns([2, 1], vertical_alignment="bottom")
        with bring, st.popover("Bring your own list", icon=":material/upload_file:", width="stretch"):
            _bring_list()
        with chosen:
            choose_list()
    _say_what_was_brought()
    list_reading.show_parts(corpus_by_id(value(recipe_controls.LIST)))


def brought_lists() -> tuple[str, ...]:
    """The keys of the visitor's own lists: a fact that sections watch."""
    return tuple(shelf().brought_lists)


def choose_list(suffix: str = "") -> None:
    """A drop-down of the shipped lists and the visitor's own; a second place of the choice has a `suffix`."""
    own = {f"own-{key}": f"{corpus.title} (yours)" for key, corpus in shelf().brought_lists.items()}
    options = {**LISTS, **own}
    if value(recipe_controls.LIST) not in options:
        set_value(recipe_controls.LIST, recipe_controls.LIST.default)
    st.selectbox(recipe_controls.LIST.label, list(options), format_func=options.get,
                 **widgets.place(recipe_controls.LIST, suffix=suffix))


def corpus_by_id(list_id: str) -> Corpus:
    """A shipped list, or one this session brought."""
    if list_id.startswith("own-"):
        return shelf().brought_lists[list_id.removeprefix("own-")]
    return shipped.shipped_corpus(list_id)


def _bring_list() -> None:
    """Upload or paste a list. What is wrong with it is said in one sentence; nothing else is lost."""
    # Any ending: what is no text is refused here, in our words, and takes the place of what was said before.
    st.file_uploader("A text file with a name per line, or a table (CSV) with a column of names",
                     key="list_file", on_change=sections.callback(_take_file))
    st.text_area("Or paste names here, one per line", key="list_pasted", height=120, persist_state="session")
    st.button("Use the pasted names", on_click=sections.callback(_take_pasted), key="use_pasted")
    st.number_input("Leave out names counted fewer times than", 1, 1_000_000, 1, key="list_least",
                    persist_state="session", on_change=sections.callback(_read_again),
                    help="Only for lists with a count per name, such as the US Social Security files.")
    st.caption("Your list stays in this session. Others never see it, and a link cannot carry it. "
               f"{BOUNDS.about_lists()}")


def _say_what_was_brought() -> None:
    """What became of the list that was brought last, and how it was read."""
    message = st.session_state.get(_MESSAGE)
    if message is not None:
        # Names come from a stranger's file: shown as text, whatever they hold.
        (st.error if message[0] == "error" else st.success)(as_text(message[1]))
    brought = st.session_state.get(_BROUGHT)
    if brought is not None and brought.reading is not None:
        list_reading.show_reading(brought.reading, _read_again)


def _take_file() -> None:
    upload = st.session_state.get("list_file")
    if upload is None:      # taken away again, or refused by the browser: nothing said before is about it
        st.session_state[_MESSAGE] = st.session_state[_BROUGHT] = None
        return
    _take(upload.getvalue(), upload.name.rsplit(".", 1)[0][:30])


def _take_pasted() -> None:
    _take(st.session_state.get("list_pasted", "").encode(), "Pasted names")


def _take(data: bytes, title: str) -> None:
    """A new file: everything about it is found, nothing is as it was chosen for the one before."""
    list_reading.forget_choices()
    st.session_state[_BROUGHT] = _Brought(data, title)
    _read()


def _read_again(changed: str = "") -> None:
    """The last file once more, after a choice about it has `changed`."""
    if changed == "list_separator":
        list_reading.forget_choices("list_name_column", "list_count_column", "list_header")
    if st.session_state.get(_BROUGHT) is not None:
        _read()


def _read() -> None:
    """Read the file as it was asked to, and use it, or say in one sentence why not."""
    brought = st.session_state[_BROUGHT]
    try:
        read = read_list(brought.data, brought.title, list_reading.asked())
        brought.reading = list_reading.reading_of(read)
        if read.names is None:
            raise NamesError(read.problem)
        name_list = _often_enough(read.names, st.session_state.get("list_least", 1))
        corpus = shelf().bring_list(name_list)
    except NamesError as error:
        st.session_state[_MESSAGE] = ("error", str(error))
        return
    if brought.fingerprint not in (None, corpus.fingerprint):
        shelf().forget_list(brought.fingerprint)        # the same file, read another way
    brought.fingerprint = corpus.fingerprint
    set_value(recipe_controls.LIST, f"own-{corpus.fingerprint}")
    st.session_state[_MESSAGE] = ("success", _welcome(name_list, len(read.names.names) - len(name_list.names)))


def _often_enough(name_list: NameList, least: int) -> NameList:
    kept = name_list.at_least(least)
    if len(kept.names) < FEWEST_NAMES:
        raise NamesError(f"Only {len(kept.names)} names were counted {least:,} times or more, and at least "
                         f"{FEWEST_NAMES} are needed: choose a lower number.")
    return kept


def _welcome(name_list: NameList, rare: int) -> str:
    """How many names a list has, and that some were left out."""
    told = f"{name_list.title}: {len(name_list.names):,} names are ready to learn from."
    lost = sum(number for number, _ in (name_list.left_out or {}).values())
    if lost:
        told += f" {lost:,} {'row was' if lost == 1 else 'rows were'} left out, see below."
    if rare:
        told += f" {rare:,} {'name was' if rare == 1 else 'names were'} counted too rarely."
    return told
