"""A visitor's own series: read, shown beside its rivals, learned, and taken home; a bad file loses nothing."""

import csv
import io
import json
import re
from pathlib import Path

import numpy as np
import pytest

from explainer.training.kinds import brought_forecast
from explainer.training.kinds.forecast import model_of
from explainer.training.kinds.kind import FINISHED
from pages.hidden_state.forecast_chart import number
from rnncore.tasks import brought_series
from tests.pages.hidden_state.opening import labelled, visit
from tests.visitor import Visitor, assert_one_sentence, numbers

CASES = Path(__file__).parents[2] / "cases" / "series"
EXPECTED = json.loads((CASES / "expected.json").read_text())
BAD = ("constant.csv", "too_short.csv", "words.csv", "huge_numbers.csv")
PLAIN = "month,value\n" + "\n".join(
    f"{2000 + at // 12}-{at % 12 + 1:02},{100 + at / 5 + 9 * np.sin(at * np.pi / 6):.3f}" for at in range(96))


@pytest.fixture
def visitor(quiet_engine) -> Visitor:
    return visit()


def bring(visitor: Visitor, data: bytes | str, name: str = "mine.csv") -> Visitor:
    return visitor.upload("own_series_file", data.encode() if isinstance(data, str) else data, name)


def case(visitor: Visitor, name: str) -> Visitor:
    return bring(visitor, (CASES / name).read_bytes(), name)


def shown(visitor: Visitor, key: str = "own"):
    record = visitor.at.session_state["_own_series"].records.get(key)
    return record and record.learnable


def praised(visitor: Visitor) -> str:
    """The one green sentence."""
    [sentence] = visitor.said("success")
    return sentence.replace("\\", "")


def said(visitor: Visitor) -> str:
    """What was assumed and proposed."""
    [piece] = [piece for piece in visitor.html if piece.startswith('<ul class="u-note">')]
    return piece.replace("<bdi>", "").replace("</bdi>", "")


def drawn(visitor: Visitor) -> dict[str, np.ndarray]:
    """The lines of the picture by their names."""
    return {trace["name"]: np.array([np.nan if y is None else y for y in numbers(trace["y"]).ravel()], float)
            for trace in visitor.charts()["own_series_chart"]["data"]}


def train(visitor: Visitor, **choices) -> Visitor:
    visitor.set(own_series_units=4, **choices).click("own_series_train")
    return visitor.wait(lambda: not shown(visitor).run.is_active, 60)


def test_one_that_ships_is_there_before_any_is_brought(visitor):
    assert "from 1949-01 to 1960-12" in said(visitor) and not visitor.said("success")
    assert "autoregression" in drawn(visitor) and visitor.has("own_series_train")


def test_every_case_is_shown_beside_its_rivals_before_training(visitor):
    for name in EXPECTED:
        if name not in BAD:
            case(visitor, name)
            assert_shown(visitor, name)
    case(visitor, "gaps.csv")
    assert "4 values are missing: each is read as the last value before it" in said(visitor)


def assert_shown(visitor: Visitor, name: str) -> None:
    """What is drawn and told is what was read, and what `rnncore` says of it."""
    assert f"{EXPECTED[name]['rows']} values are ready to learn from." in praised(visitor), name
    assert "the last 20 are held out" in said(visitor)
    series, rivals, filled = shown(visitor).series, shown(visitor).rivals, shown(visitor).brought.whole.filled
    lines = drawn(visitor)
    first = len(series.values) - len(lines["measured"])
    np.testing.assert_allclose(lines["measured"], np.where(filled, np.nan, series.values)[first:])
    np.testing.assert_allclose(lines["autoregression"][series.split - first:],
                               rivals.one_step["autoregression"][series.split:])
    table = labelled(visitor, "Errors of your series")
    for row in brought_series.errors_of(rivals, series, filled):
        assert all(number(error) in table for error in row[1:] if error > 1e-6), name


def test_a_bad_file_gets_one_sentence_and_loses_nothing(visitor):
    case(visitor, "iso_months.csv")
    before, lines = shown(visitor), drawn(visitor)
    for data, name in [((CASES / name).read_bytes(), name) for name in BAD] + [
            (b"", "a.csv"), (b"PK\x03\x04\x00\x00", "sheet.xlsx"), (b"\x89PNG\r\n\x1a\n\x00", "a.png"),
            (b"<b>x</b>\n" * 50, "a.csv"), (b"1\n" * 60_000, "long.txt")]:
        bring(visitor, data, name)
        [sentence] = visitor.said("error")
        assert_one_sentence(sentence.replace("\\", ""))
        assert not re.search(r"(?<!\\)[<\[]", sentence), name
        assert not visitor.said("success") and shown(visitor) is before
    assert all(np.array_equal(lines[key], drawn(visitor)[key], equal_nan=True) for key in lines)


def test_a_file_that_is_taken_away_takes_its_sentence_along(visitor):
    case(visitor, "words.csv").widget("own_series_file").set_value(None)
    visitor.at.run()
    assert not visitor.is_well().said("error")


@pytest.mark.parametrize(("name", "choice", "first"), [
    ("three_columns.csv", {"own_series_value": "2"}, -100), ("thousands.csv", {"own_series_decimal": ","}, 100),
    ("unsorted.csv", {"own_series_time": "-1"}, 115.1), ("decimal_comma.csv", {"own_series_separator": ";"}, 100)])
