"""Generate: the names on the page are the names the network really draws."""

import io
import re
from html import unescape

import numpy as np
import pandas as pd
import pytest

import rnncore
from explainer.models import shipped
from explainer.state.choices import MAX_SEED
from pages.name_generation import controls
from pages.name_generation.generate import share_new, summary
from pages.name_generation.state import DrawnNames, is_new

GIVEN = "given_names-gru"


def model() -> rnncore.Model:
    return shipped.shipped_models()[GIVEN]


def test_names_are_there_at_once(visitor):
    assert visitor.widget("model").value == GIVEN
    assert visitor.names == visitor.expected(model()) and len(visitor.names) == controls.COUNT.default
    assert not visitor.said("error") and not visitor.said("warning") and not visitor.said("info")


@pytest.mark.parametrize("key", list(shipped.shipped_models()))
def test_every_shipped_model_writes(visitor, key):
    visitor.set(model=key)
    assert visitor.names == visitor.expected(shipped.shipped_models()[key])


@pytest.mark.parametrize("change", [{"temperature": 1.5}, {"prefix": "Ka"}, {"top_k": 2}, {"draw": 5}])
def test_another_setting_draws_other_names(visitor, change):
    before = visitor.names
    visitor.set(**change)
    assert visitor.names != before and visitor.names == visitor.expected(model())
    assert all(name.startswith(change.get("prefix", "")) for name in visitor.names)


def test_draw_again_draws_others_and_the_same_number_the_same(visitor):
    first = visitor.names
    second = visitor.click("draw_again").names
    assert first != second and visitor.widget("draw").value == 1
    assert visitor.set(draw=0).names == first
    assert visitor.set(draw=MAX_SEED).click("draw_again").widget("draw").value == 0


def test_letters_it_never_saw_give_one_warning_and_still_names(visitor):
    for prefix in ("7", "Ma7", "<b>", "日本", "🦕", "[a](http://x.io)", "и"):
        visitor.set(prefix=prefix)
        assert len(visitor.said("warning")) == 1 and len(visitor.names) == controls.COUNT.default, prefix
        assert visitor.widget("prefix").value == prefix
    visitor.set(prefix="")
    assert visitor.names == visitor.expected(model()) and not visitor.said("warning")


@pytest.mark.parametrize(("accented", "plain"), [
    ("Ñandú", "Nandu"), ("Zoë", "Zoe"), ("n\u0303a", "na"), ("Straße", "Strasse"), ("Søren", "Soren")])
def test_accents_the_list_does_not_have_are_left_off(visitor, accented, plain):
    names = visitor.set(prefix=plain).names
    assert visitor.set(prefix=accented).names == names and not visitor.said("warning")
    assert visitor.set(name=accented).has("name") and not visitor.said("warning")
    said = [unescape(sign) for sign in re.findall(r"<b><bdi>(.*?)</bdi></b>", visitor.piece("u-surprise"))]
    assert "".join(said) == plain.lower() + "∎"


def test_signs_between_names_are_left_out_where_the_list_has_none(visitor):
    names = visitor.set(prefix="maryj").names
    for joined in ("Mary J", " Mary-J ", "mary’j"):
        assert visitor.set(prefix=joined).names == names and not visitor.said("warning")
    assert len(visitor.set(prefix="   ").names) == len(names) and not visitor.said("warning")
    visitor.set(name="O'Neil Mary-Jane")
    assert not visitor.said("warning") and any("“ONeilMaryJane”" in piece for piece in visitor.html)


def test_every_name_is_accounted_for(visitor):
    visitor.set(temperature=2.0, count=200, top_k=60)
    [line] = [said for said in visitor.said("markdown") if "are new" in said]
    fresh, total, *rest = (int(number) for number in re.findall(r"\d+", line.split(" in the list")[0]))
    assert total == 200 and fresh + sum(rest) == total
    assert (len(rest) == 2) == ("∎" in visitor.names)


def test_new_and_copied_are_told_apart(visitor):
    visitor.set(count=100)
    corpus = shipped.shipped_corpus("given_names")
    for name, note in zip(visitor.names, visitor.notes, strict=True):
        if name != "∎" and not note.startswith("cut"):
            assert note == ("in the list" if name.lower() in corpus.spellings else "new")
    fresh = visitor.notes.count("new")
    cut = sum(note.startswith("cut") for note in visitor.notes)
    [said] = [text for text in visitor.said("markdown") if "are new" in text]
    assert int(re.search(r"\*\*(\d+) of 100\*\*", said)[1]) in range(fresh, fresh + cut + 1)


def test_downloads_are_what_is_on_the_page(visitor, taken_home):
    visitor.set(count=12, temperature=1.2)
    table = pd.read_csv(io.BytesIO(taken_home("names.csv")), keep_default_na=False)
    assert [name or "∎" for name in table["name"]] == visitor.names
    np.testing.assert_array_equal(rnncore.load(taken_home(".npz")).readout.W_ho, model().readout.W_ho)


def test_the_share_of_new_names_is_counted_on_spellings():
    corpus = shipped.shipped_corpus("stars")
    known = sorted(corpus.spellings)[0]
    assert is_new([known, "zzzz", ""], corpus) == [False, True, False]
    assert is_new(["zzzz"], None) is None
    share = share_new(model(), shipped.shipped_corpus("given_names"), 0.8)
    assert 0 < share < 1


def test_a_title_from_a_file_name_is_text_in_the_summary():
    names = rnncore.NameList("[click](http://x.example) **bold**", tuple(f"a{c}{d}" for c in "abcde" for d in "vwxyz"))
    corpus = rnncore.corpus_of(names)
    drawn = rnncore.draw(model(), 3, np.random.default_rng(0))
    said = summary(DrawnNames(drawn, drawn.names, is_new(drawn.names, corpus), corpus))
    assert "[click](" not in said and "**bold**" not in said


def test_no_list_loses_a_letter_to_the_default_of_top_k():
    assert all(len(model.vocabulary) <= controls.TOP_K.default for model in shipped.shipped_models().values())
