"""What the page says of a brought file, and what changing its mind about it does."""

from pathlib import Path

import pytest

from tests.visitor import Visitor

CASES = Path(__file__).parents[2] / "cases" / "lists"


def bring(visitor: Visitor, name: str) -> Visitor:
    return visitor.upload("list_file", (CASES / name).read_bytes(), name)


def said(visitor: Visitor) -> str:
    """Everything about how the file was read."""
    [piece] = [piece for piece in visitor.html if piece.startswith('<ul class="u-note">')]
    return piece


def names(visitor: Visitor) -> tuple[str, ...]:
    corpus = visitor.shelf.brought_lists[visitor.widget("list").value.removeprefix("own-")]
    return corpus.names


@pytest.mark.parametrize(("case", "number", "told"), [
    ("cp1252.txt", 34, "Windows-1252, Western Europe, so that one cell reads “<bdi>Íñigo</bdi>”"),
    ("no_header_names_last.csv", 26, "“<bdi>3 (Alba)</bdi>”, which looks most like names"),
    ("ssa_state.txt", 26, "their counts were added up over the years"),
    ("signs.txt", 26, "with signs that are not letters, such as “<bdi>Nidora♀</bdi>”")])
def test_what_was_assumed_and_left_out_is_said(visitor, case, number, told):
    bring(visitor, case)
    assert f"{number} names are ready to learn from." in visitor.said("success")[0].replace("\\", "")
    assert told in said(visitor) and len(names(visitor)) == number


def test_markup_in_an_example_stays_text(visitor):
    rows = (CASES / "capitals.txt").read_text() + "<b>Ida</b>\n"
    visitor.upload("list_file", rows.encode(), "mine.txt")
    assert "&lt;b&gt;Ida&lt;/b&gt;" in said(visitor) and not any("<b>Ida" in piece for piece in visitor.html)


def test_another_encoding_can_be_chosen_and_takes_the_place_of_the_first(visitor):
    bring(visitor, "latin2.txt")
    assert "Łukasz" in names(visitor)
    visitor.set(list_encoding="cp1250")
    assert "Żaneta" in names(visitor) and "“<bdi>Łukasz</bdi>”" in said(visitor)
    assert len(visitor.shelf.brought_lists) == 1
    visitor.set(list_encoding="found")
    assert "Śliwa" in names(visitor)


def test_the_other_column_can_be_chosen_with_its_counts(visitor):
    bring(visitor, "two_tables_beside_each_other.csv").set(list_name_column="3", list_count_column="4", list_least=7)
    assert len(names(visitor)) == 21 and {"Ugo", "Alba"} <= set(names(visitor))
    assert "6" not in "".join(names(visitor)) and "5 names were counted too rarely" in visitor.said("success")[0]
    assert any("Learned would be: <bdi>Zeno</bdi>" in piece for piece in visitor.html)


def test_more_may_count_as_a_name(visitor):
    bring(visitor, "signs.txt").set(list_allowed="digits")
    assert "Porya2" in names(visitor)
    visitor.set(list_allowed="signs")
    assert "Nidora♀" in names(visitor) and not any("<b>" in name for name in names(visitor))


def test_a_choice_that_leaves_too_little_is_refused_and_can_be_taken_back(visitor):
    bring(visitor, "vorname_anzahl.csv")
    before = names(visitor)
    visitor.set(list_separator="")
    assert len(visitor.said("error")) == 1 and not visitor.said("success") and names(visitor) == before
    visitor.set(list_separator="found")
    assert not visitor.said("error") and names(visitor) == before


def test_a_new_file_is_read_as_found_and_a_refused_one_leaves_no_praise(visitor):
    bring(visitor, "latin2.txt").set(list_encoding="cp1250")
    bring(visitor, "utf16_no_bom.txt")
    assert visitor.widget("list_encoding").value == "found" and len(names(visitor)) == 34
    visitor.upload("list_file", (CASES / "binary.txt").read_bytes(), "sheet.xlsx")
    assert len(visitor.said("error")) == 1 and not visitor.said("success")
    assert not [piece for piece in visitor.html if piece.startswith('<ul class="u-note">')]


def test_a_file_that_is_taken_away_takes_its_sentences_along(visitor):
    bring(visitor, "capitals.txt").widget("list_file").set_value(None)
    visitor.at.run()
    assert not visitor.is_well().said("success") and len(names(visitor)) == 26


def test_a_row_counted_0_is_said(visitor):
    rows = (CASES / "vorname_anzahl.csv").read_text().replace("Alba;1;", "Alba;0;")
    visitor.upload("list_file", rows.encode(), "mine.csv")
    assert "counted 0 times, such as “<bdi>Alba</bdi>”" in said(visitor) and len(names(visitor)) == 25


def test_names_from_right_to_left_and_a_small_test(visitor):
    bring(visitor, "hebrew.txt")
    [parts] = [piece for piece in visitor.html if "for the final test" in piece]
    assert parts.count("<bdi>") == 5 and "Only 4 names are for the test" in parts


def test_the_choices_survive_another_page(visitor):
    bring(visitor, "latin2.txt").set(list_encoding="cp1250").home_and_back()
    assert visitor.widget("list_encoding").value == "cp1250" and "Windows-1250" in said(visitor)
