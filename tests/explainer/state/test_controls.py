"""The registry: what a control writes into an address it reads back, and nothing else comes in."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.state import recipe_controls, registry
from explainer.state.controls import Choice, Number, Text

ALL = [control for page in registry.PAGES.values() for control in page]
NUMBERS = [control for control in ALL if isinstance(control, Number)]
CHOICES = [control for control in ALL if isinstance(control, Choice)]
TEXTS = [control for control in ALL if isinstance(control, Text)]

few = settings(max_examples=20)            # for each of many controls

HOSTILE = ["", " ", "nan", "-nan", "inf", "-inf", "Infinity", "1e999", "-1e999", "9" * 400, "-" + "9" * 400,
           "9" * 5000, "1e400000000", "0x10", "1,5", "½", "None", "True", "[]", "{}", "__import__('os')",
           "<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd", "\x00", "1\x00", "\u202e1", "1;2", "--1"]

each = pytest.mark.parametrize("control", ALL, ids=lambda control: control.key)
each_number = pytest.mark.parametrize("control", NUMBERS, ids=lambda control: control.key)
each_choice = pytest.mark.parametrize("control", CHOICES, ids=lambda control: control.key)
each_text = pytest.mark.parametrize("control", TEXTS, ids=lambda control: control.key)


def values(control: Number) -> st.SearchStrategy:
    if isinstance(control.step, int):
        return st.integers(control.low, control.high)
    on_the_grid = st.integers(0, round((control.high - control.low) / control.step)).map(
        lambda i: min(control.high, control.low + i * control.step))
    return st.floats(control.low, control.high) | on_the_grid


def test_every_kind_is_there():
    assert NUMBERS and CHOICES and TEXTS and len(NUMBERS) + len(CHOICES) + len(TEXTS) == len(ALL)


def test_pages_share_a_key_only_where_they_share_the_control():
    owner = {}
    for page in registry.PAGES.values():
        for control in page:
            assert owner.setdefault(control.key, control) is control, control.key


def test_a_recipe_fits_into_the_address_of_the_pages_that_read_with_any_network():
    trained = {control.key for control in recipe_controls.TRAINING}
    for page in ("unrolled-graph", "hidden-state"):
        assert not trained & {control.key for control in registry.PAGES[page]}


@pytest.mark.parametrize("page", registry.PAGES)
def test_keys_are_unique_on_a_page_and_plain(page):
    keys = [control.key for control in registry.PAGES[page]]
    assert len(set(keys)) == len(keys)
    assert all(key.isidentifier() and key.islower() and not key.startswith("_") for key in keys)


@each
def test_the_default_reads_back(control):
    read = control.parse(control.write(control.default))
    assert read == control.default and type(read) is type(control.default)


@each
def test_it_has_words(control):
    assert control.label and control.label.strip() == control.label


@each_number
@few
@given(data=st.data())
def test_numbers_read_back(control, data):
    number = data.draw(values(control))
    read = control.parse(control.write(number))
    assert read == number and type(read) is type(number)


@each_number
def test_bounds_belong_to_it_and_agree_in_kind(control):
    for bound in (control.low, control.high):
        assert control.parse(control.write(bound)) == bound
    assert {type(x) for x in (control.low, control.high, control.step, control.default)} == {type(control.step)}
    assert control.low <= control.default <= control.high and control.step > 0


@each_number
@few
@given(data=st.data())
def test_numbers_out_of_bounds_are_refused(control, data):
    kind = st.integers if isinstance(control.step, int) else (lambda low=None, high=None: st.floats(
        low, high, allow_nan=False, exclude_min=low is not None, exclude_max=high is not None))
    below = kind(None, control.low - (kind is st.integers))
    above = kind(control.high + (kind is st.integers), None)
    with pytest.raises(ValueError):
        control.parse(str(data.draw(below | above)))


@each_number
def test_what_is_no_number_is_refused(control):
    for text in HOSTILE:
        with pytest.raises(ValueError):
            pytest.fail(f"{text!r:.40} was taken for {control.parse(text)}")


@each_number
@few
@given(text=st.text(max_size=12) | st.from_regex(r"[-+]?[0-9]{1,600}(\.[0-9]*)?(e[-+]?[0-9]{1,4})?", fullmatch=True))
def test_any_text_is_a_value_within_bounds_or_refused(control, text):
    try:
        number = control.parse(text)
    except ValueError:
        return
    assert math.isfinite(number) and control.low <= number <= control.high


@each_choice
def test_choices_read_back(control):
    for option, label in control.options.items():
        assert control.parse(control.write(option)) == option and label
    assert control.default in control.options


@each_choice
@few
@given(text=st.text() | st.sampled_from(HOSTILE))
def test_other_choices_are_refused(control, text):
    if text not in control.options:
        with pytest.raises(ValueError):
            control.parse(text)


@each_choice
def test_the_words_are_no_values(control):
    for label in set(control.options.values()) - set(control.options):
        with pytest.raises(ValueError):
            control.parse(label)


@each_text
@few
@given(data=st.data())
def test_texts_read_back(control, data):
    printable = st.characters().filter(str.isprintable)
    text = data.draw(st.text(printable, max_size=control.longest))
    assert control.parse(control.write(text)) == text


@each_text
@pytest.mark.parametrize("text", ["a\x00b", "a\nb", "\u202eabc", "a\u2028b", "\ud800", "\x1b[31m"],
                         ids=lambda text: ascii(text))
def test_texts_that_do_not_print_are_refused(control, text):
    with pytest.raises(ValueError):
        control.parse(text)


@each_text
def test_texts_that_are_too_long_are_refused(control):
    assert control.parse("a" * control.longest)
    with pytest.raises(ValueError):
        control.parse("a" * (control.longest + 1))
