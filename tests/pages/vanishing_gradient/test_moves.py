"""Whatever moves, the chapter is then what it is when it is opened at its address, and no more is drawn again."""

import pytest

from pages.vanishing_gradient import controls, lag_controls
from tests import links
from tests.pages.moves import assert_as_opened_after_a_move
from tests.pages.vanishing_gradient.opening import PAGE, visit

GRAPH = "gradient_graph"
# What nobody shows before something was trained, or what only a widget shows.
UNSEEN = (lag_controls.WHO, lag_controls.WRITE, lag_controls.PACE, lag_controls.TRIES, lag_controls.ALLOWED,
          lag_controls.FIRST)
# What is moved in a way of its own: the second name of a slider, news of the graph, a button.
OTHERWISE = {
    "gate": lambda visitor: visitor.drag("gate_above", links.elsewhere(PAGE, controls.GATE)),
    "shown": lambda visitor: visitor.send(GRAPH, selection={"view": "folded"}),
    "stands": lambda visitor: visitor.send(GRAPH, selection={"step": links.elsewhere(PAGE, controls.STANDS)}),
    "clipped": lambda visitor: visitor.move(way="clip"),
}
# The stage of the update in which one sees what they change.
STAGES = {"row": "backward", "column": "backward", "stride": "better"}
NETWORK = {"radius", "cellkind", "squash", "start", "width", "signal", "farback", "drawn"}
TEXT = {"learner", "spelt", "asked"}


@pytest.mark.parametrize("key", [control.key for control in controls.ALL if control not in UNSEEN])
def test_after_a_move_the_page_is_as_it_is_opened(key, monkeypatch):
    if key in STAGES:
        monkeypatch.setitem(links.BESIDES[PAGE], key, {"phase": STAGES[key]})
    assert_as_opened_after_a_move(PAGE, key, OTHERWISE.get(key), "live_gate_above" if key == "gate" else "")


@pytest.mark.parametrize("control", [controls.RADIUS, controls.SIGNAL])
def test_the_second_slider_moves_all_that_the_first_one_moves(control):
    there = links.elsewhere(PAGE, control)
    assert_as_opened_after_a_move(PAGE, control.key, lambda visitor: visitor.drag(f"{control.key}_causes", there))


def test_what_nothing_shows_yet_is_in_the_address_all_the_same():
    visitor = visit()
    before = visitor.drawn()
    for control in UNSEEN:
        visitor.set(**{control.key: links.elsewhere(PAGE, control)})
    assert visitor.drawn() == before
    assert visitor.at.query_params == {control.key: control.write(links.elsewhere(PAGE, control))
                                       for control in UNSEEN}


@pytest.mark.parametrize("key", ["signal", "width", "farback"])
def test_a_slider_on_its_way_moves_the_picture_and_nothing_else(key):
    visitor = visit().drag(key, 5, rests=False)
    assert set(visitor.charts()) == {"reach"} and visitor.at.query_params == {}


def test_a_way_out_leaves_alone_what_does_not_show_the_network():
    visitor = visit().move(way="gates")
    assert not visitor.is_whole and {"reach", "causes", "ways"} == set(visitor.charts())
    assert visitor.at.query_params == {"cellkind": "lstm", "gate": "5.3"}


def test_the_entry_with_the_largest_gradient_is_found_and_kept():
    visitor = visit(phase="backward").click("strongest")
    opened = visit(**visitor.at.query_params)
    visitor.at.run()
    assert visitor.drawn() == opened.drawn() and {"phase", "row", "column"} == set(visitor.at.query_params)


def test_a_row_that_the_matrix_does_not_have_becomes_its_last_one():
    visitor = visit(phase="backward", row="256")
    assert visitor.widget("row").value == visitor.widget("row").max == 64
    visitor.move(column=2)
    assert visitor.at.query_params == {"phase": "backward", "row": "64", "column": "2"}


def test_a_section_follows_what_it_shows_and_nothing_else():
    visitor = visit()
    for key in ("guess_edge", "guess_cells", "guess_rescue", "guess_chain"):
        visitor.set(**{key: visitor.widget(key).options[0]})
    ledger = visitor.at.session_state["_ledger"]
    follows = {name: {key.removeprefix(f"{PAGE}.") for key in record.read} for name, record in ledger.records.items()}
    assert follows[""] == {"present", "step"} and follows["more_sliders"] == follows["memory_horizon"] == set()
    assert follows["gradient_curve"] == NETWORK | {"clipped"} and follows["two_causes"] == NETWORK
    assert follows["ways_out"] == NETWORK | {"clipped", "gate"}
    assert follows["edge_question"] == NETWORK - {"radius", "cellkind", "squash", "start"}
    assert follows["gate_bias"] == follows["how_to_read_the_curve"] == {"cellkind"}
    assert follows["tanh_chain"] == {"times", "x", "chain_weight"} and follows["chain_question"] == {"times"}
    assert follows["chain_laws"] == {"x", "chain_weight"}
    assert follows["backward_graph"] == TEXT | {"shown", "stands"} and follows["backward_words"] == TEXT
    assert follows["cells_question"] == TEXT and follows["clipping_question"] == TEXT - {"learner"}
    assert follows["one_update"] == TEXT | {"phase"}
    assert follows["truncated_bptt"] == {"cut_at"} and follows["cut_question"] == set()
    assert follows["clipping"] == {"limit", "pace", "apart", "trial"}
    assert follows["lag_sweep"] == follows["lag_sequences"] == {"swept", "swept_rate"}
    assert follows["lag_plan"] == {"lag", "keep", "who", "spread"}


def test_the_gate_of_a_gated_cell_moves_what_shows_the_network():
    ledger = visit(cellkind="gru", clipped="on").at.session_state["_ledger"]
    assert {name for name, record in ledger.records.items() if f"{PAGE}.gate" in record.read} == {
        "gradient_curve", "two_causes", "ways_out", "why_it_does"}
    assert f"{PAGE}.limit" in ledger.records["gradient_curve"].read
