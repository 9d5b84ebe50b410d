"""Whatever moves, the chapter is then what it is when it is opened at its address, and no more is drawn again."""

import pytest

from pages.unrolled_graph import controls
from tests import links
from tests.pages.moves import assert_as_opened_after, assert_as_opened_after_a_move
from tests.pages.unrolled_graph.opening import PAGE, SMALL, graph, visit

IN_THE_PICTURE = {"view": "view", "flow": "mode"}                    # as the picture calls them
MOVES_OTHERS = {"text", "feed", "cut"}                               # the length follows
AS_ELSEWHERE = {"given"}                 # to letters that the network would have written anyway: see below
WIDGETS = [control.key for control in controls.ALL
           if control.key not in {"at", "edit", *IN_THE_PICTURE, *MOVES_OTHERS, *AS_ELSEWHERE}]


@pytest.mark.parametrize("key", WIDGETS)
def test_after_a_move_the_page_is_as_it_is_opened(key):
    assert_as_opened_after_a_move(PAGE, key)


@pytest.mark.parametrize(("query", "move", "address"), [
    ({}, {"text": "anna"}, {"text": "anna", "length": "5"}),
    ({}, {"feed": "own"}, {"feed": "own", "length": "24"}),
    ({"feed": "own"}, {"given": 0}, {"feed": "own", "given": "0"}),
    ({"network": "next-word", "text": "turn on the", "length": "4"}, {"cut": 1},
     {"network": "next-word", "text": "turn on the", "length": "3", "cut": "1"}),
    ({"edit": "W_hh,1,1,0.5"}, {"network": "given_names-gru"}, {"network": "given_names-gru"}),
    ({"at": "5"}, {"length": 4}, {"length": "4"})], ids=["text", "feed", "given", "cut", "network", "length"])
def test_what_moves_other_controls_too_is_as_it_is_opened(query, move, address):
    assert_as_opened_after(PAGE, query, lambda visitor: visitor.move(**move), address)


@pytest.mark.parametrize(("key", "name"), IN_THE_PICTURE.items())
def test_the_picture_s_own_switches_are_controls(key, name):
    there = links.elsewhere(PAGE, next(control for control in controls.ALL if control.key == key))
    assert_as_opened_after_a_move(PAGE, key, lambda visitor: visitor.send("graph", selection={name: there}))


def test_both_ways_to_another_step_move_picture_and_numbers():
    there = links.elsewhere(PAGE, controls.AT)
    assert_as_opened_after_a_move(PAGE, "at", lambda visitor: visitor.move(at_here=there))
    assert_as_opened_after_a_move(PAGE, "at", lambda visitor: visitor.send("graph", selection={"step": there}))


def test_a_weight_changed_in_its_field_is_as_it_is_opened():
    def change(visitor) -> None:
        visitor.move(edit_row_W_hh_64=2)
        [field] = [field for field in visitor.at.number_input if field.label == "Weight"]
        field.set_value(0.5)
        visitor.at.run()
    assert_as_opened_after_a_move(PAGE, "edit", change)


def test_a_pinned_part_of_the_cell_is_the_one_in_numbers():
    visitor = visit(network="given_names-lstm")
    visitor.send("graph", selection={"node": "cell:6", "unit": 2, "step": 6})
    assert visitor.widget("lane").value == "cell" and visitor.widget("neuron").value == 3


@pytest.mark.parametrize("move", [{"notation": "uvw"}, {"shape": "speech"}, {"length": 5}, {"stage": "external"},
                                  {"guess_parameters": "Fewer"}], ids=lambda move: next(iter(move)))
def test_step_and_changed_weights_survive_a_move_of_anything_else(move):
    visitor = visit(**SMALL, at="3", edit="W_hh,2,1,0.9;W_xh,1,1,2")
    visitor.set(**move)
    assert graph(visitor)["settings"]["step"] == 3
    assert visitor.at.query_params["edit"] == "W_hh,2,1,0.9;W_xh,1,1,2" and visitor.has("undo_1")
    visitor.click("undo_1")
    assert visitor.at.query_params["edit"] == "W_hh,2,1,0.9" and visitor.at.query_params["at"] == "3"


def test_a_section_follows_what_it_shows_and_nothing_else():
    records = visit(text="anna").at.session_state["_ledger"].records
    follows = {name: {key.removeprefix(f"{PAGE}.") for key in record.read} for name, record in records.items()}
    picture = {"network", "edit", "text", "length", "stage", "feed", "notation", "loss", "at"}
    assert follows[""] == {"present", "step"}                   # nothing else runs the whole page
    assert picture | {"view", "flow"} == follows["graph"]
    assert follows["one_step"] == picture | {"neuron", "lane"}
    assert follows["shape"] == {"shape", "notation"}
    assert follows["rule_and_shapes"] == {"network", "stage", "notation"}
    assert follows["moved"] == {"network", "edit"}               # no weight is changed yet
