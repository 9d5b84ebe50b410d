"""How a list of names was read, in a few lines for a terminal."""

from rnncore.data.names import NameList

SMALL_TEST = 100        # names; a loss measured on fewer says little about the next ones


def told(name_list: NameList) -> list[str]:
    """What was assumed, what was put right, and what was left out, with an example of each."""
    assumed = name_list.assumed
    lines = [f"{name_list.title}: {len(name_list.names):,} names{_where(name_list)}."]
    for (number, example), what in ((assumed.lone_quotes, "lines have a quotation mark that nothing closes"),
                                    (assumed.no_counts, "rows have no whole number and count as 1"),
                                    (assumed.repeated, "rows repeat a name" + ("" if name_list.counts is None else
                                                                               ", their counts were added up"))):
        if number:
            lines.append(f"{number:,} {what}, such as “{example}”.")
    if assumed.comments:
        lines.append(f"{assumed.comments:,} lines are comments: they begin with # or stand above the table.")
    if assumed.read_as[0]:
        number, before, after = assumed.read_as
        lines.append(f"{number:,} names were read in plainer signs, such as “{before}” as “{after}”.")
    lines += [f"{number:,} left out, {reason}, such as “{example}”."
              for reason, (number, example) in (name_list.left_out or {}).items()]
    if len(name_list.names) < 5 * SMALL_TEST:
        lines.append("So few names leave a small test: its loss depends on which ones it happens to hold.")
    return lines


def _where(name_list: NameList) -> str:
    """The encoding and the columns that names were read from."""
    assumed = name_list.assumed
    encoding = f", read as {assumed.encoding.upper()}"
    if assumed.separator is None:
        return encoding
    columns = assumed.columns
    counts = "no counts" if columns.count is None else f"counts from {_column(columns.header, columns.count)}"
    shape = f", a {columns.shape} table," if columns.shape else ""
    return f"{encoding}{shape} from {_column(columns.header, columns.name)}, {counts}"


def _column(header: tuple[str, ...], at: int) -> str:
    return f"column {header[at] if at < len(header) and header[at] else at + 1}"
