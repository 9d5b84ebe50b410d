"""Whatever moves, the chapter is then what it is when it is opened at its address, and no more is computed again."""

from collections import Counter

import pytest

from pages.gated_cells import controls, state
from tests import links
from tests.pages.gated_cells.opening import PAGE, visit
from tests.pages.moves import assert_as_opened_after_a_move

WIDGETS = [control.key for control in controls.ALL if control not in (controls.AT, controls.DRAW)]


@pytest.mark.parametrize("key", WIDGETS)
def test_after_a_move_the_page_is_as_it_is_opened(key):
    assert_as_opened_after_a_move(PAGE, key)


@pytest.mark.parametrize("suffix", ["_left", "_equations", "_rests"])
def test_every_slider_of_the_step_moves_them_all(suffix):
    there = links.elsewhere(PAGE, controls.AT)
    assert_as_opened_after_a_move(PAGE, "gated_step", lambda visitor: visitor.move(**{f"gated_step{suffix}": there}))


def test_the_wiring_moves_the_step_everywhere():
    look = {"step": links.elsewhere(PAGE, controls.AT), "unit": controls.NEURON.default - 1}
    assert_as_opened_after_a_move(PAGE, "gated_step", lambda visitor: visitor.send("wiring", selection=look))


def test_the_button_writes_other_names():
    assert_as_opened_after_a_move(PAGE, "gated_draw", lambda visitor: visitor.click("gated_others"))


def test_a_text_is_read_once_for_all_sections(monkeypatch):
    runs = Counter()

    def counted(model, inputs):
        runs[len(inputs)] += 1
        return real(model, inputs)
    real = state.float64_trace
    monkeypatch.setattr(state, "float64_trace", counted)
    visitor = visit(gated_text="wilhelmina")
    visitor.set(gated_step_left=3)
    visitor.set(gated_neuron=11)
    assert runs == {len("∎wilhelmina"): 1}


def test_a_section_follows_what_it_shows_and_nothing_else():
    visitor = visit()
    ledger = visitor.at.session_state["_ledger"]
    place = {"gated_step", "gated_neuron", "gated_text", "gated_cell"}
    follows = {name: {key.removeprefix(f"{PAGE}.") for key in record.read} for name, record in ledger.records.items()}
    assert follows[""] == {"present", "step"}                   # no move runs the whole page but that to another step
    assert follows["wiring"] == follows["equations"] == place
    assert follows["sum"] == follows["left_question"] == place - {"gated_step"}
    assert follows["papers"] == {"gated_cell", "gated_paper"}
    assert follows["bias_curves"] == {"gated_bias", "gated_cell", "gated_start", "gated_units", "gated_seed"}
    assert set().union(*follows.values()) == {"present", "step"} | {control.key for control in controls.ALL}
