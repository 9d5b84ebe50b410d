"""Your name: its surprise is the model's, and what it cannot read is said."""

import re

import numpy as np
import pytest

import rnncore
from explainer.models import shipped


@pytest.mark.parametrize("name", ["Maria", "  maria  ", "x", "a" * 40])
def test_surprise_is_the_model_s(visitor, name):
    visitor.set(name=name)
    told = rnncore.surprise(shipped.shipped_models()["given_names-gru"], " ".join(name.split()))
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


@pytest.mark.parametrize(("name", "known"), [("Marianne", True), ("josephine", True), ("Alessia", False)])
def test_a_name_it_learned_from_is_said_to_be_one(visitor, name, known):
    visitor.set(name=name)
    assert any("learned from this very name" in text for text in visitor.said("markdown")) == known
