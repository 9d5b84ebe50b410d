"""Years marked by three networks: what is framed is what they say, and the scores are the measured ones."""

import re
from html import unescape

import numpy as np
import pytest

from pages.why_recurrence import controls
from pages.why_recurrence.state import year_networks, year_scores
from pages.why_recurrence.year_tagging import NETWORKS, TEST_SETS, by_place
from rnncore.tasks.sentences import answers
from tests.pages.why_recurrence.opening import pieces_with
from tests.visitor import assert_one_sentence, numbers


@pytest.mark.parametrize("sentence", ["end", "start"])
def test_the_two_sentences_of_the_year_task(visitor, sentence):
    visitor.set(year_sentence=sentence)
    text = controls.YEAR_SENTENCE.options[sentence]
    [table] = [piece for piece in pieces_with(visitor, 'class="u-race"') if "1986" in piece]
    rows = table.split("<tr>")[1:]
    for row, (key, net) in zip(rows, year_networks().items(), strict=True):
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


def test_scores_by_seed_and_by_place_are_the_measured_ones(visitor):
    [table] = [piece for piece in pieces_with(visitor, "<thead>") if "u-race" in piece and NETWORKS["fixed"] in piece]
    means = [float(mean) for mean in re.findall(r"<b>([\d.]+)</b>", table)]
    expected = [year_scores()[net, part].mean() for net in NETWORKS for part in TEST_SETS]
    np.testing.assert_allclose(means, expected, atol=5e-4)
    chart = visitor.charts()["places"]
    scores, looks = by_place()
    for trace, (name, f1) in zip(chart["data"], scores.values(), strict=False):
        assert trace["name"] == name
        np.testing.assert_array_equal(numbers(trace["y"]), f1)
    np.testing.assert_allclose(numbers(chart["data"][-1]["y"]), looks)
