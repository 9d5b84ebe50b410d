"""Every cell: gradients against central differences, shapes, and what a setting does."""

import dataclasses

import factories
import numpy as np
import pytest
from factories import KINDS, RAGGED, problem
from numeric import assert_same_gradient, central_difference

import rnncore
from rnncore.diagnostics.memory_decomposition import path_of
from rnncore.numerics.activations import ACTIVATIONS
from rnncore.sequence import input_gradient
from tests.covering import pairs

GATED = [name for name, cell in rnncore.CELLS.items() if cell.KEEPING_GATE is not None]

SHAPES = [(hidden, batch, steps, None) for hidden in (1, 3, 5) for batch in (1, 4) for steps in (1, 6)]
SHAPES.append((3, 4, 6, RAGGED))
SHAPES.append((1, 3, 3, (3, 1, 1)))


def name_of(value):
    return "-".join(str(part) for part in value) if isinstance(value, tuple) else str(value)


@pytest.mark.parametrize("setting", pairs({"kind": KINDS, "shape": SHAPES, "bias": [True, False]}),
                         ids=lambda setting: "-".join(map(name_of, setting.values())))
def test_gradients_agree_with_central_differences(setting):
    kind, shape, bias = setting.values()
    hidden, batch, steps, lengths = shape
    p = problem(kind, hidden=hidden, batch=batch, steps=steps, lengths=lengths, bias=bias)
    back = p.backward()
    assert type(back.params) is type(p.params) and type(back.state) is type(p.state)
    for name, weights, found in zip(p.params._fields, p.params, back.params, strict=True):
        if not bias and name.startswith("b_"):
            assert weights is None and found is None
            continue
        expected = central_difference(p.loss, weights)
        assert np.abs(expected).max() > 1e-5, f"{name}: nothing to compare"
        assert_same_gradient(found, expected, name)
    for name, start, found in zip(p.state._fields, p.state, back.state, strict=True):
        assert_same_gradient(found, central_difference(p.loss, start), f"initial {name}")
    assert_same_gradient(input_gradient(p.params, back.projected), central_difference(p.loss, p.inputs), "inputs")


@pytest.mark.parametrize("lengths", [None, RAGGED, (1,)], ids=["full", "ragged", "one"])
@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no-bias"])
@pytest.mark.parametrize("kind", KINDS, ids=name_of)
def test_gradients_with_symbols_agree_with_central_differences(kind, bias, lengths):
    p = problem(kind, lengths=lengths, bias=bias, symbols=True)
    assert np.issubdtype(p.inputs.dtype, np.integer)
    back = p.backward()
    for name, weights, found in zip(p.params._fields, p.params, back.params, strict=True):
        if weights is not None:
            assert_same_gradient(found, central_difference(p.loss, weights), name)
    for name, start, found in zip(p.state._fields, p.state, back.state, strict=True):
        assert_same_gradient(found, central_difference(p.loss, start), f"initial {name}")


@pytest.mark.parametrize("kind", KINDS, ids=name_of)
def test_gradient_of_the_projected_inputs(kind):
    p = problem(kind, lengths=RAGGED)
    projected = p.cell.project_inputs(p.params, p.inputs)

    def loss():
        trace = rnncore.unroll(p.cell, p.params, projected, p.state, packing=p.packing,
                               activation=p.config.activation)
        return float((p.want * trace.h).sum())

    assert_same_gradient(p.backward().projected, central_difference(loss, projected))


@pytest.mark.parametrize("kind", KINDS, ids=name_of)
def test_step_backward_makes_its_own_scratch_space(kind):
    p = problem(kind, steps=1)
    projected = p.cell.project_inputs(p.params, p.inputs)
    step = p.cell.step(p.params, projected, p.state, activation=p.config.activation)
    d_state = p.cell.State(**{name: p.want.copy() if name == "h" else np.zeros_like(p.want)
                              for name in p.cell.State._fields})
    d_projected = np.empty_like(projected)
    d_before = p.cell.State(*(np.empty_like(p.want) for _ in p.cell.State._fields))
    p.cell.step_backward(p.params, step, p.state, d_state, d_projected, d_before, activation=p.config.activation)
    back = p.backward()
    np.testing.assert_array_equal(d_projected, back.projected)
    for mine, theirs in zip(d_before, back.state, strict=True):
        np.testing.assert_array_equal(mine, theirs)


