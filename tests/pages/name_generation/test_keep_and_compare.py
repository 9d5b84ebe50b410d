"""The shelf on the page: compare, rename, remove, take home, bring back, link."""

import numpy as np
import pytest

from explainer.models import shipped
from explainer.models.shipped import shipped_models
from explainer.training.kinds.kind import FINISHED
from pages.name_generation.downloads import model_npz
from rnncore.numerics.flat import flatten
from tests.visitor import Visitor, numbers

QUICK = {"list": "stars", "hidden": 8, "steps": 40, "batch": 32}


def weights(model) -> bytes:
    return flatten(model.weights).tobytes()


def forget_everything(engine) -> None:
    """Jobs, states and results."""
    engine.jobs.clear()
    for file in engine.store.folder.iterdir():
        engine.store.drop(file.name)


def table(visitor: Visitor):
    return visitor.at.dataframe[0].value


def test_every_model_is_in_the_table(visitor):
    rows = table(visitor)
    assert len(rows) == len(shipped.shipped_models())
    for (_, row), (key, model) in zip(rows.iterrows(), shipped.shipped_models().items(), strict=True):
        assert (row["cell"], row["parameters"]) == (model.cell, model.parameters), key
        corpus = shipped.shipped_corpus(key.rsplit("-", 1)[0])
        assert row["best n-gram"] == pytest.approx(shipped.baselines(corpus).best)
        assert row["difference"] == pytest.approx(row["test loss"] - row["best n-gram"])


def test_two_runs_are_compared(visitor):
    visitor.train(seed=921, **QUICK).train(seed=922)
    one, two = (entry.job for entry in visitor.shelf.own.values())
    assert one.status == two.status == FINISHED
    titles = [entry.title for entry in visitor.shelf.own.values()]
    assert len(set(titles)) == 2 and set(titles) <= set(table(visitor).iloc[:2, 0])
    assert list(table(visitor)["test loss"][:2]) == pytest.approx(
        [job.result.provenance.scores["test_loss"] for job in (two, one)])
    chart = visitor.charts()["compared_losses"]
    assert [trace["name"] for trace in chart["data"]] == titles
    for trace, job in zip(chart["data"], (one, two), strict=True):
        np.testing.assert_array_equal(numbers(trace["y"]), [row.validation_loss for row in job.log])
    visitor.widget("compared").set_value([])
    visitor.at.run()
    visitor.is_well()


def test_rename(visitor):
    visitor.train(seed=923, **QUICK)
    key = visitor.entry.key
    visitor.set(**{f"title_{key}": "  My   <b>stars</b> "})
    assert visitor.entry.title == "My <b>stars</b>" and visitor.widget(f"title_{key}").value == "My <b>stars</b>"
    assert "My <b>stars</b>" in list(table(visitor).iloc[:, 0]) and visitor.entry.key == key
    visitor.home_and_back()
    assert visitor.entry.title == visitor.widget(f"title_{key}").value == "My <b>stars</b>"
    visitor.set(**{f"title_{key}": "   "})
    assert visitor.entry.title == visitor.widget(f"title_{key}").value == "My <b>stars</b>"


def test_a_name_that_is_too_long_is_shortened_and_that_is_said(visitor):
    visitor.train(seed=932, **QUICK)
    field = f"title_{visitor.entry.key}"
    assert not visitor.widget(field).max_chars
    visitor.set(**{field: "a" * 39 + " longer than there is room for"})
    assert visitor.widget(field).value == visitor.entry.title and len(visitor.entry.title) <= 40
    assert any("left out" in text for text in visitor.said("caption"))
    visitor.set(**{field: "Short"})
    assert visitor.entry.title == "Short" and not any("left out" in text for text in visitor.said("caption"))


def test_a_refused_model_takes_the_place_of_what_was_said_of_the_one_before(visitor):
    good = model_npz(shipped_models()["stars-gru"])

    def said(kind: str) -> list[str]:
        return [text for text in visitor.said(kind) if "shelf" in text or "file" in text]

    visitor.upload("model_file", good, "model.npz")
    assert len(said("success")) == 1
    visitor.upload("model_file", b"Anna", "names.txt")
    assert len(said("error")) == 1 and not said("success")
    visitor.upload("model_file", good, "model.npz")
    assert len(said("success")) == 1 and not said("error")
    visitor.widget("model_file").set_value(None)
    visitor.at.run()
    assert not said("success") and not said("error")


def test_remove_takes_it_away_for_good(visitor):
    visitor.train(seed=924, **QUICK)
    key = visitor.entry.key
    visitor.click("remove")
    assert key not in visitor.shelf.own and key not in visitor.shelf.entries
    assert visitor.entry.origin == "shipped" and len(visitor.names) > 0
    visitor.home_and_back()
    assert key not in visitor.shelf.entries


