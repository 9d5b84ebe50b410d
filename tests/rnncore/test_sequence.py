"""One loop forwards, one loop backwards: the ways in which they must agree with plain loops."""

import numpy as np
import pytest
from factories import CELLS, KINDS, RAGGED, problem
from numeric import assert_same_gradient, central_difference

import rnncore
from rnncore.data.packing import full
from rnncore.numerics.workspace import Workspace
from rnncore.sequence import input_gradient

kinds = pytest.mark.parametrize("kind", KINDS, ids="-".join)


def state_of(p, step, count=None):
    return p.cell.State(*(getattr(step, name)[:count] for name in p.cell.State._fields))


def walk(p, nudge=None):
    """The loss by a plain loop over `step`. `nudge` = (t, field, numbers added to that memory)."""
    total, state = 0.0, p.state
    for t in range(p.packing.steps):
        rows = p.packing.rows(t)
        projected = p.cell.project_inputs(p.params, p.inputs[rows])
        step = p.cell.step(p.params, projected, state_of(p, state, rows.stop - rows.start),
                           activation=p.config.activation)
        state = state_of(p, step)
        if nudge and nudge[0] == t:
            state = state._replace(**{nudge[1]: getattr(state, nudge[1]) + nudge[2]})
            if nudge[1] == "c":
                state = state._replace(h=step.o * np.tanh(state.c))
        total += float((p.want[rows] * state.h).sum())
    return total


@kinds
def test_unroll_equals_a_loop_over_step(kind):
    p = problem(kind)
    trace, state = p.trace(), p.state
    for t in range(6):
        rows = p.packing.rows(t)
        state = p.cell.step(p.params, p.cell.project_inputs(p.params, p.inputs[rows]), state_of(p, state),
                            activation=p.config.activation)
        for name in p.cell.Step._fields:
            np.testing.assert_allclose(getattr(trace, name)[rows], getattr(state, name), rtol=1e-13, atol=1e-14)


@kinds
@pytest.mark.parametrize("lengths", [None, RAGGED], ids=["full", "ragged"])
def test_gradients_of_every_memory_on_the_way(kind, lengths):
    p = problem(kind, lengths=lengths)
    assert walk(p) == pytest.approx(p.loss(), rel=1e-12)
    states = p.backward().states
    for t in range(p.packing.steps):
        rows = p.packing.rows(t)
        for name in p.cell.State._fields:
            delta = np.zeros_like(p.want[rows])
            expected = central_difference(lambda: walk(p, (t, name, delta)), delta)  # noqa: B023
            assert_same_gradient(getattr(states, name)[rows], expected, f"{name} at {t}")


@kinds
def test_two_halves_equal_the_whole(kind):
    p = problem(kind)
    whole, back, cut = p.trace(), p.backward(), 2 * 4
    first = p._replace(inputs=p.inputs[:cut], want=p.want[:cut], packing=full(2, 4))
    middle = state_of(p, type(whole)(*(part[cut - 4:] for part in first.trace())))
    second = p._replace(inputs=p.inputs[cut:], want=p.want[cut:], packing=full(4, 4), state=middle)
    for one, two, both in zip(first.trace(), second.trace(), whole, strict=True):
        np.testing.assert_allclose(np.concatenate([one, two]), both, rtol=1e-13, atol=1e-14)
    # Backwards too: what the second half passes back goes to the end of the first. (The loop
    # takes no gradient for the LSTM's cell state from outside, so there this holds for one path only.)
    late = second.backward()
    if "c" not in p.cell.State._fields:
        first = first._replace(want=first.want.copy())
        first.want[-4:] += late.state.h
        early = first.backward()
        for a, b, both in zip(early.params, late.params, back.params, strict=True):
            np.testing.assert_allclose(a + b, both, rtol=1e-11, atol=1e-12)
        np.testing.assert_allclose(early.state.h, back.state.h, rtol=1e-11, atol=1e-12)


