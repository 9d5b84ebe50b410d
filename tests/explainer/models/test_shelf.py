"""The shelf: every model a visitor can use, each under a title of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rnncore
from explainer.models import shipped
from explainer.models.shelf import BROUGHT, LONGEST_TITLE, SHIPPED, TRAINED, Shelf
from explainer.state.choices import LISTS
from explainer.training.jobs import new_job
from rnncore.training.recipes import Recipe

TITLES = st.text(st.characters(codec="utf-8"), max_size=60)


def a_model() -> rnncore.Model:
    return shipped.shipped_models()["given_names-gru"]


def a_job(seed: int = 0):
    recipe = Recipe(rnncore.TrainingConfig(steps=10, seed=seed), hidden_size=4)
    return new_job(shipped.shipped_corpus("stars"), recipe)


def first_weights(corpus: rnncore.Corpus) -> rnncore.Model:
    """A model that says it learned from this list."""
    return next(iter(Recipe(rnncore.TrainingConfig(steps=1), hidden_size=2).start(corpus))).model


def titles(shelf: Shelf) -> list[str]:
    return [entry.title for entry in shelf.entries.values()]


def test_a_new_shelf_holds_what_ships():
    entries = Shelf().entries
    assert list(entries) == list(shipped.shipped_models())
    assert {entry.origin for entry in entries.values()} == {SHIPPED}
    assert all(entries[key].model is model for key, model in shipped.shipped_models().items())
    assert all(entry.title.split(" · ")[0] in LISTS.values() for entry in entries.values())


def test_the_newest_of_ones_own_comes_first():
    shelf = Shelf()
    first, second = shelf.bring_model(a_model(), "First"), shelf.add_job(a_job())
    assert list(shelf.entries)[:2] == [second.key, first.key]
    assert (first.origin, second.origin) == (BROUGHT, TRAINED)


def test_a_run_has_one_place():
    shelf, job = Shelf(), a_job()
    assert shelf.add_job(job) is shelf.add_job(job)
    assert shelf.current_job == job.key and len(shelf.own) == 1
    assert shelf.add_job(a_job(seed=1)).title != shelf.add_job(job).title


@given(st.lists(TITLES, max_size=6), st.lists(TITLES, max_size=6))
def test_titles_are_unique_and_short_whatever_one_types(brought, renamed):
    shelf = Shelf()
    for title in brought:
        shelf.bring_model(a_model(), title)
    for key, title in zip(list(shelf.own), renamed, strict=False):
        assert shelf.rename(key, title) == shelf.own[key].title
    assert len(set(titles(shelf))) == len(titles(shelf))
    assert all(title.strip() and len(title) <= LONGEST_TITLE for title in titles(shelf))


def test_a_title_of_spaces_changes_nothing_and_ones_own_may_be_kept():
    shelf = Shelf()
    key = shelf.bring_model(a_model(), "Mine").key
    assert shelf.rename(key, "   ") == "Mine" and shelf.rename(key, "Mine") == "Mine"
    assert shelf.rename(key, "  Our \n one ") == "Our one"


@pytest.mark.parametrize("change", [lambda s, k: s.rename(k, "x"), lambda s, k: s.remove(k)])
def test_shipped_models_stay(change):
    shelf = Shelf()
    with pytest.raises(KeyError):
        change(shelf, "given_names-gru")
    assert "given_names-gru" in shelf.entries


def test_removing_leaves_the_rest():
    shelf = Shelf()
    one, two, job = shelf.bring_model(a_model(), "One"), shelf.bring_model(a_model(), "Two"), a_job()
    shelf.remove(one.key)
    assert list(shelf.own) == [two.key]
    shelf.remove(shelf.add_job(job).key)
    assert shelf.current_job is None and shelf.ask() is None


def test_a_model_finds_its_list():
    shelf, stars = Shelf(), shipped.shipped_corpus("stars")
    assert shelf.corpus_of(first_weights(stars)) is stars
    own = rnncore.read_names("\n".join(f"Ab{c}{d}" for c in "abcdef" for d in "xyzwv").encode(), "Mine")
    corpus = shelf.bring_list(own)
    trained = first_weights(corpus)
    assert shelf.corpus_of(trained) is corpus
    assert Shelf().corpus_of(trained) is None        # another session never sees it


def test_sessions_do_not_share_a_shelf():
    one, two = Shelf(), Shelf()
    one.bring_model(a_model(), "Mine")
    assert one.session != two.session and not two.own and not two.brought_lists
