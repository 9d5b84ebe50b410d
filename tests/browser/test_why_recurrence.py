"""The sentence tasks, read off the page in Chromium."""

import re

import pytest

from explainer.models import shipped
from explainer.state.keys import css_class
from pages.why_recurrence import controls
from pages.why_recurrence.state import year_networks
from rnncore.diagnostics.by_hand import one_pulse
from rnncore.tasks.sentences import answers, ranking
from tests.browser.conftest import still

pytestmark = pytest.mark.browser

REVIEW = "I thought the story was weak but loved it"        # nine words
PAGE = "/why-recurrence"


def type_into(page, key: str, text: str) -> None:
    field = page.locator(f".{css_class('why-recurrence', key)} input")
    field.fill(text)
    field.press("Enter")
    still(page)


def test_a_review_of_nine_words_is_scored_after_every_word(visit):
    page = visit(PAGE)
    type_into(page, "sentence", REVIEW)
    page.wait_for_function("() => document.querySelectorAll('.u-fish li').length === 9")
    kept, wiped = (page.locator(f".u-fish .u-half{kind} span").all_inner_texts() for kind in (
        ":not(.is-wiped)", ".is-wiped"))
    net = shipped.sentence_models()["sentiment"]
    assert kept == [f"{share:.0%}" for share in answers(net, REVIEW).shares]
    assert wiped == [f"{share:.0%}" for share in answers(net, REVIEW, wipe=True).shares]


@pytest.mark.parametrize("sentence", ["end", "start"])
def test_the_year_is_marked_in_both_sentences(visit, sentence):
    page = visit(f"{PAGE}?year_sentence={sentence}")
    rows = page.locator(".u-race tr", has=page.locator(".u-tags"))
    rows.nth(2).wait_for()
    text = controls.YEAR_SENTENCE.options[sentence]
    for i, net in enumerate(year_networks().values()):
        said = answers(net, text)
        marked = rows.nth(i).locator(".is-year bdi").all_inner_texts()
        assert marked == [word for word, share in zip(said.words, said.shares, strict=True) if share > 0.5]
    assert rows.nth(0).locator(".is-year bdi").all_inner_texts() == ["1986"]


def test_the_remote_controller_turns_on_the_television(visit):
    page = visit(f"{PAGE}?example=words")
    lists = page.locator(".u-next-words ul")
    lists.first.wait_for()
    whole, cut = ([(word, float(p.rstrip("%")) / 100) for word, p in zip(
        lists.nth(i).locator("code").all_inner_texts(), lists.nth(i).locator("span").all_inner_texts(), strict=True)]
        for i in (0, 1))
    assert whole[0][0] == "television" and whole[0][1] > 0.5 > cut[0][1]
    net = shipped.sentence_models()["next-word"]
    begin = page.locator(".u-next-words p").nth(0).inner_text().strip("“ …”")
    assert [word for word, _ in whole] == [word for word, _ in ranking(net, begin, len(whole))]


def test_the_weight_is_found_by_keyboard_and_kept_in_the_address(visit):
    page = visit(f"{PAGE}?one_weight=0.98")
    slider = page.locator(f".{css_class('why-recurrence', 'live_one_weight')} input[type=range]")
    slider.focus()
    for _ in range(2):
        slider.press("ArrowRight")
    page.wait_for_function("() => document.body.innerText.includes('Held.')")
    page.wait_for_function("() => location.search.includes('one_weight=1.0')")
    told = page.locator(".u-pulse span").all_inner_texts()
    assert [float(t) for t in told] == pytest.approx(list(one_pulse(1.0, 1.0, 10)), abs=1e-3)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_sticks_out_on_a_telephone(visit, theme):
    page = visit(PAGE, width=390, theme=theme)
    page.wait_for_selector(".u-fish")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not re.search(r"\bnan\b|Traceback", page.locator(".stMainBlockContainer").inner_text())
