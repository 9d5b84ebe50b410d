"""Name generation as a whole: every control at its ends, and two visitors at once."""

import inspect
from itertools import cycle

import pytest

import rnncore
from explainer.models import shipped
from explainer.state.controls import Number
from pages.name_generation import controls
from rnncore import sampling
from tests.covering import once, pairs
from tests.visitor import Visitor

DRAWING = [control for control in controls.DRAWING if isinstance(control, Number)]


def model() -> rnncore.Model:
    return shipped.shipped_models()["given_names-gru"]


TRAINED = {control.key: control for control in controls.ALL if control not in controls.DRAWING}
HIDING = ("cell", "regularise")              # which of the others can be moved depends on these
HIDDEN = ("activation", "forget_bias", "update_bias", "dropout", "weight_dropout")


def ends(control) -> list:
    return [control.low, control.high] if isinstance(control, Number) else list(control.options)


def assert_stands(visitor: Visitor) -> None:
    assert visitor.names == visitor.expected(model())
    assert not visitor.said("error") and not visitor.said("warning")


def test_the_page_stands_at_every_two_extremes_of_what_is_drawn(visitor):
    for setting in pairs({control.key: ends(control) for control in DRAWING if control.key != "of"}):
        assert_stands(visitor.set(**setting))
        for which in {1, setting["count"]}:
            assert_stands(visitor.set(of=which))


def test_the_page_stands_at_every_extreme_of_what_is_trained(visitor):
    options = {key: ends(control) for key, control in TRAINED.items()}
    together = pairs({key: options.pop(key) for key in HIDING + HIDDEN})
    met = set()
    for setting in (one | two for one, two in zip(together, cycle(once(options)), strict=False)):
        visitor.set(**{key: setting.pop(key) for key in HIDING})
        shown = {key: end for key, end in setting.items()
                 if visitor.has(key) and not visitor.widget(key).disabled}
        assert_stands(visitor.set(**shown))
        met |= set(shown.items())
    assert met == {(key, end) for key, control in TRAINED.items() if key not in HIDING for end in ends(control)}


@pytest.mark.parametrize("end", ["low", "high"])
def test_all_extremes_together(visitor, end):
    visitor.set(**{control.key: getattr(control, end) for control in DRAWING if control.key != "of"})
    assert visitor.names == visitor.expected(model())
    visitor.home_and_back()
    assert visitor.names == visitor.expected(model())


def test_the_code_shown_is_the_code_that_runs(visitor):
    assert inspect.getsource(sampling.draw).strip() in [code.strip() for code in visitor.codes]


def test_two_visitors_do_not_see_each_other(quiet_engine):
    one, two = Visitor(), Visitor()
    one.set(temperature=1.6, name="Maria")
    two.at.run()
    assert two.widget("temperature").value == controls.TEMPERATURE.default and two.widget("name").value == ""
    assert one.shelf is not two.shelf
