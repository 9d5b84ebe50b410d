"""A link to a network of somebody else's: at once if that takes a few seconds or none, else offered with its time."""

import csv

import pytest

from explainer.models import linked_network
from explainer.models.recipe_links import recipe_from_controls
from explainer.models.shipped import DATA, shipped_corpus
from explainer.training.duration import in_words, seconds_to_train
from explainer.training.names_run import key_of
from tests.visitor import Visitor

PLACES = {"name-generation": "model", "unrolled-graph": "network", "hidden-state": "reader"}
QUICK = {"list": "stars", "hidden": "8", "steps": "40", "batch": "32", "regularise": "own"}
LONG = {"list": "stars", "hidden": "120", "steps": "20000", "batch": "512", "seed": "7", "regularise": "own"}
each_place = pytest.mark.parametrize(("place", "control"), PLACES.items())


def recipe_of(query: dict[str, str]):
    return recipe_from_controls(shipped_corpus("stars"), lambda control: control.parse(query[control.key])
                                if control.key in query else control.default)


def address(control: str, query: dict[str, str]) -> dict[str, str]:
    return query | {control: f"trained-{key_of(shipped_corpus('stars').fingerprint, recipe_of(query))}"}


def offers(visitor: Visitor) -> list[str]:
    return [text for text in visitor.said("info") if "takes about" in text]


@each_place
def test_a_link_starts_no_minutes_of_work_without_a_click(quiet_engine, place, control):
    query = address(control, LONG)
    visitor = Visitor(query, place)
    assert not quiet_engine.jobs and not visitor.shelf.own
    assert len(offers(visitor)) == 1 and " min" in offers(visitor)[0]
    assert not visitor.widget(control).value.startswith("trained-")
    assert visitor.at.query_params == query                       # to be opened again, or handed on
    visitor.at.run()
    assert len(offers(visitor.is_well())) == 1 and not quiet_engine.jobs
    visitor.click(f"train_linked_{control}")
    visitor.at.run()
    assert visitor.is_well().job.is_active and not offers(visitor)
    assert visitor.widget(control).value == query[control]
    assert {key: visitor.at.query_params[key] for key in query} == query
    visitor.job.stop()


@each_place
def test_whoever_chooses_another_network_hears_no_more_of_it(quiet_engine, place, control):
    visitor = Visitor(address(control, LONG), place).set(**{control: "stars-gru"})
    assert not offers(visitor) and visitor.at.query_params[control] == "stars-gru"
    assert not quiet_engine.jobs


@each_place
def test_what_takes_a_few_seconds_is_trained_at_once(quiet_engine, place, control):
    visitor = Visitor(address(control, QUICK), place)
    assert visitor.job is not None and not offers(visitor)
    visitor.wait(lambda: not visitor.job.is_active)


def test_what_the_store_has_is_there_at_once_however_long_it_took(quiet_engine, monkeypatch):
    visitor = Visitor(page="name-generation").train(**{key: value if key in ("list", "regularise") else int(value)
                                                       for key, value in QUICK.items()})
    monkeypatch.setattr(linked_network, "AT_ONCE", 0.0)
    other = Visitor(visitor.at.query_params, "name-generation")
    assert not offers(other) and other.entry.job.key == visitor.job.key and not other.job.is_active


def test_the_time_is_that_of_what_was_measured():
    """`data/budget/log.csv`: batches of 128 given names, three seeds for each cell."""
    corpus, last = shipped_corpus("given_names"), {}
    with (DATA / "budget" / "log.csv").open() as log:
        for row in csv.DictReader(log):
            last[row["cell"], row["seed"]] = row
    for (cell, _), row in last.items():
        query = {"cell": cell, "hidden": row["hidden"], "steps": row["step"], "batch": "128"}
        assert 0.7 < seconds_to_train(corpus, recipe_of(query)) / float(row["seconds"]) < 1.4, row
    assert seconds_to_train(corpus, recipe_of({})) < linked_network.AT_ONCE         # the page's own settings


def test_the_time_follows_the_work():
    stars = shipped_corpus("stars")
    quick, long = (seconds_to_train(stars, recipe_of(query)) for query in (QUICK, LONG))
    assert quick < linked_network.AT_ONCE < 60 < long
    for key, larger in (("hidden", "240"), ("steps", "19990"), ("batch", "256"), ("cell", "lstm")):
        other = seconds_to_train(stars, recipe_of(LONG | {key: larger}))
        assert (other < long) if key in ("steps", "batch") else (other > long), key
    assert [in_words(seconds) for seconds in (0.2, 40, 89, 100, 360)] == ["1 s", "40 s", "89 s", "2 min", "6 min"]
