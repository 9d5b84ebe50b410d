"""The hidden-state page: every view is a link, no input breaks it."""

import dataclasses

import pytest

import rnncore
from explainer.state import registry
from explainer.state.controls import Choice, Number
from pages.hidden_state import controls as own
from tests.covering import pairs
from tests.links import value_of
from tests.pages.hidden_state.opening import (
    LATIN,
    PAGE,
    chips,
    map_sent,
    picture_sent,
    visit,
)
from tests.visitor import HOME, assert_one_sentence


@pytest.mark.parametrize(("text", "read_as"), [
    ("", "∎"), ("<b>anna</b>", "∎bannab"), ("שרה", "∎"), ("a", "∎a"), ("x" * 5_000, "∎" + "x" * 23)])
def test_any_text_gets_a_picture_and_at_most_one_sentence(text, read_as):
    visitor = visit().set(read=text)
    picture = picture_sent(visitor)
    assert chips(picture["pictures"][0]) == read_as
    cut = [warning for warning in visitor.said("warning") if "was left out" in warning]       # by the field
    assert len(cut) == (len(text) > own.TEXT.longest)
    assert len(visitor.said("warning")) - len(cut) == (0 if text == "a" else 1) and not visitor.said("error")
    for warning in visitor.said("warning"):
        assert_one_sentence(warning.replace("\\", ""))


def test_any_letter_to_read_again():
    visitor = visit(arrows="again")
    for letter in ("7", "<", "😀", "ß", " "):
        assert len(visitor.set(again=letter).said("warning")) == (letter in "7<😀"), letter


ODD = {"one neuron": ("vanilla", rnncore.CellConfig(27, 1), LATIN),
       "one gated": ("gru", rnncore.CellConfig(27, 1), LATIN), "large": ("lstm", rnncore.CellConfig(27, 256), LATIN),
       "relu": ("vanilla", rnncore.CellConfig(27, 5, "relu"), LATIN),
       "other letters": ("gru", rnncore.CellConfig(3, 4), rnncore.Vocabulary(("ж", "é"))),
       "one letter": ("vanilla", rnncore.CellConfig(2, 4), rnncore.Vocabulary(("a",)))}


@pytest.mark.parametrize("kind", ODD)
def test_any_network_from_a_file(kind):
    cell, config, vocabulary = ODD[kind]
    model = rnncore.new_model(cell, config, vocabulary, 0)
    visitor = visit()
    entry = visitor.shelf.bring_model(model, kind)
    visitor.open(HOME).open(PAGE, {"reader": entry.key, "read": "жé" if kind == "other letters" else "aaa"})
    picture, cloud = picture_sent(visitor), map_sent(visitor)
    assert not visitor.said("error") and "frames" not in picture and len(cloud["frames"]) == 1
    [first] = [node for node in picture["pictures"][0]["nodes"] if node["id"] == "hidden:1"]
    assert len(first["values"]) == config.hidden_size and cloud["names"]


def test_a_network_whose_memory_runs_away():
    model = rnncore.new_model("vanilla", rnncore.CellConfig(27, 5, "relu"), LATIN, 0)
    model = dataclasses.replace(model, params=model.params._replace(W_hh=model.params.W_hh * 1e30))
    visitor = visit()
    entry = visitor.shelf.bring_model(model, "large numbers")
    visitor.open(HOME).open(PAGE, {"reader": entry.key})
    [warning] = visitor.said("warning")
    assert_one_sentence(warning)
    assert len(picture_sent(visitor)["frames"]) > 3


def test_a_network_that_is_not_here():
    visitor = visit(reader="trained-0000000000")
    assert len(visitor.said("info")) == 1 and chips(picture_sent(visitor)["pictures"][0]) == "∎marianne"


def test_wrong_values_in_the_address_open_the_defaults():
    visitor = visit(back="99", unit="-1", place="nan", checkpoint="1e9", marks="<script>", read="a\x00",
                    order="random", paths="inf")
    assert len(visitor.said("info")) == 1
    assert all(value_of(visitor, control) == control.default for control in registry.PAGES[PAGE])


ENDS = pairs({c.key: [c.write(c.low), c.write(c.high)] for c in own.ALL if isinstance(c, Number)})


@pytest.mark.parametrize("query", ENDS, ids=range(len(ENDS)))
def test_every_two_numbers_at_both_of_their_ends(query):
    visitor = visit(**query)
    assert not visitor.said("error") and not visitor.said("info") and visitor.is_whole


@pytest.mark.parametrize("reader", ["cities-gru", "stars-gru", "given_names-lstm"])
def test_every_choice_with_other_networks(reader):
    query = {c.key: list(c.options)[-1] for c in own.ALL if isinstance(c, Choice)}
    visitor = visit(reader=reader, read="san fe", **query)
    assert not visitor.said("error")
    assert {c.key: value_of(visitor, c) for c in own.ALL if isinstance(c, Choice)} == query


def test_the_link_opens_the_same_view():
    visitor = visit(reader="given_names-lstm", read="petra", unit="9", back="4", checkpoint="2")
    [link] = [code for code in visitor.codes if "read=petra" in code.split("\n")[0]]
    from urllib.parse import parse_qsl
    query = dict(parse_qsl(link.split("?", 1)[1], keep_blank_values=True))
    assert set(query) == {control.key for control in registry.PAGES["hidden-state"]}
    again = visit(**query)
    assert picture_sent(again) == picture_sent(visitor) and not again.said("info")
    assert [p for p in again.html if "hs-" in p] == [p for p in visitor.html if "hs-" in p]