def test_removing_a_run_stops_it_and_spares_the_others(visitor):
    visitor.train(seed=925, **QUICK)
    kept = visitor.entry.key
    visitor.set(seed=926, hidden=64, steps=20_000).click("train")
    running, key = visitor.job, visitor.entry.key
    visitor.wait(lambda: running.has_begun)
    visitor.click("remove")
    visitor.wait(lambda: not running.is_active, seconds=5)
    assert kept in visitor.shelf.own and key not in visitor.shelf.own


def test_removing_the_newest_run_shows_the_one_before(visitor):
    visitor.train(seed=927, **QUICK)
    first = visitor.job
    visitor.train(seed=928).click("remove")
    assert visitor.job is first
    visitor.set(model=f"trained-{first.key}").click("remove")
    assert visitor.job is None


def test_a_run_that_trained_on_is_drawn_from_where_it_began(visitor):
    visitor.train(seed=929, **QUICK).click("train_on").wait(lambda: not visitor.job.is_active)
    first, second = (entry.job for entry in visitor.shelf.own.values())
    chart = visitor.charts()["compared_losses"]
    assert [trace["name"] for trace in chart["data"]] == [entry.title for entry in visitor.shelf.own.values()]
    assert visitor.entry.title == f"{visitor.shelf.own[f'trained-{first.key}'].title} + 40"
    begin, end = numbers(chart["data"][0]["x"]), numbers(chart["data"][1]["x"])
    assert begin[-1] == 40 <= end[0] and end[-1] == 80 and second.follows == first.key


def test_shipped_models_cannot_be_removed_or_renamed(visitor):
    assert visitor.widget("remove").disabled and visitor.widget("title_given_names-gru").disabled


def test_take_it_home_and_bring_it_back(visitor, taken_home):
    visitor.train(seed=927, **QUICK)
    visitor.set(temperature=0.9, draw=3)
    names = visitor.names
    data = taken_home(".npz")
    other = Visitor().set(temperature=0.9, draw=3).upload("model_file", data, "model.npz")
    assert len(other.shelf.own) == 1 and other.entry.origin == "from a file"
    assert other.names == names and not other.said("error")
    assert weights(other.entry.model) == weights(visitor.job.result)
    other.home_and_back()
    assert other.names == names


def test_a_link_to_a_trained_model_trains_it_again(visitor, quiet_engine):
    visitor.train(seed=928, **QUICK)
    link, result = visitor.link, visitor.job.result
    names = visitor.names
    forget_everything(quiet_engine)           # another server, or this one a month later
    other = Visitor(link)
    assert other.job is not None and other.job.key == visitor.job.key
    other.wait(lambda: not other.job.is_active)
    assert weights(other.job.result) == weights(result) and other.names == names
    assert other.widget("seed").value == 928 and other.widget("list").value == "stars"


def test_a_link_finds_a_model_this_server_has(visitor, quiet_engine):
    visitor.train(seed=929, **QUICK)
    other = Visitor(visitor.link)
    assert weights(other.job.result) == weights(visitor.job.result) and other.names == visitor.names
    assert not other.said("info") and len(quiet_engine.jobs) == 1


def test_a_link_holds_the_list_the_model_learned_from(visitor):
    visitor.train(seed=930, **QUICK)
    visitor.set(list="minerals", hidden=100, seed=1)      # what comes next is not what was trained
    other = Visitor(visitor.link)
    other.wait(lambda: other.job is None or not other.job.is_active)
    assert other.entry.job.key == visitor.job.key and other.names == visitor.names


def test_a_link_to_a_model_trained_on_opens_it_or_says_that_it_cannot(visitor, quiet_engine):
    visitor.train(seed=931, **QUICK)
    first = visitor.job
    visitor.click("train_on").wait(lambda: visitor.job is not first and not visitor.job.is_active)
    assert visitor.link
    can_not = [text for text in visitor.said("caption") if "cannot" in text and "trained on" in text.lower()]
    forget_everything(quiet_engine)
    other = Visitor(visitor.link)
    other.wait(lambda: other.job is None or not other.job.is_active)
    assert can_not or (other.job and weights(other.job.model) == weights(visitor.job.model))


def test_a_link_to_a_model_of_ones_own_list_says_that_it_cannot(visitor):
    names = "\n".join(f"{a}a{b}o{c}i" for a in "BDGKL" for b in "mnrst" for c in "fhv")
    visitor.upload("list_file", names.encode(), "mine.txt")
    visitor.train(seed=932, hidden=8, steps=40)
    assert visitor.link
    said = [text for text in visitor.said("caption") if "Others never see" not in text]     # that one is always there
    assert any("cannot carry" in text and "list" in text for text in said)


def test_a_run_still_training_can_be_used_and_saved(visitor, taken_home):
    import rnncore
    visitor.set(seed=933, list="stars", hidden=64, steps=20_000).click("train")
    visitor.wait(lambda: visitor.job.has_begun)
    assert rnncore.load(taken_home(".npz")).cell == "gru"
    assert any("in progress" in str(value) or value == "trained here" for value in table(visitor)["where from"])
