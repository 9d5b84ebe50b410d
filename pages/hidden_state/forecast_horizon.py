"""The end of the forecast section: how far ahead a network that runs free stays closer than every naive rule."""

import numpy as np
import streamlit as st

from explainer.components.live_chart.live_chart import live_chart
from explainer.learning.prediction import Answer, answered, predict
from explainer.models import forecasters
from explainer.models.waiting import or_said
from explainer.shell import steps
from explainer.shell.headings import header
from explainer.state import sections
from explainer.state.choices import CELL_LABELS
from pages.hidden_state.forecast_chart import horizon_figure, number
from pages.hidden_state.forecast_words import rule_words, step_word
from pages.hidden_state.series_state import chosen
from rnncore.data.series import Series

Array = np.ndarray

CLAIM = "The further ahead, the less it knows"
NOT_ONE = "Not even one step"


def section() -> None:
    """The question and, below it, the chart that answers it."""
    with steps.words():
        header(CLAIM,
               "Running free, the network reads its own guess as if it had happened. Each error goes in and comes out "
               "again. You see how far off three naive rules are. Where is the network among them?")
    with steps.picture():
        error_against_distance()


@sections.section("forecast_horizon")
@or_said()
def error_against_distance() -> None:
    """The question, and the chart; the network's own line is drawn once it is answered."""
    network = chosen()
    series, errors = network.series, forecasters.horizon_of(*network)
    step = step_word(series)
    options = [NOT_ONE, f"Up to {series.period} {step}s", f"More than {series.period} {step}s"]
    question = f"ahead_{network.series_key}"
    names = {rule: rule_words(rule, series) for rule in ("last", "season", "steps")}
    if answered(question):
        names = {"free": f"{CELL_LABELS[network.cell]}, running free", **names}
    drawn = "the network running free and three naive rules" if answered(question) else "three naive rules"
    live_chart(horizon_figure(errors, names, series.unit, step), key="series_horizon",
               alt=f"Error against {step}s ahead, for {drawn}")
    predict(question, "Running free, how far ahead does it stay closer to the truth than every naive rule?",
            options, lambda: how_far(errors, series, options))
    st.caption(f"Root mean square over {starts(errors, series)} starts in the held-out end, the same for every "
               "distance. The fourth rule, the last step again and again, is measured but not drawn.")


def how_far(errors: dict[str, Array], series: Series, options: list[str]) -> Answer:
    """Up to which distance the free run beats all four rules, by the root mean square `errors` [distances] of each."""
    best = np.min([error for rule, error in errors.items() if rule != "free"], axis=0)
    lost = np.flatnonzero(errors["free"] >= best)
    distance = int(lost[0]) if len(lost) else len(best)
    right = options[0] if distance == 0 else options[1] if distance <= series.period else options[2]
    step = step_word(series)
    told = (f"It stays ahead over all {distance} {step}s that were measured." if not len(lost) else
            f"At {distance + 1} {step}{'s' if distance else ''} ahead a rule is as close or closer: "
            f"{number(best[distance])} against {number(errors['free'][distance])} {series.unit}.")
    return Answer(right, f"Over {starts(errors, series)} starts in the held-out end, the same for every distance: one "
                         f"{step} ahead its error is {number(errors['free'][0])}, that of the best rule "
                         f"{number(best[0])}. (The numbers above are over all {series.held_out} held-out values.) "
                         f"{told}")


def starts(errors: dict[str, Array], series: Series) -> int:
    """From how many moments of the held-out end all distances could be measured."""
    return series.held_out - len(errors["free"]) + 1
