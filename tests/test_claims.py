"""Every measured claim that pages make in words: under which conditions it was measured, and that it still holds.

A claim whose words stand in no page, or whose numbers no longer say what the words say, fails here. Numbers that a page
computes anew for each visitor are tested beside their section; here stand those that the *words* rest on.
"""

import math
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from explainer.models import shipped
from pages.hidden_state.neuron_selectivity import selectivity
from pages.hidden_state.probe_cache import letters_after, shipped_summary
from pages.why_recurrence.state_reset import MOVED
from rnncore.cells import CELLS
from rnncore.data.vocabulary import BOUNDARY
from rnncore.diagnostics.attribution import attribute
from rnncore.diagnostics.cliff import descend
from rnncore.diagnostics.float64_trace import batch_of_one, float64_trace
from rnncore.diagnostics.gradient_flow import gradient_norms
from rnncore.diagnostics.jacobian_norms import jacobian_norms
from rnncore.diagnostics.probe import lags_above
from rnncore.diagnostics.synthetic import noise, synthetic_network
from rnncore.diagnostics.tanh_chain import tanh_chain
from rnncore.model import fingerprint
from rnncore.numerics.precision import in_double
from rnncore.tasks.lag import BETA2
from rnncore.tasks.lag_sweep import read_sweep
from rnncore.tasks.sentences import answers
from rnncore.tasks.sentences.results import mean_score

PAGES = Path(__file__).parents[1] / "pages"


class Claim(NamedTuple):
    """What a page says, and what it rests on."""

    page: str                # the module whose words these are
    words: str               # as they stand there, blanks and line ends aside
    network: str             # which one, and how it was trained
    data: str                # what it was measured on
    seeds: str               # of the network; "none" where nothing is drawn
    holds: Callable[[], bool]


@cache
def probed(cell: str) -> np.ndarray:
    return shipped_summary(f"given_names-{cell}").accuracy


@cache
def capacities() -> dict[tuple[str, int, bool], tuple[np.ndarray, np.ndarray]]:
    return {(one.cell, one.hidden, one.steps > 0): (one.accuracy, one.counts) for one in shipped.capacities()}


def left_of_the_gradient(cell: str, text: str, field: str) -> float:
    model = in_double(shipped.shipped_models()[f"given_names-{cell}"])
    codes = model.vocabulary.encode(text)
    flow = gradient_norms(model, batch_of_one(np.concatenate([[BOUNDARY], codes]), np.array([BOUNDARY]),
                                              np.array([len(codes)])))
    log10 = getattr(flow, field)
    return float(10 ** (log10[1] - log10[-1]))


@cache
def untrained_horizons(cell: str) -> tuple[int | None, int | None]:
    model = synthetic_network(cell, 32, radius=0.95, initialisation="normal", forget_bias=1.0, update_bias=1.0, seed=0)
    flow = jacobian_norms(float64_trace(model, noise(model, 200, 0.3, 0)), spectral=True)
    return flow.horizon(), flow.spectral_horizon()


def last_verdicts(wipe: bool) -> list[float]:
    return [float(answers(shipped.sentence_models()["sentiment"], text, wipe=wipe).shares[-1]) for text in MOVED]


def shrinks(weight: float) -> float:
    log10 = tanh_chain(1.0, 1000, weight=weight).log10_slopes
    return float(log10[100] - log10[1000])


def halves(cell: str, hidden: int, trained: bool) -> float:
    return lags_above(*capacities()[cell, hidden, trained])


def together_more_than_apart() -> bool:
    model, names = shipped.shipped_models()["given_names-gru"], shipped.shipped_corpus("given_names").names
    found = selectivity(fingerprint(model), model, tuple(names), "h")
    return found.by_both.mean() > found.by_letter.mean() + found.by_position.mean()


def solved(start: str) -> int:
    return sum(row.solved for row in read_sweep(shipped.DATA / "measured" / "lag_sweep.csv")
               if (row.start, row.lag, row.beta2) == (start, 100, BETA2))


def f1(net: str, part: str) -> float:
    return mean_score(shipped.sentence_results(), "year", net, part)


def cut_loss(cell: str, cut: int) -> float:
    return float(np.mean([row.test_loss for row in shipped.truncation_rows() if (row.cell, row.cut) == (cell, cut)]))


def best_of_budget(cell: str) -> float:
    return float(np.mean([min(row.validation_loss for row in shipped.budget_log()
                              if (row.cell, row.seed) == (cell, seed)) for seed in (0, 1, 2)]))


def moved_mean_changes_nothing() -> bool:
    model = shipped.shipped_models()["given_names-gru"]
    mean = model.params.W_xh.mean(axis=0)
    moved = type(model)(model.cell, model.config, model.params._replace(
        W_xh=model.params.W_xh - mean, b_h=model.params.b_h + mean), model.readout, model.vocabulary)
    return np.allclose(attribute(model, "marianne").replaced, attribute(moved, "marianne").replaced, atol=1e-4,
                       equal_nan=True)


def longest_move(limit: float) -> float:
    way = descend(1.7, 0.1, learning_rate=0.1, limit=limit, updates=200)
    return float(np.hypot(np.diff(way.weights), np.diff(way.biases)).max())


GIVEN = "shipped, given names, 64 units, 6,000 steps"
TEST_NAMES = "test names, each from an empty memory"
ONE = "one per cell"
UNTRAINED = "untrained, 32 units, radius 0.95, normal draw"

