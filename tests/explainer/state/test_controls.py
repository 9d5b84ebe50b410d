"""The registry: what a control writes into an address it reads back, and nothing else comes in."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.state import recipe_controls, registry
from explainer.state.controls import Choice, Number, Text
from explainer.state.steps import FrameControl

ALL = [control for page in registry.PAGES.values() for control in page]
NUMBERS = [control for control in ALL if isinstance(control, Number)]
CHOICES = [control for control in ALL if isinstance(control, Choice)]
TEXTS = [control for control in ALL if isinstance(control, Text)]

few = settings(max_examples=20)            # every example visits every control

HOSTILE = ["", " ", "nan", "-nan", "inf", "-inf", "Infinity", "1e999", "-1e999", "9" * 400, "-" + "9" * 400,
           "9" * 5000, "1e400000000", "0x10", "1,5", "½", "None", "True", "[]", "{}", "__import__('os')",
           "<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd", "\x00", "1\x00", "\u202e1", "1;2", "--1"]

UNPRINTABLE = ["a\x00b", "a\nb", "\u202eabc", "a\u2028b", "\ud800", "\x1b[31m"]


def values(control: Number) -> st.SearchStrategy:
    if isinstance(control.step, int):
        return st.integers(control.low, control.high)
    on_the_grid = st.integers(0, round((control.high - control.low) / control.step)).map(
        lambda i: min(control.high, control.low + i * control.step))
    return st.floats(control.low, control.high) | on_the_grid


def values_out_of_bounds(control: Number) -> st.SearchStrategy:
    if isinstance(control.step, int):
        return st.integers(None, control.low - 1) | st.integers(control.high + 1, None)
    return (st.floats(None, control.low, allow_nan=False, exclude_max=True)
            | st.floats(control.high, None, allow_nan=False, exclude_min=True))


def assert_refused(control: Number | Choice | Text, text: str) -> None:
    try:
        read = control.parse(text)
    except ValueError:
        return
    pytest.fail(f"{control.key}: {text!r:.40} was taken for {read}")


def test_every_kind_is_there():
    assert NUMBERS and CHOICES and TEXTS and len(NUMBERS) + len(CHOICES) + len(TEXTS) == len(ALL)


def test_pages_share_a_key_only_where_they_share_the_control():
    owner = {}
    for page in registry.PAGES.values():
        for control in (one for one in page if not isinstance(one, FrameControl)):
            assert owner.setdefault(control.key, control) is control, control.key


def test_a_recipe_fits_into_the_address_of_the_pages_that_read_with_any_network():
    trained = {control.key for control in recipe_controls.TRAINING}
    for page in ("unrolled-graph", "hidden-state"):
        assert not trained & {control.key for control in registry.PAGES[page]}


def test_keys_are_unique_on_a_page_and_plain():
    for page, controls in registry.PAGES.items():
        keys = [control.key for control in controls]
        assert len(set(keys)) == len(keys), page
        assert all(key.isidentifier() and key.islower() and not key.startswith("_") for key in keys), page


def test_the_default_reads_back():
    for control in ALL:
        read = control.parse(control.write(control.default))
        assert read == control.default and type(read) is type(control.default), control.key


def test_it_has_words():
    for control in ALL:
        assert control.label and control.label.strip() == control.label, control.key


@few
@given(data=st.data())
def test_numbers_read_back(data):
    for control in NUMBERS:
        number = data.draw(values(control), control.key)
        read = control.parse(control.write(number))
        assert read == number and type(read) is type(number), control.key


def test_bounds_belong_to_it_and_agree_in_kind():
    for control in NUMBERS:
        for bound in (control.low, control.high):
            assert control.parse(control.write(bound)) == bound, control.key
        kinds = {type(x) for x in (control.low, control.high, control.step, control.default)}
        assert kinds == {type(control.step)}, control.key
        assert control.low <= control.default <= control.high and control.step > 0, control.key


@few
@given(data=st.data())
def test_numbers_out_of_bounds_are_refused(data):
    for control in NUMBERS:
        assert_refused(control, str(data.draw(values_out_of_bounds(control), control.key)))


def test_what_is_no_number_is_refused():
    for control in NUMBERS:
        for text in HOSTILE:
            assert_refused(control, text)


@few
@given(text=st.text(max_size=12) | st.from_regex(r"[-+]?[0-9]{1,600}(\.[0-9]*)?(e[-+]?[0-9]{1,4})?", fullmatch=True))
def test_any_text_is_a_value_within_bounds_or_refused(text):
    for control in NUMBERS:
        try:
            number = control.parse(text)
        except ValueError:
            continue
        assert math.isfinite(number) and control.low <= number <= control.high, control.key


def test_choices_read_back():
    for control in CHOICES:
        for option, label in control.options.items():
            assert control.parse(control.write(option)) == option and label, control.key
        assert control.default in control.options, control.key


@few
@given(text=st.text() | st.sampled_from(HOSTILE))
def test_other_choices_are_refused(text):
    for control in CHOICES:
        if text not in control.options:
            assert_refused(control, text)


def test_hostile_choices_are_refused():
    for control in CHOICES:
        for text in set(HOSTILE) - set(control.options):
            assert_refused(control, text)


def test_the_words_are_no_values():
    for control in CHOICES:
        for label in set(control.options.values()) - set(control.options):
            assert_refused(control, label)


@few
@given(data=st.data())
def test_texts_read_back(data):
    printable = st.characters(exclude_categories=("C", "Z"), include_characters=" ")        # as str.isprintable has it
    for control in TEXTS:
        text = data.draw(st.text(printable, max_size=control.longest), control.key)
        assert control.parse(control.write(text)) == text, control.key


def test_texts_that_do_not_print_are_refused():
    for control in TEXTS:
        for text in UNPRINTABLE:
            assert_refused(control, text)


@few
@given(st.text(max_size=60), st.sampled_from(TEXTS))
def test_whatever_is_typed_fits_and_what_is_left_out_is_said(typed, control):
    kept, said = control.fit(typed * 20)
    assert control.parse(kept) == kept
    seen = [sign for sign in typed * 20 if sign.isprintable() and not sign.isspace()]
    assert bool(said) == (len(seen) > sum(not sign.isspace() for sign in kept)), (typed, kept, said)
    assert all(sign.isprintable() for sign in said)


def test_what_is_left_out_of_a_long_text_is_told_by_its_beginning():
    control = Text("long", "Long", "", longest=10)
    assert control.fit("in 1986\tand\u00a0so\u200b on") == (
        "in 1986 an", "There is room for 10 signs here, and this text has 17: its end was left out, from “d so on” on.")
    assert control.fit("in 1986\u00ad") == ("in 1986", "")
    assert control.fit("a         \n  ") == ("a         ", "")
    assert Text("one", "One", "", longest=1).fit("ab") == (
        "a", "There is room for one letter here, so “a” was taken and no other.")


def test_texts_that_are_too_long_are_refused():
    for control in TEXTS:
        assert control.parse("a" * control.longest), control.key
        assert_refused(control, "a" * (control.longest + 1))
