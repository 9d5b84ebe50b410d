"""Reading whatever a visitor brings, and saying what was wrong with it."""

import unicodedata

import pytest
from factories import NAMES
from hypothesis import given, settings
from hypothesis import strategies as st
from numeric import assert_one_sentence

from rnncore import NameList, NamesError, corpus_of, read_names
from rnncore.data.letters import LONGEST_NAME, spelling_key, why_not_a_name
from rnncore.data.names import FEWEST_NAMES
from rnncore.data.text_files import LARGEST_FILE

GOOD = NAMES[:30]
TEXT = "\n".join(GOOD)


def refused(data: bytes, because: str) -> None:
    with pytest.raises(NamesError, match=because) as caught:
        read_names(data)
    assert_one_sentence(caught.value)


@pytest.mark.parametrize(("data", "because"), [
    (b"", "empty"), (b" \n\r\n\t ", "empty"), ("\ufeff".encode(), "empty"), ("\ufeff \n".encode(), "empty"),
    ("\u2003\n\u00a0".encode(), "empty"), (b"\x1c\x1d\n", "empty"),
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9, "not a text"), (b"PK\x03\x04\x14\x00" * 50, "not a text"),
    (TEXT.encode("utf-16-le") + b"\x00", "not a text"), (bytes(range(256)) * 40, "not a text"),
    ((TEXT + "\nJosé").encode("latin-1"), "not UTF-8"), (b"\xff" * 99, "UTF-"), (b"Ada", "1 name"),
    (b"Ada Adam Agnes " * 30, "0 names"), (b"Ada\nAdam\n" * 50, "2 names"), ("\n".join(GOOD[:19]).encode(), "19 names"),
    (b"name,count\n", "0 names"), (b"first,second\nAda,1\n", "no column called name"), (b"Mary,F,many\n", "no column"),
    (b'name,count\n"' + b"x" * 200_000 + b"\n", "0 names"), (b",\n", "no column")], ids=lambda v: repr(v)[:24])
def test_a_list_that_cannot_be_used_gets_one_sentence(data, because):
    refused(data, because)


