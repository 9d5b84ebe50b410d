"""Every view is a link: what the address says is on screen, and what is on screen is in the address."""

import pytest

from explainer.models import shipped
from explainer.state import recipe_controls, registry
from explainer.state.controls import Choice, Control, Number
from explainer.state.steps import FRAME, WHOLE, Steps
from explainer.training.bounds import BOUNDS
from pages.name_generation import controls as controls
from tests.visitor import Visitor

PAGE = tuple(control for control in registry.PAGES["name-generation"] if control not in FRAME)
DRAWN = {"temperature": "1.25", "top_k": "5", "prefix": "Ma", "count": "7", "draw": "42", "of": "3", "name": "Zoe",
         "model": "given_names-lstm"}
SET = {"list": "stars", "cell": "lstm", "hidden": "17", "steps": "30", "rate": "0.005", "seed": "9", "batch": "16",
       "clip": "2.5", "optimiser": "sgd", "schedule": "cosine", "initialisation": "glorot", "forget_bias": "2.5"}


def shown(visitor: Visitor, key: str):
    return visitor.widget(key).value


def test_an_address_opens_its_view():
    visitor = Visitor(DRAWN | SET)
    assert not visitor.said("info")
    by_key = {control.key: control for control in PAGE}
    for key, text in (DRAWN | SET).items():
        assert shown(visitor, key) == by_key[key].parse(text), key
    assert len(visitor.names) == 7 and all(name.startswith("Ma") for name in visitor.names)


def test_the_address_follows_the_page():
    visitor = Visitor()
    assert visitor.at.query_params == {}
    visitor.set(temperature=1.3, prefix="Jo & é?#", hidden=12)
    assert visitor.at.query_params == {"temperature": "1.3", "prefix": "Jo & é?#", "hidden": "12"}
    visitor.set(temperature=controls.TEMPERATURE.default, prefix="")
    assert visitor.at.query_params == {"hidden": "12"}
    again = Visitor(dict(visitor.at.query_params))
    assert shown(again, "hidden") == 12


def test_values_survive_another_page_and_come_back_into_the_address():
    visitor = Visitor().set(temperature=1.45, seed=123, cell="lstm", prefix="Be")
    before = dict(visitor.at.query_params)
    visitor.home_and_back()
    assert [shown(visitor, key) for key in ("temperature", "seed", "cell", "prefix")] == [1.45, 123, "lstm", "Be"]
    assert visitor.at.query_params == before


def test_an_address_beats_what_was_set_before():
    visitor = Visitor().set(temperature=1.45)
    visitor.open("")
    visitor.open("name-generation", {"temperature": "0.5"})
    assert shown(visitor, "temperature") == 0.5


def test_a_link_holds_every_value_and_opens_the_same_view():
    visitor = Visitor().set(temperature=0.35, count=9, prefix="Al", draw=77, hidden=33, list="cities")
    link = visitor.link
    assert set(link) == {control.key for control in PAGE}
    other = Visitor(link)
    assert not other.said("info")
    assert other.names == visitor.names and other.link == link


def end_of(control: Control, end: int):
    """The first (0) or the last (-1) value a control can have."""
    if isinstance(control, Number):
        return (control.low, control.high)[end]
    if isinstance(control, Steps):
        return WHOLE                     # the widgets of all steps
    if isinstance(control, Choice):
        return list(control.options)[end]
    if control.key == "model":
        return list(shipped.shipped_models())[end]
    return ("", "a" * control.longest)[end]


@pytest.mark.parametrize("end", [0, -1], ids=["low", "high"])
def test_every_control_can_be_in_a_link_at_its_extremes(end):
    wanted = {control.key: end_of(control, end) for control in PAGE}
    visitor = Visitor({control.key: control.write(wanted[control.key]) for control in PAGE})
    too_much = [BOUNDS.about_work(wanted["hidden"], wanted["steps"])] if end == -1 else []
    assert visitor.said("info") == too_much and not visitor.said("error")
    assert {key: shown(visitor, key) for key in wanted} == wanted


HOSTILE = ["nan", "inf", "-1", "1e999", "9" * 400, "<script>alert(1)</script>", "", "\x00", "' OR 1=1 --", "\u202e5"]


@pytest.mark.parametrize("first", [0, 5])
def test_hostile_values_open_on_defaults_with_one_notice(first):
    """Each control gets another one; that no control takes any of them is a law of the controls."""
    keys = ["temperature", "top_k", "count", "draw", "hidden", "steps", "rate", "cell", "list"]
    visitor = Visitor({key: HOSTILE[(first + i) % len(HOSTILE)] for i, key in enumerate(keys)})
    [notice] = visitor.said("info")
    assert "Temperature" in notice and "script" not in notice
    by_key = {control.key: control.default for control in PAGE}
    assert {key: shown(visitor, key) for key in keys} == {key: by_key[key] for key in keys}
    visitor.set(temperature=0.9)
    assert visitor.at.query_params == {"temperature": "0.9"}            # the address follows with the first move
    visitor.set(temperature=1.0)
    assert not visitor.said("info")            # said once, not for ever


