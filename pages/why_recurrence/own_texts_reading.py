"""How brought texts were read: what was assumed and how they are split, and the choices that change it."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from explainer.reading.encoding import ENCODINGS, called
from explainer.reading.reviews import ReadReviews, assumptions
from explainer.reading.told import SEPARATORS
from explainer.shell.reading_choices import choose, tell
from explainer.state import sections
from pages.why_recurrence.own_texts_state import own, read_again
from rnncore.data.labelled_texts import LabelledTexts

SHOWN = 90                   # signs of a text in the preview
DIVIDERS = {sign: name for sign, name in SEPARATORS.items() if sign not in ("", " ")}


@sections.section("own_texts_reading")
def how_they_were_read() -> None:
    """Sentences about the files that were brought last, a text of each label, and the choices."""
    sections.watch(_version)
    read, shown = own().read, own().shown
    if read is None:
        return
    is_shown = shown is not None and shown.texts is read.texts
    tell([*assumptions(read), *(shown.told if is_shown else [])])
    if read.texts is not None:
        st.html(preview(read.texts))
    with st.expander("Read this file another way", icon=":material/rule:", key="own_texts_another_way"):
        _choices(read)


def _version() -> int:
    return own().version


def _choices(read: ReadReviews) -> None:
    left, right = st.columns(2)
    with left:
        found = " and ".join(map(called, read.encoding.split(", ")))
        choose("Encoding", "own_texts_encoding", ENCODINGS, found, read_again)
        if read.separator:
            choose("What divides the columns", "own_texts_separator", DIVIDERS,
                   DIVIDERS.get(read.separator, read.separator), read_again)
    if not read.separator:
        return
    names = read.names or tuple(map(str, range(1, read.width + 1)))
    columns = {str(at): f"{at + 1}: {name}" if name != str(at + 1) else name for at, name in enumerate(names)}
    with right:
        choose("Column of texts", "own_texts_text", columns, columns[str(read.columns.text)] if read.columns else "",
               read_again)
        choose("Column of labels", "own_texts_label", columns, columns[str(read.columns.label)] if read.columns else "",
               read_again)


def preview(texts: LabelledTexts) -> str:
    """The first text of each label, as HTML."""
    first = {answer: text for text, answer in zip(reversed(texts.texts), reversed(texts.answers), strict=True)}
    told = "".join(f"<li><b><bdi>{escape(label)}</bdi></b>: <bdi>{escape(shortened(first[number]))}</bdi></li>"
                   for number, label in enumerate(texts.labels))
    return f'<p class="u-note">Learned would be, for example:</p><ul class="u-note">{told}</ul>'


def example_table(rows: Sequence[Sequence[str]], head: Sequence[str]) -> str:
    """What a table to bring looks like, as HTML."""
    cells = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    names = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    return f'<table class="u-race"><thead><tr>{names}</tr></thead><tbody>{cells}</tbody></table>'


def shortened(text: str) -> str:
    """The beginning of a long text."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()} …"
