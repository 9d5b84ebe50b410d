"""A change runs exactly the sections that show it: on the pilot app, and in what is asked of Streamlit."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from explainer.state import address, registry, sections
from explainer.state.keys import css_class
from explainer.state.ledger import PAGE, Ledger, Recording, note_read

PILOT = Path(__file__).with_name("pilot.py")


class Pilot:
    """Somebody in the pilot app."""

    def __init__(self, query: dict[str, str] | None = None, page: str = "pilot") -> None:
        self.at = AppTest.from_file(PILOT, default_timeout=30)
        self.open(page, query)

    def open(self, page: str, query: dict[str, str] | None = None) -> "Pilot":
        self.at.query_params.clear()
        self.at.query_params.update(query or {})
        self.at._page_hash = calc_hash(page or str(PILOT))
        self.at.run()
        return self

    def after(self, widget: str, set_to=None) -> list[str]:
        """Move a widget, or press a button: the sections that run, in order."""
        self.at.run()                          # the whole page, so that every widget is there
        self.at.session_state["log"].clear()
        [found] = [one for kind in ("slider", "number_input", "segmented_control", "text_input", "button")
                   for one in getattr(self.at, kind) if one.key == widget]
        found.click() if set_to is None else found.set_value(set_to)
        self.at.run()
        assert not self.at.exception
        return list(self.at.session_state["log"])

    def stale(self) -> list[str]:
        """The sections that show what is no longer so: none, ever."""
        state = self.at.session_state
        return state["_ledger"].stale(state.get)

    @property
    def told(self) -> list[str]:
        self.at.run()
        return [text.value for text in self.at.text]


@pytest.fixture(autouse=True)
def pilots_controls(monkeypatch):
    monkeypatch.setattr(registry, "PAGES", registry.PAGES.copy())
    monkeypatch.setattr(address, "PAGES", registry.PAGES)
    monkeypatch.setattr(sections, "ARRIVAL", 0.0)


EVERYTHING = ["curve", "follower", "words", "inner", "more", "buttons", "steps", "page"]


@pytest.mark.parametrize(("widget", "to", "run"), [
    ("pilot.width", 20, ["curve", "inner"]),                   # not the section the slider stands in
    ("pilot.at_here", 3, EVERYTHING),                          # its own section alone; here, where the test app …
    ("pilot.kind", "rich", [*EVERYTHING[:5], "rich", *EVERYTHING[5:]]),         # read outside all sections
    ("pilot.word", "marie", ["words", "inner"]),
])
def test_a_control_that_moves_runs_its_readers_and_writes_the_address(widget, to, run):
    pilot = Pilot()
    found = pilot.after(widget, to)
    if widget == "pilot.at_here":               # … runs all where Streamlit would run the widget's own section
        assert set(found) == set(run)
    else:
        assert found == run
    name = widget.split(".")[1].removesuffix("_here")
    assert pilot.at.query_params == {name: str(to)} and not pilot.stale()


def test_what_may_not_have_been_sent_is_drawn_again_by_a_widget_outside_all_sections(monkeypatch):
    """Streamlit has thrown it away, for it takes the move of such a widget for a run of the whole page."""
    pilot = Pilot()
    assert pilot.after("pilot.word", "marie") == ["words", "inner"]
    monkeypatch.setattr(sections, "UNSENT", 60.0)
    assert pilot.after("pilot.word", "otto") == EVERYTHING           # the page itself was drawn a moment ago
    state = pilot.at.session_state
    for record in state["_ledger"].records.values():
        record.ended -= 100 * (record.name != "steps")
    state["log"].clear()
    pilot.at.text_input[0].set_value("emma").run()
    assert list(state["log"]) == ["words", "inner", "steps"]


def test_what_a_button_sets_runs_what_shows_it_widgets_included():
    pilot = Pilot()
    assert pilot.after("next") == ["curve", "words", "inner", "more", "buttons"]           # `more` has the slider
    assert pilot.at.query_params == {"seed": "1", "width": "9"} and not pilot.stale()


def test_a_widget_that_another_hand_moved_is_told_so_in_the_browser_and_no_other():
    pilot = Pilot()
    pilot.after("next")
    sliders = {slider.key: slider.proto for slider in (*pilot.at.slider, *pilot.at.number_input)}
    assert sliders["pilot.width"].set_value and sliders["pilot.width"].value == [9]
    assert sliders["pilot.seed"].set_value and sliders["pilot.seed"].value == 1
    pilot.at.run()
    pilot.at.run()
    assert not any(slider.proto.set_value for slider in pilot.at.slider if slider.key == "pilot.width")


def test_what_a_widget_sets_besides_is_followed_too():
    pilot = Pilot({"at": "4"})
    assert pilot.after("pilot.word", "marie") == ["words", "inner", "steps"]
    assert pilot.at.query_params == {"word": "marie"}              # and back at step 1
    assert pilot.after("pilot.word", "maximilian") == EVERYTHING   # cut, and its field stands outside all
    assert pilot.at.query_params == {"word": "maxim"}


def test_a_widget_that_says_what_it_showed_before_it_was_set_has_not_been_moved(monkeypatch):
    """What the browser sends before it has heard of the new value: the old one, for all widgets."""
    pilot = Pilot({"at": "4"})
    pilot.after("pilot.word", "marie")                            # sets the step to 1
    monkeypatch.setattr(sections, "UNSENT", 60.0)
    pilot.after("pilot.at_here", 4)                               # which the browser had not heard yet
    assert "steps · at 1" in pilot.told and pilot.at.query_params == {"word": "marie"}
    pilot.after("pilot.at_here", 3)
    assert "steps · at 3" in pilot.told
    pilot.after("pilot.at_here", 4)                               # a hand moved it since: a hand may move it back
    assert "steps · at 4" in pilot.told


def test_a_section_that_comes_and_goes():
    pilot = Pilot()
    pilot.after("pilot.kind", "rich")
    assert pilot.after("pilot.seed", 5) == ["words", "inner", "rich"]
    pilot.after("pilot.kind", "plain")
    assert "rich" not in pilot.after("next") and not pilot.stale()


def test_a_second_place_shows_its_own_value_until_it_is_moved():
    pilot = Pilot({"at": "9"})
    assert "steps · at 9" in pilot.told and pilot.at.slider[1].value == 5
    pilot.after("pilot.at_here", 2)
    assert "steps · at 2" in pilot.told and pilot.at.query_params == {"at": "2"}


def test_two_chapters_have_a_control_of_one_name_and_each_keeps_its_own():
    pilot = Pilot()
    pilot.after("pilot.width", 20)
    pilot.open("other")
    assert pilot.told == ["other · width 3"] and pilot.at.query_params == {}
    pilot.after("other.width", 5)
    assert pilot.open("").at.query_params == {}
    assert "curve · width 20 · drag 0.5" in pilot.open("pilot").told and pilot.at.query_params == {"width": "20"}
    assert css_class("pilot", "width") == "st-key-pilot-width"


def test_what_does_not_fit_opens_on_defaults_and_is_said():
    pilot = Pilot({"width": "1000", "word": "abcdefg", "seed": "7"})
    assert [info.value for info in pilot.at.info] == [
        "The address held values that do not fit (Width, Word); the page uses its own instead."]
    assert pilot.at.query_params["width"] == "1000"            # until something moves, or the page runs again
    assert "words · word anna · seed 7" in pilot.told and pilot.at.query_params == {"seed": "7"}


def test_the_way_back_is_the_address_and_nothing_else(monkeypatch):
    pilot = Pilot({"seed": "7"})
    pilot.after("pilot.width", 20)
    pilot.at.query_params.clear()
    pilot.at.query_params["seed"] = "3"
    context = SimpleNamespace(is_history_navigation=True)
    monkeypatch.setattr(address, "get_script_run_ctx", lambda: context)
    pilot.at.run()
    assert pilot.at.text[0].value == "curve · width 8 · drag 0.5" and pilot.at.query_params == {"seed": "3"}


class AskedError(Exception):
    """What was asked of Streamlit."""


@pytest.fixture
def session(monkeypatch):
    """A session without Streamlit; `st.rerun` says what was asked for."""
    def rerun(names=None):
        raise AskedError(names)
    state: dict = {}
    fake = SimpleNamespace(session_state=state, rerun=rerun)
    monkeypatch.setattr(sections, "st", fake)
    monkeypatch.setattr(address, "st", fake)
    ledger = state["_ledger"] = Ledger()
    ledger.is_whole = True
    sections_of = {"own": "a", "picture": "a", "words": "a", "other": "b"}
    with Recording(ledger.records[PAGE]):
        for name, key in sections_of.items():
            with Recording(ledger.begin(name, PAGE, first=name == "picture", live=name == "picture")):
                note_read(key, 1, None)
    return state


def asked(**how) -> object:
    """What `follow` asks of Streamlit; "nothing" where it leaves it at what it does anyway."""
    try:
        sections.follow(**how)
    except AskedError as what:
        return what.args[0]
    return "nothing"


def test_a_drag_runs_the_sliders_own_section_and_the_live_ones_and_the_rest_when_it_rests(session):
    session.update(a=2, b=1)
    assert asked(own="own", moving=True) == ["picture", "own"] and session["_moving"]
    for name in ("picture", "own"):
        session["_ledger"].records[name].read["a"] = 2, None          # they have run
    assert asked(own="own", moving=True) == "nothing"
    assert asked(own="own") == ["words"] and not session["_moving"]


def test_a_slider_that_moves_alone_leaves_the_live_ones_for_when_it_rests(session):
    session.update(a=2, b=1)
    assert asked(own="own", moving=True, alone=True) == "nothing"            # Streamlit runs its own section
    assert asked(own="own", alone=True) == ["picture", "own", "words"]


@pytest.mark.parametrize(("before", "after", "wanted"), [
    (None, None, "nothing"), (0.5, 0.5, "nothing"), (0.5, None, None), (None, 0.5, None)])
def test_the_page_runs_when_a_clock_must_start_or_stop(session, monkeypatch, before, after, wanted):
    clocks, said, drawn = [], iter((before, after)), []

    def fragment(draw, key, run_every):
        clocks.append((key, run_every))
        return draw
    monkeypatch.setattr(sections.st, "fragment", fragment, raising=False)
    monkeypatch.setattr(sections, "settle", lambda: None)
    watched = sections.section("watched", every=lambda: next(said))(lambda: drawn.append(1))
    try:
        watched()
        found = "nothing"
    except AskedError as what:
        found = what.args[0]
    assert found == wanted and drawn == [1] and clocks == [("watched", before)]


def test_a_section_that_is_all_there_is_to_run_is_left_to_streamlit(session):
    session.update(a=1, b=2)
    assert asked(own="other") == "nothing"
    assert asked(own="own") == ["other"]


def test_a_page_that_was_cut_off_runs_whole(session):
    session.update(a=2, b=1)
    session["_ledger"].is_whole = False
    assert asked(own="own") is None


def test_what_the_page_itself_reads_runs_the_page(session):
    session["_ledger"].records[PAGE].read["a"] = 1, None
    session.update(a=2, b=1)
    assert asked(own="own") is None
    assert asked(own=PAGE) == "nothing"                # a widget outside all sections: Streamlit runs the page anyway


def test_the_others_wait_for_the_picture_only_if_there_are_others(session):
    session.update(a=2, b=1)
    asked(own="other")
    assert session["_parts_ahead"] == "picture"
    session.pop("_parts_ahead")
    session["_ledger"].records["own"].live = False
    asked(own="other", moving=True)
    assert "_parts_ahead" not in session


def test_news_run_what_was_told_otherwise_and_by_the_clock_the_page(session):
    standing = ["active"]
    with Recording(session["_ledger"].begin("told", PAGE)):
        assert sections.watch(standing.__getitem__, 0) == "active"
    session.update(a=1, b=1)
    assert asked(own="own") == "nothing" and by_the_clock(session) == "nothing"        # there are none
    standing[0] = "finished"
    assert asked(own="own") == ["told"] and asked(own="told") == "nothing"
    assert by_the_clock(session) is None
    assert by_the_clock(session, around=PAGE) == "nothing"             # those that are stale run after it


def by_the_clock(session, around: str | None = None) -> object:
    """What a section asks of Streamlit that looks for news, by itself or with the section `around` it."""
    try:
        with Recording(session["_ledger"].begin("watched", around)):
            sections.run_page_on_news()
    except AskedError as what:
        return what.args[0]
    return "nothing"


def test_a_section_takes_no_arguments():
    with pytest.raises(TypeError, match="takes no arguments"):
        sections.section("x")(lambda reader: None)
