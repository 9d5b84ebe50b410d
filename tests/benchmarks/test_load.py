"""The load script's pure parts: what a browser would keep and send, in Streamlit's own messages."""

import json
import math
import sys
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from explainer.components.channel import STATE
from explainer.components.live_slider.live_slider import FROM_BROWSER
from pages.chapters import CHAPTERS
from tests.whole import all_steps

BENCHMARKS = str(Path(__file__).parents[2] / "benchmarks")
sys.path.insert(0, BENCHMARKS)
import load  # noqa: E402
import load_messages as messages  # noqa: E402
import load_visitors as visitors  # noqa: E402

sys.path.remove(BENCHMARKS)


def new_run(name: str, *fragments: str) -> ForwardMsg:
    message = ForwardMsg()
    message.new_session.page_script_hash = "page"
    message.metadata.run.script_run_id = name
    message.metadata.run.fragment_ids.extend(fragments)
    return message


def finished(status: int = ForwardMsg.FINISHED_SUCCESSFULLY) -> ForwardMsg:
    return ForwardMsg(script_finished=status)


def slider(value: float, *, fragment: str = "", set_value: bool = False, name: str = "$$ID-abc-chapter.width"):
    message = ForwardMsg()
    proto = message.delta.new_element.slider
    proto.id, proto.min, proto.max, proto.step, proto.set_value = name, 0.0, 1.0, 0.25, set_value
    (proto.value if set_value else proto.default).append(value)
    message.delta.fragment_id = fragment
    return message


def live(heard: int, value: float = 2, step: float = 1, stops: list | None = None) -> messages.Widget:
    message = ForwardMsg()
    proto = message.delta.new_element.bidi_component
    proto.id = "$$ID-abc-chapter.live_width"
    proto.json = json.dumps({"heard": heard, "value": value, "low": 1, "high": 3, "step": step, "stops": stops})
    screen = messages.Screen()
    screen.take(message)
    return screen.find("chapter.live_width")


def shown(*elements: ForwardMsg) -> messages.Screen:
    screen = messages.Screen()
    for message in (new_run("first"), *elements, finished()):
        screen.take(message)
    return screen


def values(asked: BackMsg) -> dict[str, float]:
    return {one.id: one.double_array_value.data[0] for one in asked.rerun_script.widget_states.widgets}


@pytest.mark.parametrize(("share", "wanted"), [(0.5, 2), (0.95, 4), (0.25, 1), (1.0, 4)])
def test_a_percentile_is_one_of_the_values_and_so_many_do_not_exceed_it(share, wanted):
    assert messages.percentile([3, 1, 4, 2], share) == wanted


def test_no_values_have_no_percentile():
    assert math.isnan(messages.percentile([], 0.95))


