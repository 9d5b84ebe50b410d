"""One neuron: the colours of the text and of the list are its values."""

import re
from html import unescape

import numpy as np
import pytest

from explainer.models import shipped
from explainer.models.shelf import SHIPPED, Entry
from pages.hidden_state import single_neuron
from pages.hidden_state.single_neuron_chart import coloured_contexts, coloured_text, means_by_letter
from pages.hidden_state.state import Network
from rnncore.diagnostics.neurons import excitations
from rnncore.sampling import trace_of
from tests.pages.hidden_state.opening import attributes, labelled, named, pieces, read, visit


def test_letters_lit_by_a_neuron():
    html = coloured_text(["∎", "<", " "], np.array([0.5, -0.25, 0.0]), 1.0, 4)
    assert attributes(html, "value") == [0.5, -0.25, 0.0] and attributes(html, "unit") == [4]
    assert "&lt;" in html and "␣" in html and re.findall(r"--strength:([\d.]+)", html) == ["0.500", "0.250", "0.000"]
    assert 'class="negative"' in html
    html = coloured_contexts([("Maria", 3, np.array([0, 0.1, 0.2, 0.9])), ("Ola", 0, np.array([-0.5]))], 1.0, "x")
    assert attributes(html, "value") == [0.9, 0.1, 0.2, 0.9, -0.5, -0.5]
    assert unescape(re.sub("<[^>]+>", "", html.split("</li>")[0])).endswith("Maria")
    html = means_by_letter(["∎", "a", "b"], np.array([0.1, np.nan, 0.7]), np.array([3, 0, 2]), 1.0)
    assert attributes(html, "value") == [0.7, 0.1]


@pytest.mark.parametrize(("cell", "kind"), [("gru", "h"), ("lstm", "h"), ("lstm", "c")])
def test_the_neuron_on_the_page_is_the_networks(cell, kind):
    visitor = visit(reader=f"given_names-{cell}", read="anna", unit="7", kind=kind)
    model = named(cell)
    own = getattr(trace_of(model, read(model, "anna")), kind)[:, 0, 6]
    lit = labelled(visitor, "The text, coloured by neuron 7")
    assert attributes(lit, "value") == pytest.approx(own, abs=1e-4)
    names = shipped.shipped_corpus("given_names").names[:4000]
    high, low = excitations(shipped.shipped_models()[f"given_names-{cell}"], names, 6, 8, state=kind)
    for piece, contexts in zip(pieces(visitor, "hs-contexts"), (high, low), strict=True):
        drawn = [float(x) for x in re.findall(r'<li data-value="([^"]+)"', piece)]
        assert drawn == pytest.approx([context.value for context in contexts], abs=1e-4)


def test_a_neuron_beyond_the_last_is_the_last():
    assert attributes(labelled(visit(unit="250"), "The text, coloured by neuron 64"), "unit") == [63]


def test_the_jumps_go_to_the_clearest_neurons():
    visitor = visit().click("count_neuron")
    counting = visitor.widget("unit").value
    assert visitor.click("letter_neuron").widget("unit").value != counting


def test_shares_are_not_added_up():
    """Letter and position together account for more than the sum of both: what a letter does depends on its place."""
    said = single_neuron.what_moves_them(Network(Entry("given_names-gru", "", SHIPPED, named("gru")))).because
    letter, count, best, both = (int(share) for share in re.findall(r"(\d+)%", said))
    assert (letter, count, best, both) == (34, 14, 69, 54) and "do not add up" in said
