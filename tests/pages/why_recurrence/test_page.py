"""Why recurrence?: what is drawn is what the networks say."""

import re
from html import unescape

import numpy as np
import pytest

from explainer.models import shipped
from pages.why_recurrence import controls, goldfish, year_race
from pages.why_recurrence.year_networks import year_racers, year_scores
from rnncore import surprise
from rnncore.diagnostics import embedding
from rnncore.diagnostics.by_hand import one_pulse
from rnncore.tasks import series_experiment
from rnncore.tasks.sentences import answers, ranking
from rnncore.tasks.windows import window_parameters
from tests.visitor import Visitor, assert_one_sentence, numbers

PAGE = "why-recurrence"


@pytest.fixture
def visitor(quiet_runner) -> Visitor:
    return Visitor(page=PAGE)


def percents(piece: str) -> list[str]:
    return re.findall(r"<span>(\d+%)</span></div>", piece)


def pieces_with(visitor: Visitor, sign: str) -> list[str]:
    return [piece for piece in visitor.html if sign in piece]


@pytest.mark.parametrize("text", [controls.SENTENCE.default, *goldfish.REVIEWS, "zzz", "I loved it, not! 1986"])
def test_the_goldfish_says_what_the_network_says_with_and_without_memory(visitor, text):
    visitor.set(sentence=text)
    net = shipped.sentence_models()["sentiment"]
    kept, wiped = answers(net, text).shares, answers(net, text, wipe=True).shares
    [piece] = pieces_with(visitor, 'class="u-fish"')
    expected = [f"{share:.0%}" for pair in zip(kept, wiped, strict=True) for share in pair]
    assert percents(piece) == expected
    heights = [float(v) for v in re.findall(r"--v:([\d.]+)", piece)]
    np.testing.assert_allclose(heights, np.abs(2 * np.stack([kept, wiped], axis=1).ravel() - 1), atol=1e-4)


@pytest.mark.parametrize(("text", "words"), [("", 0), ("   ", 0), ("<b>good</b>", None), ("🙂 שלום good", 3)])
def test_odd_reviews_are_answered_sensibly(visitor, text, words):
    visitor.set(sentence=text)
    found = pieces_with(visitor, 'class="u-fish"')
    expected = len(shipped.sentence_models()["sentiment"].vocabulary.read(text).words)
    assert (len(percents(found[0])) == 2 * expected) if expected else not found
    assert "<b>good" not in "".join(found) and words in (expected, None)
    if not expected:
        [warning] = visitor.said("warning")
        assert_one_sentence(warning)


def test_a_review_of_two_hundred_words_is_shown_in_part_and_said(visitor):
    visitor.set(sentence="good " * 80)
    [piece] = pieces_with(visitor, 'class="u-fish"')
    assert len(percents(piece)) == 2 * goldfish.MOST_WORDS
    [warning] = visitor.said("warning")
    assert_one_sentence(warning)


def test_a_review_of_unknown_words_says_so(visitor):
    visitor.set(sentence="zub zob zab")
    assert any("zub" in said and "zab" in said for said in visitor.said("caption"))
    assert pieces_with(visitor, 'class="u-fish"')[0].count("is-unknown") == 3


@pytest.mark.parametrize("bend", controls.BEND.options)
@pytest.mark.parametrize("pulse", controls.PULSE.options)
@pytest.mark.parametrize("weight", [-1.5, 0.0, 1.0, 1.31, 1.5])
def test_the_neuron_s_bars_are_its_memory(bend, pulse, weight, quiet_runner):
    visitor = Visitor({"one_weight": str(weight), "one_bend": bend, "one_pulse": pulse}, PAGE)
    h = one_pulse(weight, float(pulse), 10, bend)
    [piece] = pieces_with(visitor, 'class="u-pulse"')
    told = [float(t.replace("−", "-")) for t in re.findall(r"<span>(.*?)</span>", piece)]
    np.testing.assert_allclose(told, h, atol=6e-4, rtol=0.06)
    held = any("**Held.**" in said for said in visitor.said("markdown"))
    assert held == (abs(h[-1] / h[0] - 1) <= 0.05)


