"""Attribution: both measures of every letter are the networks' own, on one scale."""

import re

import numpy as np
import pytest

import rnncore
from pages.hidden_state.attribution_chart import attribution_columns, largest_nats
from rnncore.diagnostics.attribution import attribute
from rnncore.sampling import trace_of
from tests.pages.hidden_state.opening import CELLS, HOSTILE, attributes, named, piece, read, visit


def test_why_columns_are_the_attribution_on_one_scale():
    found = attribute(named("vanilla"), "anna")
    slope, exact = found.gradient_times_change[-1], found.replaced[-1]
    largest = largest_nats([(slope, exact)])
    html = attribution_columns(HOSTILE, "says", list("∎anna"), slope, exact, largest)
    assert attributes(html, "slope") == pytest.approx(slope, abs=1e-6)
    assert attributes(html, "exact") == pytest.approx(exact, abs=1e-6) and HOSTILE not in html
    shares = [float(x) for x in re.findall(r"--share:([\d.]+)", html)]
    assert max(shares) == 1 and shares[::2] == pytest.approx(np.abs(slope) / largest, abs=6e-4)
    assert html.count("is-up") + html.count("is-down") == 2 * len(slope)
    assert largest_nats([]) > 0


@pytest.mark.parametrize("explained", ["next", "likely"])
def test_what_a_prediction_rests_on_per_cell_and_on_one_scale(explained):
    visitor = visit(read="anna", prediction="3", explained=explained)
    html = piece(visitor, "hs-why")
    for figure, cell in zip(html.split("</figure>"), CELLS, strict=False):
        model = named(cell)
        targets = None
        if explained == "likely":
            h = trace_of(model, read(model, "anna")).h[:, 0]
            targets = rnncore.readout.logits(model.readout, h).argmax(axis=-1)
        found = attribute(model, "anna", targets)
        assert attributes(figure, "slope") == pytest.approx(found.gradient_times_change[2, :3], abs=1e-5)
        assert attributes(figure, "exact") == pytest.approx(found.replaced[2, :3], abs=1e-5)
    shares = [float(x) for x in re.findall(r"--share:([\d.]+)", html)]
    assert max(shares) == 1.0 and sum(share == 1.0 for share in shares) < 3