CLAIMS = (
    Claim("hidden_state/lossy_summary", "Letters predict each other", GIVEN, TEST_NAMES, ONE,
          lambda: letters_after("given_names")[4] > shipped_summary("given_names-gru").chance[4] + 0.05),
    Claim("hidden_state/lossy_summary", "what it reads beyond that was kept", GIVEN, TEST_NAMES, ONE,
          lambda: all(probed(cell)[3] > letters_after("given_names")[3] for cell in ("vanilla", "gru", "lstm"))),
    Claim("hidden_state/lossy_summary", "Are gates not there to keep?", GIVEN, TEST_NAMES, ONE,
          lambda: probed("vanilla")[3] > max(probed("gru")[3], probed("lstm")[3]) + 0.05),
    Claim("hidden_state/lossy_summary", "the gates have learned to let go of the rest", GIVEN, TEST_NAMES, ONE,
          lambda: all(capacities()[cell, 64, False][0][3] > capacities()[cell, 64, True][0][3] + 0.1
                      for cell in ("gru", "lstm"))),
    Claim("hidden_state/capacity", "A larger memory keeps more", "4 to 256 units, 2,000 steps each", TEST_NAMES,
          "seed 0", lambda: all(halves(cell, large, True) > halves(cell, large // 4, True)
                                for cell in ("vanilla", "gru", "lstm") for large in (64, 256))),
    Claim("hidden_state/capacity", "From these starts, training lets the far past go", "64 units, 2,000 steps each",
          TEST_NAMES, "seed 0", lambda: all(halves(cell, 64, False) > halves(cell, 64, True)
                                            for cell in ("vanilla", "gru", "lstm"))),
    Claim("hidden_state/attribution", "drawn as the network itself would have drawn it", GIVEN, "marianne", ONE,
          moved_mean_changes_nothing),
    Claim("hidden_state/single_neuron", "what a letter does depends on where it stands", GIVEN,
          "4,000 names of the list, training names first", ONE, together_more_than_apart),
    Claim("vanishing_gradient/along_the_graph", "h and c together", GIVEN, "elizabeth, loss at the end", ONE,
          lambda: left_of_the_gradient("lstm", "elizabeth", "state") > left_of_the_gradient("gru", "elizabeth", "h")
          > left_of_the_gradient("lstm", "elizabeth", "h")),
    Claim("vanishing_gradient/gradient_curve", "in its longest-lived direction", UNTRAINED,
          "noise of size 0.3, 200 steps", "seed 0",
          lambda: untrained_horizons("vanilla") == (18, 25) and untrained_horizons("lstm") == (44, 69)),
    Claim("vanishing_gradient/tanh_chain", "a power law, n<sup>−1.5</sup>", "one neuron, w = 1", "x = 1", "none",
          lambda: abs(shrinks(1.0) - 1.5) < 0.02),
    Claim("vanishing_gradient/tanh_chain", "the fall is exponential", "one neuron, w = 0.9 and 1.1", "x = 1", "none",
          lambda: min(shrinks(0.9), shrinks(1.1)) > 30),
    Claim("why_recurrence/state_reset", "only “not” has moved", "shipped, sentiment", "two reviews of ten words",
          "seed 0", lambda: np.ptp(last_verdicts(False)) > 0.4 and np.ptp(last_verdicts(True)) < 0.005),
    Claim("vanishing_gradient/cliff", "one update throws the weights away", "one neuron, 50 steps, descent at rate 0.1",
          "w = 1.7, b = 0.1", "none", lambda: longest_move(math.inf) > 10 and longest_move(1.0) < 0.11),
    Claim("vanishing_gradient/lag_questions", "solved('gru_usual')", "trained on the task, 32 units, Adam at 0.01",
          "lag task, T = 100, 256 sequences", "ten", lambda: solved("gru_usual") == 0 and solved("gru_keep") >= 9),
    Claim("vanishing_gradient/truncated_bptt", "so a longer cut hardly lowers it",
          "about 10,000 weights each, given names joined by ∎, 3,000 updates", "streams of test names",
          "those of truncation.csv", lambda: all(cut_loss(cell, 20) - cut_loss(cell, 100) < 0.02
                                                 for cell in ("vanilla", "gru", "lstm"))),
    Claim("why_recurrence/year_tagging", "Each of the three fails somewhere else", "shipped, sentences",
          "test sets unseen, far and after", "five",
          lambda: f1("gru", "after") < 0.7 and f1("fixed", "unseen") < 0.1 and f1("sliding", "far") < 0.2
          and min(f1("gru", "unseen"), f1("fixed", "after"), f1("sliding", "unseen")) > 0.95),
    Claim("unrolled_graph/verdicts", "for it has not read", "shipped, sentences", "test sets unseen and after", "five",
          lambda: f1("gru", "after") < f1("gru", "unseen") - 0.2),
    Claim("gated_cells/race", "Names are short, so there is little to remember from far back",
          "about 10,000 weights each, 6,000 steps", "validation names", "0, 1 and 2",
          lambda: np.ptp([best_of_budget(cell) for cell in ("vanilla", "gru", "lstm")]) < 0.05),
)


def plain(text: str) -> str:
    """A module's words in one line: strings that Python puts together are together."""
    return re.sub(r'"\s*\n\s*[fr]?"|\s+', lambda found: "" if '"' in found[0] else " ", text)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.page}: {claim.words[:40]}")
def test_the_claim_is_made_and_holds(claim):
    assert claim.words in plain((PAGES / f"{claim.page}.py").read_text())
    assert claim.network and claim.data and claim.seeds
    assert claim.holds()


def test_claims_are_of_the_cells_that_ship():
    assert {"vanilla", "gru", "lstm"} <= set(CELLS)
