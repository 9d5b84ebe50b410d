"""Text as rows: what a file is divided by, its quotation marks, its counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncore.data.counts import counts_of
from rnncore.data.tables import looks_like_text, marked_encoding, separator_of, table_of


@pytest.mark.parametrize(("cells", "counts"), [
    (["1,234", "57.0", "3"], [1234, 57, 3]), (["1.234", "12.345", "7"], [1234, 12345, 7]),
    (["1.234,0", "57,0"], [1234, 57]), (["1,234,567", "1.234.567"], [1234567, 1234567]),
    (["1 234", "1\u202f234", "1'234"], [1234, 1234, 1234]), (["1.5", "2.250"], [None, None]),
    (["0.125", "1.250"], [None, None]), (["", "x", "<5", "-4", "1e9", "9" * 50], [None] * 6), (["007", "0"], [7, 0]),
    (["12.50", "1.000"], [None, 1])])
def test_counts_as_people_write_them(cells, counts):
    assert counts_of(cells) == counts


@given(st.lists(st.integers(1, 10**9), min_size=1), st.sampled_from([",", ".", " ", "'", "\u00a0"]))
def test_thousands_come_back(numbers, mark):
    assert counts_of([f"{number:,}".replace(",", mark) for number in numbers]) == numbers


@pytest.mark.parametrize(("lines", "separator"), [
    (["a", "b, c", "d", "e"], None), (["Smith, Ann"] * 3, ","), (["a;1,5", "b;2,5"], ";"), (["a\tb, c"] * 4, "\t"),
    (["a|b"] * 4, "|"), (["a"], None), ([], None), (["x, y, z", *["a", "b", "c"] * 9], None),
    (["id,name", *[f"{i},a" for i in range(40)], "a line of text"], ",")])
def test_many_lines_decide_what_divides_them(lines, separator):
    assert separator_of(lines) == separator


def test_a_quoted_cell_may_hold_separators_marks_and_line_ends():
    table = table_of('a,b\n"x, ""y""",1\n"two\nlines",2\n"Bob" Dylan,3\n')
    assert table.rows == [["a", "b"], ['x, "y"', "1"], ["two\nlines", "2"], ['"Bob" Dylan', "3"]]


def test_lone_quotation_marks_cost_no_other_line():
    lines = ["name,count", *(f"{name},1" for name in "abcdefghijklmnopqrstuvwxyz")]
    lines[3], lines[6] = f'"{lines[3]}', f'"{lines[6]}'
    table = table_of("\n".join(lines))
    assert [row[0] for row in table.rows[1:]] == list("abcdefghijklmnopqrstuvwxyz")
    assert table.lone_quotes == (2, '"c,1')


def test_comments_and_excels_first_line():
    table = table_of("sep=;\n# made by hand\nName;1\n#1;2\n")
    assert table.rows == [["Name", "1"], ["#1", "2"]] and table.separator == ";" and table.comments == 1


def test_lines_above_a_table_are_no_header_and_a_number_sign_is_one():
    table = table_of("Names of 2020\nSource: somebody\n#,Name\n1,Ada\n2,Ben\n3,Cleo\n" + "4,Dora\n" * 9)
    assert table.rows[0] == ["#", "Name"] and table.comments == 2


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["Anna\nBen\n", "אברהם\nשרה\n", "Łukasz\r\nŻaneta"])
def test_utf_16_is_known_by_its_zero_bytes(encoding, text):
    assert marked_encoding(text.encode(encoding)) == encoding
    assert marked_encoding(("\ufeff" + text).encode(encoding)) == "utf-16"


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"PK\x03\x04\x14\x00" * 50,
                                  b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0",
                                  b"Anna\nBen\n\0"])
def test_other_zero_bytes_are_no_utf_16(data):
    assert marked_encoding(data) is None
    assert not looks_like_text(data.decode("latin-1"))
