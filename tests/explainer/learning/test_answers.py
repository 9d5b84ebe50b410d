"""A visitor's answers: what the browser kept is checked, and the first verdict on a question stays."""

import ast
import json
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as some

from explainer.learning import answers
from explainer.learning.answers import Kept, answers_in
from tests.test_house import chapter_of, files

GOOD = {"why-recurrence/order": {"step": "order", "guess": "The first", "right": True}}
anything = some.recursive(some.none() | some.booleans() | some.integers() | some.text(max_size=5),
                          lambda inner: some.lists(inner) | some.dictionaries(some.text(max_size=5), inner))
names = some.sampled_from(["why-recurrence/order", "why-recurrence/", "home/x", "/", "why-recurrence/a b"])
fields = some.fixed_dictionaries({}, optional={name: anything | some.sampled_from(["order", "x" * 300])
                                               for name in ("step", "guess", "right")})


@given(some.text() | anything.map(json.dumps) | some.dictionaries(names, anything | fields).map(json.dumps))
def test_whatever_a_browser_kept_is_an_answer_of_the_app_or_nothing(text):
    for kept in answers_in(text):
        assert kept.name == "why-recurrence/order" and kept.step == "order"
        assert 0 < len(kept.guess) <= answers.LONGEST and kept.is_right in (True, False, None)


def test_what_was_kept_comes_back_as_it_was():
    [kept] = answers_in(json.dumps(GOOD))
    assert {kept.name: kept.as_json()} == GOOD
    assert answers_in("[" * 100_000) == []


@pytest.mark.parametrize("is_older", [False, True])
def test_of_two_verdicts_the_older_counts_and_of_two_guesses_the_newer(monkeypatch, is_older):
    for first in (True, False, None):
        for second in (True, False, None):
            monkeypatch.setattr(answers.st, "session_state", {})
            known, then = (Kept("a", "b", "c", guess, right) for guess, right in (("one", first), ("two", second)))
            for kept in (then, known) if is_older else (known, then):
                answers._take(kept, is_older and kept is known)
            [kept] = answers._standing()
            assert kept.guess == "two" and kept.is_right is (second if first is None else first)


def test_a_question_s_key_is_its_own_in_the_whole_app():
    asked = defaultdict(set)
    for path, tree in files("pages"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "predict":
                key = node.args[0]
                asked[getattr(key, "value", None) or f"{path.name} asks by itself"].add(chapter_of(path))
    assert len(asked) > 25 and not {key: places for key, places in asked.items() if len(places) > 1}
