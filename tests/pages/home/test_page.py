"""Home: a network that really writes, and a door to every page."""

import json
import re

import pytest

from explainer.components.graph.weights import pictures_as_json
from explainer.models import shipped
from explainer.shell.frame import frame_style, style_of
from pages.chapters import CHAPTERS
from pages.home.written_names import AHEAD, NAMES, WRITER, write_ahead, written_names
from tests.visitor import HOME, Visitor

HIDDEN_STATE = next(chapter for chapter in CHAPTERS if chapter.place == "hidden-state")


@pytest.fixture
def home(quiet_engine) -> Visitor:
    return Visitor(page=HOME)


def picture(visitor: Visitor) -> dict:
    """The picture as data, as the component was given it."""
    return visitor.component(f"home_graph_{draw_number(visitor)}")


def shows_names_of_its_number(visitor: Visitor) -> bool:
    """Whether the picture holds different names, just as the network writes them for the visitor's number."""
    names = dict(written_names(shipped.shipped_models()[WRITER], draw_number(visitor), NAMES))
    expected = json.loads(json.dumps(pictures_as_json(list(names.values()))["pictures"]))
    return len(names) == NAMES and picture(visitor)["pictures"] == expected


def draw_number(visitor: Visitor) -> int:
    return visitor.at.session_state["home_draw"]


def another(visitor: Visitor) -> Visitor:
    """The names alone are drawn again; then look at the whole page."""
    visitor.click("others")
    assert not visitor.is_whole and len(visitor.drawn()) == 1
    visitor.at.run()
    return visitor.is_well()


def test_it_opens_well(home):
    assert home.is_whole and not home.said("error") and not home.said("warning")
    assert not home.charts()                       # no chart library here: it must be there in a second


def test_the_names_are_the_network_s_own(home):
    for _ in range(4):
        number = draw_number(home)
        assert shows_names_of_its_number(home)
        assert draw_number(another(home)) == number + 1


def test_they_stay_until_asked(home):
    before = picture(home)
    home.at.run()
    assert picture(home) == before
    assert picture(another(home)) != before


def test_two_visitors_see_different_names(quiet_engine):
    assert len({json.dumps(picture(Visitor(page=HOME))) for _ in range(8)}) > 1


def test_whoever_comes_finds_names_already_written(quiet_engine, monkeypatch):
    write_ahead()
    monkeypatch.setattr("pages.home.written_names.written_names", None)
    visitors = [Visitor(page=HOME) for _ in range(4)]
    assert all(visitor.is_whole and draw_number(visitor) < AHEAD for visitor in visitors)
    monkeypatch.undo()
    assert all(map(shows_names_of_its_number, visitors))


def test_the_frame_s_style_is_all_it_needs(home):
    def classes(style: str) -> set[str]:
        return set(re.findall(r"\.([a-z]+-[a-z-]+)", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)))

    worn = {name for piece in home.html for names in re.findall('class="([^"]+)"', piece) for name in names.split()}
    assert {"u-note", "u-place", "u-lead"} <= worn & classes(frame_style())
    assert {"u-names", "hs-heat"} <= classes(style_of(HIDDEN_STATE)) - classes(frame_style())
    assert not worn & (classes(style_of(HIDDEN_STATE)) - classes(frame_style()))


def test_there_is_a_door_to_every_other_page(home):
    doors = {element.proto.page for element in home.at.get("page_link")}
    pages = {info["url_pathname"] for info in home.at._registered_pages.values() if info["url_pathname"] != "home"}
    assert pages - {""} <= doors and "name-generation" in doors


def test_the_numbers_told_are_a_shipped_model_s(home):
    sizes = {f"{model.parameters:,}" for model in shipped.shipped_models().values()}
    assert any(size in piece for size in sizes for piece in home.html)


def test_a_run_in_progress_is_followed_here(home):
    visitor = home.open("name-generation")
    visitor.set(list="stars", hidden=64, steps=20_000, seed=801).click("train")
    visitor.open(HOME)
    strip = visitor.piece("u-job")
    assert "Stars" in strip and "Training" in strip
    step = visitor.job.step
    visitor.wait(lambda: visitor.job.step > step)
    visitor.job.stop()
    visitor.wait(lambda: not visitor.job.is_active)
    assert not [piece for piece in visitor.html if "u-job" in piece]


def test_what_was_predicted_is_shown_with_its_steps_until_it_is_forgotten(home):
    links = lambda: {(link.proto.page, link.proto.query_string) for link in home.at.get("page_link")}      # noqa: E731
    doors = links()
    assert not home.has("forget_answers")
    kept = {"hidden-state/map": {"step": "map", "guess": "The last letter", "right": True},
            "hidden-state/keeps": {"step": "summary", "guess": "Another", "right": False}}
    home.send("kept_answers", selection={"kept": json.dumps(kept)}).at.run()
    assert links() - doors == {("hidden-state", "step=map"), ("hidden-state", "step=summary")}
    assert any("1 of 2 predictions right at first go" in told for told in home.said("markdown"))
    home.click("forget_answers").at.run()
    assert links() == doors and not home.has("forget_answers")
    assert home.component("kept_answers")["forget"] and home.at.session_state["guess_map"] is None
