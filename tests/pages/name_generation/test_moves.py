"""Whatever moves, the chapter is then what it is when it is opened at its address, and no more is drawn again."""

from dataclasses import replace

import pytest

from pages.name_generation import controls
from tests import links
from tests.covering import pairs
from tests.pages.moves import assert_as_opened_after_a_move, told
from tests.visitor import Visitor

PAGE = "name-generation"
# These move nothing that is told: the recipe of the next run, which the start button reads.
QUIET = {control.key for control in controls.ALL} - {control.key for control in controls.DRAWING} - {"list"}
NAMES = {"names", "file", "summary", "letters"}
OF_THE_MODEL = NAMES | {"linked_model", "heat_question", "greedy_question", "your_name", "manage"}
QUICK = {"list": "stars", "hidden": "8", "steps": "40", "batch": "32"}
LONG = {"list": "stars", "hidden": "64", "steps": "20000"}


@pytest.mark.parametrize("key", [control.key for control in controls.ALL if control.key not in QUIET])
def test_after_a_move_the_page_is_as_it_is_opened(key):
    assert_as_opened_after_a_move(PAGE, key)


def test_the_button_draws_other_names():
    there = controls.DRAW.default + 1
    assert_as_opened_after_a_move(PAGE, "draw", lambda visitor: [visitor.click("draw_again") for _ in range(there)])


def test_a_name_that_is_gone_gives_way_to_the_first(visitor):
    visitor.set(of=9)
    visitor.move(count=5)
    assert visitor.at.query_params == {"count": "5"} and visitor.widget("of").value == 1
    assert not stale(visitor)


def stale(visitor: Visitor) -> list[str]:
    """The sections that show values that are no longer so. Facts are asked in a session only, and here is none."""
    records = visitor.at.session_state["_ledger"].records.items()
    return [name for name, record in records if replace(record, facts={}).is_stale(visitor.at.session_state.get)]


def follows(visitor: Visitor) -> dict[str, set[str]]:
    """The controls that each section reads, by its name."""
    records = visitor.at.session_state["_ledger"].records
    return {name: {key.removeprefix(f"{PAGE}.") for key in record.read} for name, record in records.items()}


def test_a_section_follows_what_it_shows_and_nothing_else(visitor):
    found = follows(visitor)
    drawn = {"model", "temperature", "top_k", "prefix", "count", "draw"}
    assert found[""] == {"present", "step"}                     # no other move runs the whole page
    assert {name for name, read in found.items() if "temperature" in read} == NAMES
    assert {name for name, read in found.items() if "model" in read} == OF_THE_MODEL
    assert found["names"] == found["file"] == found["summary"] == drawn and found["letters"] == drawn | {"of"}
    assert found["your_name"] == {"model", "name"} and found["list"] == {"list"}
    assert found["more_settings"] == {"cell", "regularise"}
    assert found["work_bound"] == {"hidden", "steps"}
    assert not found["recipe"] | found["start"] | found["comparison"] | found["compared_runs"] | found["run"]


def test_the_recipe_of_the_next_run_moves_the_address_and_nothing_that_is_told(visitor):
    before, needs = told(visitor), {"activation": "vanilla", "update_bias": "gru", "forget_bias": "lstm"}
    for control in controls.TRAINING:
        if control.key in QUIET:
            there = links.elsewhere(PAGE, control)
            visitor.set(cell=needs.get(control.key, "lstm")).set(**{control.key: there})
            assert visitor.at.query_params[control.key] == control.write(there)
    visitor.set(cell="lstm")
    assert told(visitor) == before and set(visitor.at.query_params) == QUIET


def test_the_widgets_of_a_recipe_follow_the_cell_and_the_dropout(visitor):
    for setting in pairs({"cell": ["vanilla", "gru", "lstm"], "regularise": ["auto", "own"]}):
        visitor.set(**setting)
        own = {key for key in ("activation", "forget_bias", "update_bias", "dropout", "weight_dropout")
               if not visitor.widget(key).disabled}
        assert own == {"vanilla": {"activation"}, "gru": {"update_bias"}, "lstm": {"forget_bias"}}[setting["cell"]] | (
            {"dropout", "weight_dropout"} if setting["regularise"] == "own" else set())


def drawn_again(visitor: Visitor, key: str) -> set[str]:
    """The sections that draw after a button is pressed: those whose record is a new one."""
    before = dict(visitor.at.session_state["_ledger"].records)
    visitor.click(key)
    after = visitor.at.session_state["_ledger"].records
    return {name for name, record in after.items() if before.get(name) is not record}


def test_a_run_begins_in_its_place_and_the_page_stays(quiet_engine):
    visitor = Visitor(LONG | {"seed": "961"})
    again = drawn_again(visitor, "train")
    assert not visitor.is_whole
    assert again == OF_THE_MODEL | {"settings", "counting_question", "start", "run", "watched_run", "comparison",
                                    "compared_runs"}
    assert visitor.at.query_params["model"] == f"trained-{visitor.job.key}" and visitor.has("stop")
    visitor.at.run()
    visitor.click("stop").wait(lambda: not visitor.job.is_active)


def test_the_clock_runs_as_long_as_the_training(quiet_engine):
    visitor = Visitor(LONG | {"seed": "962"}).click("train")
    assert "watched_run" in follows(visitor) and not stale(visitor)
    visitor.at.run()
    visitor.job.stop()          # it ends, and nothing on the page has moved
    visitor.at.run()
    assert "watched_run" not in follows(visitor) and not stale(visitor) and visitor.has("resume")


def test_what_is_renamed_and_removed_is_so_in_every_section(quiet_engine):
    visitor = Visitor(QUICK | {"seed": "963"}).train()
    key = visitor.entry.key
    visitor.move(**{f"title_{key}": "Mine"})
    assert not visitor.is_whole and not stale(visitor)
    assert visitor.widget("model").options[0] == "Mine" and visitor.at.dataframe[0].value.iloc[0, 0] == "Mine"
    visitor.at.run()
    visitor.click("remove")
    assert not visitor.shelf.own and "model" not in visitor.at.query_params
    assert not visitor.is_whole and "Mine" not in visitor.widget("model").options
