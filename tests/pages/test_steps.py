"""What every chapter made of steps owes."""

from importlib import import_module
from itertools import pairwise

import pytest

from explainer.shell.path import stops
from explainer.state.registry import PAGES
from explainer.state.steps import WHOLE, FrameControl, steps_of
from pages.chapters import CHAPTERS
from tests import links
from tests.pages.moves import told
from tests.visitor import Visitor
from tests.whole import all_steps

pytestmark = pytest.mark.usefixtures("step_by_step")
STEPS = all_steps()
EACH = [(place, name) for place, control in STEPS.items() for name in control.names]


@pytest.mark.parametrize("place", STEPS)
def test_every_control_stands_in_a_step_and_in_the_chapters_list(place):
    held = STEPS[place].above.union(*STEPS[place].holds.values())
    known = {control.key for control in PAGES[place] if not isinstance(control, FrameControl)}
    assert not held - known, "in STEP, and not in ALL: no address can set it"
    assert not known - held, "in ALL, and in no step"


@pytest.mark.parametrize(("place", "name"), EACH)
def test_a_step_opens_with_its_claim_and_its_controls_and_nothing_of_the_others(place, name):
    control = STEPS[place]
    visitor = Visitor({"step": name}, place, links.PATIENCE)
    assert not visitor.said("error") and not visitor.said("info")
    headings = sum("<h2 " in piece or ("<h1 " in piece and "u-kicker" not in piece) for piece in visitor.html)
    assert headings == 1, "one claim"
    records = visitor.at.session_state["_ledger"].records.values()
    shown = {key for record in records for key, *_ in record.shown.values()}
    allowed = {"step"} | control.above | control.holds[name]
    drawn = {key.removeprefix(f"{place}.") for key in shown if key.startswith(f"{place}.")}
    assert not drawn - allowed, f"drawn in {name}, and not in its line of STEP"


@pytest.mark.parametrize("place", STEPS)
def test_next_leads_through_the_chapter_and_the_strip_anywhere(place):
    visitor, names = Visitor({}, place, links.PATIENCE), STEPS[place].names
    for name in names[1:]:
        visitor.click("next_step")
        assert visitor.at.query_params == {"step": name}
        assert told(visitor) == told(Visitor({"step": name}, place, links.PATIENCE))
    visitor.move(step=names[0])
    assert visitor.at.query_params == {}
    visitor.move(step=WHOLE)
    assert visitor.at.query_params == {"step": WHOLE}


@pytest.mark.parametrize("address", [address for address in links.recorded() if "?" in address])
def test_an_address_without_a_step_opens_one_that_holds_what_it_sets(address):
    chapter, query = links.parted(address)
    control = STEPS[chapter]
    assert (control.holds[control.opened_by(query)] | control.above) & set(query)


@pytest.mark.parametrize("place", STEPS)
def test_a_step_that_was_found_by_its_controls_is_open(place):
    control = STEPS[place]
    name, key = next((name, key) for name in reversed(control.names) for key in sorted(control.holds[name])
                     if control.opened_by({key}) == name)
    [value] = [one for one in PAGES[place] if one.key == key]
    visitor = Visitor({key: value.write(links.elsewhere(place, value))}, place, links.PATIENCE)
    assert links.value_of(visitor, control) == name
    assert not visitor.said("info")


def test_the_ten_minute_path_leads_through_steps_that_are_there_and_back_home():
    """Next alone, from the first stop to the last; each is the page that its address opens."""
    assert len(stops()) <= 14 and len(set(stops())) == len(stops())
    visitor = Visitor({"step": stops()[0].step, "path": "ten"}, stops()[0].place, links.PATIENCE)
    for here, following in pairwise(stops()):
        assert here.label == steps_of(here.place).options[here.step]
        if here.place == following.place:
            visitor.click("next_step")
        else:
            assert not visitor.has("next_step")
            visitor.open(following.place, {"step": following.step, "path": "ten"})
        assert visitor.at.query_params.get("path") == "ten"
        assert links.value_of(visitor, steps_of(following.place)) == following.step
    visitor.click("leave_path")
    assert "path" not in visitor.at.query_params and not visitor.has("leave_path")


def test_a_presentation_is_kept_from_chapter_to_chapter_and_left_for_all_at_once():
    first, second = list(STEPS)[:2]
    visitor = Visitor({"step": STEPS[first].names[-2], "present": "on"}, first, links.PATIENCE)
    visitor.click("next_step")
    assert visitor.at.query_params == {"step": STEPS[first].names[-1], "present": "on"}
    visitor.open(second)
    assert visitor.at.query_params == {"present": "on"} and not visitor.has("back_a_step")     # a link leads there
    visitor.move(step=STEPS[second].names[2])
    visitor.click("back_a_step")
    assert visitor.at.query_params == {"step": STEPS[second].names[1], "present": "on"}
    visitor.click("leave_presentation")
    assert visitor.at.query_params == {"step": STEPS[second].names[1]}
    visitor.open(first)
    assert "present" not in visitor.at.query_params and visitor.has("present_step")


def test_a_chapter_ends_with_what_it_has_shown_and_leads_back_to_where():
    for chapter in (one for one in CHAPTERS if one.place in STEPS):
        summary = import_module(f"pages.{chapter.folder.name}.summary").SUMMARY
        names = [sentence.step for sentence in summary]
        assert 3 <= len(names) <= 5 and len(set(names)) == len(names) and set(names) <= set(STEPS[chapter.place].names)
    last, names = chapter.place, STEPS[chapter.place].names
    assert not Visitor({"step": names[0]}, last, links.PATIENCE).has("summary_0")
    visitor = Visitor({"step": names[-1]}, last, links.PATIENCE)
    assert all(any(sentence.words in piece for piece in visitor.html) for sentence in summary)
    visitor.click("summary_1")
    assert links.value_of(visitor, STEPS[last]) == summary[1].step
