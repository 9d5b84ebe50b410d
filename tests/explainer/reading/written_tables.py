"""Tables written from a known list in every way that programs write them, and what reading must give back."""

import csv
import io
from dataclasses import dataclass

from hypothesis import strategies as st

from explainer.reading.columns import Asked
from explainer.reading.names import read_list
from rnncore.data.letters import as_name, spelling_key
from rnncore.data.names import NameList

SCRIPTS = ("abcdefghijklmnopqrstuvwxyz", "abcdeéèüñøåßçł", "абвгдежзийклмнопрст", "אבגדהוזחטיכלמנ",
           "太郎花子一美咲翔大", "αβγδεζηθικλμν")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")
SEPARATORS = (",", ";", "\t", "|")
LINE_ENDS = ("\n", "\r\n", "\r")
NAME_HEADERS = ("name", "Name", "Vorname", "prénom", "First Name", "nombre", "imię", "имя", "名前", "character's name")
COUNT_HEADERS = ("count", "Anzahl", "Total", "antal", "Frequency", "liczba")
OTHERS = {"id": lambda i: str(i), "group": lambda i: ("north", "south")[i % 2], "year": lambda i: str(1900 + i),
          "note": lambda i: ("", "a, b; c", 'said "so"', "two\nlines")[i % 4], "share": lambda i: f"{i / 7:.3f}"}
COUNTS = {"plain": str, "thousands": lambda n: f"{n:,}", "float": lambda n: f"{n}.0",
          "spaced": lambda n: f"{n:,}".replace(",", "\u202f")}


@dataclass(frozen=True)
class Written:
    """A file, and the names and counts that it was written from."""

    data: bytes
    names: tuple[str, ...]
    counts: tuple[int, ...] | None


@st.composite
def names(draw) -> tuple[str, ...]:
    """Between 20 and 40 names of one script, no two alike."""
    letters = draw(st.sampled_from(SCRIPTS))
    word = st.text(letters, min_size=2, max_size=8).map(lambda text: as_name(text.title()))
    found = draw(st.lists(word, min_size=20, max_size=40, unique_by=spelling_key))
    joined = draw(st.sampled_from(["", "-", " ", "'", "’"]))
    return (*found[:-1], as_name(f"{found[-1]}{joined}{found[0]}")) if joined else tuple(found)


@st.composite
def written(draw) -> Written:
    """A table, or a list, of a separator, quoting, encoding, header, order of columns and line ends each."""
    listed = draw(names())
    counts = draw(st.none() | st.lists(st.integers(1, 10**7), min_size=len(listed), max_size=len(listed)).map(tuple))
    columns = {draw(st.sampled_from(NAME_HEADERS)): listed}
    if counts:
        style = draw(st.sampled_from(list(COUNTS)))
        columns[draw(st.sampled_from(COUNT_HEADERS))] = tuple(map(COUNTS[style], counts))
    for other in draw(st.sets(st.sampled_from(list(OTHERS)))):
        columns[other] = tuple(OTHERS[other](i) for i in range(len(listed)))
    headers = draw(st.permutations(list(columns)))
    text = io.StringIO()
    table = csv.writer(text, delimiter=draw(st.sampled_from(SEPARATORS)), lineterminator="\n",
                       quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])))
    table.writerow(headers)
    table.writerows(zip(*(columns[header] for header in headers), strict=True))
    ends = text.getvalue().replace("\n", draw(st.sampled_from(LINE_ENDS)))
    return Written(ends.encode(draw(st.sampled_from(ENCODINGS))), listed, counts)


def check(table: Written, asked: Asked = Asked()) -> NameList:      # noqa: B008, a tuple
    """Reading gives the list back, its counts too."""
    read = read_list(table.data, "", asked)
    assert read.names is not None, read.problem
    lost = sum(number for number, _ in read.names.left_out.values()) + read.names.assumed.repeated[0]
    assert read.names.names == table.names or lost == len(table.names) - len(read.names.names) > 0
    assert read.names.counts == table.counts
    return read.names
