"""Series: read from text, read by rules that can be undone, and cut so that the end stays unseen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_series import noise, series
from numeric import assert_one_sentence

from rnncore.data.series import FIRST, RULES, SeriesError, read_csv
from rnncore.data.series_windows import Windows

POSITIVE = st.lists(st.floats(0.01, 1e4), min_size=24, max_size=40)
each_rule = pytest.mark.parametrize("rule", RULES)


# ---- rules

@each_rule
@given(values=POSITIVE)
def test_what_is_read_can_be_undone(rule, values):
    made = series(values, rule)
    np.testing.assert_allclose(made.undo(made.readings, made.values[:-1]), made.values[1:], rtol=1e-6, atol=1e-6)


@each_rule
def test_each_rule_is_its_formula(rule):
    y, before = np.array([4.0, 9.0]), np.array([2.0, 4.0])
    expected = {"plain": [4, 9], "root": [2, 3], "log": np.log([4, 9]), "step": [2, 5], "ratio": np.log([2, 2.25])}
    np.testing.assert_allclose(RULES[rule].read(y, before), expected[rule])
    np.testing.assert_allclose(RULES[rule].undo(np.asarray(expected[rule], float), before), y)


@each_rule
def test_the_training_part_is_read_with_mean_0_and_spread_1(rule):
    made = noise(rule=rule)
    read = made.readings[:made.train_end - 1]
    assert read.mean() == pytest.approx(0, abs=1e-12) and read.std() == pytest.approx(1)


@each_rule
def test_nothing_after_the_training_part_touches_the_scale(rule):
    made = noise(rule=rule)
    other = made.values.copy()
    other[made.train_end:] *= 7
    assert series(other, rule).scale == made.scale
    other[made.train_end - 1] *= 7
    assert series(other, rule).scale != made.scale


def test_a_constant_series_is_read_as_zeros():
    assert not series(np.full(30, 4.0)).readings.any()


@pytest.mark.parametrize("rule", ["log", "ratio", "root"])
def test_a_rule_that_cannot_read_the_values_says_so(rule):
    with pytest.raises(ValueError, match="rule") as caught:
        series(np.linspace(-1, 1, 30), rule)
    assert_one_sentence(caught.value)


@pytest.mark.parametrize("wrong", [{"rule": "cube"}, {"validation": 0}, {"held_out": 0}, {"period": 0},
                                   {"held_out": 30}, {"period": 20}])
def test_cuts_that_cannot_be_made_are_refused(wrong):
    with pytest.raises(ValueError) as caught:
        series(np.arange(30.0), **wrong)
    assert_one_sentence(caught.value)


def test_the_numbers_cannot_be_changed_afterwards():
    made = noise()
    with pytest.raises(ValueError):
        made.values[0] = 1.0


def test_a_fingerprint_changes_with_the_numbers_and_the_cuts():
    prints = {made.fingerprint for made in (noise(), noise(seed=1), noise(rule="log"), noise(held_out=7),
                                            noise(validation=4), noise(period=2))}
    assert len(prints) == 6 and noise().fingerprint == noise().fingerprint


# ---- windows

@given(length=st.integers(1, 27), seed=st.integers(0, 99))
def test_windows_hold_the_readings_in_order_and_each_target_is_the_next_reading(length, seed):
    made = noise(seed=seed)
    windows = Windows(made, length)
    batch = windows.train_batch(np.arange(windows.examples), np.random.default_rng(0))
    inputs = batch.inputs.reshape(length, windows.examples)
    targets = batch.targets.reshape(length, windows.examples)
    for start in range(windows.examples):
        np.testing.assert_array_equal(inputs[:, start], made.readings[start:start + length].astype(np.float32))
        np.testing.assert_array_equal(targets[:, start], made.readings[start + 1:start + 1 + length].astype(np.float32))
    last = made.readings[made.train_end - 2]
    assert targets[-1, -1] == np.float32(last)               # all of the training part, and nothing after it
    assert windows.examples + length == made.train_end - 1


@each_rule
def test_nothing_after_a_cut_is_seen_before_it(rule):
    made = noise(rule=rule)
    for cut, seen in ((made.train_end, lambda w: w.train_batch(np.arange(w.examples), None)),
                      (made.split, lambda w: w.validation_batches()[0])):
        other = made.values.copy()
        other[cut:] = other[cut:][::-1] * 3
        one, two = seen(Windows(made, 8)), seen(Windows(series(other, rule), 8))
        np.testing.assert_array_equal(one.inputs, two.inputs)
        np.testing.assert_array_equal(one.targets, two.targets)


def test_validation_asks_for_every_value_of_its_stretch_once():
    made = noise()
    [batch] = Windows(made, 8).validation_batches()
    np.testing.assert_array_equal(batch.targets[:, 0], made.readings[made.train_end - 1:made.split - 1].astype("f4"))
    assert batch.answers == made.validation
    np.testing.assert_array_equal(batch.inputs[batch.asked, 0],
                                  made.readings[made.train_end - 2:made.split - 2].astype("f4"))
    assert batch.packing.batch == 1 and batch.packing.size == len(batch.inputs) == batch.asked[-1] + 1


@pytest.mark.parametrize("length", [0, 28, -1])
def test_a_window_must_fit(length):
    assert noise().train_end == 29
    with pytest.raises(ValueError) as caught:
        Windows(noise(), length)
    assert_one_sentence(caught.value)


# ---- text

DESCRIBED = {"title": "t", "unit": "u", "rule": "plain", "period": 2, "validation": 2, "held_out": 2}


def text(rows) -> bytes:
    return ("when,what\n" + "".join(f"{a},{b}\n" for a, b in rows)).encode()


@given(first=st.integers(0, 12 * 3000), values=st.lists(st.floats(-1e6, 1e6), min_size=8, max_size=30))
def test_months_and_years_read_back(first, values):
    months = text((f"{m // 12:04d}-{m % 12 + 1:02d}", repr(v)) for m, v in enumerate(values, start=first))
    found = read_csv(months, **DESCRIBED)
    assert found.per_year == 12 and found.values.tolist() == values
    np.testing.assert_allclose(found.times, (first + np.arange(len(values))) / 12)
    years = read_csv(text((f"{y:04d}", repr(v)) for y, v in enumerate(values, start=first // 12)), **DESCRIBED)
    assert years.per_year == 1 and years.times.tolist() == [first // 12 + i for i in range(len(values))]


GOOD = [(1900 + i, i) for i in range(10)]


@pytest.mark.parametrize("data", [
    b"", b"\x00\xff\xfe", b"when,what\n", text(GOOD[:7]), text(GOOD[:4] + GOOD[5:]), text(GOOD[::-1]),
    text([*GOOD, GOOD[-1]]), text([*GOOD, (1910, "nan")]), text([*GOOD, (1910, "inf")]), text([*GOOD, (1910, "")]),
    text([*GOOD, ("1910", "1,2")]), text([*GOOD, ("1910-01", 1)]), text([*GOOD, ("x", 1)]), text([*GOOD, ("19100", 1)]),
    text((f"1900-{m:02d}", 1) for m in range(1, 14)), text((f"{1900 + i}-01", i) for i in range(10)),
    b"when,what\n" + "١٩٠٠,1\n".encode() * 9, b'when,what\n"' + b"a" * 200_000,
], ids=range(18))
def test_a_broken_file_gets_one_sentence(data):
    with pytest.raises(SeriesError) as caught:
        read_csv(data, **DESCRIBED)
    assert_one_sentence(caught.value)


def test_a_mark_at_the_beginning_and_empty_lines_do_no_harm():
    found = read_csv(b"\xef\xbb\xbf" + text(GOOD).replace(b"\n", b"\r\n\r\n"), **DESCRIBED)
    assert found.values.tolist() == list(range(10))


def test_the_first_value_that_can_be_foretold():
    assert FIRST == 2
    assert len(noise().readings) == len(noise().values) - 1
