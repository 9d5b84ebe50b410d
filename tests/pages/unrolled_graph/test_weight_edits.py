"""Changed weights in an address: what fits is read back, the rest is counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.components.graph.contract import WeightEdit
from pages.unrolled_graph.reading_networks import untrained
from pages.unrolled_graph.weight_edits import (
    LARGEST,
    MOST,
    largest_for,
    matrices_of,
    read_edits,
    weight_of,
    with_edit,
    write_edits,
)

MODEL = untrained(3, 4, "tanh", True, 0)


@st.composite
def edits(draw) -> WeightEdit:
    matrix, (rows, columns) = draw(st.sampled_from(list(matrices_of(MODEL).items())))
    value = draw(st.floats(-LARGEST, LARGEST))
    return WeightEdit(matrix, draw(st.integers(0, rows - 1)), draw(st.integers(0, columns - 1)), value)


@given(st.lists(edits(), max_size=MOST))
def test_what_is_written_is_read_back(made):
    kept = []
    for edit in made:
        kept = with_edit(kept, edit)
    found, misfits = read_edits(write_edits(kept), MODEL)
    assert misfits == 0 and [(e.matrix, e.row, e.column) for e in found] == [(e.matrix, e.row, e.column) for e in kept]
    assert [e.value for e in found] == pytest.approx([e.value for e in kept], rel=1e-5)


@given(st.text(max_size=80))
def test_any_text_is_read_without_a_fall(text):
    found, misfits = read_edits(text, MODEL)
    assert misfits >= 0 and all(abs(edit.value) <= LARGEST for edit in found)


def test_what_fits_no_weight_is_counted():
    for text in ("W_hh,0,1,1", "W_hh,4,1,1", "W_hh,1,1,nan", "W_hh,1,1,1e9", "W_zz,1,1,1", "x", ",,,", "<script>",
                 "W_hh,1,1,1,1", "9" * 300):
        assert read_edits(text, MODEL) == ([], 1), text


def test_the_shapes_are_the_model_s():
    assert matrices_of(MODEL) == {"W_xh": (5, 3), "W_hh": (3, 3), "b_h": (1, 3), "W_ho": (3, 5), "b_o": (1, 5)}
    assert "b_h" not in matrices_of(untrained(3, 4, "tanh", False, 0))
    assert weight_of(MODEL, "W_hh", 1, 2) == MODEL.params.W_hh[1, 2]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_weight_may_be_as_large_as_it_is(weight):
    largest = largest_for(weight)
    assert LARGEST <= largest < float("inf") and abs(weight) <= largest == largest_for(-weight)


def test_what_is_no_number_may_be_made_one():
    assert {largest_for(float(text)) for text in ("nan", "inf", "-inf", "0", "100")} == {LARGEST}
    assert largest_for(-120.8) == 1000 and largest_for(1.7e308) > 1.7e308


def test_only_so_many_are_kept():
    text = ";".join(f"W_xh,{i % 5 + 1},{i // 5 + 1},1" for i in range(15))
    found, misfits = read_edits(text, MODEL)
    assert len(found) == MOST and misfits == 15 - MOST
