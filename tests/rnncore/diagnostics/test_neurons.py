"""What excites a neuron most: by looking at every beginning of every name."""

import factories
import pytest
from factories import CELLS, model

from rnncore import excitations, states_of
from rnncore.sampling import trace_of

NAMES = ["Bad", "bed", "Cafe", "cab", "badge", "a", "face", "decade"]


def every_beginning(m, unit, state):
    begun = {name.lower()[:i] for name in NAMES for i in range(len(name) + 1)}
    return {text: float(getattr(trace_of(m, [0, *m.vocabulary.encode(text)]), state)[-1, 0, unit]) for text in begun}


@pytest.mark.parametrize(("cell", "state"), [*((cell, "h") for cell in CELLS), ("lstm", "c")])
@pytest.mark.parametrize("given", [False, True], ids=["found", "given"])
def test_the_most_extreme_beginnings(cell, state, given):
    m = model(cell)
    for unit in range(m.config.hidden_size):
        values = every_beginning(m, unit, state)
        ranked = sorted(values, key=values.get)
        most, least = excitations(m, NAMES, unit, 4, state=state, states=states_of(m, NAMES) if given else None)
        assert [c.read for c in most] == ranked[::-1][:4] and [c.read for c in least] == ranked[:4]
        for context in (*most, *least):
            assert context.text in NAMES and context.read == context.text.lower()[:context.position]
            assert context.value == pytest.approx(values[context.read], rel=1e-12)


def test_there_may_be_fewer():
    most, least = excitations(model(), ["a", "A", ""], 0, 10)
    assert {c.read for c in most} == {"", "a"} and [c.read for c in least] == [c.read for c in most][::-1]
    assert excitations(model(), [], 0, 3) == ([], []) == excitations(model(), NAMES, 0, 0)


def test_a_neuron_or_state_that_is_not_there():
    for wrong in ({"unit": 5}, {"unit": -1}, {"state": "c"}, {"state": "symbols"}):
        with pytest.raises(ValueError, match="must be"):
            excitations(**{"model": factories.model("gru"), "names": NAMES, "unit": 0, "count": 1} | wrong)