@pytest.mark.parametrize("kind", KINDS, ids=name_of)
def test_every_field_has_the_shape_of_its_contract(kind):
    p = problem(kind, hidden=3, batch=4, steps=6)
    cell, H, D, G = p.cell, 3, 4, p.cell.GATE_COUNT
    assert len(cell.GATES) == G
    assert p.params.W_xh.shape == (D, G * H) and p.params.W_hh.shape == (H, G * H) and p.params.b_h.shape == (G * H,)
    assert cell.State._fields[0] == "h" and set(cell.State._fields) <= set(cell.Step._fields)
    for dtype in (np.float32, np.float64):
        state = cell.init_state(4, p.config, dtype)
        assert all(part.shape == (4, H) and part.dtype == dtype and not part.any() for part in state)
        fresh = cell.init_params(np.random.default_rng(0), p.config, dtype)
        assert all(weights.dtype == dtype for weights in fresh)
        step = cell.step(fresh, cell.project_inputs(fresh, np.arange(4)), state, activation=p.config.activation)
        assert all(part.shape == (4, H) and part.dtype == dtype for part in step)


@pytest.mark.parametrize("cell", GATED)
def test_gates_lie_between_0_and_1_even_when_saturated(cell):
    p = problem((cell, "tanh"))
    gates = [gate for gate in p.cell.GATES if gate != p.cell.CANDIDATE]
    p.inputs[:] *= 1e4
    trace = p.trace()
    for gate in gates:
        value = getattr(trace, gate)
        assert value.min() >= 0 and value.max() <= 1 and (value < 0.5).any() and (value > 0.5).any()
    assert np.abs(trace.h).max() <= max(1.0, np.abs(p.state.h).max())


@pytest.mark.parametrize("cell", factories.CELLS)
def test_projecting_refuses_symbols_that_do_not_exist(cell):
    p = problem((cell, "tanh"), symbols=True)
    for bad in (-1, 4, 10**9):
        with pytest.raises(IndexError):
            p.cell.project_inputs(p.params, np.array([0, bad]))


@pytest.mark.parametrize(("cell", "activation"), [
    (name, activation) for name, cell in rnncore.CELLS.items() for activation in ACTIVATIONS
    if activation not in cell.ACTIVATION_NAMES])
def test_a_cell_refuses_activations_it_does_not_have(cell, activation):
    config = rnncore.CellConfig(4, 3, activation)
    with pytest.raises(ValueError, match="tanh"):
        rnncore.CELLS[cell].init_params(np.random.default_rng(0), config)


@pytest.mark.parametrize("wrong", [
    {"input_size": 0}, {"hidden_size": 0}, {"hidden_size": 10**6}, {"activation": "sine"}, {"initialisation": "best"},
    {"gain": float("nan")}, {"forget_bias": float("inf")}, {"update_bias": float("nan")}], ids=str)
def test_config_refuses_what_no_cell_can_have(wrong):
    with pytest.raises(ValueError, match="must be"):
        rnncore.CellConfig(**({"input_size": 4, "hidden_size": 3} | wrong))


@pytest.mark.parametrize("cell", GATED)
@pytest.mark.parametrize("bias", [2.5, -1.5])
def test_the_bias_of_the_gate_that_keeps_starts_where_the_config_says_and_others_at_0(cell, bias):
    module, H = rnncore.CELLS[cell], 3
    params = module.init_params(np.random.default_rng(0), rnncore.CellConfig(4, H, **{module.KEEPING_BIAS: bias}))
    for gate, found in zip(module.GATES, params.b_h.reshape(module.GATE_COUNT, H), strict=True):
        np.testing.assert_array_equal(found, bias if gate == module.KEEPING_GATE else 0.0)
    assert not any(leaf.any() for leaf in params[3:])


@pytest.mark.parametrize("cell", rnncore.CELLS.values(), ids=rnncore.CELLS)
def test_what_a_cell_says_of_its_gates_names_things_it_has(cell):
    assert len(cell.GATES) == cell.GATE_COUNT <= cell.SLOPE_COUNT
    assert cell.CANDIDATE in cell.GATES and cell.MEMORY in cell.State._fields
    assert {cell.KEEPING_GATE, cell.WRITING_GATE} <= {None, *cell.GATES} - {cell.CANDIDATE}
    assert set(cell.GATES) - {"h"} <= set(cell.Step._fields)
    assert (cell.KEEPING_GATE is None) == (cell.KEEPING_BIAS is None)
    assert cell.KEEPING_BIAS in (None, *(field.name for field in dataclasses.fields(rnncore.CellConfig)))
    assert set(cell.ACTIVATION_NAMES) <= set(ACTIVATIONS)


@pytest.mark.parametrize("cell", GATED)
def test_a_gated_memory_is_what_the_gate_kept_and_what_was_written(cell):
    p = problem((cell, "tanh"), batch=1, steps=6)
    path, start = path_of(cell, p.trace()), getattr(p.state, p.cell.MEMORY)
    before = np.concatenate([start, path.memory[:-1]])
    np.testing.assert_allclose(path.memory, path.kept * before + path.written, rtol=1e-12, atol=1e-14)