def test_a_letter_shows_its_row_and_its_neighbours(visitor):
    model = shipped.shipped_models()["given_names-vanilla"]
    for letter in ("q", "e"):
        visitor.at.pills(key="vector").set_value(letter).run()
        number = int(model.vocabulary.encode(letter)[0])
        [strip] = [piece for piece in pieces_with(visitor, 'class="u-strip"') if "is-hot" not in piece]
        told = [float(t.replace("−", "-")) for t in re.findall(r'title="\d+: (.*?)"', strip)]
        np.testing.assert_allclose(told, model.params.W_xh[number], atol=6e-4)
        [line] = [said for said in visitor.said("markdown") if "most alike" in said]
        near = [n for n in embedding.neighbours(model, number, 4) if n.cosine > 0.2]
        assert [model.vocabulary.sign(n.symbol) for n in near] == re.findall(r"\*\*(.)\*\*", line)


@pytest.mark.parametrize("sentence", ["end", "start"])
def test_the_two_sentences_of_the_year_task(visitor, sentence):
    visitor.set(year_sentence=sentence)
    text = controls.YEAR_SENTENCE.options[sentence]
    [table] = [piece for piece in pieces_with(visitor, 'class="u-race"') if "1986" in piece]
    rows = table.split("<tr>")[1:]
    for row, (key, net) in zip(rows, year_racers().items(), strict=True):
        shares = answers(net, text).shares
        words = answers(net, text).words
        framed = [unescape(word) for word in re.findall(r'class="is-year"><bdi>(.*?)</bdi>', row)]
        assert framed == [word for word, share in zip(words, shares, strict=True) if share > 0.5], key
        assert f"{shares[words.index('1986')]:.0%}" in row
    assert '"is-year"><bdi>1986' in rows[0]


def test_ones_own_sentence_with_a_number_that_is_no_year(visitor):
    visitor.set(year_sentence="own")
    [warning] = visitor.said("warning")
    assert_one_sentence(warning)
    visitor.set(year_text="The hall was closed in front of 1986 people in 1931.")
    [table] = [piece for piece in pieces_with(visitor, 'class="u-race"') if "1931" in piece]
    first = table.split("<tr>")[1]
    assert '"is-year"><bdi>1931' in first and '"is-year"><bdi>1986' not in first


def test_a_sentence_longer_than_the_fixed_window_is_read_and_the_rest_said(visitor):
    visitor.set(year_sentence="own")
    visitor.set(year_text="so " * 30 + "it was built in 1931.")
    assert any("beyond the fixed window" in said for said in visitor.said("caption"))
    [table] = [piece for piece in pieces_with(visitor, 'class="u-race"') if "1931" in piece]
    assert '"is-year"><bdi>1931' in table.split("<tr>")[1] and '"is-year"><bdi>1931' not in table.split("<tr>")[2]


def test_the_first_word_is_the_same_with_and_without_memory(visitor):
    net = shipped.sentence_models()["sentiment"]
    for text in goldfish.REVIEWS:
        kept, wiped = answers(net, text), answers(net, text, wipe=True)
        np.testing.assert_allclose(kept.values[:2], wiped.values[:2], rtol=1e-5)
        np.testing.assert_allclose(wiped.shares[::-1], answers(net, " ".join(kept.words[::-1]), wipe=True).shares,
                                   rtol=1e-5)


