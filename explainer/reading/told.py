"""How a file was read, in sentences: what was assumed, and what was left out, with an example of each."""

from explainer.reading.encoding import called
from explainer.reading.names import Read
from rnncore.data.columns import NAME_COUNT, US_STATE

SEPARATORS = {"": "none: a name on each line", ",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar",
              " ": "space before the number"}


def assumptions(read: Read) -> list[str]:
    """One sentence for each thing that was assumed."""
    told = [_encoding(read)]
    assumed = read.names.assumed if read.names else None
    if read.table.separator:
        told.append(f"It is a table of {read.table.width} columns, divided by a "
                    f"{SEPARATORS.get(read.table.separator, read.table.separator)}"
                    f"{'' if read.header else ', without a header'}.")
    elif read.header:
        told.append(f"The first line, “{read.header[0][:40]}”, is the header of the list.")
    else:
        told.append("It is a list, with a name on each line.")
    if assumed is None:
        return told
    columns = assumed.columns
    if read.table.separator:
        told.append(_columns(read, columns.name, columns.count))
    if columns.shape and columns.shape != NAME_COUNT:
        told.append(f"Its form is that of a {columns.shape}.")
    told += _repairs(read)
    return told


def left_out(read: Read) -> list[str]:
    """A sentence for each reason that rows were left out for."""
    found = read.names.left_out or {} if read.names else {}
    return [f"{_rows(number)} left out, {reason}, such as “{example}”." for reason, (number, example) in found.items()]


def how_little_a_test_means(test_names: int) -> str:
    """A sentence about a small test, or nothing where it is large enough."""
    if test_names >= 100:
        return ""
    return (f"Only {test_names} names are for the test: its loss depends on which ones they happen to be, so a "
            "difference between two networks means little.")


def _encoding(read: Read) -> str:
    strange = next((cell.strip() for row in read.table.rows for cell in row if not cell.isascii()), "")
    example = f", so that one cell reads “{strange[:40]}”" if strange else ""
    return f"The text is {called(read.encoding)}{example}."


def _columns(read: Read, name: int, count: int | None) -> str:
    said = f"The names are those in column {_quoted(read, name)}"
    said += ", which looks most like names" if read.guessed else ""
    alike = [at for at, word in enumerate(read.header) if at != name and word == read.header[name]]
    if name < len(read.header) and alike:
        said += f" (column {_quoted(read, alike[0])} has the same header and was not taken)"
    counted = ", without counts." if count is None else f", their counts those in column {_quoted(read, count)}."
    return said + counted


def _quoted(read: Read, at: int) -> str:
    return f"“{read.columns[at]}”" if at < len(read.columns) else str(at + 1)


def _repairs(read: Read) -> list[str]:
    """What was put right on the way: comments, quotation marks, repeated names, other signs, cells without counts."""
    assumed = read.names.assumed
    told = []
    if assumed.comments:
        told.append(f"{_rows(assumed.comments, 'line')} taken for a comment: above the table, or beginning with #.")
    if assumed.lone_quotes[0]:
        told.append(f"{_rows(assumed.lone_quotes[0], 'line')} read without a quotation mark that nothing closes, "
                    f"such as “{assumed.lone_quotes[1][:60]}”.")
    if assumed.repeated[0]:
        summed = "" if read.names.counts is None else "; their counts were added up"
        summed += " over the years" if summed and assumed.columns.shape == US_STATE else ""
        number = assumed.repeated[0]
        told.append(f"{number:,} {'row repeats' if number == 1 else 'rows repeat'} a name, "
                    f"such as “{assumed.repeated[1]}”{summed}.")
    if assumed.read_as[0]:
        number, before, after = assumed.read_as
        told.append(f"{number:,} {'name was' if number == 1 else 'names were'} read with plain hyphens, apostrophes "
                    f"and composed letters, without bullets or direction marks, such as “{before}” as “{after}”.")
    if assumed.no_counts[0]:
        told.append(f"{_rows(assumed.no_counts[0])} taken as counted once, having no whole number, "
                    f"such as “{assumed.no_counts[1]}”.")
    return told


def _rows(number: int, noun: str = "row") -> str:
    return f"{number:,} {noun} was" if number == 1 else f"{number:,} {noun}s were"
