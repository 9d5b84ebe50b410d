"""The network behind the page's main picture: settings in, the sizes of its gradient out. It knows no controls."""

from typing import NamedTuple

import streamlit as st

from explainer.charts.log_scale import FORGOTTEN
from rnncore import Model
from rnncore.diagnostics.float64_trace import Float64Trace, float64_trace
from rnncore.diagnostics.jacobian_norms import JacobianNorms, jacobian_norms
from rnncore.diagnostics.spectrum import Spectrum, spectra
from rnncore.diagnostics.synthetic import noise, synthetic_network


class Settings(NamedTuple):
    """What the picture depends on; what a cell does not have is None, so that equal pictures are equal."""

    kind: str                # the cell
    squash: str              # its activation
    start: str               # how W_hh is drawn
    width: int               # hidden units
    radius: float            # spectral radius of W_hh
    signal: float            # root mean square of what the inputs add to a neuron's sum
    steps: int
    gate: float | None       # bias of the gate that keeps
    drawn: int               # seed


class UntrainedGradient(NamedTuple):
    """A network nobody trained, what it computed, and how large its gradient is at every lag."""

    settings: Settings
    trace: Float64Trace
    norms: JacobianNorms
    spectrum: Spectrum       # of W_hh; of the candidate's block in a gated cell

    @property
    def horizon(self) -> int | None:
        """The lag from which on less than 1 % is left; None if more is left at the end."""
        return self.norms.horizon(10 ** FORGOTTEN)

    @property
    def longest_horizon(self) -> int | None:
        """The same in the direction that lasts longest."""
        return self.norms.spectral_horizon(10 ** FORGOTTEN)


@st.cache_resource(show_spinner=False, max_entries=256)
def untrained_gradient(settings: Settings) -> UntrainedGradient:
    """Draw the network, run it over noise, and measure ds_T / ds_{T-lag} at every lag."""
    model = network(settings)
    trace = float64_trace(model, noise(model, settings.steps, settings.signal, settings.drawn))
    spectrum = spectra(model)[model.cell_module.CANDIDATE]
    return UntrainedGradient(settings, trace, jacobian_norms(trace, spectral=True), spectrum)


def network(settings: Settings) -> Model:
    """The model in float64, whose W_hh has exactly the spectral radius asked for."""
    bias = 0.0 if settings.gate is None else settings.gate
    return synthetic_network(settings.kind, settings.width, radius=settings.radius, activation=settings.squash,
                             initialisation=settings.start, forget_bias=bias, update_bias=bias, seed=settings.drawn)
