"""Attribution, what a prediction rests on: slope and exact change per letter, for several cells on one scale."""

import numpy as np
import streamlit as st

from explainer.charts.labels import sign_html
from explainer.learning.prediction import Answer, predict
from explainer.learning.source_code import show_source
from explainer.models import shipped
from explainer.models.reading import read_name
from explainer.shell.headings import header, note
from explainer.shell.markdown import as_text
from explainer.shell.steps import fine_print, picture, question, words
from explainer.state import sections, widgets
from explainer.state.address import value
from explainer.state.cells import shipped_cells
from pages.hidden_state import controls
from pages.hidden_state.attribution_chart import KEY, attribution_columns, largest_nats
from pages.hidden_state.state import NetworkAndText, network_and_text
from rnncore import Model
from rnncore.diagnostics.attribution import Attribution, attribute
from rnncore.model import fingerprint
from rnncore.numerics.precision import in_double
from rnncore.readout import logits
from rnncore.sampling import trace_of

CLAIM = "A prediction rests on some letters more than on others"
LAST, EARLIER = "The letter just before", "An earlier one"


def section() -> None:
    """One prediction of several networks taken apart, and the question which letter the last one rests on."""
    with words():
        header(CLAIM,
               "How much less likely would it be, had another letter stood there, drawn as the network itself would "
               "have drawn it? <b>Replaced</b> runs it again with every such letter. <b>Slope</b> follows the gradient "
               "towards them, as if the network were a straight line. Where the two disagree, the slope misleads. "
               "(<a href=\"https://arxiv.org/abs/1702.04595\">Zintgraf et al. 2017</a>)")
    with picture():
        _predictions_explained()
    with question():
        _ask_which_letter()
    with fine_print():
        note("∎ begins every name: nothing else could stand there.")
        show_source(attribute)


@st.cache_data(show_spinner=False, max_entries=200)
def attribution_of(key: str, text: str, explained: str, _model: Model) -> Attribution:
    """Every prediction along a text by the network `key`: of the "next" letter, or of the most "likely" one."""
    targets = None
    if explained == "likely":
        inputs = read_name(_model, text, controls.AT.high).inputs
        targets = logits(_model.readout, trace_of(_model, inputs).h[:, 0]).argmax(axis=-1)
    return attribute(_model, text, targets)


def networks(shown: NetworkAndText) -> list[tuple[str, Model, str]]:
    """Title, network and fingerprint: the visitor's, and the shipped ones of given names that can read the text."""
    models = [(f"Given names · {record.label}", shipped.shipped_models()[record.shipped_key()])
              for record in shipped_cells().values()]
    others = [(title, in_double(model), fingerprint(model)) for title, model in models
              if set(shown.text) <= set(model.vocabulary.symbols)]
    own = shown.network
    if any(key == own.fingerprint for _, _, key in others):
        return others
    return [(own.entry.title, own.model, own.fingerprint), *others]


@sections.section("attribution")
def _predictions_explained() -> None:
    """The choice of a prediction, and its attribution by every network, in columns on one scale."""
    shown = network_and_text()
    if not shown.text:
        st.caption("Type a text: a prediction after nothing rests on nothing.")
        return
    with widgets.row():
        at = choose_prediction(shown)
        widgets.segments(controls.EXPLAINED)
    found = [(title, model, attribution_of(key, shown.text, value(controls.EXPLAINED), model))
             for title, model, key in networks(shown)]
    rows = [(one.gradient_times_change[at, :at + 1], one.replaced[at, :at + 1]) for _, _, one in found]
    largest = largest_nats(rows)
    st.html(KEY)
    signs = shown.signs[:at + 1]
    st.html("".join(attribution_columns(title, _said(model, one, at), signs, *row, largest)
                    for (title, model, one), row in zip(found, rows, strict=True)))
    st.caption(f"Up: it speaks for the prediction. Down: against it. All bars are on one scale, ±{largest:.2f} nats.")


def choose_prediction(shown: NetworkAndText) -> int:
    """The choice of the step whose prediction is explained: its number, from 0."""
    at = min(value(controls.PREDICTION) or shown.steps, shown.steps)
    st.slider(controls.PREDICTION.label, 1, shown.steps, **widgets.place(controls.PREDICTION, suffix="_here", shown=at))
    return at - 1


def _said(model: Model, one: Attribution, at: int) -> str:
    """The explained prediction and its probability, as HTML."""
    sign = sign_html(model.vocabulary.sign(int(one.targets[at])))
    return f"says “<bdi>{sign}</bdi>” with {np.exp(one.log_probabilities[at]):.0%}"


@sections.section("attribution_question")
def _ask_which_letter() -> None:
    shown = network_and_text()
    if len(shown.text) >= 2:
        predict("leans_on", "Does its guess after the whole text rest most on the last letter, or on an earlier one?",
                [LAST, EARLIER], lambda: which_letter(shown))


def which_letter(shown: NetworkAndText) -> Answer:
    """The letter that changes the last prediction most when it is replaced: the last one, or one before."""
    one = attribution_of(shown.network.fingerprint, shown.text, "next", shown.network.model)
    nats = one.replaced[-1]
    most = int(np.nanargmax(np.abs(nats[1:]))) + 1
    told = ", ".join(f"{sign} {n:+.2f}".replace("-", "−") for sign, n in zip(shown.signs[1:], nats[1:], strict=True))
    return Answer(LAST if most == len(nats) - 1 else EARLIER,
                  f"Replaced one by one by what the network would have drawn, the letters change ln p of the end by "
                  f"{as_text(told)} nats.")
