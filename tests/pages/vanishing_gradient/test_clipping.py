"""Clipping: both runs are the core's, also where numbers end."""

import numpy as np

from pages.vanishing_gradient import clipping, controls
from pages.vanishing_gradient.clipping_chart import LOW, losses_figure, norms_figure, run_in_words
from rnncore.diagnostics.clipping import Comparison, Run, on_the_lag_task
from tests.pages.vanishing_gradient.opening import lines, visit
from tests.visitor import numbers


def test_both_runs_are_drawn_as_far_as_they_are_sound():
    """Where the run without clipping explodes the last bit decides: only the beginning is held."""
    drawn = lines(visit(limit="0.5", apart="8"), "norms")
    found = on_the_lag_task(0, lag=8, clip_norm=0.5, learning_rate=controls.PACE.default)
    for name, run in (("with clipping", found.clipped), ("without clipping", found.free)):
        np.testing.assert_allclose(numbers(drawn[name]["y"])[:10], np.log10(run.norms[:10]), rtol=1e-6)


def test_no_share_changes():
    visitor = visit()
    visitor.set(guess_rescue=clipping.SAME)
    [told] = [text for text in visitor.said("markdown") if "What has vanished stays so." in text]
    assert told.startswith(":material/check_circle:") and "by 0.5, near and far alike" in told


def test_a_run_that_broke_is_drawn_to_its_end_and_said():
    broken = Run(np.array([1.0, 50.0, np.inf]), np.array([1.4, 3.0, np.nan]), 3, None)
    sound = Run(np.array([1.0, 0.0, 0.5]), np.array([1.4, 1.2, 1.0]), None, None)
    found = Comparison(sound, broken, 1.0)
    drawn = [np.asarray(trace.y, float) for trace in norms_figure(found).data]
    assert all(np.isfinite(y).all() for y in drawn) and drawn[1][1] < LOW and drawn[0][2] > 4
    assert "update 3" in run_in_words(broken) and "mean loss of the last 3 updates 1.200" in run_in_words(sound)
    assert np.isfinite(losses_figure(found, 1.39).layout.yaxis.range).all()
