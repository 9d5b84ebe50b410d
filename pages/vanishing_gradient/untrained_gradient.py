"""The network behind the page's main picture: the controls turned into weights, inputs and a backward pass."""

from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from explainer.charts.log_scale import FORGOTTEN
from explainer.state.address import value
from explainer.state.controls import Control
from pages.vanishing_gradient import controls
from rnncore import Model
from rnncore.diagnostics.float64_trace import Float64Trace, float64_trace
from rnncore.diagnostics.jacobian_norms import JacobianNorms, jacobian_norms
from rnncore.diagnostics.spectrum import Spectrum, spectra
from rnncore.diagnostics.synthetic import noise, synthetic_network
from rnncore.sequence import backprop_through_time

Array = np.ndarray


class Settings(NamedTuple):
    """What the picture depends on; what a cell does not have is None, so that equal pictures are equal."""

    kind: str
    squash: str
    start: str
    width: int
    radius: float
    signal: float
    steps: int
    gate: float | None
    drawn: int


class Reach(NamedTuple):
    """A network nobody trained, and how far a gradient reaches in it."""

    settings: Settings
    passage: Float64Trace
    flow: JacobianNorms
    spectrum: Spectrum        # of W_hh; of the candidate's block in a gated cell

    @property
    def horizon(self) -> int | None:
        """The lag from which on less than 1 % is left; None if more is left at the end."""
        return self.flow.horizon(10 ** FORGOTTEN)


PLAIN = {control.key: control.default for control in controls.PICTURE}


def settings(changed: dict | None = None) -> Settings:
    """The settings on the page, with some of them `changed` (by key)."""
    def now(control: Control) -> Any:
        return (changed or {}).get(control.key, value(control))

    gated = now(controls.KIND) != "vanilla"
    return Settings(now(controls.KIND), "tanh" if gated else now(controls.SQUASH), now(controls.START),
                    now(controls.WIDTH), float(now(controls.RADIUS)), float(now(controls.SIGNAL)), now(controls.BACK),
                    float(now(controls.GATE)) if gated else None, now(controls.DRAWN))


@st.cache_resource(show_spinner=False, max_entries=256)
def reach(asked: Settings) -> Reach:
    """The whole picture for some settings."""
    model = network(asked)
    passage = float64_trace(model, noise(model, asked.steps, asked.signal, asked.drawn))
    flow = jacobian_norms(passage)
    return Reach(asked, passage, flow, spectra(model)[CANDIDATE[asked.kind]])


CANDIDATE = {"vanilla": "h", "gru": "n", "lstm": "g"}       # the block of W_hh that proposes the new memory


def network(asked: Settings) -> Model:
    """A network nobody trained, in float64, whose W_hh has exactly the spectral radius asked for."""
    bias = 0.0 if asked.gate is None else asked.gate
    return synthetic_network(asked.kind, asked.width, radius=asked.radius, activation=asked.squash,
                             initialisation=asked.start, forget_bias=bias, update_bias=bias, seed=asked.drawn)


class Clipped(NamedTuple):
    """What clipping does to one gradient."""

    limit: float
    length: float             # ||dL/dW_hh|| before; inf where it is beyond any number
    factor: float             # what every part of it is multiplied with
    flow: JacobianNorms            # the curve times that factor

    @property
    def log10_length(self) -> float:
        """For telling it."""
        return float(np.log10(self.length)) if self.length else -np.inf

    @property
    def log10_factor(self) -> float:
        """For telling it."""
        return float(np.log10(self.factor)) if self.factor else -np.inf


def clipped(now: Reach) -> Clipped:
    """Clip dL/dW_hh of a loss at the last step whose dL/dh_T has length 1, the same in all units.

    Clipping multiplies the whole gradient with min(1, limit / length): each step's part by as much
    as any other's.
    """
    limit, length = float(value(controls.LIMIT)), length_of_gradient(now)
    factor = min(1.0, limit / length) if length else 1.0
    with np.errstate(divide="ignore"):
        shift = np.log10(factor)
        flow = now.flow._replace(norm=now.flow.norm + shift, bound=now.flow.bound + shift)
        return Clipped(limit, length, factor, flow)


def length_of_gradient(now: Reach) -> float:
    """||dL/dW_hh|| of that loss."""
    passage = now.passage.until(now.flow.end)
    d_h = np.zeros_like(passage.trace.h)
    d_h[-1] = 1 / np.sqrt(passage.hidden)
    trace = type(passage.trace)(*(field[:, None] for field in passage.trace))
    state = passage.cell.State(*(field[None] for field in passage.state))
    with np.errstate(over="ignore", invalid="ignore"):
        back = backprop_through_time(passage.cell, passage.params, trace, state, passage.inputs[:, None],
                                     d_h[:, None].copy(), activation=passage.activation)
        length = float(np.linalg.norm(back.params.W_hh))
    return length if np.isfinite(length) else float("inf")
