"""Home: a name that was really written, and a door to the page."""

import re
from html import unescape

import numpy as np
import pytest

import rnncore
from explainer import library
from tests.visitor import Visitor


@pytest.fixture
def home(quiet_runner) -> Visitor:
    return Visitor(page="pages/home.py")


def written(visitor: Visitor) -> str:
    signs = re.findall(r'u-chip[^"]*"><b><bdi>(.*?)</bdi>', visitor.piece("u-writing"))
    return "".join(unescape(sign) for sign in signs)


def test_it_opens_well(home):
    assert len(home.at.title) == 1 and not home.said("error") and not home.said("warning")
    assert not home.charts()                       # no chart library here: it must be there in a second


def test_the_name_is_the_model_s_own(home):
    model = library.shipped_models()["given_names-gru"]
    for _ in range(4):
        number = home.at.session_state["home_draw"]
        [name] = rnncore.sample(model, 1, np.random.default_rng(number), 0.7)
        assert written(home) in (name + "∎", name)
        assert any(name.title() in text or not name for text in home.said("markdown"))
        [button] = [button for button in home.at.button if button.label == "Write another"]
        button.click()
        home.at.run()
        home.is_well()
        assert home.at.session_state["home_draw"] == number + 1


def test_it_stays_the_same_name_until_asked(home):
    before = written(home)
    home.at.run()
    assert written(home) == before


def test_there_is_a_door_to_every_other_page(home):
    doors = [element.proto.page for element in home.at.get("page_link")]
    assert any("name-generation" in door or "name_generation" in door for door in doors)


def test_the_numbers_told_are_the_model_s(home):
    model = library.shipped_models()["given_names-gru"]
    assert any(f"{model.parameters:,}" in piece for piece in home.html)


def test_a_run_in_progress_is_followed_here(home):
    visitor = home.open("pages/name_generation.py")
    visitor.set(list="stars", hidden=64, steps=20_000, seed=801).click("train")
    visitor.open("pages/home.py")
    strip = visitor.piece("u-job")
    assert "Stars" in strip and "Training" in strip
    step = visitor.job.latest.step if visitor.job.latest else 0
    visitor.wait(lambda: visitor.job.latest is not None and visitor.job.latest.step > step)
    library.runner().leave(visitor.shelf.session, visitor.job.key)
    visitor.wait(lambda: not visitor.job.is_active)
    visitor.at.run()
    assert not [piece for piece in visitor.html if "u-job" in piece]
