"""The probes that ship belong to the networks that ship, and say what is found when they are used again."""

import numpy as np
import pytest

from explainer.models import shipped
from pages.hidden_state.probe_cache import MEASURED
from rnncore.commands import probe as command
from rnncore.diagnostics import measured_probe
from rnncore.diagnostics.probe import FEWEST, accuracy_of, fit_and_measure, from_letters_after
from rnncore.diagnostics.states import states_of, states_of_encoded

PROBED = [(key, state) for key, model in shipped.shipped_models().items() for state in model.cell_module.State._fields]


def probed(key, state):
    """A shipped network, its list, and its probes from the file."""
    model, corpus = shipped.shipped_models()[key], shipped.shipped_corpus(key.rpartition("-")[0])
    under = measured_probe.conditions(model, corpus, state)
    return model, corpus, measured_probe.load(MEASURED / command.name_of(key, state), under)


@pytest.mark.parametrize(("key", "state"), PROBED)
def test_the_probes_find_again_what_they_found(key, state):
    model, corpus, found = probed(key, state)
    assert found is not None, f"make it again: data/README.md says how ({key})"
    again = accuracy_of(found, states_of_encoded(model, corpus.test_encoded), state)
    np.testing.assert_allclose(again, found.accuracy, atol=0.002)


@pytest.mark.parametrize(("key", "state"), [("given_names-gru", "h"), ("given_names-lstm", "c"), ("stars-gru", "h")])
def test_one_lag_fitted_again(key, state):
    model, corpus, found = probed(key, state)
    parts = (states_of(model, corpus.train[:6000]), states_of(model, corpus.validation[:1500]),
             states_of(model, corpus.test))
    again = fit_and_measure(*parts, len(corpus.vocabulary), [6], state)
    assert again.counts[0] == found.counts[6] > FEWEST
    assert again.chance[0] == found.chance[6]
    few = 3 / found.counts[6]          # letters: another processor rounds otherwise, and the list of stars is small
    assert again.accuracy[0] == pytest.approx(found.accuracy[6], abs=max(0.01, few))


@pytest.mark.parametrize("list_id", ["given_names", "stars"])
def test_the_letters_after_guess_again_what_they_guessed(list_id):
    corpus = shipped.shipped_corpus(list_id)
    found = measured_probe.load_letters_after(MEASURED / command.LETTERS_AFTER, corpus)
    assert from_letters_after(corpus, [4])[0] == pytest.approx(found[4], abs=0.01)


def test_what_the_words_say_of_the_probes():
    """A vanilla cell keeps most three back; softmax regression reads more than half of it two back from a GRU."""
    accuracy = {cell: probed(f"given_names-{cell}", "h")[2].accuracy for cell in ("vanilla", "gru", "lstm")}
    after = measured_probe.load_letters_after(MEASURED / command.LETTERS_AFTER, shipped.shipped_corpus("given_names"))
    assert accuracy["vanilla"][3] > accuracy["gru"][3] + 0.1 > accuracy["lstm"][3]
    assert accuracy["gru"][2] > 0.53
    assert all(shares[3] > after[3] + 0.1 for shares in accuracy.values())           # kept, not guessed
    assert all(shares[5] < after[5] for shares in accuracy.values())                 # no more than letters tell