def test_scores_by_seed_and_by_place_are_the_measured_ones(visitor):
    [table] = [piece for piece in pieces_with(visitor, "<thead>") if "u-race" in piece]
    means = [float(mean) for mean in re.findall(r"<b>([\d.]+)</b>", table)]
    expected = [year_scores()[net, part].mean() for net in year_race.RACERS for part in year_race.PARTS]
    np.testing.assert_allclose(means, expected, atol=5e-4)
    [chart] = [c for c in visitor.charts().values() if any(t.get("yaxis") == "y2" for t in c["data"])]
    scores, looks = year_race._by_place()
    for trace, (name, f1) in zip(chart["data"], scores.values(), strict=False):
        assert trace["name"] == name
        np.testing.assert_array_equal(numbers(trace["y"]), f1)
    np.testing.assert_allclose(numbers(chart["data"][-1]["y"]), looks)


@pytest.mark.parametrize("reach", [1, 9, 200])
def test_parameters_against_length(reach, quiet_runner):
    visitor = Visitor({"reach": str(reach)}, PAGE)
    net = shipped.sentence_models()["year"]
    [chart] = [c for c in visitor.charts().values() if "feedforward" in str(c["data"][0].get("name"))]
    window, _, recurrent, _ = chart["data"]
    assert set(numbers(recurrent["y"])) == {net.parameters}
    assert numbers(window["y"])[reach - 1] == window_parameters(net, reach)
    assert f"{window_parameters(net, reach):,}" in window["name"] and f"{net.parameters:,}" in recurrent["name"]


def test_every_kind_runs_through_its_network(visitor):
    model = shipped.shipped_models()["given_names-gru"]
    [piece] = pieces_with(visitor, 'class="u-surprise"')
    assert [f"{nats:.2f}" for nats in surprise(model, "josephine").nats] == re.findall(
        r'u-column"><span>([\d.]+)</span>', piece)
    visitor.set(example="words")
    [piece] = pieces_with(visitor, 'class="u-rankings"')
    whole, cut = (ranking(shipped.sentence_models()["next-word"], begin, 6) for begin in (
        "I picked up the remote controller on the couch and turned on the", "and turned on the"))
    assert whole[0][0] == "television" and whole[0][1] > 2 * cut[0][1]
    assert re.findall(r"<span>([\d.]+%)</span>", piece) == [f"{p:.1%}" for _, p in (*whole, *cut)]
    visitor.set(example="numbers")
    [chart] = [c for c in visitor.charts().values() if c["data"][0].get("name") == "measured"]
    series = series_experiment.shipped("sunspots")
    np.testing.assert_array_equal(numbers(chart["data"][0]["y"]), series.values[series.split:])


@pytest.mark.parametrize("key", ["fish_order", "one_weight", "neighbours", "later"])
def test_every_question_is_answered_by_the_networks(visitor, key):
    group = visitor.at.segmented_control(key=f"guess_{key}")
    verdicts = []
    for option in group.options:
        visitor.at.segmented_control(key=f"guess_{key}").set_value(option.content if hasattr(option, "content")
                                                                   else option).run()
        visitor.is_well()
        verdicts += [said for said in visitor.said("markdown") if "**Yes.**" in said]
    assert len(verdicts) == 1


@pytest.mark.parametrize("query", [
    {"one_weight": "nan"}, {"one_weight": "99"}, {"one_bend": "sigmoid"}, {"vector": "ß"}, {"vector": "zz"},
    {"year_sentence": "middle"}, {"reach": "0"}, {"example": "<b>"}, {"sentence": "x" * 2000}])
def test_odd_addresses_open_the_page_on_its_defaults(query, quiet_runner):
    visitor = Visitor(query, PAGE)
    assert len(visitor.html) > 8


def test_the_address_reproduces_the_view(visitor):
    visitor.set(sentence="not bad", year_sentence="own", example="words")
    visitor.set(year_text="In 1931 it rained.")
    address = {key: v if isinstance(v, str) else v[0] for key, v in visitor.at.query_params.items()}
    again = Visitor(address, PAGE)
    assert [p for p in again.html if "u-fish" in p or "u-race" in p or "u-rankings" in p] == [
        p for p in visitor.html if "u-fish" in p or "u-race" in p or "u-rankings" in p]
