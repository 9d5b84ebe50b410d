"""The lag task asks what it says, and a trial is what its settings say."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncore import CELLS, network
from rnncore.commands import lag_sweep as command
from rnncore.tasks import lag, lag_sweep
from rnncore.tasks.lag import LagTask, Start, begin, log_lag, run, score

lags = st.integers(1, 60)


def grid(batch, steps: int) -> np.ndarray:
    return batch.inputs.reshape(steps + 1, -1)


@given(lags, st.integers(1, 20), st.integers(0, 99))
def test_one_symbol_to_remember_then_only_distractors(steps, sequences, seed):
    batch = LagTask(steps).draw(sequences, np.random.default_rng(seed))
    seen = grid(batch, steps)
    assert seen.shape == (steps + 1, sequences) and batch.packing.steps == steps + 1
    np.testing.assert_array_equal(seen[0], batch.targets)
    assert ((seen[0] >= 0) & (seen[0] < lag.SYMBOLS)).all()
    assert ((seen[1:] >= lag.SYMBOLS) & (seen[1:] < lag.SYMBOLS + lag.DISTRACTORS)).all()
    np.testing.assert_array_equal(batch.asked, steps * sequences + np.arange(sequences))


def test_what_follows_says_nothing_about_the_first():
    batch = LagTask(3).draw(16_000, np.random.default_rng(0))
    for later in grid(batch, 3)[1:]:
        together = np.zeros((lag.SYMBOLS, lag.DISTRACTORS))
        np.add.at(together, (batch.targets, later - lag.SYMBOLS), 1)
        assert np.abs(together - 1_000).max() < 5 * math.sqrt(1_000)


def test_sequences_are_new_each_time_and_the_watched_ones_are_not():
    task, rng = LagTask(30), np.random.default_rng(1)
    first, second = (task.train_batch(np.arange(8), rng) for _ in range(2))
    assert first.inputs.shape == second.inputs.shape and (first.inputs != second.inputs).any()
    [watched], [again] = task.validation_batches(), task.validation_batches()
    np.testing.assert_array_equal(watched.inputs, again.inputs)
    columns = {bytes(column) for column in grid(watched, 30).T.copy()}
    assert not columns & {bytes(column) for column in grid(first, 30).T.copy()}


@pytest.mark.parametrize("steps", [0, -1, lag.MAX_LAG + 1])
def test_a_lag_that_cannot_be_is_refused_in_one_sentence(steps):
    with pytest.raises(ValueError, match=r"^The lag must be 1 to 1000 steps, not .*\.$"):
        LagTask(steps)


@given(st.sampled_from(["vanilla", "gru", "lstm"]), st.integers(0, 50))
def test_score_agrees_with_the_core_s_loss_and_with_counting(cell, seed):
    task, model = LagTask(4), Start(cell, hidden=5).model(seed)
    batch = task.draw(40, np.random.default_rng(seed))
    right, loss = score(model, batch)
    assert loss == pytest.approx(network.mean_loss(model.cell_module, model.config, model.weights, [batch]), rel=1e-5)
    answers = network.forward(model.cell_module, model.config, model.weights, batch).logits
    counted = sum(int(np.argmax(row)) == target for row, target in zip(answers, batch.targets, strict=True))
    assert right == pytest.approx(counted / 40)


def blocks(model) -> list[np.ndarray]:
    return list(model.params.b_h.reshape(model.cell_module.GATE_COUNT, -1))


def test_a_start_moves_its_gates_and_nothing_else():
    for cell, gate in (("gru", "z"), ("lstm", "f")):
        usual, moved = Start(cell, hidden=4).model(3), Start(cell, keep=2.5, hidden=4).model(3)
        place = usual.cell_module.GATES.index(gate)
        assert (blocks(moved)[place] == 2.5).all()
        for at, (before, after) in enumerate(zip(blocks(usual), blocks(moved), strict=True)):
            assert at == place or (before == after).all()
        np.testing.assert_array_equal(usual.params.W_hh, moved.params.W_hh)
        np.testing.assert_array_equal(usual.readout.W_ho, moved.readout.W_ho)
    both = Start("lstm", keep=2.0, write=-3.0, hidden=4).model(3)
    np.testing.assert_array_equal(both.params.b_h, np.repeat([-3.0, 2.0, 0.0, 0.0], 4))
    assert (Start("gru", write=-3.0, hidden=4).model(3).params.b_h == Start("gru", hidden=4).model(3).params.b_h).all()


@given(st.integers(1, 1000))
def test_the_logarithm_keeps_a_good_third_for_the_whole_lag(steps):
    gate = 1 / (1 + math.exp(-log_lag(steps)))
    assert 1 / (1 - gate) == pytest.approx(steps + 1)
    assert math.exp(-1) < gate ** steps <= 0.5 + 1e-12


def ended(*settings) -> lag.Trial:
    *_, last = run(*settings)
    return last


def test_a_trial_repeats_and_another_seed_is_another_trial():
    first, again, other = (ended(10, Start("gru"), seed, 20) for seed in (0, 0, 1))
    assert first.checks == again.checks != other.checks


def test_a_trial_ends_when_it_is_solved():
    trials = list(run(20, Start("gru", keep=log_lag(20)), 0, 400))
    last = trials[-1]
    assert last.solved and last.finished and not any(trial.finished for trial in trials[:-1])
    assert last.checks[-1].accuracy >= lag.SOLVED > max(check.accuracy for check in last.checks[:-1])
    assert last.sequences == last.updates * lag.BATCH and last.updates < 400
    assert [check.update for check in last.checks] == list(range(0, last.updates + 1, lag.CHECK_EVERY))


def test_a_trial_ends_with_its_budget():
    last = ended(40, Start("lstm"), 0, 15)
    assert last.finished and not last.solved and last.updates == 15
    assert last.best == max(check.accuracy for check in last.checks) < lag.SOLVED


def test_nothing_can_be_learned_when_the_answer_does_not_reach(monkeypatch):
    real = LagTask.draw

    def scrambled(self, sequences, rng):
        batch = real(self, sequences, rng)
        return batch._replace(targets=rng.integers(lag.SYMBOLS, size=sequences))

    monkeypatch.setattr(LagTask, "draw", scrambled)
    assert ended(3, Start("gru"), 0, 60).best < 0.45


def test_a_trial_that_diverges_says_so_and_ends():
    *_, last = run(5, Start("vanilla"), 0, 50, rate=1e38)
    assert last.finished and last.diverged and not last.solved


def test_the_sweep_writes_reads_and_goes_on(tmp_path, capsys):
    out = tmp_path / "sweep.csv"
    asked = ["--out", str(out), "--lags", "3", "--seeds", "1", "--updates", "30"]
    assert command.main(asked) == 0
    written = out.read_text()
    rows = lag_sweep.read_sweep(out)
    assert [row.start for row in rows] == list(lag_sweep.starts(3))
    assert {(row.lag, row.seed, row.budget) for row in rows} == {(3, 0, 30)}
    assert all(row.sequences == row.updates * lag.BATCH for row in rows)
    assert command.main(asked) == 0 and out.read_text() == written           # nothing was missing
    lines = written.splitlines(keepends=True)
    out.write_text("".join(lines[:4]))                                         # stopped after three trials
    assert command.main(asked) == 0 and out.read_text() == written
    assert command.main([*asked[:-1], "40"]) == 2
    assert "another budget" in capsys.readouterr().err and out.read_text() == written


@pytest.mark.parametrize("asked", [["--lags", "0"], ["--lags", "2", "--updates", "0"]])
def test_the_sweep_refuses_what_cannot_work(asked, tmp_path, capsys):
    assert command.main(["--out", str(tmp_path / "x.csv"), "--seeds", "1", *asked]) == 2
    assert capsys.readouterr().err.startswith("rnncore.commands.lag_sweep: ")


@pytest.mark.parametrize("cell", ["gru", "lstm"])
def test_chrono_draws_a_bias_for_each_unit(cell):
    """b_f = ln U(1, T_max - 1) and b_i = -b_f: Tallec & Ollivier 2018. Nothing else of the network changes."""
    module = CELLS[cell]
    plain, drawn = Start(cell, hidden=64).model(3), Start(cell, hidden=64, longest=50).model(3)
    biases = dict(zip(module.GATES, drawn.params.b_h.reshape(module.GATE_COUNT, -1), strict=True))
    usual = dict(zip(module.GATES, plain.params.b_h.reshape(module.GATE_COUNT, -1), strict=True))
    keeping = biases[module.KEEPING_GATE]
    assert (keeping >= 0).all() and (keeping <= np.log(49)).all() and len(set(keeping)) == 64
    assert abs(np.exp(keeping).mean() - 25) < 6          # uniform in steps, not in bias
    for gate in module.GATES:
        if gate == module.WRITING_GATE:
            np.testing.assert_allclose(biases[gate], -keeping, rtol=1e-6)
        elif gate != module.KEEPING_GATE:
            np.testing.assert_array_equal(biases[gate], usual[gate])
    np.testing.assert_array_equal(drawn.params.W_hh, plain.params.W_hh)
    assert not np.array_equal(keeping, Start(cell, hidden=64, longest=50).model(4).params.b_h.reshape(
        module.GATE_COUNT, -1)[module.GATES.index(module.KEEPING_GATE)])
    with pytest.raises(ValueError, match="at least 3 steps"):
        Start(cell, longest=2).model(0)


def test_the_identity_start_copies_and_another_rate_is_another_run():
    model = Start("vanilla", initialisation="identity", activation="relu").model(0)
    np.testing.assert_array_equal(model.params.W_hh, np.eye(32))
    assert not model.params.b_h.any() and model.config.activation == "relu"
    low, usual = begin(10, Start("vanilla"), 0, 20, rate=0.001), begin(10, Start("vanilla"), 0, 20)
    assert (low.config.learning_rate, usual.config.learning_rate) == (0.001, 0.01)
