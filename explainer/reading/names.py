"""A visitor's list of names, from whatever file: read, with what was assumed and what could be chosen instead."""

from dataclasses import dataclass

from explainer.reading.columns import Asked, columns_of
from explainer.reading.encoding import decoded
from rnncore.data.names import FEWEST_NAMES, HOLDS, NameList, NamesError, names_of
from rnncore.data.tables import Table, table_of
from rnncore.data.text_files import TextError

AS_FOUND = Asked()


@dataclass(frozen=True)
class Read:
    """What a file holds, read in one way. `names` is None where too few were found: then `problem` says so."""

    names: NameList | None
    problem: str
    encoding: str
    table: Table
    header: tuple[str, ...]
    guessed: bool                # whether the column of names was told by nothing but its cells

    @property
    def columns(self) -> list[str]:
        """What to call each column: its header, or its number and first cell."""
        first = [cell.strip()[:30] for cell in self.table.rows[0]] if self.table.rows else []
        called = []
        for at in range(self.table.width):
            word = self.header[at] if at < len(self.header) else ""
            example = first[at] if at < len(first) else ""
            called.append(f"{at + 1}: {word}" if word else f"{at + 1} ({example})" if example else f"{at + 1}")
        return called


def read_list(data: bytes, title: str = "", asked: Asked = AS_FOUND) -> Read:
    """Read a file as asked, the rest as found. Raises NamesError if it is no text at all."""
    try:
        text, encoding = decoded(data, asked.encoding, HOLDS)
    except TextError as error:
        raise NamesError(str(error)) from None
    table = table_of(text, asked.separator)
    if asked.separator is None and len(table.rows) < 3 and table.width >= FEWEST_NAMES:
        table = Table([[cell] for row in table.rows for cell in row if cell.strip()], None, table.comments)
    columns, guessed = columns_of(table, asked)
    try:
        names, problem = names_of(table, columns, title, encoding, asked.allowed), ""
    except NamesError as error:
        names, problem = None, str(error)
    return Read(names, problem, encoding, table, columns.header, guessed)
