"""Tables of labelled texts: where their cells end, and which column holds the texts, which the labels."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rnncore.data.headers import header_word
from rnncore.data.labelled_texts import (
    FEWEST_LABELS,
    FEWEST_OF_A_LABEL,
    HOLDS,
    LONGEST_LABEL,
    MOST_LABELS,
    LabelledTexts,
    TextsError,
    collected,
)
from rnncore.data.tables import SEPARATORS, table_of

SAMPLE = 500                 # rows that tell where the cells end
LABEL_WORDS = ("label", "labels", "sentiment", "class", "polarity", "category", "target", "rating", "stars", "score",
               "tag", "recommended", "y", "bewertung", "klasse", "note", "étiquette", "etiqueta", "clase",
               "classe", "étoiles")
TEXT_WORDS = ("text", "review", "review text", "reviewtext", "sentence", "comment", "content", "body", "message",
              "tweet", "document", "x", "rezension", "kommentar", "avis", "commentaire", "texto", "reseña",
              "comentario", "testo")


class TextColumns(NamedTuple):
    """Where to find what, numbered from 0. `others` are further columns that could be labels."""

    header: tuple[str, ...]
    text: int
    label: int
    others: tuple[int, ...] = ()


def rows_of(text: str, separator: str | None = None) -> tuple[list[list[str]], str]:
    """The rows of a table of texts, which may hold line ends where they are quoted, and its separator."""
    if separator is None:
        separator = max(SEPARATORS, key=lambda sign: _tidiness(text, sign))
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row]
    except csv.Error:                        # a cell without end: a quotation mark that nothing closes
        rows = []
    if rows and not ("\n" in rows[-1][-1].strip() and not text.rstrip().endswith('"')):
        return rows, separator
    return table_of(text, separator).rows, separator         # there such a mark costs one line


def columns_of(rows: Sequence[Sequence[str]], text: int | None = None, label: int | None = None) -> TextColumns:
    """The columns of texts and of labels, what is not asked for found by header and by what they hold.

    Raises TextsError.
    """
    width = max(map(len, rows), default=0)
    if width < 2:
        raise TextsError(f"This file has only one column: bring a table with {HOLDS}, or a file of texts for each "
                         "label.")
    header = _header(rows)
    body = rows[1:] if header else rows
    cells = [[row[at].strip() if at < len(row) else "" for row in body] for at in range(width)]
    words = [header_word(cell) for cell in header] + [""] * (width - len(header))
    labels = [at for at in range(width) if at != text and _are_labels(cells[at])]
    if label is None:
        if not labels:
            raise TextsError(_no_labels(header, cells))
        label = min(labels, key=lambda at: (_rank(words[at], LABEL_WORDS), at))
    if text is None:
        texts = [at for at in range(width) if at != label]
        text = min(texts, key=lambda at: (_rank(words[at], TEXT_WORDS) if _mean_words(cells[at]) >= 1 else 99,
                                          -_mean_words(cells[at]), at))
    return TextColumns(header, text, label, tuple(at for at in labels if at != label))


def texts_of(rows: Iterable[Sequence[str]], columns: TextColumns, title: str = "") -> LabelledTexts:
    """The labelled texts of a table. Raises TextsError."""
    first = 1 if columns.header else 0
    pairs = (tuple(row[at] if at < len(row) else "" for at in (columns.text, columns.label))
             for at, row in enumerate(rows) if at >= first)
    return collected(pairs, title)


def _tidiness(text: str, separator: str) -> tuple[float, int]:
    """How well a sign divides the first rows: by the share that has the commonest number of cells, if that is two or
    more, and by a column of labels; then the earlier of `SEPARATORS`."""
    begin = text[:2_000_000]
    try:
        whole = [row for row, _ in zip(csv.reader(io.StringIO(begin, newline=""), delimiter=separator), range(SAMPLE),
                                       strict=False) if row]
    except csv.Error:
        whole = []
    by_line = [line.split(separator) for line in begin[:200_000].splitlines()[:SAMPLE]]
    return max(_share_tidy(rows) for rows in (whole, by_line)), -SEPARATORS.index(separator)


def _share_tidy(rows: Sequence[Sequence[str]]) -> float:
    width, number = Counter(map(len, rows)).most_common(1)[0] if rows else (1, 0)
    if width == 1:
        return 0.0
    fitting = [row for row in rows[1:] if len(row) == width]
    return number / len(rows) + any(_are_labels([row[at].strip() for row in fitting]) for at in range(width))


def _header(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The first row if it has a known word, or a cell above a column of labels that is none of them."""
    first = [cell.strip() for cell in rows[0]]
    words = list(map(header_word, first))
    if any(word in LABEL_WORDS or word in TEXT_WORDS for word in words):
        return tuple(first)
    for at, cell in enumerate(first):
        below = [row[at].strip() for row in rows[1:] if at < len(row)]
        if _are_labels(below) and cell not in below:
            return tuple(first)
    return ()


def _are_labels(cells: Sequence[str]) -> bool:
    """A few short words or numbers that each stand many times; single cells may hold something else."""
    counts = Counter(cell for cell in cells if cell)
    common = [cell for cell, number in counts.items() if number >= max(FEWEST_OF_A_LABEL, 0.005 * len(cells))]
    return (FEWEST_LABELS <= len(common) <= MOST_LABELS and max(map(len, common)) <= LONGEST_LABEL
            and sum(counts[cell] for cell in common) > 0.9 * sum(counts.values()))


def _mean_words(cells: Sequence[str]) -> float:
    sample = cells[::max(1, len(cells) // SAMPLE)]
    return sum(len(cell.split()) for cell in sample) / max(1, len(sample))


def _rank(word: str, known: Sequence[str]) -> int:
    return known.index(word) if word in known else len(known)


def _no_labels(header: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    few = min(range(len(cells)), key=lambda at: len(set(cells[at])))
    name = f"“{header[few]}”" if few < len(header) else f"{few + 1}"
    return (f"No column of this table holds {FEWEST_LABELS} to {MOST_LABELS} labels (column {name} holds "
            f"{len(set(cells[few]) - {''}):,} different cells): bring a table with {HOLDS}.")
