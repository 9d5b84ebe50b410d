"""The shelf: every model a visitor can use, each under a title of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rnncore
from explainer.models import shipped
from explainer.models.shelf import BROUGHT, LONGEST_TITLE, SHIPPED, TRAINED, Shelf
from explainer.state.choices import LISTS
from explainer.training.bounds import Bounds
from explainer.training.fields import RecipeError
from explainer.training.names_run import NamesRun
from explainer.training.server import engine
from rnncore.training.recipes import Recipe
from tests.visitor import assert_one_sentence
from tests.waiting import wait_until

TITLES = st.text(st.characters(codec="utf-8"), max_size=60)


def a_model() -> rnncore.Model:
    return shipped.shipped_models()["given_names-gru"]


def a_job(seed: int = 0):
    recipe = Recipe(rnncore.TrainingConfig(steps=10, seed=seed), hidden_size=4)
    return NamesRun(engine(), "somebody", shipped.shipped_corpus("stars"), recipe, "stars")


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


def test_removing_leaves_the_rest(quiet_engine):
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


def own_list() -> rnncore.NameList:
    names = (f"{a}a{b}o{c}i" for a in "BDGKL" for b in "mnrst" for c in "fhv")
    return rnncore.read_names("\n".join(names).encode(), "Mine")


def small(seed: int = 0, steps: int = 10) -> Recipe:
    return Recipe(rnncore.TrainingConfig(steps=steps, seed=seed, batch_size=16), hidden_size=4)


def finish(shelf: Shelf, entry) -> None:
    wait_until(lambda: shelf.ask() is None or not entry.job.is_active)


def test_what_is_trained_is_on_the_shelf_and_found_again(quiet_engine):
    shelf, stars = Shelf(), shipped.shipped_corpus("stars")
    entry = shelf.train(stars, small())
    assert shelf.train(stars, small()) is entry and shelf.current_job == entry.job.key
    finish(shelf, entry)
    other = Shelf()
    again = other.train(stars, small())
    assert again.key == entry.key and again.job.status == "finished" and len(quiet_engine.jobs) == 1
    follow = shelf.train_on(entry.job, 5)
    assert follow.title == f"{entry.title} + 5" and shelf.train_on(entry.job, 5) is follow


def test_there_is_room_for_so_many_models_and_removing_one_makes_room(quiet_engine):
    quiet_engine.bounds = Bounds(models=2)
    shelf, stars = Shelf(), shipped.shipped_corpus("stars")
    first = shelf.train(stars, small(0))
    shelf.bring_model(a_model(), "Mine")
    for refused in (lambda: shelf.train(stars, small(1)), lambda: shelf.bring_model(a_model(), "Another")):
        with pytest.raises(RecipeError) as told:
            refused()
        assert_one_sentence(str(told.value))
    assert shelf.train(stars, small(0)) is first
    shelf.remove(first.key)
    assert shelf.train(stars, small(1)).job.is_active


def test_a_list_that_was_brought_is_trained_on_and_forgotten_with_its_last_model(quiet_engine):
    shelf = Shelf()
    corpus = shelf.bring_list(own_list())
    assert not list(quiet_engine.store.folder.iterdir())            # only a training needs it there
    entry = shelf.train(corpus, small())
    finish(shelf, entry)
    [kept] = [file.name for file in quiet_engine.store.folder.glob("own-list-*")]
    assert entry.job.is_private and entry.job.result.provenance.data_fingerprint == corpus.fingerprint
    quiet_engine.store.drop(kept)                                   # its day is over, and the session is still here
    second = shelf.train(corpus, small(1))
    finish(shelf, second)
    assert second.job.status == "finished"
    shelf.forget_list(corpus.fingerprint)
    assert corpus.fingerprint in shelf.brought_lists                # its models are on the shelf
    for one in (entry, second):
        shelf.remove(one.key)
    shelf.forget_list(corpus.fingerprint)
    assert not shelf.brought_lists and not list(quiet_engine.store.folder.glob("own-list-*"))


def test_the_same_list_of_two_visitors_is_two_jobs_under_keys_of_their_own(quiet_engine):
    one, two = Shelf(), Shelf()
    jobs = [shelf.train(shelf.bring_list(own_list()), small()).job for shelf in (one, two)]
    assert jobs[0].key == jobs[1].key and jobs[0].list_key != jobs[1].list_key and len(quiet_engine.jobs) == 2


def test_lists_that_nothing_learned_from_make_room(quiet_engine):
    quiet_engine.bounds = Bounds(lists=2)
    shelf = Shelf()
    lists = [shelf.bring_list(rnncore.NameList("Mine", (*own_list().names, f"Extra{letter}"))) for letter in "abcd"]
    assert list(shelf.brought_lists) == [corpus.fingerprint for corpus in lists[2:]] == list(shelf._names)
