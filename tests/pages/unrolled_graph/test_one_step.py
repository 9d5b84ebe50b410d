"""One step in numbers is the step in the picture."""

from pages.unrolled_graph.reading_networks import untrained
from rnncore.sampling import trace_of
from tests.pages.unrolled_graph.opening import SMALL, reads, visit


def test_the_step_in_numbers_is_the_step_in_the_picture():
    visitor = visit(**SMALL, at="3", letters="5", text="badcab", length="6")
    model, shown = untrained(3, 5, "tanh", True, 0), visitor.piece("u-step")
    trace = trace_of(model, reads(model, "badca"))
    for value in (*trace.h[2, 0], *trace.pre[2, 0], *model.params.W_hh.flat, *model.params.W_xh.flat):
        assert f"{value:+.3f}".replace("-", "−") in shown