def test_another_way_of_reading_can_be_chosen(visitor, name, choice, first):
    case(visitor, name).set(**choice)
    assert shown(visitor).series.values[0] == first
    visitor.set(**dict.fromkeys(choice, "found"))
    assert not visitor.said("error") and len(visitor.said("success")) == 1


def test_repeats_gaps_and_the_order_of_dates_can_be_chosen(visitor):
    assert case(visitor, "twice.csv").set(own_series_repeats="mean") and shown(visitor).series.values[3] == 125.4
    assert len(shown(case(visitor, "gaps.csv").set(own_series_gaps="after")).series.values) == 49
    case(visitor, "us_dates.csv").set(own_series_first="day")
    assert shown(visitor).brought.grid.step != "month"


def test_season_and_transformation_are_proposed_and_can_be_changed(visitor):
    bring(visitor, PLAIN)
    assert "It seems to repeat every 12 months." in said(visitor)
    visitor.set(own_series_season=6, own_series_rule="step")
    assert (shown(visitor).plan.period, shown(visitor).plan.rule) == (6, "step")
    visitor.set(own_series_season=None, own_series_rule="found")
    assert shown(visitor).plan.period == 12
    visitor.set(own_series_season=6)
    case(visitor, "negative.csv")
    assert shown(visitor).plan.period == 12 and "log" not in shown(visitor).plan.offered      # as found again
    assert visitor.widget("own_series_season").value is None


def test_pasted_numbers(visitor):
    visitor.set(own_series_pasted=PLAIN).click("own_series_use_pasted")
    assert "Pasted numbers: 96 values are ready" in praised(visitor)
    visitor.set(own_series_pasted="three").click("own_series_use_pasted")
    assert len(visitor.said("error")) == 1 and len(shown(visitor).series.values) == 96


def test_a_network_learns_it_joins_the_picture_and_its_forecasts_go_home(visitor, taken_home):
    train(bring(visitor, PLAIN), own_series_cell="vanilla")
    run, series = shown(visitor).run, shown(visitor).series
    assert run.status == FINISHED and run.recipe == brought_forecast.recipe_of(series, "vanilla", 4, 0)
    model = model_of(run.result)
    found = brought_series.all_say(model, series)
    lines = drawn(visitor)
    np.testing.assert_allclose(lines["network"], found.one_step["network"][len(series.values) - len(lines["network"]):])
    assert "own_series_memory" in visitor.charts()
    visitor.set(own_series_view="running free")
    held = drawn(visitor)["network"][-series.held_out:]
    np.testing.assert_allclose(held, found.free["network"][series.split:])
    error = brought_series.errors_of(found, series)[0]
    assert number(error.rmse) in labelled(visitor, "Errors of your series")
    rows = list(csv.DictReader(io.StringIO(taken_home("forecasts.csv").decode())))
    assert [row["time"] for row in rows[:96]] == list(series.labels) and rows[96]["part"] == "ahead"
    np.testing.assert_allclose(float(rows[95]["network_one_step"]), found.one_step["network"][-1], rtol=1e-5)


def test_a_run_can_be_stopped_and_goes_on(visitor):
    long = "\n".join(f"{100 + np.sin(at / 4):.4f}" for at in range(4_000))
    bring(visitor, long, "long.txt").set(own_series_units=32).click("own_series_train")
    assert visitor.has("own_series_stop")
    visitor.click("own_series_stop")
    assert not shown(visitor).run.is_active and visitor.has("own_series_go_on")
    visitor.click("own_series_go_on")
    assert shown(visitor).run.is_active
    bring(visitor, PLAIN)
    assert shown(visitor).run is None and visitor.has("own_series_train")


def test_another_page_loses_nothing_and_the_address_holds_no_series(visitor):
    train(bring(visitor, PLAIN))
    visitor.open("").open("hidden-state")
    assert "network" in drawn(visitor) and visitor.at.query_params == {"series_read": "own"}


def test_one_that_ships_is_a_link_and_ones_own_is_still_there_after_it(quiet_engine):
    visitor = visit(series_read="lynx")
    assert "114 values, from 1821 to 1934" in said(visitor) and len(drawn(visitor)["measured"]) > 19
    bring(visitor, PLAIN)
    assert visitor.at.query_params == {"series_read": "own"} and len(shown(visitor).series.values) == 96
    visitor.set(own_series_season=6)
    visitor.set(series_read="sunspots")
    assert visitor.at.query_params == {"series_read": "sunspots"} and not visitor.said("success")
    assert visitor.widget("own_series_season").value is None and "repeat every 11 years" in said(visitor)
    visitor.set(own_series_season=5, series_read="sunspots")
    assert shown(visitor, "sunspots").plan.period == 5 and visitor.widget("series_read").value == "sunspots"
    assert shown(visitor).plan.period == 6
    visitor.set(series_read="own")
    assert len(drawn(visitor)["measured"]) == len(visitor.charts()["own_series_errors"]["data"][0]["x"]) == 40


def test_an_address_of_another_sessions_series_says_so(quiet_engine):
    visitor = visit(series_read="own")
    assert "You have brought no series in this session" in " ".join(visitor.said("info"))
    assert "own_series_chart" not in visitor.charts()
    assert len(drawn(bring(visitor, PLAIN))["measured"]) == 40


def test_markup_stays_text(visitor):
    rows = PLAIN.replace("month,value", "month,<img src=x onerror=alert(1)>") + "\n<b>note</b>,x"
    bring(visitor, rows, "<img src=x>.csv")
    assert shown(visitor) and not [piece for piece in visitor.html if "<img" in piece or "<b>note" in piece]
