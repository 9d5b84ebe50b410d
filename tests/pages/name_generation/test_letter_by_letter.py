"""Letter by letter: the name that is chosen, and what temperature 0 does."""

import re
from html import unescape

import numpy as np
import pytest

import rnncore
from explainer.models import shipped


def test_letter_by_letter_is_the_chosen_name(visitor):
    for number in (1, 4):
        visitor.set(of=number)
        ladder = next(piece for piece in visitor.html if "u-ladder" in piece)
        letters = [unescape(sign) for sign in re.findall(r'u-chip[^"]*"><b><bdi>(.*?)</bdi>', ladder)]
        assert "".join(letters).removesuffix("∎").replace("␣", " ") == visitor.names[number - 1].lower()
    visitor.set(count=2)
    assert visitor.widget("of").value == 1        # there is no fourth name any more


@pytest.mark.parametrize("guess", ["Just one", "About ten", "Twenty"])
def test_the_question_is_answered_by_the_model(visitor, guess):
    visitor.set(guess_greedy=guess)
    draws = rnncore.sample(shipped.shipped_models()["given_names-gru"], 20, np.random.default_rng(0), 0.0)
    assert len(set(draws)) == 1
    verdict = "Yes." if guess == "Just one" else "Not this time"
    assert any(verdict in text and "draws 1 different name." in text for text in visitor.said("markdown"))
