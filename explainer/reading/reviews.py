"""A visitor's labelled texts, from a table or a file for each label: read, and what was assumed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import NamedTuple

from explainer.reading.encoding import called, decoded
from explainer.reading.told import SEPARATORS
from rnncore.data.labelled_texts import HOLDS, LabelledTexts, TextsError, texts_of_files
from rnncore.data.text_columns import TextColumns, columns_of, rows_of, texts_of
from rnncore.data.text_files import TextError
from rnncore.tasks.sentences.labelled_told import told


class AskedReviews(NamedTuple):
    """What a visitor chose instead of what was found; None is as found."""

    encoding: str | None = None
    separator: str | None = None
    text: int | None = None          # columns from 0
    label: int | None = None


AS_FOUND = AskedReviews()


@dataclass(frozen=True)
class ReadReviews:
    """What was brought, read in one way. `texts` is None where there are none to learn from: `problem` says why."""

    texts: LabelledTexts | None
    problem: str
    encoding: str
    columns: TextColumns | None = None       # None for a file for each label
    separator: str = ""
    width: int = 1
    names: tuple[str, ...] = ()              # what to call each column


def read_reviews(files: Mapping[str, bytes], asked: AskedReviews = AS_FOUND) -> ReadReviews:
    """Read what was brought (file name to bytes): one table, or several text files named by their labels.

    Raises TextsError for what is no text at all.
    """
    try:
        read = {name: decoded(data, asked.encoding, HOLDS) for name, data in files.items()}
    except TextError as error:
        raise TextsError(str(error)) from None
    if len(read) == 1:
        ((name, (text, encoding)),) = read.items()
        return _table(text, encoding, PurePath(name).stem, asked)
    listed = {PurePath(name).stem: text for name, (text, _) in read.items()}
    encodings = dict.fromkeys(encoding for _, encoding in read.values())
    try:
        return ReadReviews(texts_of_files(listed, " and ".join(listed)), "", ", ".join(encodings))
    except TextsError as error:
        return ReadReviews(None, str(error), ", ".join(encodings))


def assumptions(read: ReadReviews) -> list[str]:
    """One sentence for each thing that was assumed; `rnncore.tasks.sentences.labelled_told` tells the rest."""
    said = [f"The text is {' and '.join(map(called, read.encoding.split(', ')))}."]
    if read.columns is None:
        return said + (["Each file holds the texts of one label, a text on each line."] * (read.texts is not None) +
                       (told(read.texts) if read.texts else []))
    divided = SEPARATORS.get(read.separator, read.separator)
    said.append(f"It is a table of {read.width} columns, divided by a {divided}. The "
                f"texts are those in column {read.names[read.columns.text]}, the labels in column "
                f"{read.names[read.columns.label]}.")
    if read.columns.others:
        said.append(f"Other columns that could be labels: {', '.join(read.names[at] for at in read.columns.others)}.")
    return said + (told(read.texts) if read.texts else [])


def _table(text: str, encoding: str, title: str, asked: AskedReviews) -> ReadReviews:
    rows, separator = rows_of(text, asked.separator)
    width = max(map(len, rows), default=0)
    columns, names = None, ()
    try:
        columns = columns_of(rows, asked.text, asked.label)
        names = tuple(f"“{columns.header[at][:30]}”" if at < len(columns.header) and columns.header[at] else str(at + 1)
                      for at in range(width))
        return ReadReviews(texts_of(rows, columns, title), "", encoding, columns, separator, width, names)
    except TextsError as error:
        return ReadReviews(None, str(error), encoding, columns, separator, width, names)