SOME = [controls.TEMPERATURE, controls.TOP_K, controls.MODEL, controls.PREFIX, controls.LETTERS_OF,
        recipe_controls.LIST,
        recipe_controls.CELL, recipe_controls.RATE, recipe_controls.SEED, recipe_controls.FORGET_BIAS]


@pytest.mark.parametrize("control", SOME, ids=lambda control: control.key)
def test_one_wrong_value_spoils_only_itself(control):
    text = "a" * 61 if not isinstance(control, Number | Choice) else "nonsense"
    visitor = Visitor({control.key: text, "temperature": "1.5"} if control.key != "temperature" else
                      {control.key: text, "count": "5"})
    assert len(visitor.said("info")) == 1
    assert shown(visitor, "temperature") == (1.5 if control.key != "temperature" else control.default)
    if control.key not in ("of", "name"):
        assert shown(visitor, control.key) == control.default


@pytest.mark.parametrize("model", ["nonsense", "<b>x</b>", "brought-12345678", "given_names-transformer"])
def test_a_model_that_does_not_exist_opens_the_default_with_a_notice(model):
    visitor = Visitor({"model": model})
    assert shown(visitor, "model") == controls.MODEL.default
    assert len(visitor.said("info")) == 1


def test_strangers_in_the_address_are_ignored():
    visitor = Visitor({"utm_source": "x", "_shelf": "y", "_controls": "z", "temperature": "1.5"})
    assert shown(visitor, "temperature") == 1.5 and not visitor.said("info")


def test_a_value_given_twice_does_no_harm():
    visitor = Visitor({"temperature": ["1.5", "1.7"], "cell": ["gru", "gru"]})
    assert shown(visitor, "temperature") in (1.5, 1.7, controls.TEMPERATURE.default)


def test_an_address_whose_settings_were_changed_after_the_training_says_so(quiet_engine):
    visitor = Visitor({"list": "stars", "hidden": "6", "steps": "20", "batch": "16"})
    visitor.click("train").wait(lambda: not visitor.job.is_active)
    trained = visitor.entry.key
    visitor.set(steps=30)
    address = {k: v if isinstance(v, str) else v[0] for k, v in visitor.at.query_params.items()}
    other = Visitor(address)
    assert address["model"] == trained and trained not in other.shelf.own
    [said] = other.said("info")
    assert "another network" in said and "Link" in said
    [said] = Visitor(address | {"steps": "1500"}).said("info")         # while it trains: still one sentence, and true
    assert "another network" in said and "being trained now" in said
    [said] = Visitor(address | {"steps": "20000", "hidden": "100"}).said("info")        # and where it is only offered
    assert "another network" in said and "being trained now" not in said
    same = Visitor(address | {"steps": "20"})
    assert trained in same.shelf.own and not [text for text in same.said("info") if "another network" in text]


def test_all_values_that_do_not_fit_are_counted():
    visitor = Visitor(dict.fromkeys(("temperature", "top_k", "count", "draw", "seed", "rate"), "x"))
    [said] = visitor.said("info")
    assert "and 2 more" in said


@pytest.mark.parametrize(("page", "key"), [("unrolled-graph", "network"), ("hidden-state", "reader")])
def test_a_network_trained_here_is_in_the_links_of_the_pages_that_read_with_it(page, key, quiet_engine):
    recipe = {"list": "stars", "hidden": "6", "steps": "20", "seed": "77", "batch": "16"}
    first = Visitor(recipe)
    first.click("train").wait(lambda: not first.job.is_active)
    trained = first.entry.key
    file = page
    first.open(file, {key: trained})
    address = {k: v if isinstance(v, str) else v[0] for k, v in first.at.query_params.items()}
    assert address.items() >= (recipe | {key: trained}).items()
    other = Visitor(address, file)                       # another session: the server still has it
    assert trained in other.shelf.own and other.widget(key).value == trained
    quiet_engine.jobs.clear()                    # another server without its store: it is trained again
    for made in quiet_engine.store.folder.iterdir():
        quiet_engine.store.drop(made.name)
    third = Visitor(address, file)
    assert third.widget(key).value == trained
    third.wait(lambda: not third.shelf.own[trained].job.is_active)
    one, two = (v.shelf.own[trained].job.result.weights.cell.W_hh for v in (first, third))
    assert one.tobytes() == two.tobytes()
    third.set(**{key: "given_names-gru"})
    assert "hidden" not in third.at.query_params         # the recipe belongs to that network only
