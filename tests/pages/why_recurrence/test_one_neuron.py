"""One neuron: its bars are its memory, and it is told when it holds."""

import re
from itertools import product

import numpy as np
import pytest

from pages.why_recurrence import controls
from pages.why_recurrence.one_neuron_chart import pulse_columns
from rnncore.diagnostics.by_hand import one_pulse
from tests.covering import once
from tests.pages.why_recurrence.opening import PAGE
from tests.visitor import Visitor

WEIGHTS = [-1.5, 0.0, 1.0, 1.31, 1.5]


def test_a_neuron_s_bars_are_its_memory():
    for weight, pulse, bend in product(WEIGHTS, controls.PULSE.options, controls.BEND.options):
        h = one_pulse(weight, float(pulse), 10, bend)
        told = [float(t.replace("−", "-")) for t in re.findall(r"<span>(.*?)</span>", pulse_columns(h))]
        np.testing.assert_allclose(told, h, atol=6e-4, rtol=0.06, err_msg=f"{weight}, {pulse}, {bend}")


@pytest.mark.parametrize("setting", once({"weight": WEIGHTS, "pulse": list(controls.PULSE.options),
                                          "bend": list(controls.BEND.options)}), ids=str)
def test_the_page_draws_the_neuron_of_its_controls_and_says_when_it_holds(setting, quiet_engine):
    weight, pulse, bend = setting.values()
    visitor = Visitor({"one_weight": str(weight), "one_bend": bend, "one_pulse": pulse}, PAGE)
    h = one_pulse(weight, float(pulse), 10, bend)
    assert visitor.piece("u-pulse") == pulse_columns(h)
    held = any("**Held.**" in said for said in visitor.said("markdown"))
    assert held == (abs(h[-1] / h[0] - 1) <= 0.05)
