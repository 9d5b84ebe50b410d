"""The unrolled graph reads sentences: what is drawn and told is the networks' own, whatever is typed."""

import re

import numpy as np
import pytest

from explainer.models import shipped
from explainer.state.choices import MAX_STEPS
from pages.unrolled_graph import controls
from pages.unrolled_graph.sentence_reading import read_sentence
from rnncore.numerics.precision import in_double
from rnncore.tasks.sentences import answers, ranking
from rnncore.tasks.sentences.results import mean_score
from tests.pages.unrolled_graph.opening import PAGE, graph, nodes, visit
from tests.visitor import Visitor, assert_one_sentence

NETWORKS = ("sentiment", "next-word", "year")
each_network = pytest.mark.parametrize("network", NETWORKS)
EXAMPLE = {"sentiment": "The film was slow but the ending was wonderful",
           "next-word": "I picked up the remote controller on the couch and turned on the",
           "year": "The Mets won the World Series in 1986."}


def net(network: str):
    return in_double(shipped.sentence_models()[network])


def chips(visitor: Visitor) -> list[str]:
    return [node["text"] for node in nodes(graph(visitor), "input")]


@each_network
def test_a_network_that_reads_sentences_brings_one(network):
    visitor = visit(network=network)
    assert not visitor.said("error") and not visitor.said("info") and not visitor.said("warning")
    read = answers(net(network), EXAMPLE[network])
    assert chips(visitor) == ["∎", *read.words] and visitor.widget("text").value == EXAMPLE[network]
    drawn = [node["values"] for node in nodes(graph(visitor), "output")]
    np.testing.assert_allclose(drawn, read.values, rtol=1e-5, atol=1e-9)
    assert visitor.set(notation="uvw").at.query_params["text"] == EXAMPLE[network]


def test_a_share_is_one_bar_with_its_sum():
    for network, name in (("sentiment", "positive"), ("year", "year")):
        picture = graph(visit(network=network))
        assert picture["lanes"][-1]["names"] == [name]
        for node in nodes(picture, "output"):
            assert len(node["values"]) == 1 and node["activation"] == "sigmoid"
            summed = np.sum([term["values"] for term in node["terms"]], axis=0)
            np.testing.assert_allclose(node["pre"], summed, rtol=1e-4)
            np.testing.assert_allclose(node["values"], 1 / (1 + np.exp(-np.array(node["pre"]))), rtol=1e-4)


def test_the_next_word_is_marked_where_it_is_known_and_only_there():
    picture, model = graph(visit(network="next-word")), net("next-word")
    coming = [model.vocabulary.number(word) for word in EXAMPLE["next-word"].split()]
    assert [node.get("chosen") for node in nodes(picture, "output")] == [*coming, None]
    best = int(np.argmax(nodes(picture, "output")[-1]["values"]))
    assert picture["lanes"][-1]["names"][best] == "television"


def told(visitor: Visitor, piece: str) -> str:
    return next(html for html in visitor.html if piece in html)


def test_the_verdicts_below_are_those_of_the_graph():
    for network in ("sentiment", "year"):
        visitor = visit(network=network)
        shown = [float(s) for s in re.findall(r"<span>([\d.]+)</span>", told(visitor, "u-verdicts"))]
        drawn = [node["values"][0] for node in nodes(graph(visitor), "output")][1:]
        np.testing.assert_allclose(shown, drawn, atol=0.0051)


def test_what_f1_is_and_that_its_tests_differ():
    text = told(visit(network="year"), "F1")
    shares = [mean_score(shipped.sentence_results(), "year", "gru", part) for part in ("unseen", "far", "after")]
    assert [f"{share:.{digits}f}" in text for share, digits in zip(shares, (3, 2, 2), strict=True)] == [True] * 3
    assert "years missed and words wrongly called years" in text and "Two other test sets are harder" in text
    assert shares[0] > max(shares[1:])                           # or the words would be wrong


def test_cutting_off_the_start_shortens_graph_and_ranking():
    visitor = visit(network="next-word").set(cut=10)
    assert chips(visitor) == ["∎", "and", "turned", "on", "the"][:1] + EXAMPLE["next-word"].split()[10:]
    whole, cut = told(visitor, "u-rankings").split("<section>")[1:]
    model = net("next-word")
    for html, text in ((whole, EXAMPLE["next-word"]), (cut, " ".join(EXAMPLE["next-word"].split()[10:]))):
        assert re.findall(r"<bdi>([^<]+)</bdi></code>", html) == [word for word, _ in ranking(model, text, 6)]
    again = Visitor(dict(visitor.at.query_params), PAGE)
    assert again.at.query_params["cut"] == "10" and chips(again) == chips(visitor)


@pytest.mark.parametrize("cut", ["1", "12", "13", "22"])
def test_one_word_at_least_is_left(cut):
    assert 2 <= len(chips(visit(network="next-word", cut=cut, length="24"))) <= 13


STRANGE = {"nothing": "", "only unknown words": "zork blip quux", "one word": "film", "200 words": "the " * 200,
           "markup": "<b>won</b> **in** 1986", "signs": "!!! ... ???", "right to left": "مرحبا 1986",
           "emoji": "🦕 won 🦕",
           "a very long word": "x" * 390}


