"""How a brought file was read: what was assumed and left out, the choices that change it, and what would be learned."""

from dataclasses import dataclass
from html import escape

import streamlit as st

from explainer.reading import told
from explainer.reading.columns import NO_COUNTS, Asked
from explainer.reading.encoding import ENCODINGS, called
from explainer.reading.names import Read
from explainer.shell import reading_choices
from explainer.shell.reading_choices import choose
from explainer.state.sections import callback
from rnncore import Corpus

PREVIEWED = 12
CHOICES = ("list_encoding", "list_separator", "list_header", "list_name_column", "list_count_column", "list_allowed")
ALLOWED = {"letters": "Letters, and spaces, hyphens, apostrophes between", "digits": "Letters and digits",
           "signs": "Letters, digits and most signs"}
_NO_COUNTS = "none"


@dataclass(frozen=True)
class Reading:
    """What the page tells of a file that was read: sentences and labels, not the file."""

    assumed: tuple[str, ...]
    left_out: tuple[str, ...]
    encoding: str
    separator: str
    columns: tuple[str, ...]
    has_header: bool
    preview: tuple[str, ...]


def reading_of(read: Read) -> Reading:
    """What there is to tell of a file."""
    names = read.names.names[:PREVIEWED] if read.names else ()
    return Reading(tuple(told.assumptions(read)), tuple(told.left_out(read)), read.encoding,
                   read.table.separator or "", tuple(read.columns), bool(read.header), names)


def asked() -> Asked:
    """What the visitor chose instead of what was found."""
    chosen = reading_choices.chosen(CHOICES)
    name, count = chosen.get("list_name_column"), chosen.get("list_count_column")
    header = chosen.get("list_header")
    return Asked(chosen.get("list_encoding"), chosen.get("list_separator"), None if name is None else int(name),
                 None if count is None else NO_COUNTS if count == _NO_COUNTS else int(count),
                 None if header is None else header == "yes", chosen.get("list_allowed", "letters"))


def forget_choices(*keys: str) -> None:
    """Everything is as found again; or only these choices."""
    reading_choices.forget(keys or CHOICES)


def show_reading(reading: Reading, on_change) -> None:
    """What was assumed and left out, and the choices; `on_change` reads the file again, `(key)` tells why."""
    reading_choices.tell((*reading.assumed, *reading.left_out))
    with st.expander("Read this file another way", icon=":material/rule:", key="read_another_way"):
        left, right = st.columns(2)
        with left:
            choose("Encoding", "list_encoding", ENCODINGS, called(reading.encoding), on_change)
            choose("What divides the columns", "list_separator", told.SEPARATORS,
                   told.SEPARATORS.get(reading.separator, reading.separator), on_change)
            choose("The first row is a header", "list_header", {"yes": "yes", "no": "no"},
                   "yes" if reading.has_header else "no", on_change)
        with right:
            columns = {str(at): called for at, called in enumerate(reading.columns)}
            choose("Column of names", "list_name_column", columns, "", on_change)
            choose("Column of counts", "list_count_column", {_NO_COUNTS: "No counts", **columns}, "", on_change)
            st.selectbox("What counts as a name", list(ALLOWED), format_func=ALLOWED.get, key="list_allowed",
                         on_change=callback(on_change, "list_allowed"), persist_state="session")
        st.html(f'<p class="u-note">{_preview(reading.preview)}</p>')


def show_parts(corpus: Corpus) -> None:
    """How many names there are of each part, a few of them, and how far to trust a small test."""
    text = (f"{len(corpus.names):,} names: {len(corpus.train):,} to learn from, {len(corpus.validation):,} to choose "
            f"by, {len(corpus.test):,} for the final test. For example {listed(corpus.train[:5])}.")
    small = told.how_little_a_test_means(len(corpus.test))
    st.html(f'<p class="u-note">{text}{" " + escape(small) if small else ""}</p>')


def listed(names) -> str:
    """Names as HTML, each in its own direction: those of a right-to-left script do not turn the others round."""
    return ", ".join(f"<bdi>{escape(name)}</bdi>" for name in names)


def _preview(names: tuple[str, ...]) -> str:
    return f"Learned would be: {listed(names)} …" if names else "Read like this, there is nothing to learn."