@pytest.mark.parametrize("sessions", [5, 50, 120])
def test_two_fifths_read_two_fifths_move_and_a_fifth_trains(sessions):
    plan = visitors.plan(sessions)
    assert {what: plan.count(what) for what in set(plan)} == {
        "reads": sessions * 2 // 5, "moves": sessions * 2 // 5, "trains": sessions // 5}


def test_visitors_go_to_pages_and_sliders_that_there_are():
    assert set(visitors.PAGES) == {chapter.place for chapter in CHAPTERS}
    for place, step, key in visitors.SLIDERS:
        chapter, name = key.split(".")
        steps = all_steps()[place]
        assert chapter == place and name.removeprefix("live_") in steps.holds[step]


def test_a_moved_slider_goes_over_the_wire_with_its_fragment_and_with_all_that_was_not_moved():
    screen = shown(slider(0.5, fragment="part"), slider(0.25, name="$$ID-def-chapter.other"))
    widget = screen.find("chapter.width")
    asked = messages.rerun(screen, moved=[messages.moved_slider(widget, 0.75)], fragment=widget.fragment)
    again = BackMsg.FromString(asked.SerializeToString())
    assert again.WhichOneof("type") == "rerun_script"
    assert (again.rerun_script.fragment_id, again.rerun_script.page_script_hash) == ("part", "page")
    assert values(again) == {"$$ID-abc-chapter.width": 0.75, "$$ID-def-chapter.other": 0.25}
    assert values(messages.rerun(screen)) == values(again)


def test_what_was_moved_stays_until_the_server_sets_it():
    screen = shown(slider(0.5))
    messages.rerun(screen, moved=[messages.moved_slider(screen.find("chapter.width"), 0.75)])
    screen.take(slider(0.5))
    assert values(messages.rerun(screen)) == {"$$ID-abc-chapter.width": 0.75}
    screen.take(slider(1.0, set_value=True))
    assert values(messages.rerun(screen)) == {"$$ID-abc-chapter.width": 1.0}


def test_a_button_is_pressed_once():
    screen = shown()
    press = WidgetState(id="train", trigger_value=True)
    assert len(messages.rerun(screen, moved=[press]).rerun_script.widget_states.widgets) == 1
    assert not messages.rerun(screen).rerun_script.widget_states.widgets


def test_what_a_run_did_not_draw_again_is_gone_and_a_fragment_takes_only_its_own():
    screen = shown(slider(0.5, fragment="part"), slider(0.25, name="$$ID-def-chapter.other"))
    for message in (new_run("second", "part"), finished(ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)):
        screen.take(message)
    assert set(values(messages.rerun(screen))) == {"$$ID-def-chapter.other"}
    for message in (new_run("third"), finished()):
        screen.take(message)
    assert not screen.widgets


def test_a_run_that_was_cut_short_for_another_is_no_answer():
    screen = messages.Screen()
    screen.take(new_run("first"))
    assert screen.take(finished(ForwardMsg.FINISHED_EARLY_FOR_RERUN)) is None
    screen.take(new_run("second", "part"))
    assert screen.take(finished(ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)).fragments == ("part",)


def test_an_element_that_was_cached_is_found_by_its_number_and_one_that_was_not_is_an_error():
    message = slider(0.5)
    message.metadata.cacheable, message.hash = True, "abc"
    screen = shown(message)
    assert list(messages.rerun(screen).rerun_script.cached_message_hashes) == ["abc"]
    screen.take(new_run("second"))
    screen.take(ForwardMsg(ref_hash="abc"))
    screen.take(finished())
    assert screen.find("chapter.width").run == "second" and not screen.errors
    screen.take(ForwardMsg(ref_hash="other"))
    assert len(screen.errors) == 1


def test_exceptions_and_told_errors_are_errors():
    exception, alert, note = ForwardMsg(), ForwardMsg(), ForwardMsg()
    exception.delta.new_element.exception.message = "broken"
    alert.delta.new_element.alert.format = alert.delta.new_element.alert.ERROR
    note.delta.new_element.alert.format = note.delta.new_element.alert.INFO
    assert len(shown(exception, alert, note).errors) == 2


def test_fragments_run_by_the_clock_until_they_are_told_not_to_or_the_page_runs():
    clock, stop = ForwardMsg(), ForwardMsg()
    clock.auto_rerun.fragment_id, clock.auto_rerun.interval = "part", 1.0
    stop.stop_auto_rerun.fragment_ids.append("part")
    screen = shown(clock)
    assert screen.clocks == {"part": 1.0}
    screen.take(stop)
    assert not screen.clocks
    screen.take(clock)
    screen.take(new_run("second", "part"))
    assert screen.clocks
    screen.take(new_run("third"))
    assert not screen.clocks


def test_a_live_slider_says_what_the_channel_hears():
    channel = messages.LiveSlider()
    first = json.loads(channel.state(live(heard=0), 2, False).json_value)[STATE]
    assert FROM_BROWSER.checked(first) == {"value": 2, "rests": False}
    assert first["number"] == 1 and first["moved"] == ["value", "rests"]
    rests = json.loads(channel.state(live(heard=1), 2, True).json_value)[STATE]
    assert rests["number"] == 2 and rests["moved"] == ["rests"]
    unheard = json.loads(channel.state(live(heard=1), 3, True).json_value)[STATE]
    assert unheard["number"] == 3 and unheard["moved"] == ["rests", "value"]


@pytest.mark.parametrize(("widget", "wanted"), [
    (shown(slider(0.75)).find("chapter.width"), [1.0, 0.75, 0.5]),
    (live(heard=0), [3, 2, 1, 2]), (live(heard=0, value=1.2, stops=[1, 1.2, 3]), [3, 1.2, 1]),
])
def test_a_key_goes_from_stop_to_stop_and_turns_at_the_ends(widget, wanted):
    assert messages.neighbours(widget, len(wanted)) == wanted


@pytest.mark.parametrize("address", ["http://127.0.0.1:8501", "http://localhost:80", "http://[::1]:8501"])
def test_loopback_may_be_loaded(address):
    assert load.is_loopback(address)


@pytest.mark.parametrize("address", [
    "http://example.org", "https://127.0.0.1", "http://127.0.0.1.example.org", "http://10.0.0.1", "127.0.0.1:80",
    "http://localhost@example.org", "http://me@127.0.0.1", "http://127.0.0.1:99999", ""])
def test_nothing_else_may(address):
    assert not load.is_loopback(address)


@pytest.mark.parametrize("words", [["--sessions", "0"], ["--sessions", "100000"], ["--minutes", "600"],
                                   ["--replicas", "http://example.org"]])
def test_what_is_out_of_bounds_is_refused(words):
    with pytest.raises(SystemExit):
        load.arguments(words)
