"""Numbers to learn against length: the lines are the networks' own counts."""

import pytest

from explainer.models import shipped
from rnncore.tasks.windows import window_parameters
from tests.pages.why_recurrence.opening import PAGE
from tests.visitor import Visitor, numbers


@pytest.mark.parametrize("reach", [1, 9, 200])
def test_parameters_against_length(reach, quiet_engine):
    visitor = Visitor({"reach": str(reach)}, PAGE)
    net = shipped.sentence_models()["year"]
    window, _, recurrent, _ = visitor.charts()["growth"]["data"]
    assert set(numbers(recurrent["y"])) == {net.parameters}
    assert numbers(window["y"])[reach - 1] == window_parameters(net, reach)
    assert f"{window_parameters(net, reach):,}" in window["name"] and f"{net.parameters:,}" in recurrent["name"]
