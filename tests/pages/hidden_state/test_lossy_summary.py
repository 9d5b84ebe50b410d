"""The lossy summary: curves, bars and the text read back are what the probes give."""

import re

import numpy as np
import pytest

from explainer.models import shipped
from pages.hidden_state import controls, probe_cache
from pages.hidden_state.lossy_summary_chart import (
    ProbeAccuracy,
    TextReadBack,
    accuracy_curves,
    lag_bars,
    read_back_table,
)
from pages.hidden_state.probe_cache import letters_after, shipped_summary
from rnncore.diagnostics.probe import LAGS, read_back
from rnncore.sampling import trace_of
from tests.pages.hidden_state.opening import CELLS, HOSTILE, answered, attributes, labelled, named, piece, read, visit
from tests.visitor import numbers

AFTER = np.array([0.14, 0.17, 0.2, 0.22, 0.25])


def one(name: str = "GRU") -> ProbeAccuracy:
    return ProbeAccuracy(name, np.linspace(1, 0.2, 5), np.full(5, 0.14), np.array([900, 800, 700, 60, 9]))


def test_curves_leave_out_what_rests_on_too_few():
    figure = accuracy_curves([one(), one(HOSTILE)], AFTER)
    assert [len(trace.x) for trace in figure.data] == [4, 4, 4, 4]
    np.testing.assert_array_equal(figure.data[0].y, one().accuracy[:4])
    np.testing.assert_array_equal(figure.data[2].y, AFTER[:4])
    np.testing.assert_array_equal(figure.data[3].y, one().chance[:4])
    assert HOSTILE not in str(figure.data[1].name)


def test_bars_of_one_lag():
    html = lag_bars([one(), one(HOSTILE)], AFTER, 2)
    assert attributes(html, "share") == pytest.approx([one().accuracy[2]] * 2 + [0.2, 0.14])
    assert attributes(html, "lag") == [2] and HOSTILE not in html


def test_what_was_read_back_is_marked_right_or_wrong():
    vocabulary = named().vocabulary
    text, guesses = vocabulary.encode("anna"), vocabulary.encode("aina")
    html = read_back_table([TextReadBack("GRU", guesses, vocabulary)], text, vocabulary, 1)
    assert re.findall(r'class="is-(right|wrong)', html) == ["right", "wrong", "right", "right"]
    assert "3 of 4" in html and html.count("is-marked") == 2
    marked = re.findall(r'<td class="is-right is-marked" title="right"><bdi>(.)</bdi>', html)
    assert marked == ["n"]                                     # one back from the end


def test_every_lag_on_the_slider_has_a_probe():
    assert controls.LAG.high == LAGS - 1


def test_the_curves_are_the_probes():
    visitor = visit()
    chart = visitor.charts()["summary"]
    for trace, cell in zip(chart["data"], CELLS, strict=False):
        found = shipped_summary(f"given_names-{cell}")
        drawn = numbers(trace["y"])
        np.testing.assert_allclose(drawn, found.accuracy[numbers(trace["x"]).astype(int)])
        assert len(drawn) > 8
    after = chart["data"][len(CELLS)]
    np.testing.assert_allclose(numbers(after["y"]), letters_after("given_names")[numbers(after["x"]).astype(int)])


def test_the_probes_of_a_shipped_network_of_any_list_are_not_fitted_again(monkeypatch):
    monkeypatch.setattr(probe_cache, "lossy_summary", None)
    for key, model in shipped.shipped_models().items():
        assert shipped_summary.__wrapped__(key).weights.shape[2] == len(model.vocabulary)


def test_a_network_that_is_not_that_of_the_file_is_fitted(monkeypatch):
    models = {**shipped.shipped_models(), "stars-gru": shipped.shipped_models()["cities-gru"]}
    monkeypatch.setattr(shipped, "shipped_models", lambda: models)
    monkeypatch.setattr(probe_cache, "lossy_summary", lambda *_, **__: "fitted")
    assert shipped_summary.__wrapped__("stars-gru") == "fitted"


@pytest.mark.parametrize("lag", ["0", "5", "12"])
def test_one_lag_in_bars_and_on_the_text(lag):
    visitor = visit(back=lag, read="marianne")
    bars, table = piece(visitor, "hs-bars"), labelled(visitor, "What the probes read")
    text = named().vocabulary.encode("marianne")
    for n, cell in enumerate(CELLS):
        model = shipped.shipped_models()[f"given_names-{cell}"]
        found = shipped_summary(f"given_names-{cell}")
        if found.counts[int(lag)]:
            assert attributes(bars, "share")[n] == pytest.approx(found.accuracy[int(lag)], abs=1e-5)
        guesses = read_back(found, trace_of(model, read(model, "marianne")).h[-1])[:8, 0][::-1]
        row = table.split("<tr>")[2 + n]
        assert re.findall(r'<td class="is-(right|wrong)', row) == ["right" if a == b else "wrong" for a, b in
                                                                    zip(guesses, text, strict=True)]


def test_three_networks_are_not_called_three_cells():
    told = answered(visit(), "keeps", "GRU")
    assert "these three networks" in told and "GRU and LSTM are so near each other" in told


@pytest.mark.parametrize("lag", ["1", "3"])
def test_what_the_lstm_holds_in_c_is_told_too(lag):
    found = shipped_summary("given_names-lstm", "c")
    assert [c for c in visit(back=lag).said("caption") if c.endswith(f"cell state c it reads "
                                                                    f"{found.accuracy[int(lag)]:.0%}.")]
