"""Forecasts see the past and nothing else, and say what a plain loop would say."""

import factories
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_series import forecaster, noise, series
from numeric import assert_one_sentence

import rnncore
from rnncore.data.series import FIRST, RULES
from rnncore.tasks.forecasting import (
    forecast,
    horizon_errors,
    mae,
    naive_one_step,
    naive_paths,
    rmse,
    run_free,
    strongest,
)

each_cell = pytest.mark.parametrize("cell", factories.CELLS)
each_rule = pytest.mark.parametrize("rule", RULES)


def slow_loop(model, made, known: int, until: int):
    """One forecast after the other, one cell step at a time: truth up to index `known`, then own output."""
    cell = model.cell_module
    state = cell.init_state(1, model.config, np.float64)
    value, before, said, memories = made.values[1], made.values[0], {}, {}
    for t in range(FIRST, until + 1):
        read = made.read(np.array([value]), np.array([before]))
        step = rnncore.unroll(cell, model.params, cell.project_inputs(model.params, read[None, :, None]), state,
                              activation=model.config.activation)
        state = cell.State(*(getattr(step, name)[0] for name in cell.State._fields))
        answer = state.h @ model.readout.W_ho + model.readout.b_o
        said[t], memories[t] = float(made.undo(answer[0], np.array([value]))[0]), state.h[0]
        before, value = value, made.values[t] if t <= known else said[t]
    return said, memories


@each_cell
@each_rule
def test_it_says_what_a_plain_loop_says(cell, rule):
    made, model = noise(rule=rule), forecaster(cell)
    found, n = forecast(model, made), 40
    said, memories = slow_loop(model, made, n, n - 1)
    for t in range(FIRST, n):
        assert found.one_step[t] == pytest.approx(said[t], rel=1e-9)
        np.testing.assert_allclose(found.states[t], memories[t], rtol=1e-9)
    said, memories = slow_loop(model, made, made.split - 1, n - 1)
    for t in range(made.split, n):
        assert found.free_running[t] == pytest.approx(said[t], rel=1e-9)
        np.testing.assert_allclose(found.free_states[t], memories[t], rtol=1e-9)
    assert np.isnan(found.one_step[:FIRST]).all() and np.isnan(found.free_running[:made.split]).all()
    assert np.isnan(found.states[:FIRST]).all() and np.isnan(found.free_states[:made.split]).all()


@each_rule
@given(cut=st.integers(FIRST, 39), factor=st.floats(1.5, 4))
def test_no_forecast_knows_what_comes(rule, cut, factor):
    made, model = noise(rule=rule), forecaster()
    other = made.values.copy()
    other[cut:] *= factor
    changed = series(other, rule)
    if cut < made.train_end:                    # the scale is the training part's, so it would follow
        changed.__dict__["scale"] = made.scale
        del changed.__dict__["readings"]
    one, two = forecast(model, made), forecast(model, changed)
    np.testing.assert_array_equal(one.one_step[FIRST:cut + 1], two.one_step[FIRST:cut + 1])
    if cut >= made.split:
        np.testing.assert_array_equal(one.free_running[made.split:], two.free_running[made.split:])
    if cut < 39:
        assert one.one_step[cut + 1] != two.one_step[cut + 1]


@each_cell
def test_many_free_runs_at_once_are_each_of_them_alone(cell):
    made, model = noise(), forecaster(cell)
    origins = np.array([5, 33, 12])
    together = run_free(model, made, origins, 6)
    for path, states, origin in zip(*together, origins, strict=True):
        alone = run_free(model, made, [origin], 6)
        np.testing.assert_allclose(path, alone.values[0], rtol=1e-12)
        np.testing.assert_allclose(states, alone.states[0], rtol=1e-12)
        kept = run_free(model, made, [origin], 6, forecast(model, made).trace)
        np.testing.assert_array_equal(kept.values, alone.values)
        said, _ = slow_loop(model, made, origin, origin + 6)
        np.testing.assert_allclose(path, [said[origin + k] for k in range(1, 7)], rtol=1e-9)


@each_cell
def test_one_step_of_a_free_run_is_the_one_step_forecast(cell):
    made, model = noise(rule="root"), forecaster(cell)
    origins = np.arange(1, 39)
    np.testing.assert_allclose(run_free(model, made, origins, 1).values[:, 0], forecast(model, made).one_step[2:],
                               rtol=1e-12)


def wave_reader(made, omega: float) -> rnncore.Model:
    """A network set by hand that knows y_{t+1} = 2 cos(w) y_t - y_{t-1}: its memory is (u_t, u_{t-1})."""
    mean, deviation = made.scale
    config = rnncore.CellConfig(1, 2, "identity")
    fresh = rnncore.new_model("vanilla", config, None, 0, dtype=np.float64, outputs=1, objective="value")
    params = fresh.params._replace(W_xh=np.array([[1.0, 0.0]]), W_hh=np.array([[0.0, 1.0], [0.0, 0.0]]))
    readout = fresh.readout._replace(W_ho=np.array([[2 * np.cos(omega)], [-1.0]]),
                                     b_o=np.array([(2 * np.cos(omega) - 2) * mean / deviation]))
    return rnncore.Model("vanilla", config, params, readout, None, "series", objective="value")


