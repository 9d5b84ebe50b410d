"""Texts with a label each, two to five labels in all: a table with a column of each, or a file for each label.

What had to be left out or assumed is told with them; nothing is left out in silence.
"""

import csv
import hashlib
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rnncore.data.headers import header_word
from rnncore.data.tables import SEPARATORS, table_of

HOLDS = "a text and its label in each row"
FEWEST_LABELS, MOST_LABELS = 2, 5
FEWEST_TEXTS, FEWEST_OF_A_LABEL = 40, 5
MOST_TEXTS = 50_000
LONGEST_LABEL = 40
SAMPLE = 500                 # rows that tell where the cells end
NO_TEXT, NO_LABEL, RARE = "without a text", "without a label", "with a label that hardly any other has"
LABEL_WORDS = ("label", "labels", "sentiment", "class", "polarity", "category", "target", "rating", "stars", "score",
               "tag", "recommended", "y", "bewertung", "klasse", "note", "étiquette", "etiqueta", "clase", "classe", "étoiles")
TEXT_WORDS = ("text", "review", "review text", "reviewtext", "sentence", "comment", "content", "body", "message",
              "tweet", "document", "x", "rezension", "kommentar", "avis", "commentaire", "texto", "reseña", "comentario", "testo")
_MARKUP = re.compile(r"<[a-zA-Z/][^<>]{0,80}>")


class TextsError(ValueError):
    """A file that holds no labelled texts; the message is one sentence that says what to do."""


class TextColumns(NamedTuple):
    """Where to find what, numbered from 0. `others` are further columns that could be labels."""

    header: tuple[str, ...]
    text: int
    label: int
    others: tuple[int, ...] = ()


@dataclass(frozen=True)
class LabelledTexts:
    """Texts and the number of each one's label. Pairs are (how many, an example)."""

    title: str
    labels: tuple[str, ...]                  # in alphabetical order; numbers in their own
    texts: tuple[str, ...]
    answers: tuple[int, ...]                 # of each text: a place in `labels`
    left_out: dict[str, tuple[int, str]] = field(default_factory=dict)
    repeated: tuple[int, str] = (0, "")      # texts that stood before: the first one's label is kept
    contradicted: int = 0                    # of those, texts that came with another label
    marked: int = 0                          # texts that markup such as <br /> was taken out of

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change when any text or label does."""
        digest = hashlib.sha256("\n".join(self.labels).encode())
        for text, answer in zip(self.texts, self.answers, strict=True):
            digest.update(f"{answer} {text}\n".encode())
        return digest.hexdigest()[:12]

    @property
    def counts(self) -> tuple[int, ...]:
        """How many texts have each label."""
        found = Counter(self.answers)
        return tuple(found[label] for label in range(len(self.labels)))


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


def texts_of_files(files: Mapping[str, str], title: str = "") -> LabelledTexts:
    """Labelled texts of a file for each label: label to text, a text on each line. Raises TextsError."""
    lines = ((line, label) for label, text in files.items() for line in text.splitlines() if line.strip())
    return collected(lines, title)


def collected(pairs: Iterable[tuple[str, str]], title: str = "") -> LabelledTexts:
    """Texts with their labels as they come, each text once. Raises TextsError."""
    found: dict[str, str] = {}
    left_out: dict[str, tuple[int, str]] = {}
    repeated, contradicted, marked = (0, ""), 0, 0
    for raw, raw_label in pairs:
        label = raw_label.strip().removeprefix("__label__")[:LONGEST_LABEL]
        text = " ".join(raw.split())
        if "<" in text:
            plain = " ".join(_MARKUP.sub(" ", text).split())
            marked, text = marked + (plain != text), plain
        if not text or not label:
            _leave_out(left_out, NO_LABEL if text else NO_TEXT, text or label or "(empty)")
        elif text in found:
            repeated = (repeated[0] + 1, repeated[1] or text[:60])
            contradicted += found[text] != label
        else:
            found[text] = label
    counts = Counter(found.values())
    labels = sorted((label for label in counts if counts[label] >= FEWEST_OF_A_LABEL), key=_label_order)
    if len(labels) > MOST_LABELS or len(labels) < FEWEST_LABELS:
        raise TextsError(_number_of_labels(counts))
    for text, label in found.items():
        if label not in labels:
            _leave_out(left_out, RARE, f"{label}: {text}")
    kept = {text: label for text, label in found.items() if label in labels}
    if not FEWEST_TEXTS <= len(kept) <= MOST_TEXTS:
        few = len(kept) < FEWEST_TEXTS
        bound = f"at least {FEWEST_TEXTS} are needed" if few else f"at most {MOST_TEXTS:,} can be read"
        raise TextsError(f"These are {len(kept):,} texts, and {bound}: bring {'more' if few else 'fewer'}.")
    numbers = {label: number for number, label in enumerate(labels)}
    return LabelledTexts(title, tuple(labels), tuple(kept), tuple(numbers[label] for label in kept.values()), left_out,
                         repeated, contradicted, marked)


def _leave_out(left_out: dict[str, tuple[int, str]], reason: str, example: str) -> None:
    number, first = left_out.get(reason, (0, example[:60]))
    left_out[reason] = (number + 1, first)


def _label_order(label: str) -> tuple:
    number = re.fullmatch(r"-?\d+(?:\.\d+)?", label)
    return (0, float(label), "") if number else (1, 0.0, unicodedata.normalize("NFC", label).casefold())


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


def _number_of_labels(counts: Counter) -> str:
    common = [label for label, _ in counts.most_common(MOST_LABELS + 1)]
    return (f"These texts have {len(counts):,} label{'s' * (len(counts) != 1)} ({', '.join(common) or 'none'}"
            f"{', …' if len(counts) > len(common) else ''}): bring {FEWEST_LABELS} to {MOST_LABELS} labels with at "
            f"least {FEWEST_OF_A_LABEL} texts each.")
