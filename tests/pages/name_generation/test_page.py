"""Name generation as a whole: every control at its ends, and two visitors at once."""

import inspect

import pytest

import rnncore
from explainer.models import shipped
from explainer.state.controls import Choice, Number
from pages.name_generation import controls
from rnncore import sampling
from tests.visitor import Visitor

DRAWING = [control for control in controls.DRAWING if isinstance(control, Number)]


def model() -> rnncore.Model:
    return shipped.shipped_models()["given_names-gru"]


NEEDS = {"dropout": {"regularise": "own"}, "weight_dropout": {"regularise": "own"}, "activation": {"cell": "vanilla"},
         "forget_bias": {"cell": "lstm"}, "update_bias": {"cell": "gru"}}


def ends(control) -> list:
    if isinstance(control, Number):
        return [control.low, control.high]
    return list(control.options) if isinstance(control, Choice) else []


@pytest.mark.parametrize("control", controls.ALL, ids=lambda control: control.key)
def test_the_page_stands_at_the_extremes_of_every_control(visitor, control):
    if control.key in NEEDS:
        visitor.set(**NEEDS[control.key])
    for end in ends(control):
        if control.key == "of":
            end = min(end, controls.COUNT.default)
        visitor.set(**{control.key: end})
        assert visitor.names == visitor.expected(model())
        assert not visitor.said("error") and not visitor.said("warning")


@pytest.mark.parametrize("end", ["low", "high"])
def test_all_extremes_together(visitor, end):
    visitor.set(**{control.key: getattr(control, end) for control in DRAWING if control.key != "of"})
    assert visitor.names == visitor.expected(model())
    visitor.home_and_back()
    assert visitor.names == visitor.expected(model())


def test_the_code_shown_is_the_code_that_runs(visitor):
    assert inspect.getsource(sampling.draw).strip() in [code.strip() for code in visitor.codes]


def test_two_visitors_do_not_see_each_other(quiet_runner):
    one, two = Visitor(), Visitor()
    one.set(temperature=1.6, name="Maria")
    two.at.run()
    assert two.widget("temperature").value == controls.TEMPERATURE.default and two.widget("name").value == ""
    assert one.shelf is not two.shelf
