"""Files with one trouble each that real lists have: what the page reads, and what the command line does."""

import json
from pathlib import Path

import numpy as np
import pytest

import rnncore.training.recipes
from explainer.reading import told
from explainer.reading.columns import NO_COUNTS, Asked
from explainer.reading.names import read_list
from rnncore import NameList, NamesError, corpus_of, read_names
from rnncore.data.letters import DIGITS, SIGNS
from rnncore.training.config import TrainingConfig
from tests.visitor import assert_one_sentence

CASES = Path(__file__).parents[2] / "cases" / "lists"
EXPECTED = json.loads((CASES / "expected.json").read_text(encoding="utf-8"))
NAMES = tuple(first + second for first in ("Al", "Bru", "Ce", "Da", "E") for second in ("ba", "no", "lia", "rio", "l"))
GOOD = [case for case, right in EXPECTED.items() if "error" not in right]
BAD = [case for case, right in EXPECTED.items() if "error" in right]
REFUSALS = {"empty": "empty", "too few names": "at least 20 are needed", "not a text file": "not a text file"}
# What the command line has to be told, where it does not guess.
OPTIONS = {"cp1252.txt": {"encoding": "cp1252"}, "latin2.txt": {"encoding": "iso8859-2"},
           "full_name_header.csv": {"column": "Character's name"}, "no_header_names_last.csv": {"column": "3"},
           "pipes.txt": {"column": "1"}}


def case(name: str) -> bytes:
    return (CASES / name).read_bytes()


def assert_right(found: NameList, right: dict) -> None:
    assert len(found.names) == right.get("names", len(found.names))
    assert len(found.names) >= right.get("names_at_least", 0)
    assert sum(number for number, _ in found.left_out.values()) == right.get("left_out", 0)
    assert found.counts is not None or not right.get("counts")
    counted = dict(zip(found.names, found.counts or (), strict=False))
    assert {name: counted[name] for name in right.get("count_of", {})} == right.get("count_of", {})
    assert set(right.get("has", ())) <= set(found.names)


def sentences(name: str, asked: Asked = Asked()) -> str:      # noqa: B008, a tuple
    read = read_list(case(name), name, asked)
    return " ".join(told.assumptions(read) + told.left_out(read))


def test_every_case_has_its_file():
    assert {path.name for path in CASES.iterdir()} == {*EXPECTED, "expected.json"} and len(EXPECTED) == 39


@pytest.mark.parametrize("name", GOOD)
def test_the_page_reads_it(name):
    found = read_list(case(name), name).names
    assert_right(found, EXPECTED[name])
    assert corpus_of(found).train


@pytest.mark.parametrize("name", GOOD)
def test_the_command_line_reads_it_or_names_the_option_that_does(name):
    if name in OPTIONS:
        with pytest.raises(NamesError, match=f"--{next(iter(OPTIONS[name]))}") as caught:
            read_names(case(name))
        assert_one_sentence(str(caught.value))
    assert_right(read_names(case(name), name, **OPTIONS.get(name, {})), EXPECTED[name])


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_list_gets_one_sentence(name):
    def by_page():
        read = read_list(case(name))
        raise NamesError(read.problem)
    for read in (by_page, lambda: read_names(case(name))):
        with pytest.raises(NamesError, match=REFUSALS[EXPECTED[name]["error"]]) as caught:
            read()
        assert_one_sentence(str(caught.value))


@pytest.mark.parametrize(("name", "said"), [
    ("cp1252.txt", "Windows-1252, Western Europe, so that one cell reads “Íñigo”"), ("latin2.txt", "“Łukasz”"),
    ("first_line_has_a_comma.txt", "1 row was left out, with signs that are not letters, such as “Harbour, The”"),
    ("commas_here_and_there.txt", "6 rows were left out"), ("commas_here_and_there.txt", "a name on each line"),
    ("no_header_names_last.csv", "column “3 (Alba)”, which looks most like names"),
    ("ssa_state.txt", "their counts were added up over the years"), ("comment_first.txt", "taken for a comment"),
    ("unclosed_quote.csv", "a quotation mark that nothing closes, such as “\"Irene,9”"),
    ("two_tables_beside_each_other.csv", "“1: name” (column “4: name” has the same header and was not taken)"),
    ("other_hyphens.txt", "“Anne–Marie” as “Anne-Marie”"), ("other_hyphens.txt", "1 row repeats a name"),
    ("signs.txt", "such as “Nidora♀”"), ("signs.txt", "such as “Porya2”"), ("utf16_no_bom.txt", "UTF-16")])
