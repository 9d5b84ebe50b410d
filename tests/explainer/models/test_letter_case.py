"""Names in the case of their list."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.models.letter_case import CAPITALS, SMALL, USUAL, Case, case_of, in_case
from rnncore.data.letters import folded

PLAIN = ["Alba", "Bruno", "Celia", "Dario", "Elena", "Fabio"]
SCOTTISH = [*PLAIN, "McLean", "McKay", "McNeil", "Macbeth", "Mack", "Mackenzie"]
DUTCH = [*PLAIN, "Jan van Eyck", "Piet van Dyck", "Kees van Gogh", "Anna Maria", "Jan Willem"]


def back(names):
    """The names from their small letters, in their list's case."""
    case = case_of(names)
    return [in_case(folded(name), case) for name in names]


@pytest.mark.parametrize("names", [
    PLAIN, [name.upper() for name in PLAIN], [name.lower() for name in PLAIN], SCOTTISH, DUTCH,
    ["Jean-Luc", "Anne-Marie", "Jean-Paul"], ["Jean-luc", "Anne-marie", "Jean-paul"],
    ["O'Neil", "D'Arcy", "O'Brien"], ["O'neil", "D'arcy", "O'brien"], ["太郎", "花子"], ["שרה", "דוד"],
    ["New York", "St. Ives", "Alba"], ["İpek", "Irmak", "Işık"][:1] + PLAIN, ["ÉLODIE", "ZOË", "ANNE-MARIE"]])
def test_a_list_gets_its_own_case_back(names):
    assert back(names) == names


def test_a_few_exceptions_do_not_make_the_rule():
    assert case_of([*map(str.upper, PLAIN * 3), "Zoe"]).kind == CAPITALS
    assert case_of([*map(str.lower, PLAIN * 3), "Zoe"]).kind == SMALL
    assert case_of([*PLAIN, "DeShawn", "Debora"]).beginnings == () and case_of([]) == USUAL


def test_new_names_follow_the_list():
    assert in_case("mcduff", case_of(SCOTTISH)) == "McDuff" and in_case("macduff", case_of(SCOTTISH)) == "Macduff"
    assert in_case("bas van buren", case_of(DUTCH)) == "Bas van Buren" and in_case("van", case_of(DUTCH)) == "Van"
    assert in_case("mc", case_of(SCOTTISH)) == "Mc" and in_case("", case_of(SCOTTISH)) == ""


@given(st.lists(st.text("abcXYZ -'éÉßİ", min_size=1), max_size=12), st.text("abc -'éß"))
def test_only_the_case_changes_and_it_can_be_kept_as_json(names, name):
    case = case_of(names)
    assert in_case(name, case).casefold() == name.casefold()
    assert Case(*(tuple(part) if isinstance(part, list) else part for part in json.loads(json.dumps(case)))) == case
