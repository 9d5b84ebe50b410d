"""Text as rows of cells: what a file's bytes say, whether they are a list or a table, and where its cells end."""

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

SEPARATORS = "\t;|,"        # in this order where several would do: a comma may be part of a number
SAMPLE = 1_000              # lines, spread over the file, that decide whether it is a table
FEWEST_ENDS = 5             # line ends that tell the order of UTF-16's bytes by themselves
CELL_LINES = 6              # lines that a quoted cell may run over
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SPACES = re.compile(" *")
_NAME_NUMBER = re.compile(r"\s*([^\W\d_][^\d]*?):?\s+(\d[\d.,'’]*)\s*")


@dataclass(frozen=True)
class Table:
    """The rows of a file that hold something.

    `separator` is None for a list: each row has one cell. `comments` is how many lines began with # or stood above the
    table, `lone_quotes` how many had a quotation mark that nothing closes, with an example.
    """

    rows: list[list[str]]
    separator: str | None
    comments: int = 0
    lone_quotes: tuple[int, str] = (0, "")

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max(map(len, self.rows), default=0)

    def column(self, at: int, skip: int = 0) -> list[str]:
        """The cells of a column, empty where a row is too short; the first `skip` rows are left out."""
        return [row[at] if at < len(row) else "" for row in self.rows[skip:]]


def marked_encoding(data: bytes) -> str | None:
    """The encoding that the first bytes of a file announce, or that its zero bytes give away (UTF-16)."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    if b"\x00" in data:
        return next((encoding for encoding in ("utf-16-le", "utf-16-be") if _reads_as(data, encoding)), None)
    return None


def looks_like_text(text: str) -> bool:
    """Whether there are hardly any control characters among the first 10,000."""
    begin = text[:10_000]
    controls = sum(unicodedata.category(symbol) == "Cc" and not symbol.isspace() for symbol in begin)
    return "\x00" not in text and controls * 50 <= len(begin)


def _reads_as(data: bytes, encoding: str) -> bool:
    """Whether bytes without a mark are text in this kind of UTF-16.

    The high bytes of Latin letters and of line ends are zero.
    """
    high = data[1::2] if encoding.endswith("le") else data[::2]
    low = data[::2] if encoding.endswith("le") else data[1::2]
    ends = [above for below, above in zip(low, high, strict=False) if below in b"\r\n"]
    # 一 is U+4E00: in a list of such names the low bytes have zeros, too. Then the line ends alone must tell.
    telling = 10 * low.count(0) < high.count(0) or ends.count(0) >= FEWEST_ENDS
    if len(data) % 2 or not telling or 3 * ends.count(0) < 2 * len(ends):       # 名 is U+540D: it looks like an end
        return False
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return all(symbol.isspace() or unicodedata.category(symbol) not in ("Cc", "Cn", "Co") for symbol in text[:10_000])


def table_of(text: str, separator: str | None = None) -> Table:
    """The rows of a text. `separator` None finds it, "" says that it is a list.

    A first line `sep=;`, as Excel writes it, is believed. A quoted cell may run over a few lines; a quotation mark
    that nothing closes costs no other line.
    """
    lines = [line for line in text.replace("\x1a", "").splitlines() if line.strip()]
    written = lines[0].strip().strip('"').lower() if lines else ""
    if written.startswith("sep=") and len(lines[0].strip().strip('"')) == 5:
        separator = lines[0].strip().strip('"')[4] if separator is None else separator
        lines = lines[1:]
    kept = [line for line in lines if not _is_comment(line)]
    if separator is None:
        separator = separator_of(kept)
    if separator in (None, " ") and (spaced := _names_and_numbers(kept)):
        return Table(spaced, " ", len(lines) - len(kept))
    if not separator:
        return Table([[_unquoted(line)] for line in kept], None, len(lines) - len(kept))
    rows, lone = _rows(kept, separator)
    above = _lines_above(rows)
    return Table(rows[above:], separator, len(lines) - len(kept) + above, lone)


def separator_of(lines: list[str]) -> str | None:
    """The sign that most lines are divided by in the same way, None for a list. Looks at many lines."""
    sample = lines[::max(1, len(lines) // SAMPLE)][:SAMPLE]
    best, best_share = None, 0.5
    for separator in SEPARATORS:
        widths = Counter(len(_cells(line, separator)[0]) for line in sample)
        divided = {width: number for width, number in widths.items() if width > 1}
        if not divided or 2 * max(divided.values()) < sum(divided.values()):
            continue
        share = sum(divided.values()) / len(sample)
        if share > best_share + (0.1 if best else 0):
            best, best_share = separator, share
    return best


def _names_and_numbers(lines: list[str]) -> list[list[str]] | None:
    """The lines as a name and a number each, where all of them are that and the numbers are not all alike."""
    found = [_NAME_NUMBER.fullmatch(line) for line in lines]
    if not lines or not all(found) or len({match[2] for match in found}) == 1:
        return None
    return [[match[1], match[2]] for match in found]


def _lines_above(rows: list[list[str]]) -> int:
    """How many rows stand above a table: those that are not divided, where nearly all others are."""
    above = next((at for at, row in enumerate(rows) if sum(bool(cell.strip()) for cell in row) > 1), 0)
    divided = sum(sum(bool(cell.strip()) for cell in row) > 1 for row in rows)
    return above if divided > 0.8 * len(rows) else 0


def _is_comment(line: str) -> bool:
    begin = line.lstrip()
    return begin.startswith("#") and not begin[1:2].isdigit() and begin[1:2] not in tuple(SEPARATORS)


def _unquoted(line: str) -> str:
    line = line.strip()
    return line[1:-1].replace('""', '"') if len(line) > 1 and line[0] == line[-1] == '"' else line


def _rows(lines: list[str], separator: str) -> tuple[list[list[str]], tuple[int, str]]:
    """Every line's cells, and how many lines had a lone quotation mark, with the first of them."""
    widths = Counter(line.count(separator) + 1 for line in lines if '"' not in line)
    width = widths.most_common(1)[0][0] if widths else 0
    rows, lone, at = [], (0, ""), 0
    while at < len(lines):
        cells, is_open = _cells(lines[at], separator)
        taken = 1
        if is_open:
            several = _over_lines(lines[at:at + CELL_LINES], separator, width)
            if several:
                cells, taken = several
            else:
                lone = (lone[0] + 1, lone[1] or lines[at].strip())
                cells = [cell.strip().strip('"') for cell in lines[at].split(separator)]
        rows.append(cells)
        at += taken
    return rows, lone