def test_a_huge_file_is_refused():
    refused(b"Ada\n" * (LARGEST_FILE // 4 + 1), "larger")


@pytest.mark.parametrize(("line", "because"), [
    ("Ada2", "digits"), ("٣", "digits"), ("Ada😀", "signs"), ("<b>Ada</b>", "signs"), ("a@b.org", "signs"),
    ("--", "without a letter"), ("\u0301Ada", "combining"), ("x" * (LONGEST_NAME + 1), "longer")])
def test_lines_that_are_no_names_are_left_out_and_counted(line, because):
    assert because in why_not_a_name(line)
    found = read_names(f"{TEXT}\n{line}\n{line}".encode())
    assert found.names == tuple(GOOD)
    ((reason, (count, example)),) = found.left_out.items()
    assert because in reason and count == 2 and line.startswith(example)
    # Nothing but such lines: the sentence says what they were.
    refused(f"Ada\n{line}".encode(), f"1 name .1 lines were left out.*{because}")


@pytest.mark.parametrize("name", [
    "Ada", "Anne-Marie", "O'Neil", "O’Neil", "Jean Luc", "St. Ives", "Núria", "Ødegård", "נועה", "فاطمة", "मीरा",
    "วรรณ", "Ольга", "田中", "소영", "Zo\u0308e", "M\u0323\u0307ira", "x" * LONGEST_NAME])
def test_names_of_any_script_are_kept(name):
    assert why_not_a_name(unicodedata.normalize("NFC", name)) is None
    found = read_names(f"{name}\n{TEXT}".encode())
    assert found.names == (unicodedata.normalize("NFC", name), *(n for n in GOOD if n != name))
    assert found.left_out == {}


def test_plain_text_with_any_line_ending_blank_lines_and_a_bom():
    for ending in ("\n", "\r\n", "\r", "\n\n"):
        for start in ("", "\ufeff", "\n \n"):
            found = read_names((start + ending.join(f"  {name}\t"[:-1] for name in GOOD) + ending).encode(), "mine")
            assert found == NameList("mine", tuple(GOOD), None, {})


def test_spaces_inside_a_name_are_one_space():
    assert read_names(f"Jean  \u00a0 Luc\n{TEXT}".encode()).names[0] == "Jean Luc"


def test_composed_and_decomposed_spellings_are_one_name():
    found = read_names(f"Zoe\u0308\nZo\u00eb\n{TEXT}".encode())
    assert found.names == ("Zo\u00eb", *GOOD)


def test_spellings_that_differ_in_case_are_one_name():
    found = read_names(f"{TEXT}\n{TEXT.upper()}\n{TEXT.lower()}".encode())
    assert found.names == tuple(GOOD)


def test_social_security_layout():
    rows = [f"{name},F,{count}" for count, name in enumerate(GOOD, start=5)] + ["Ada,M,100", "ADA,M,1000"]
    found = read_names("\r\n".join(rows).encode(), "yob1990")
    assert found.names == tuple(GOOD)
    assert found.counts == (5 + 100 + 1000, *range(6, 35))
    assert found.at_least(30).names == (GOOD[0], *GOOD[25:])
    assert found.at_least(30).counts == (1105, *range(30, 35))


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("header", ["name", "Name", " NAME "])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_csv_with_a_name_column(mark, header, bom):
    rows = [mark.join(("id", header, "Count"))] + [mark.join((str(i), n, "7")) for i, n in enumerate(GOOD)]
    found = read_names((bom + "\n".join([*rows, mark.join(("99", "ada", "3")), "100"])).encode())
    assert found.names == tuple(GOOD) and found.counts == (10, *[7] * 29)
    assert found.left_out == {"without a name": (1, "100")}


def test_csv_with_quotes_and_without_counts():
    rows = ["sex,name", *(f'F,"{name}"' for name in GOOD)]
    found = read_names("\n".join(rows).encode())
    assert found.names == tuple(GOOD) and found.counts is None
    assert found.at_least(10**6) is found


def test_csv_whose_only_column_is_name():
    for quote in ("", '"'):
        rows = ["name", *(f"{quote}{name}{quote}" for name in GOOD)]
        assert read_names("\n".join(rows).encode()).names == tuple(GOOD)


def test_counts_that_are_no_numbers_count_once():
    rows = ["name,count", *(f"{name},{count}" for name, count in zip(GOOD, ["", "x", "-4", "1.5", "9" * 50] * 6,
                                                                     strict=True))]
    found = read_names("\n".join(rows).encode())
    assert found.counts == (1,) * 30 and found.assumed.no_counts == (30, "Ada: ")


def test_a_number_before_the_name_is_a_count_unless_it_numbers_the_rows():
    def counts(numbers):
        return read_names("\n".join(f"{n};{name}" for n, name in zip(numbers, GOOD, strict=True)).encode()).counts

    assert counts(range(900, 600, -10)) == tuple(range(900, 600, -10))
    assert counts(range(30)) is None and counts(range(1, 31)) is None


def test_fingerprint_changes_with_any_name():
    fingerprints = {read_names(t.encode()).fingerprint for t in (TEXT, TEXT + "\nZoe", "\n".join(GOOD[1:]), TEXT + "x")}
    assert len(fingerprints) == 4
    assert read_names(TEXT.encode(), "a").fingerprint == read_names((TEXT + "\n").encode(), "b").fingerprint


any_line = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from([*GOOD, "name,count", "Mary,F,7", '"'])
almost_nothing = st.text(" \n\r\t,;\"\ufeff\u2003\x1c\x85", max_size=6).map(str.encode)
any_text = st.lists(any_line, max_size=40).map("\n".join)


@settings(max_examples=300)
@given(st.binary(max_size=60) | almost_nothing | any_text.map(str.encode)
       | any_text.map(lambda text: ("name,count\n" + text).encode()))
def test_any_bytes_are_read_or_refused_in_one_way(data):
    try:
        found = read_names(data)
    except NamesError:
        return
    assert len(found.names) >= FEWEST_NAMES
    assert len({spelling_key(name) for name in found.names}) == len(found.names)
    assert all(why_not_a_name(name) is None for name in found.names)
    assert found.counts is None or (len(found.counts) == len(found.names) and min(found.counts) >= 0)


@settings(max_examples=100)
@given(st.lists(st.text(st.characters(categories=["Ll", "Lo", "Mn"]), min_size=1, max_size=6), min_size=60,
                max_size=80, unique=True))
def test_what_was_read_can_be_split_and_learned(lines):
    try:
        found = read_names("\n".join(lines).encode())
    except NamesError:
        return
    assert len(corpus_of(found).train) >= 1
