"""What a prediction rests on: slope and exact change per letter, for several cells on one scale."""

from html import escape

import numpy as np
import streamlit as st

from explainer.learning.prediction import Answer
from explainer.models import shipped as library
from explainer.models.reading import read_name
from explainer.shell.markdown import as_text
from explainer.state import widgets
from explainer.state.address import value
from explainer.state.choices import CELLS
from pages.hidden_state import controls
from pages.hidden_state.attribution_chart import reach_of, why_columns
from pages.hidden_state.memory import answering
from pages.hidden_state.state import Reader
from pages.hidden_state.state_cache import fingerprint
from rnncore import Model
from rnncore.diagnostics.attribution import Attribution, attribute
from rnncore.numerics.precision import in_double
from rnncore.readout import logits
from rnncore.sampling import trace_of

LAST, EARLIER = "The letter just before", "An earlier one"


@st.cache_data(show_spinner=False, max_entries=200)
def attribution_of(key: str, text: str, explained: str, _model: Model) -> Attribution:
    """Every prediction along a text, explained."""
    targets = None
    if explained == "likely":
        inputs = read_name(_model, text, controls.AT.high).inputs
        targets = logits(_model.readout, trace_of(_model, inputs).h[:, 0]).argmax(axis=-1)
    return attribute(_model, text, targets)


def networks(reader: Reader) -> list[tuple[str, Model, str]]:
    """The visitor's network, and the three shipped ones of given names where they can read the text."""
    own = (reader.entry.title, reader.model, reader.key)
    shipped = [(f"Given names · {CELLS[cell]}", library.shipped_models()[f"given_names-{cell}"]) for cell in CELLS]
    others = [(title, in_double(model), fingerprint(model)) for title, model in shipped
              if set(reader.text) <= set(model.vocabulary.symbols)]
    known = [one for one in others if one[2] == reader.key]
    return others if known else [own, *others]


@answering
def why(reader: Reader) -> None:
    """One prediction of every network, taken apart."""
    if not reader.text:
        st.caption("Type a text above: a prediction after nothing rests on nothing.")
        return
    with widgets.row():
        at = choose_step(reader)
        widgets.segments(controls.EXPLAINED)
    found = [(name, model, attribution_of(key, reader.text, value(controls.EXPLAINED), model))
             for name, model, key in networks(reader)]
    rows = [(one.gradient_times_input[at, :at + 1], one.occlusion[at, :at + 1]) for _, _, one in found]
    reach = reach_of(rows)
    st.html('<p class="hs-key"><span><i class="is-slope"></i>gradient × input</span>'
            '<span><i class="is-exact"></i>taken out, exactly</span></p>')
    signs = reader.signs[:at + 1]
    st.html("".join(why_columns(name, _said(model, one, at), signs, *row, reach)
                    for (name, model, one), row in zip(found, rows, strict=True)))
    st.caption(f"Up: this letter speaks for the prediction. Down: against it. Every bar is on one scale, ±{reach:.2f} "
               "nats, so that you can compare cells. Taken out means: the step takes place, but hears nothing.")


def choose_step(reader: Reader) -> int:
    """The step whose prediction is explained, from 0."""
    key = "prediction_here"
    st.session_state[key] = min(value(controls.PREDICTION) or reader.steps, reader.steps)
    if reader.steps < 2:
        return reader.steps - 1
    return st.slider(controls.PREDICTION.label, 1, reader.steps, key=key, on_change=_take_step) - 1


def _take_step() -> None:
    st.session_state[controls.PREDICTION.key] = st.session_state["prediction_here"]


def _said(model: Model, one: Attribution, at: int) -> str:
    sign = model.vocabulary.sign(int(one.targets[at]))
    return f"says “<bdi>{escape('␣' if sign == ' ' else sign)}</bdi>” with {np.exp(one.log_probabilities[at]):.0%}"


def which_letter(reader: Reader) -> Answer:
    """Which letter the last prediction rests on most, taken out exactly."""
    one = attribution_of(reader.key, reader.text, "next", reader.model)
    nats = one.occlusion[-1]
    best = int(np.nanargmax(np.abs(nats[1:]))) + 1
    told = ", ".join(f"{sign} {n:+.2f}".replace("-", "−") for sign, n in zip(reader.signs[1:], nats[1:], strict=True))
    return Answer(LAST if best == len(nats) - 1 else EARLIER,
                  f"Taken out one by one, the letters change ln p of the end by {as_text(told)} nats.")