def test_what_was_assumed_is_said(name, said):
    assert said in sentences(name)


def test_letters_that_had_trouble():
    def names(name):
        return read_list(case(name)).names

    turkish = corpus_of(names("turkish.txt")).vocabulary
    assert "\u0307" not in turkish.symbols and turkish.encode("Irmak")[0] != turkish.encode("İpek")[0]
    assert {"Weiß", "Weiss", "Groß", "Gross"} <= set(names("eszett.txt").names)
    together = "".join(names("joiners.txt").names)
    assert "\u200c" in together and "\u200d" in together and "\u200f" not in together
    assert {"Anne-Marie", "Jean-Luc", "O'Neil", "ジャン・ピエール"} <= set(names("other_hyphens.txt").names)


def test_every_assumption_can_be_changed():
    data = case("latin2.txt")
    assert "£ukasz" in read_list(data, "", Asked(encoding="cp1252", allowed=SIGNS)).names.names
    assert read_list(data, "", Asked(encoding="cp1252")).names.left_out
    beside = read_list(case("two_tables_beside_each_other.csv"), "", Asked(name=3, count=4)).names
    assert beside.names[0] == "Zeno" and beside.counts[0] == 2
    assert read_list(case("bom_crlf.csv"), "", Asked(count=NO_COUNTS)).names.counts is None
    assert "name" in read_list(case("bom_crlf.csv"), "", Asked(has_header=False)).names.names
    assert len(read_list(case("signs.txt"), "", Asked(allowed=DIGITS)).names.names) == 27
    as_list = read_list(case("bom_crlf.csv"), "", Asked(separator=""))
    assert as_list.names is None and as_list.table.separator is None and as_list.problem
    with pytest.raises(NamesError, match="cannot be read as UTF-8"):
        read_list(data, "", Asked(encoding="utf-8"))


def test_a_row_counted_0_is_said():
    rows = case("bom_crlf.csv").decode("utf-8").replace("Alba,1\r", "Alba,0\r").encode()
    read = read_list(rows)
    assert "Alba" not in read.names.names
    assert "1 row was left out, counted 0 times, such as “Alba”." in told.left_out(read)


def test_names_on_one_line_are_a_list():
    names = read_names(case("capitals.txt")).names
    for sign in (",", "; ", "\t"):
        assert read_list(sign.join(names).encode()).names.names == names


def test_a_small_test_is_said_to_mean_little():
    corpus = corpus_of(read_list(case("twenty_equal_lengths.txt")).names)
    assert "Only 5 names are for the test" in told.how_little_a_test_means(len(corpus.test))
    assert told.how_little_a_test_means(500) == ""


def test_bullets_are_no_part_of_a_name():
    for sign in "-*•":
        read = read_list("\n".join(f"{sign} {name}" for name in NAMES).encode())
        assert read.names.names == NAMES
        assert f"such as “{sign} {NAMES[0]}” as “{NAMES[0]}”" in " ".join(told.assumptions(read))


def test_a_name_and_a_number_on_each_line_are_a_name_and_its_count():
    rows = [f"{name} {at + 5:,}" for at, name in enumerate(NAMES)]
    for read in (read_list("\n".join(rows).encode()).names, read_names("\n".join(rows).encode())):
        assert read.names == NAMES and read.counts == tuple(range(5, 5 + len(NAMES)))
    one_not = read_list("\n".join([*rows, "Zenobia"]).encode()).names
    assert one_not is None or one_not.counts is None
    assert read_list("\n".join(f"{name} 7" for name in NAMES).encode()).names is None      # no count tells names apart


def test_twenty_names_train():
    recipe = rnncore.training.recipes.Recipe(TrainingConfig(steps=3), "gru", 4)
    training = recipe.start(corpus_of(read_list(case("twenty_equal_lengths.txt")).names), None)
    assert all(np.isfinite(progress.validation_loss) for progress in training)
