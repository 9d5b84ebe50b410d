"""Whatever moves, the page is then as it is opened at its address, and no more is drawn than has changed."""

from types import SimpleNamespace

import pytest

from explainer.models.shelf import TRAINED, Entry
from explainer.state.registry import PAGES
from explainer.state.steps import FrameControl
from pages.hidden_state import controls
from pages.hidden_state.state import Network
from rnncore.model import fingerprint
from tests import links
from tests.pages.hidden_state.opening import PAGE, named, visit
from tests.pages.moves import assert_as_opened_after_a_move, told
from tests.visitor import Visitor

IN_THE_BROWSER = {"at_step", "checkpoint"}           # the pictures follow each other there
WIDGETS = [control.key for control in PAGES[PAGE]
           if control.key not in IN_THE_BROWSER and not isinstance(control, FrameControl)
           and control not in (controls.SHOWN_AS, controls.PREDICTION, controls.EXPLAINED)]


@pytest.mark.parametrize("key", WIDGETS)
def test_after_a_move_the_page_is_as_it_is_opened(key):
    assert_as_opened_after_a_move(PAGE, key)


def test_the_slider_of_the_prediction_moves_its_control():
    there = links.elsewhere(PAGE, controls.PREDICTION)
    assert_as_opened_after_a_move(PAGE, "prediction", lambda visitor: visitor.move(prediction_here=there))


def test_the_letter_that_is_explained(monkeypatch):
    """After ∎ alone: there m comes next and a is expected most; at the last step both are ∎."""
    monkeypatch.setitem(links.BESIDES[PAGE], "explained", {"prediction": 1})
    assert_as_opened_after_a_move(PAGE, "explained")


def test_the_picture_moves_its_view():
    said = {"step": len("∎marianne"), "frame": None, "view": links.elsewhere(PAGE, controls.SHOWN_AS)}
    assert_as_opened_after_a_move(PAGE, "shown_as", lambda visitor: visitor.send("memory_picture", selection=said))


def test_the_button_trains_another_network():
    there = links.elsewhere(PAGE, next(control for control in PAGES[PAGE] if control.key == "series_seed"))
    assert there == 1
    assert_as_opened_after_a_move(PAGE, "series_seed", lambda visitor: visitor.click("series_again"))


@pytest.mark.parametrize(("sender", "said", "query"), [
    ("memory_picture", {"selection": {"step": 3, "frame": 3, "view": "memory"}}, {"at_step": "3", "checkpoint": "4"}),
    ("memory_map", {"selection": {"frame": 3}}, {"checkpoint": "4"})])
def test_where_the_browser_has_moved_the_pictures_to_is_kept_in_the_address(sender, said, query):
    visitor = visit().send(sender, **said)
    assert visitor.at.query_params == query
    assert told(visitor.set()) == told(visit(**query))


def test_a_section_follows_what_it_shows_and_nothing_else():
    ledger = visit(reader="given_names-lstm").at.session_state["_ledger"]
    follows = {name: {key.removeprefix(f"{PAGE}.") for key in record.read} for name, record in ledger.records.items()}
    both, forecaster = {"read", "reader"}, {"series", "series_cell", "series_units", "series_seed"}
    assert follows[""] == {"present", "step"}                            # little runs the whole page
    assert follows["sizes"] == {"sized_cell", "trained"}
    assert follows["memory"] == both | {"order", "shown_as"}
    assert follows["map"] == both | {"marks", "paths"}
    assert follows["bars"] == {"reader", "back"} and follows["last_column"] == both | {"back"}
    assert follows["change"] == both | {"place", "instead", "within"}
    assert follows["neuron"] == both | {"unit", "kind"}
    assert follows["forecast"] == forecaster | {"series_later", "series_fed"}
    assert follows["forecast_horizon"] == forecaster and follows["forecast_seeds"] == {"series"}
    assert set().union(*follows.values()) - {"present", "step", "path"} == {
        control.key for control in PAGES[PAGE] if not isinstance(control, FrameControl)} - IN_THE_BROWSER


@pytest.mark.parametrize("query", [
    {"read": "a", "place": "9", "prediction": "20", "unit": "250", "at_step": "24"}, {"place": "2", "instead": "a"},
    {"series": "lynx", "series_later": "100"}, {"reader": "trained-0000000000"}])
def test_what_is_put_right_while_it_is_drawn_does_not_run_again(query):
    session = visit(**query).at.session_state
    assert session["_ledger"].stale(lambda key, default: session.get(key, default)) == []


def test_a_network_that_is_being_trained_stands_still_for_all_sections():
    job = SimpleNamespace(model=named("gru"))
    shown = Network(Entry("trained-here", "In training", TRAINED, job=job))
    job.model = named("lstm")
    assert shown.entry.model.cell == shown.model.cell == "gru"
    assert shown.fingerprint == fingerprint(named("gru"))


def test_the_recipe_of_a_network_trained_here_comes_and_goes_with_it(quiet_engine):
    visitor = Visitor()
    visitor.train(list="stars", cell="gru", hidden=controls.NEURON.default, steps=20)
    key = f"trained-{visitor.job.key}"
    visitor.open(PAGE).move(reader=key)
    assert visitor.at.query_params["reader"] == key and visitor.at.query_params["list"] == "stars"
    visitor.set().move(reader=controls.NETWORK.default)
    assert visitor.at.query_params == {}