UNREADABLE = ("nothing", "only unknown words", "200 words", "emoji", "a very long word")


def assert_answered(name: str, problem: str) -> None:
    """What is said about a strange sentence, if anything, is one sentence."""
    assert problem or name not in UNREADABLE, name
    if problem:
        assert len(problem) < 400 and problem.endswith(".") and "\n" not in problem, name
    if problem and name not in ("markup", "signs"):
        assert_one_sentence(problem)


def test_strange_sentences_are_answered_in_one_sentence():
    for network in NETWORKS:
        for name, text in STRANGE.items():
            assert_answered(name, read_sentence(net(network), text, MAX_STEPS).problem)


@pytest.mark.parametrize(("network", "name"), list(zip(NETWORKS * 3, STRANGE, strict=True)))
def test_the_page_says_so_and_stands(network, name):
    visitor = visit(network=network).set(text=STRANGE[name])
    assert not visitor.said("error")
    cut = [text for text in visitor.said("warning") if "was left out" in text]       # by the field
    assert len(cut) == (len(STRANGE[name]) > controls.TEXT.longest)
    said = [text.replace("\\", "") for text in visitor.said("warning") if text not in cut]
    assert len(said) <= 1
    assert_answered(name, "".join(said))
    assert 1 <= len(chips(visitor)) <= MAX_STEPS and chips(visitor)[0] == "∎"
    assert not any("<b>won" in html for html in visitor.html)
    again = Visitor(dict(visitor.at.query_params), PAGE)
    assert not again.said("error")


def test_unknown_words_are_marked_in_graph_and_columns():
    visitor = visit(network="year").set(text="Zork won in 1986")
    assert chips(visitor)[1] == "Zork (?)" and "never seen “Zork”" in visitor.said("warning")[0]
    assert told(visitor, "u-verdicts").count("is-unknown") == 1


def test_letters_and_words_keep_their_own_texts():
    visitor = visit().set(text="zoe").set(network="sentiment")
    assert visitor.widget("text").value == EXAMPLE["sentiment"] and chips(visitor)[-1] == "wonderful"
    visitor.set(network="year")
    assert visitor.widget("text").value == EXAMPLE["year"]
    visitor.set(text="Since 1999").set(network="next-word")
    assert visitor.widget("text").value == "Since 1999"
    visitor.set(network="given_names-gru")
    assert visitor.widget("text").value == "zoe" and "".join(chips(visitor)) == "∎zoe"
    visitor.set(network="year")
    assert visitor.widget("text").value == "Since 1999"


@each_network
def test_gradients_are_those_of_the_loss_that_is_told(network):
    picture, model = graph(visit(network=network, flow="backward")), net(network)
    losses = {i: node["loss"] for i, node in enumerate(nodes(picture, "output")) if node.get("loss") is not None}
    at = {"sentiment": 9, "next-word": 13, "year": 8}[network]
    p = answers(model, EXAMPLE[network]).values[at]
    right = p.max() if network == "next-word" else p[0]
    assert list(losses) == [at] and losses[at] == pytest.approx(-np.log(right), rel=1e-4)
    flows = [edge["gradient"] for edge in picture["edges"] if edge.get("matrix") == "W_xh"]
    assert flows[at] > 0 and not any(flows[at + 1:])


@pytest.mark.parametrize(("network", "stage"), list(zip(NETWORKS, controls.STAGE.options, strict=True)))
def test_every_stage_and_a_changed_weight(network, stage):
    before = graph(visit(network=network, stage=stage))
    after = graph(visit(network=network, stage=stage, edit="W_hh,2,1,3"))
    moved = [np.abs(np.subtract(a["values"], b["values"])).max()
             for a, b in zip(nodes(before, "hidden"), nodes(after, "hidden"), strict=True)]
    assert not any(moved[:1]) and moved[-1] > 0


@each_network
def test_a_network_that_only_reads_never_runs_free(network):
    visitor = visit(network=network, feed="own")
    assert len(chips(visitor)) > 5 and not any(edge.get("dashed") for edge in graph(visitor)["edges"])
    assert not visitor.said("error")


ANSWERS = {"sentiment": "Below one half", "next-word": "Less than half as likely", "year": "Not at all"}


@each_network
def test_the_question_is_answered_by_the_network(network):
    visitor = visit(network=network).set(guess_verdict=ANSWERS[network])
    assert any("**Yes.**" in text.value for text in visitor.at.markdown)


def test_whatever_is_typed_becomes_inputs():
    for network in NETWORKS:
        model = net(network)
        for text in ["a", "\u202e\x00", "word " * 90, *STRANGE.values()]:
            for steps in (1, 5, 24):
                read = read_sentence(model, text, steps)
                assert 1 <= len(read.inputs) == len(read.targets) == len(read.texts) == len(read.chosen) <= steps
                assert read.inputs[0] == 0 and read.inputs.max() < len(model.vocabulary)


def test_sentence_networks_are_on_no_shelf():
    visit()
    shelved = shipped.shipped_models()
    assert not any(model.task != "names" for model in shelved.values()) and not set(NETWORKS) & set(shelved)