def _over_lines(lines: list[str], separator: str, width: int) -> tuple[list[str], int] | None:
    """The cells of a row whose quoted cell ends on a later line, and how many lines it took; None if it never ends."""
    for taken in range(2, len(lines) + 1):
        cells, is_open = _cells("\n".join(lines[:taken]), separator)
        if not is_open:
            return (cells, taken) if not width or len(cells) == width else None
    return None


def _cells(line: str, separator: str) -> tuple[list[str], bool]:
    """The cells of a line, and whether its last one begins with a quotation mark that nothing closes."""
    if '"' not in line:
        return line.split(separator), False
    cells, at = [], 0
    while True:
        begin = _SPACES.match(line, at).end()
        end = line.find(separator, at)
        end = len(line) if end < 0 else end
        if line.startswith('"', begin):
            close = _closing(line, begin + 1, separator)
            if close is None and '"' not in line[begin + 1:end]:
                return [*cells, line[begin:]], True
            if close is not None:
                cells.append(line[begin + 1:close].replace('""', '"'))
                end = line.find(separator, close + 1)
                end = len(line) if end < 0 else end
            else:
                cells.append(line[at:end])
        else:
            cells.append(line[at:end])
        if end >= len(line):
            return cells, False
        at = end + 1


def _closing(line: str, at: int, separator: str) -> int | None:
    """Where the quotation mark stands that closes a cell: before a separator or the end of the line."""
    while (at := line.find('"', at)) >= 0:
        if line.startswith('""', at):
            at += 2
            continue
        after = _SPACES.match(line, at + 1).end()
        return at if after == len(line) or line.startswith(separator, after) else None
    return None
