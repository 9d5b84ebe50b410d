"""Ragged batches: packing loses nothing and invents nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncore.data.packing import full, pack, packing_of, unpack

lengths_of = st.lists(st.integers(1, 9), min_size=1, max_size=8).map(lambda n: np.array(sorted(n, reverse=True)))


@given(lengths_of)
def test_pack_then_unpack_is_the_identity_on_real_rows(lengths):
    B, longest = len(lengths), int(lengths[0])
    padded = np.arange(B * (longest + 2) * 2).reshape(B, longest + 2, 2)
    packing = packing_of(lengths)
    packed = pack(padded, lengths)
    assert packed.shape == (lengths.sum(), 2)
    back = unpack(packed, packing, fill=-1)
    assert back.shape == (longest, B, 2)
    for b, length in enumerate(lengths):
        np.testing.assert_array_equal(back[:length, b], padded[b, :length])
        assert (back[length:, b] == -1).all()


@given(lengths_of)
def test_sizes_and_rows(lengths):
    packing = packing_of(lengths)
    assert (packing.steps, packing.batch, packing.size) == (lengths[0], len(lengths), lengths.sum())
    covered = [row for t in range(packing.steps) for row in range(packing.rows(t).start, packing.rows(t).stop)]
    assert covered == list(range(packing.size))
    for t in range(packing.steps):
        assert packing.rows(t).stop - packing.rows(t).start == (lengths > t).sum()


@given(lengths_of)
def test_previous_is_the_same_sequence_one_step_before(lengths):
    packing = packing_of(lengths)
    # Each row as (sequence, step), by a plain loop.
    rows = [(b, t) for t in range(packing.steps) for b in range(len(lengths)) if lengths[b] > t]
    expected = [rows.index((b, t - 1)) for b, t in rows if t > 0]
    assert packing.previous.tolist() == expected
    for t in range(1, packing.steps):
        before = packing.rows_before(t)
        now = packing.rows(t)
        assert [(b, s + 1) for b, s in rows[before]] == rows[now]


def test_the_example_of_the_docstring():
    packing = packing_of(np.array([3, 2, 1]))
    assert packing.starts == (0, 3, 5, 6)
    letters = np.array([list("abc"), list("de."), list("f..")])
    assert "".join(pack(letters, np.array([3, 2, 1]))) == "adfbec"


def test_full_is_time_major_order():
    packing = full(3, 2)
    assert packing.starts == (0, 2, 4, 6) and packing.previous.tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("wrong", [[], [0], [2, 0], [1, 2], [3, 1, 2], [2, -1]], ids=str)
def test_lengths_that_cannot_be_packed(wrong):
    with pytest.raises(ValueError, match=r"sorted|at least one"):
        packing_of(np.array(wrong, dtype=int))
