"""The race of the three cells is fair: as many weights, and nothing else differs."""

import dataclasses
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rnncore
from rnncore.commands.equal_budget import write_log
from rnncore.training.equal_budget import SEEDS, WEIGHTS, Row, hidden_for, parameters_of, race, read_log, recipe

each_cell = pytest.mark.parametrize("cell", rnncore.CELLS)


@each_cell
@pytest.mark.parametrize("hidden", [1, 2, 7])
def test_the_count_is_that_of_the_network_itself(cell, hidden, corpus):
    config = rnncore.CellConfig(len(corpus.vocabulary), hidden)
    model = rnncore.new_model(cell, config, corpus.vocabulary, 0)
    assert parameters_of(cell, hidden, len(corpus.vocabulary)) == model.parameters


@each_cell
@given(weights=st.integers(400, 60_000), symbols=st.integers(2, 60))
def test_no_other_size_comes_closer(cell, weights, symbols):
    hidden = hidden_for(cell, symbols, weights)
    apart = [abs(parameters_of(cell, h, symbols) - weights) for h in range(1, hidden + 30)]
    assert apart[hidden - 1] == min(apart)


@each_cell
def test_too_few_weights_for_anything(cell):
    with pytest.raises(ValueError, match="too few"):
        hidden_for(cell, 27, 10)


def test_nothing_but_cell_and_size_differs():
    plain = {cell: dataclasses.asdict(recipe(cell, 27, 1)) for cell in rnncore.CELLS}
    sizes = {cell: (made.pop("cell"), made.pop("hidden_size")) for cell, made in plain.items()}
    assert plain["vanilla"] == plain["gru"] == plain["lstm"]
    assert sizes["vanilla"][1] > sizes["gru"][1] > sizes["lstm"][1]
    for cell, (_, hidden) in sizes.items():
        assert abs(parameters_of(cell, hidden, 27) / WEIGHTS - 1) < 0.03
    assert len(set(SEEDS)) == len(SEEDS) >= 3


def test_a_race_repeats_and_reports_what_it_saw(corpus):
    def run():
        return list(race(corpus, recipe("gru", len(corpus.vocabulary), 3, steps=6, weights=600)))

    first, again = run(), run()
    plain = [row._replace(seconds=0.0) for row, _ in first]
    assert [row.step for row in plain] == [0, 1, 2, 4, 6] and np.isnan(plain[0].train_loss)
    assert [row._replace(train_loss=0.0) for row in plain] == [
        row._replace(seconds=0.0, train_loss=0.0) for row, _ in again]
    assert plain[-1].validation_loss < plain[0].validation_loss
    assert all(a.seconds <= b.seconds for (a, _), (b, _) in itertools.pairwise(first))
    np.testing.assert_array_equal(first[-1][1].params.W_hh, again[-1][1].params.W_hh)
    assert first[-1][1].parameters == plain[-1].parameters


def test_a_log_reads_back(tmp_path):
    rows = [Row("gru", 42, 10_023, 0, 100, 94_000, 0.25, 2.5, 2.4), Row("lstm", 35, 9_792, 2, 1, 9, 0.0, 3.1, 3.2)]
    write_log(rows, tmp_path / "log.csv")
    assert read_log(tmp_path / "log.csv") == rows
