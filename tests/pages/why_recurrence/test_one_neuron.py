"""One neuron: its bars are its memory, and it is told when it holds."""

import re

import numpy as np
import pytest

from pages.why_recurrence import controls
from rnncore.diagnostics.by_hand import one_pulse
from tests.pages.why_recurrence.opening import PAGE
from tests.visitor import Visitor


@pytest.mark.parametrize("bend", controls.BEND.options)
@pytest.mark.parametrize("pulse", controls.PULSE.options)
@pytest.mark.parametrize("weight", [-1.5, 0.0, 1.0, 1.31, 1.5])
def test_the_neuron_s_bars_are_its_memory(bend, pulse, weight, quiet_runner):
    visitor = Visitor({"one_weight": str(weight), "one_bend": bend, "one_pulse": pulse}, PAGE)
    h = one_pulse(weight, float(pulse), 10, bend)
    piece = visitor.piece("u-pulse")
    told = [float(t.replace("−", "-")) for t in re.findall(r"<span>(.*?)</span>", piece)]
    np.testing.assert_allclose(told, h, atol=6e-4, rtol=0.06)
    held = any("**Held.**" in said for said in visitor.said("markdown"))
    assert held == (abs(h[-1] / h[0] - 1) <= 0.05)