@kinds
@pytest.mark.parametrize("lengths", [(6, 6, 6), RAGGED], ids=["full", "ragged"])
def test_a_batch_equals_its_members_one_at_a_time(kind, lengths):
    p = problem(kind, lengths=lengths)
    trace, back = p.trace(), p.backward()
    sums = [np.zeros_like(weights) for weights in p.params]
    for b, length in enumerate(lengths):
        rows = [p.packing.starts[t] + b for t in range(length)]
        one = p._replace(inputs=p.inputs[rows], want=p.want[rows], packing=full(length, 1),
                         state=p.cell.State(*(part[b:b + 1] for part in p.state)))
        for alone, together in zip(one.trace(), trace, strict=True):
            np.testing.assert_allclose(alone, together[rows], rtol=1e-12, atol=1e-13)
        alone = one.backward()
        for part, together in zip(alone.state, back.state, strict=True):
            np.testing.assert_allclose(part[0], together[b], rtol=1e-11, atol=1e-12)
        np.testing.assert_allclose(alone.projected, back.projected[:, rows], rtol=1e-11, atol=1e-12)
        for total, gradient in zip(sums, alone.params, strict=True):
            total += gradient
    for total, gradient in zip(sums, back.params, strict=True):
        np.testing.assert_allclose(total, gradient, rtol=1e-11, atol=1e-12)


@kinds
def test_a_full_batch_needs_no_packing(kind):
    p = problem(kind, batch=4, steps=6)
    T, B, H = 6, 4, 3
    x = p.inputs.reshape(T, B, -1)
    activation = p.config.activation
    trace = rnncore.unroll(p.cell, p.params, p.cell.project_inputs(p.params, x), p.state, activation=activation)
    for timed, packed in zip(trace, p.trace(), strict=True):
        assert timed.shape == (T, B, H)
        np.testing.assert_array_equal(timed.reshape(T * B, H), packed)
    back = rnncore.backprop_through_time(p.cell, p.params, trace, p.state, x, p.want.reshape(T, B, H).copy(),
                                         activation=activation)
    packed = p.backward()
    assert back.projected.shape == (p.cell.GATE_COUNT, T, B, H) and back.states.h.shape == (T, B, H)
    assert input_gradient(p.params, back.projected).shape == x.shape
    for mine, theirs in zip((*back.params, *back.state), (*packed.params, *packed.state), strict=True):
        np.testing.assert_array_equal(mine, theirs)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("lengths", [None, RAGGED], ids=["full", "ragged"])
def test_symbols_equal_one_hot_vectors(cell, lengths):
    p = problem((cell, "tanh"), lengths=lengths, symbols=True)
    dense = p._replace(inputs=np.eye(4)[p.inputs])
    for one, two in zip(p.trace(), dense.trace(), strict=True):
        np.testing.assert_allclose(one, two, rtol=1e-13, atol=1e-14)
    a, b = p.backward(), dense.backward()
    for one, two in zip((*a.params, *a.state, *a.states, a.projected), (*b.params, *b.state, *b.states, b.projected),
                        strict=True):
        np.testing.assert_allclose(one, two, rtol=1e-12, atol=1e-13)
    assert_same_gradient(input_gradient(p.params, a.projected), central_difference(dense.loss, dense.inputs))


@kinds
def test_reusing_a_workspace_changes_nothing(kind):
    workspace = Workspace(np.float64)
    big, small = problem(kind, lengths=(6, 6, 5, 5, 2), seed=1), problem(kind, lengths=RAGGED, symbols=True, seed=2)
    for p in (big, small, big, small):
        projected = p.cell.project_inputs(p.params, p.inputs)
        trace = rnncore.unroll(p.cell, p.params, projected, p.state, packing=p.packing,
                               activation=p.config.activation, workspace=workspace)
        back = rnncore.backprop_through_time(
            p.cell, p.params, trace, p.state, p.inputs, p.want.copy(), packing=p.packing,
            activation=p.config.activation, workspace=workspace)
        fresh = p.backward()
        pairs = zip((*trace, *back.params, *back.states, *back.state, back.projected),
                    (*p.trace(), *fresh.params, *fresh.states, *fresh.state, fresh.projected), strict=True)
        for reused, alone in pairs:
            np.testing.assert_array_equal(reused, alone)


@kinds
def test_the_loops_do_not_touch_what_they_read(kind):
    p = problem(kind, lengths=RAGGED)
    trace = p.trace()
    read = [*p.params, *p.state, p.inputs, *trace]
    before = [array.copy() for array in read]
    rnncore.backprop_through_time(p.cell, p.params, trace, p.state, p.inputs, p.want.copy(), packing=p.packing,
                                  activation=p.config.activation)
    for now, then in zip(read, before, strict=True):
        np.testing.assert_array_equal(now, then)


def test_out_takes_the_gradients_whatever_was_in_it():
    p = problem(("lstm", "tanh"), lengths=RAGGED)
    out = type(p.params)(*(np.full_like(weights, np.nan) for weights in p.params))
    back = p.backward(out=out)
    for given, found, fresh in zip(out, back.params, p.backward().params, strict=True):
        assert given is found
        np.testing.assert_array_equal(found, fresh)
