"""The race: curves and table are what was measured, and nothing gives the answer away before it is guessed."""

import itertools

import numpy as np
import pytest

import rnncore
from explainer.models import shipped
from explainer.state.cells import CELLS
from pages.gated_cells.race_chart import race_figure, results_table
from pages.gated_cells.race_entrants import entrants
from tests.pages.gated_cells.opening import address, answer_of, is_covered, is_folded, visit
from tests.visitor import numbers


@pytest.mark.parametrize("against", ["characters", "step", "seconds"])
def test_the_race_is_the_shipped_log(against):
    chart = visit(gated_against=against).charts()["race_chart"]
    rows = shipped.budget_log()
    for line in chart["data"]:
        cell = {"Plain": "vanilla", "GRU": "gru", "LSTM": "lstm"}[line["name"]]
        wanted = [(getattr(row, against), row.validation_loss) for row in rows if row.cell == cell and row.step]
        shown = list(zip(numbers(line["x"]), numbers(line["y"]), strict=True))
        assert set(shown) <= set(wanted) and len(shown) > 20
    assert len(chart["data"]) == 9


def test_every_run_is_drawn_from_the_start_on():
    x = np.array([1.0, 10.0, 100.0, 1000.0])
    curves = {cell: (cell.upper(), [(x, np.array([4.0, 3.0, 2.5, level])), (x, np.full(4, level))])
              for cell, level in (("vanilla", 2.4), ("gru", 2.3), ("lstm", 2.2))}
    figure = race_figure(curves, "step", 10.0)
    assert len(figure.data) == 6
    assert {trace.name for trace in figure.data if trace.showlegend} == {"VANILLA", "GRU", "LSTM"}
    for trace in figure.data:
        np.testing.assert_array_equal(trace.x, x[1:])
    np.testing.assert_allclose(figure.layout.xaxis.tickvals, [10, 20, 50, 100, 200, 500, 1000])
    assert figure.layout.yaxis.range[0] < 2.2 and figure.layout.yaxis.range[1] > 3.0
    assert len({trace.line.dash for trace in figure.data}) == 3


def test_the_table_tells_what_was_measured():
    [table] = [piece for piece in visit().html if "u-entrants" in piece]
    for one in entrants().values():
        assert f"<td>{one.hidden}</td><td>{one.parameters:,}</td>" in table
        losses = one.validation_loss
        assert f"{losses.mean():.3f} ({losses.min():.3f} to {losses.max():.3f})" in table
        assert f"<td>{one.test_loss:.3f}</td>" in table
        assert shipped.budget_models()[one.cell].parameters == one.parameters


def test_a_long_horizon_is_explained_beside_the_table():
    [said] = [text for text in visit().said("markdown") if "A long horizon" in text]
    found, corpus = entrants(), shipped.shipped_corpus("given_names")
    lengths = [len(corpus.vocabulary.encode(name)) for name in corpus.names]
    assert f"{np.mean(lengths):.1f} letters on average and {max(lengths)} at most" in said
    for far, near in itertools.permutations(found.values(), 2):
        odd = far.horizon.median > near.horizon.median and far.stream_loss > near.stream_loss
        assert (f"The {CELLS[far.cell].spoken} reaches further than the {CELLS[near.cell].spoken}, and" in said) == odd
    for one in found.values():
        assert f"{one.title} {one.horizon.median:g} (loss {one.stream_loss:.3f})" in said


def test_horizons_are_those_of_networks_of_these_sizes_that_work_on_streams():
    """A network is measured on what it learned from: its loss there is far below guessing, and below a bigram's."""
    for cell, one in entrants().items():
        trained = rnncore.load(shipped.DATA / "streams" / f"{cell}.npz")
        assert trained.task == "streams" and trained.config.hidden_size == one.hidden
        assert trained.parameters == one.parameters
        assert one.stream_loss < 2.35 < shipped.baselines(shipped.shipped_corpus("given_names")).bigram
        assert not one.horizon.over


def test_the_same_draw_number_writes_the_same_names():
    def written(visitor):
        return [piece for piece in visitor.html if "u-gated-names" in piece]

    first, again = visit(gated_draw="7"), visit(gated_draw="7")
    assert written(first) == written(again) and len(written(first)) == 3
    assert written(first.click("gated_others")) != written(again) and address(first)["gated_draw"] == "8"


def test_the_race_question_compares_the_three():
    means = [one.validation_loss.mean() for one in entrants().values()]
    apart = max(means) - min(means)
    said = answer_of(visit(), "race", "Less than 0.05 nats a letter")
    assert f"{apart:.3f} nats apart" in said and ("**Yes.**" in said) == (apart <= 0.05)


def test_the_race_stays_folded_until_it_is_guessed():
    visitor = visit()
    assert is_folded(visitor, "How the race went") and is_covered(visitor, "race")
    visitor.set(guess_race="More than that")
    assert not is_folded(visitor, "How the race went") and not is_covered(visitor, "race")


def test_names_of_cells_in_the_table_are_text():
    assert "<th scope=\"row\">&lt;b&gt;</th><td>64</td>" in results_table([("<b>", "64")])
