"""Free running: every output is the next input, and the question is tried on the network."""

import numpy as np

import rnncore
from explainer.state.choices import MAX_STEPS
from tests.pages.unrolled_graph.opening import chips, given, graph, nodes, visit


def test_free_running_feeds_every_output_back():
    visitor = visit(feed="own", length="24", given="2")
    model, picture = given(), graph(visitor)
    [name] = rnncore.sample(model, 1, np.random.default_rng(0), 0.0, prefix="ma")
    assert chips(visitor) == "∎" + name
    assert sum(edge.get("dashed", False) for edge in picture["edges"]) == picture["steps"] - 1
    for before, after in zip(nodes(picture, "output")[2:], nodes(picture, "input")[3:], strict=False):
        assert int(np.argmax(before["values"])) == after["hot"]


def test_switching_to_free_running_gives_it_room_and_back():
    visitor = visit().set(feed="own")
    assert visitor.widget("length").value == MAX_STEPS
    assert visitor.set(feed="text").widget("length").value == 6 and chips(visitor) == "∎maria"


def test_whether_it_writes_the_text_by_itself_is_tried():
    [name] = rnncore.sample(given(), 1, np.random.default_rng(0), 0.0, prefix="m")
    visitor = visit(text=name).set(guess_free="Yes, letter for letter")
    assert any("**Yes.**" in text and f"“{name}”" in text for text in visitor.said("markdown"))
    visitor = visit(text=name + "x").set(guess_free="No, it writes something else")
    assert any("**Yes.**" in text for text in visitor.said("markdown"))
