"""The bias of the keeping gate and how far an untrained memory reaches: measured, and by the formula."""

import math

import streamlit as st

from explainer.charts.log_scale import format_log10
from explainer.components.live_chart.live_chart import live_chart
from explainer.components.live_slider.live_slider import live_slider
from explainer.learning.prediction import Answer, predict
from explainer.shell.headings import header, note, prose
from explainer.shell.steps import fine_print, picture, question, words
from explainer.state import sections, widgets
from explainer.state.address import value
from explainer.state.cells import CELLS
from pages.gated_cells import controls
from pages.gated_cells.bias_horizon_chart import bias_horizon_figure
from pages.gated_cells.cell_and_text import cell_here
from pages.gated_cells.untrained_horizon import LIMIT, UntrainedHorizon, untrained_horizon

LONGEST = 150            # steps back that are drawn
NEARLY = 0.1             # two numbers of steps that differ by less than this share nearly agree
GROWN = math.log10(1.1)  # a gradient above this has grown
AS_FAR, TWICE, MORE = "About as far", "About twice as far", "More than four times as far"


CLAIM = "One bias decides how far an untrained memory reaches"


def section() -> None:
    """A live slider for the bias, the curves it moves, and what else makes the network."""
    with words():
        header(CLAIM)
        _claim()
        cell_here()
        _network()
    with picture():
        _curves()
    with question():
        _ask_about_the_bias()
    with fine_print():
        _side_roads()


@sections.section("bias_claim")
def _claim() -> None:
    prose(f"Before training, the {CELLS[value(controls.CELL)].keeping_gate_name} is about σ(b): its bias b, "
          "squashed to between 0 and 1. Keep a share σ(b) at every step, and after k steps σ(b)ᵏ is left. Drag the "
          "bias.")


@sections.section("side_roads")
def _side_roads() -> None:
    record = CELLS[value(controls.CELL)]
    name = f"{record.article} {record.label}"
    roads = (f"In {name} they first have to leave the cell state through the output gate." if record.has_cell_state else
             f"In {name} the straight way is the very h that feeds its gates, so side roads begin right on it.")
    prose("The side roads, out of the memory into a gate and back, carry gradient too. They may add to the straight "
          f"way or work against it. {roads} Try other seeds, starts and sizes before you trust a rule.",
          "This is why LSTMs are started with a forget bias of 1 or more (Gers et al. 2000; Jozefowicz et al. 2015). "
          "A memory that is to last about T steps needs σ(b) = 1 − 1/T, so b = ln(T − 1). Tallec &amp; Ollivier (2018) "
          "draw T for each unit: b = ln U(1, T_max − 1). "
          "Too high has a price: a gate that never shuts learns to forget slowly.")


@sections.section("bias_curves", live=True)
def _curves() -> None:
    """The slider, the three curves, their horizons, and what these say."""
    live_slider(controls.BIAS)
    found = untrained_horizon()
    live_chart(
        bias_horizon_figure(found.jacobian_norm, found.direct_path, found.formula,
                            f"formula: {_share(found.bias_gate)}ᵏ", LONGEST),
        key="fading_chart",
        alt="What is left of the gradient against the steps back, on a logarithmic scale: of the whole gradient, along "
            "the straight way through the gates, and by the formula.")
    numbers = widgets.row()
    numbers.metric("1 % left: formula", _steps(found.formula_horizon), help="ln 0.01 / ln σ(b)")
    numbers.metric("1 % left: straight way", _measured_steps(found.direct_horizon),
                   help=f"The product of the gates as they were: their mean is {_share(found.mean_gate)}, σ(b) is "
                        f"{_share(found.bias_gate)}. Root mean square over the neurons.")
    numbers.metric("1 % left: all roads", _measured_steps(found.jacobian_horizon),
                   help="The gradient of the whole memory, side roads through the gates included.")
    note(_which_network())
    st.markdown(f"{_formula_in_words(found)} {_all_roads_in_words(found)}{_growth_in_words(found)}")


