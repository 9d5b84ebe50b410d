"""What a name is made of, whoever typed it and however."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncore.data.letters import DIGITS, MARKUP, SIGNS, as_name, folded, spelling_key, why_not_a_name


@pytest.mark.parametrize(("raw", "name"), [
    ("Anne–Marie", "Anne-Marie"), ("Jean‑Luc", "Jean-Luc"), ("Anna−Lena", "Anna-Lena"), ("O´Neil", "O'Neil"),
    ("O`Neil", "O'Neil"), ("O′Neil", "O'Neil"), ("Oʼneil", "O'neil"), ("D’Arcy", "D’Arcy"), ("בן־דוד", "בן-דוד"),
    ("\u200fדנא", "דנא"), ("\u202eAnna\u202c", "Anna"), ("An\u00adna", "Anna"), ("\ufeffAnna", "Anna"),
    ("می\u200cنا", "می\u200cنا"), ("शक्\u200dति", "शक्\u200dति"), ("Anna\u200c", "Anna"), ("\u200dAnna", "Anna"),
    ("Anna \u200c Lena", "Anna Lena"),
    ("ジャン・ピエール", "ジャン・ピエール"), ("ジャン･ピエール", "ジャン・ピエール"),
    ("Jose\u0301", "José"), ("  Jean \u00a0 Luc\t", "Jean Luc")])
def test_signs_are_read_as_what_they_stand_for(raw, name):
    assert as_name(raw) == name and why_not_a_name(name) is None


@given(st.text(st.characters(codec="utf-8"), max_size=12))
def test_a_name_that_was_read_is_read_as_itself(raw):
    name = as_name(raw)
    assert as_name(name) == name == unicodedata.normalize("NFC", name)
    assert len(folded(name)) == len(name) and folded(folded(name)) == folded(name)


def test_what_is_one_name_and_what_is_two():
    for one, other in (("O'Neil", "O’Neil"), ("ANNA", "Anna"), ("ÉLODIE", "élodie"), ("GROẞ", "groß")):
        assert spelling_key(one) == spelling_key(other)
    for one, other in (("Weiß", "Weiss"), ("İpek", "Ipek"), ("Işık", "Isik"), ("José", "Jose"), ("Ann", "Anne")):
        assert spelling_key(one) != spelling_key(other)


def test_more_signs_count_only_where_they_were_asked_for():
    assert why_not_a_name("Porya2", DIGITS) is None and why_not_a_name("Porya2") == "with digits"
    assert why_not_a_name("Nidora♀", SIGNS) is None and why_not_a_name("Nidora♀", DIGITS)
    for sign in MARKUP:
        assert why_not_a_name(f"Ida{sign}", SIGNS)
