"""The unrolled graph as a whole: its code, shown as it runs."""

import inspect

import pytest

import rnncore
from tests.pages.unrolled_graph.opening import visit


@pytest.mark.parametrize("function", [rnncore.unroll, rnncore.cells.vanilla.step, rnncore.draw])
def test_the_code_shown_is_the_code_that_runs(function):
    assert inspect.getsource(function).strip() in [code.strip() for code in visit().codes]
