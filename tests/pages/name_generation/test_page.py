"""Name generation: the names on the page are the names the network really draws."""

import io
import re
from html import unescape

import numpy as np
import pandas as pd
import pytest

import rnncore
from explainer.models import shipped
from explainer.state import recipe_controls
from explainer.state.choices import MAX_SEED
from explainer.state.controls import Choice, Number
from pages.name_generation import controls as controls
from tests.visitor import Visitor

DRAWING = [control for control in controls.DRAWING if isinstance(control, Number)]
GIVEN = "given_names-gru"


def model() -> rnncore.Model:
    return shipped.shipped_models()[GIVEN]


def test_names_are_there_at_once(visitor):
    assert visitor.widget("model").value == GIVEN
    assert visitor.names == visitor.expected(model()) and len(visitor.names) == controls.COUNT.default
    assert not visitor.said("error") and not visitor.said("warning") and not visitor.said("info")


NEEDS = {"dropout": {"regularise": "own"}, "weight_dropout": {"regularise": "own"}, "activation": {"cell": "vanilla"},
         "forget_bias": {"cell": "lstm"}, "update_bias": {"cell": "gru"}}


def ends(control) -> list:
    if isinstance(control, Number):
        return [control.low, control.high]
    return list(control.options) if isinstance(control, Choice) else []


@pytest.mark.parametrize("control", controls.DRAWING + recipe_controls.TRAINING, ids=lambda control: control.key)
def test_the_page_stands_at_the_extremes_of_every_control(visitor, control):
    if control.key in NEEDS:
        visitor.set(**NEEDS[control.key])
    for end in ends(control):
        if control.key == "of":
            end = min(end, controls.COUNT.default)
        visitor.set(**{control.key: end})
        assert visitor.names == visitor.expected(model())
        assert not visitor.said("error") and not visitor.said("warning")


@pytest.mark.parametrize("end", ["low", "high"])
def test_all_extremes_together(visitor, end):
    visitor.set(**{control.key: getattr(control, end) for control in DRAWING if control.key != "of"})
    assert visitor.names == visitor.expected(model())
    visitor.home_and_back()
    assert visitor.names == visitor.expected(model())


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


@pytest.mark.parametrize("prefix", ["7", "Ma7", "<b>", "日本", "🦕", "[a](http://x.io)", "и"])
def test_letters_it_never_saw_give_one_warning_and_still_names(visitor, prefix):
    visitor.set(prefix=prefix)
    assert len(visitor.said("warning")) == 1 and len(visitor.names) == controls.COUNT.default
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


def test_letter_by_letter_is_the_chosen_name(visitor):
    for number in (1, 4):
        visitor.set(of=number)
        ladder = next(piece for piece in visitor.html if "u-ladder" in piece)
        letters = [unescape(sign) for sign in re.findall(r'u-chip[^"]*"><b><bdi>(.*?)</bdi>', ladder)]
        assert "".join(letters).removesuffix("∎").replace("␣", " ") == visitor.names[number - 1].lower()
    visitor.set(count=2)
    assert visitor.widget("of").value == 1        # there is no fourth name any more


@pytest.mark.parametrize("name", ["Maria", "  maria  ", "x", "a" * 40])
def test_surprise_is_the_model_s(visitor, name):
    visitor.set(name=name)
    told = rnncore.surprise(model(), " ".join(name.split()))
    nats = [float(n) for n in re.findall(r'u-column"><span>([\d.]+)', visitor.piece("u-surprise"))]
    np.testing.assert_allclose(nats, told.nats, atol=0.0051)
    assert any(f"**{told.nats.mean():.2f} nats**" in text for text in visitor.said("markdown"))


@pytest.mark.parametrize("name", ["<b>x</b>", "Renée7", "日本", "**bold**", "[a](http://x.example)", "🦕"])
def test_a_name_it_cannot_read_gets_one_warning(visitor, name):
    visitor.set(name=name)
    [warning] = visitor.said("warning")
    assert "<b>" not in warning.replace("\\<", "") and "never seen" in warning
    assert not [piece for piece in visitor.html if "u-surprise" in piece]
    assert visitor.widget("name").value == name


@pytest.mark.parametrize("guess", ["Just one", "About ten", "Twenty"])
def test_the_question_is_answered_by_the_model(visitor, guess):
    visitor.set(guess_greedy=guess)
    draws = rnncore.sample(model(), 20, np.random.default_rng(0), 0.0)
    assert len(set(draws)) == 1
    verdict = "Yes." if guess == "Just one" else "Not this time"
    assert any(verdict in text and "draws 1 different name." in text for text in visitor.said("markdown"))


def test_downloads_are_what_is_on_the_page(visitor, taken_home):
    visitor.set(count=12, temperature=1.2)
    table = pd.read_csv(io.BytesIO(taken_home("names.csv")), keep_default_na=False)
    assert [name or "∎" for name in table["name"]] == visitor.names
    np.testing.assert_array_equal(rnncore.load(taken_home(".npz")).readout.W_ho, model().readout.W_ho)


def test_the_code_shown_is_the_code_that_runs(visitor):
    import inspect

    from rnncore import sampling
    assert inspect.getsource(sampling.draw).strip() in [code.strip() for code in visitor.codes]


def test_two_visitors_do_not_see_each_other(quiet_runner):
    one, two = Visitor(), Visitor()
    one.set(temperature=1.6, name="Maria")
    two.at.run()
    assert two.widget("temperature").value == controls.TEMPERATURE.default and two.widget("name").value == ""
    assert one.shelf is not two.shelf
