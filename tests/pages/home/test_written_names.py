"""The names of the home page: drawn, finished, of a length that fits, and with the probabilities that were used."""

import numpy as np
import pytest

import rnncore
from explainer.models import shipped
from pages.home.written_names import LONGEST, SHORTEST, TEMPERATURE, written_names
from rnncore.data.vocabulary import BOUNDARY


@pytest.mark.parametrize("number", [0, 7, 999_999])
def test_every_bar_is_a_probability_the_letter_was_drawn_from(number):
    model = shipped.shipped_models()["given_names-vanilla"]
    drawn = rnncore.draw(model, 32, np.random.default_rng(number), TEMPERATURE)
    for name, picture in written_names(model, number, 8):
        assert SHORTEST <= len(name) <= LONGEST and picture.steps == len(name) + 1
        assert "".join(picture.node(f"input:{t}").text for t in range(1, picture.steps + 1)) == "∎" + name
        assert picture.node(f"output:{picture.steps}").chosen == BOUNDARY
        if name in drawn.names:
            column = drawn.probabilities[:picture.steps, drawn.names.index(name)]
            shown = [picture.node(f"output:{t}").values for t in range(1, picture.steps + 1)]
            np.testing.assert_allclose(shown, column, atol=1e-5)


def test_the_same_number_writes_the_same_names_and_another_others():
    model = shipped.shipped_models()["given_names-vanilla"]
    one, two, other = ([name for name, _ in written_names(model, n, 8)] for n in (3, 3, 4))
    assert one == two != other and len(set(one)) == 8