def _network() -> None:
    """What makes the network besides the bias. Apart from the curves, so that they need not carry it along."""
    with widgets.row():
        widgets.choice(controls.START)
        widgets.number(controls.SIZE)
        widgets.number(controls.SEED)


def _which_network() -> str:
    record = CELLS[value(controls.CELL)]
    return (f"{record.article.capitalize()} {record.label} of {value(controls.SIZE)} units that nobody trained reads "
            f"names. Its weights are drawn from the seed {value(controls.SEED)}; all other biases are 0.")


def _formula_in_words(found: UntrainedHorizon) -> str:
    """How near the formula comes to what was measured along the direct path."""
    direct, formula = found.direct_horizon, found.formula_horizon
    if direct is None:
        return (f"Along the straight way, more than 1 % is left after all {LIMIT} steps that were measured; the "
                f"formula says {_steps(formula)}.")
    apart = abs(direct - formula) / formula
    # A measured horizon is a whole number of steps: half a step of difference says nothing.
    near = apart <= NEARLY or abs(direct - math.ceil(formula)) <= 1
    verdict = ("they agree" if direct == math.ceil(formula) else "they nearly agree" if near else
               f"{100 * apart:.0f} % apart, because letters and memory move the gates")
    return f"Along the straight way, the formula says {_steps(formula)} and {direct} were measured: {verdict}."


def _all_roads_in_words(found: UntrainedHorizon) -> str:
    """Whether the whole gradient reaches further than the direct path."""
    whole, direct = found.jacobian_horizon, found.direct_horizon
    drawn = f"In this network (seed {value(controls.SEED)})"
    if whole is None and direct is None:
        return f"{drawn} all roads together outlast the {LIMIT} steps, too."
    further = (whole or LIMIT + 1) - (direct or LIMIT + 1)
    if further == 0:
        return f"{drawn} all roads together reach just as far."
    return (f"{drawn} all roads together reach {'further' if further > 0 else 'less far'}: {_measured_steps(whole)} "
            f"against {_measured_steps(direct)}.")


def _growth_in_words(found: UntrainedHorizon) -> str:
    most = float(found.jacobian_norm.max())
    if most < GROWN:
        return ""
    return (f" On the way back the whole gradient even *grows*, to {format_log10(most)} times its size. That is no "
            "longer memory: a small change simply shakes everything.")


def _share(x: float) -> str:
    """A share below 1, with as many digits as set it apart from 1: 0.731, 0.9997."""
    digits = 3 if x >= 1 else max(3, math.ceil(-math.log10(1 - x)))
    return f"{x:.{digits}f}"


def _measured_steps(horizon: int | None) -> str:
    return f"over {LIMIT} steps" if horizon is None else f"{horizon} steps"


def _steps(count: float) -> str:
    """A number of steps that need not be whole."""
    return f"{count:.1f} steps" if count < 10 else f"{count:,.0f} steps"


@sections.section("bias_question")
def _ask_about_the_bias() -> None:
    predict("bias", "The bias goes from 1 to 3. How much further does the straight way reach, before only "
                    "1\N{NO-BREAK SPACE}% is left?",
            [AS_FAR, TWICE, MORE], _from_one_to_three)


def _from_one_to_three() -> Answer:
    """Measure the direct path at both biases."""
    low, high = untrained_horizon(1.0), untrained_horizon(3.0)
    if low.direct_horizon is None:
        return Answer(AS_FAR, f"In this network more than 1 % is left even after {LIMIT} steps, with either bias.")
    ratio = (high.direct_horizon or LIMIT + 1) / low.direct_horizon
    right = AS_FAR if ratio < 1.5 else TWICE if ratio <= 4 else MORE
    far = f"{high.direct_horizon}" if high.direct_horizon else f"more than {LIMIT}"
    return Answer(right, f"From {low.direct_horizon} steps to {far}, measured. The formula says "
                         f"{low.formula_horizon:.0f} and {high.formula_horizon:.0f}: for large biases, each 1 more "
                         "multiplies the reach by nearly e, which is 2.7.")
