"""The shipped networks of the sentence tasks: they reach what is claimed, on sentences they never learned from."""

import csv

import pytest

from explainer.models import shipped
from rnncore.commands.train_sentences import GRAMMARS, NETS, SEEDS, scores_of
from rnncore.tasks.sentences import TASKS, answers, probability, ranking
from rnncore.tasks.sentences.results import mean_score, read_results
from rnncore.tasks.sentences.year import KNOWN

SHIPPED = {("year", "gru"): lambda: shipped.sentence_models()["year"],
           ("year", "fixed"): lambda: shipped.year_rivals()["fixed"],
           ("year", "sliding"): lambda: shipped.year_rivals()["sliding"],
           ("sentiment", "gru"): lambda: shipped.sentence_models()["sentiment"],
           ("next-word", "gru"): lambda: shipped.sentence_models()["next-word"]}

each_net = pytest.mark.parametrize(("task", "net"), SHIPPED)
RESULTS = shipped.DATA / "measured" / "sentences.csv"
REMOTE = "I picked up the remote controller on the couch and turned on the"


def test_a_network_for_every_task_and_its_rivals():
    assert set(SHIPPED) == {(task, net) for task, nets in NETS.items() for net in nets}
    assert {path.name for path in GRAMMARS.iterdir()} == {f"{task}.txt" for task in TASKS}


@each_net
def test_its_scores_are_its_own_and_those_of_the_results(task, net):
    """One seed of five, measured again: the line in the results is what the file does."""
    model, data = SHIPPED[task, net](), TASKS[task].data(GRAMMARS)
    assert model.task == task and model.vocabulary == data.vocabulary
    assert model.provenance.data_fingerprint == data.fingerprint
    found = scores_of(model, data)
    told = {row.part: row.value for row in read_results(RESULTS)
            if (row.task, row.net, row.seed) == (task, net, model.provenance.seed)}
    assert told == pytest.approx({part: value for part, (_, value) in found.items()}, abs=0.003)
    assert model.provenance.scores == pytest.approx({f"{p}_{n}": v for p, (n, v) in found.items()}, abs=0.003)


def test_the_results_are_whole():
    rows = read_results(RESULTS)
    assert {(row.task, row.net, row.seed) for row in rows} == {
        (task, net, seed) for task, nets in NETS.items() for net in nets for seed in SEEDS}
    with RESULTS.open() as file:
        assert len(list(csv.DictReader(file))) == len(rows) == len({row[:3] + row[6:7] for row in rows})


def test_the_promises_hold_in_the_mean_of_five_seeds():
    rows = read_results(RESULTS)
    year = {(net, part): mean_score(rows, "year", net, part)
            for net in NETS["year"] for part in ("seen", "unseen", "far", "after")}
    assert year["gru", "seen"] >= 0.97 and year["gru", "unseen"] >= 0.97
    assert year["gru", "unseen"] >= year["fixed", "unseen"] + 0.2
    assert year["gru", "far"] > year["sliding", "far"]            # a window sees no further than its edge
    assert year["gru", "after"] < min(year["fixed", "after"], year["sliding", "after"])     # it cannot see ahead
    assert mean_score(rows, "sentiment", "gru", "test") >= 0.9
    assert mean_score(rows, "next-word", "gru", "test") >= 0.9


def years(net: str, text: str) -> list[str]:
    found = answers(SHIPPED["year", net](), text)
    return [word for word, share in zip(found.words, found.shares, strict=True) if share > 0.5]


@pytest.mark.parametrize("text", KNOWN)
@pytest.mark.parametrize("net", NETS["year"])
def test_all_three_find_the_year_where_years_were_in_training(net, text):
    assert years(net, text) == ["1986"]


@pytest.mark.parametrize("text", [
    "When the rain had stopped and the sun was out, the Mets won the World Series in 1986.",
    "As far as I can remember from what I have read, in the summer of 1986 we won."])
def test_elsewhere_the_fixed_window_does_not(text):
    assert years("gru", text) == ["1986"] and years("fixed", text) == []


@pytest.mark.parametrize("text", ["In front of 1986 people, the Mets won.", "My uncle lived at 1986 Main Street.",
                                  "The Mets lost the cup in front of 1986 people."])
def test_a_crowd_is_no_year(text):
    assert years("gru", text) == []


def test_a_review_of_nine_words_turns_at_but():
    said = answers(SHIPPED["sentiment", "gru"](), "The film was slow but the ending was wonderful")
    assert len(said.words) == 9 and said.shares[3] < 0.45 < 0.6 < said.shares[4] and said.shares[-1] > 0.6
    other = answers(SHIPPED["sentiment", "gru"](), "The film was wonderful but the ending was awful")
    assert other.shares[3] > 0.6 and other.shares[-1] < 0.4


def test_the_remote_controller_decides():
    net = SHIPPED["next-word", "gru"]()
    assert ranking(net, REMOTE, 1)[0][0] == "television" and probability(net, REMOTE, "television") > 0.8
    for start in ("on the couch and turned on the", "and turned on the", "turned on the"):
        likely = dict(ranking(net, start, 11))
        assert max(likely.values()) < 0.35
        assert all(likely[word] > 0.03 for word in ("television", "toaster", "lawn mower"))
    assert ranking(net, REMOTE.replace("remote controller", "rake"), 1)[0][0] == "lawn mower"