def test_a_network_that_knows_the_law_forecasts_a_wave_without_error():
    made = series(np.sin(0.7 * np.arange(60)), "plain", held_out=30, validation=10)
    found = forecast(wave_reader(made, 0.7), made)
    np.testing.assert_allclose(found.one_step[3:], made.values[3:], atol=1e-12)
    np.testing.assert_allclose(found.free_running[made.split:], made.values[made.split:], atol=1e-10)
    assert max(horizon_errors(wave_reader(made, 0.7), made, 12)["free"]) < 1e-10
    lost = forecast(wave_reader(made, 0.75), made)                # a wrong law is worse the farther it runs
    wrong = np.abs(lost.free_running - made.values)[made.split:]
    assert wrong[15:].max() > 5 * wrong[:3].max()


# ---- naive rules

@given(period=st.integers(1, 6), origin=st.integers(18, 30), seed=st.integers(0, 50))
def test_naive_rules_are_their_formulas(period, origin, seed):
    made = noise(seed=seed, period=period)
    found = naive_paths(made, [origin, 19], 9)
    for k in range(1, 10):
        back = -(-k // period) * period
        assert back >= k > back - period
        expected = {"last": made.values[origin], "season": made.values[origin + k - back],
                    "trend": made.values[origin] + k * (made.values[origin] - made.values[origin - 1]),
                    "steps": made.values[origin] + np.diff(made.values)[origin - back:origin - back + k].sum()}
        for rule, value in expected.items():
            assert found[rule][0, k - 1] == pytest.approx(value, rel=1e-9, abs=1e-9), rule


@given(cut=st.integers(30, 38))
def test_naive_rules_do_not_know_what_comes_either(cut):
    made = noise()
    other = made.values.copy()
    other[cut + 1:] += 5
    for rule, paths in naive_paths(made, [cut], 8).items():
        np.testing.assert_array_equal(paths, naive_paths(series(other), [cut], 8)[rule])


def test_each_naive_rule_is_right_where_it_should_be():
    t = np.arange(40.0)
    wave = np.array([0, 2, -1])[np.arange(40) % 3]
    for values, perfect in ((np.full(40, 3.0), {"last", "trend", "season", "steps"}), (2 * t, {"trend", "steps"}),
                            (wave, {"season", "steps"}), (wave + 2 * t, {"steps"})):
        made = series(values)
        errors = {rule: rmse(paths[0], made.values[34:]) for rule, paths in naive_paths(made, [33], 6).items()}
        assert {rule for rule, error in errors.items() if error < 1e-9} == perfect


def test_naive_one_step_lies_where_it_says():
    made = noise()
    found = naive_one_step(made, 30)
    np.testing.assert_array_equal(found["last"], made.values[29:39])
    np.testing.assert_array_equal(found["season"], made.values[27:37])


@pytest.mark.parametrize(("origin", "steps"), [(0, 1), (2, 4), (4, 7)])
def test_a_moment_too_early_is_refused(origin, steps):
    with pytest.raises(ValueError) as caught:
        naive_paths(noise(), [origin], steps)
    assert_one_sentence(caught.value)


# ---- errors

def test_the_strongest_rule_errs_least():
    truth = np.array([1.0, 2.0, 3.0])
    naive = {"a": truth + 1, "b": truth + np.array([0, 0, 1.5]), "c": truth - 3}
    assert strongest(naive, truth) == "b"
    assert rmse(naive["b"], truth) == pytest.approx(np.sqrt(2.25 / 3)) and mae(naive["b"], truth) == pytest.approx(0.5)


def test_errors_by_distance_are_the_errors_of_each_start():
    made, model = noise(held_out=12), forecaster()
    found = horizon_errors(model, made, 5)
    origins = range(made.split - 1, 40 - 5)
    for k in range(1, 6):
        paths = [run_free(model, made, [o], 5).values[0, k - 1] - made.values[o + k] for o in origins]
        assert found["free"][k - 1] == pytest.approx(np.sqrt(np.mean(np.square(paths))))
        last = [made.values[o] - made.values[o + k] for o in origins]
        assert found["last"][k - 1] == pytest.approx(np.sqrt(np.mean(np.square(last))))
    with pytest.raises(ValueError) as caught:
        horizon_errors(model, made, 13)
    assert_one_sentence(caught.value)


def test_a_network_of_letters_is_refused():
    with pytest.raises(ValueError) as caught:
        forecast(factories.model(), noise())
    assert_one_sentence(caught.value)
