"""Ways out: a switch of which each position changes the main picture, and says what changed."""

import math
from typing import Any, NamedTuple

import streamlit as st

from explainer.charts.log_scale import format_log10
from explainer.components.live_chart.live_chart import live_chart
from explainer.components.live_slider.live_slider import live_slider
from explainer.shell.headings import header
from explainer.shell.steps import is_alone, picture, question, words
from explainer.state import sections
from explainer.state.address import set_value, value
from pages.vanishing_gradient import controls
from pages.vanishing_gradient.clipping import ask_about_the_past
from pages.vanishing_gradient.gradient_curve_chart import gradient_curve_figure
from pages.vanishing_gradient.state import PLAIN, clipped_now, norms_shown, untrained_gradient_now
from pages.vanishing_gradient.untrained_gradient import UntrainedGradient
from rnncore.diagnostics.memory_decomposition import log10_kept

CLAIM = "Ways out, and one that is none"
SWITCH = "way"             # the key of the switch
LOG_200 = 5.3              # ln 200, as the slider can have it


class Way(NamedTuple):
    """One thing to try: what it sets, and why it does what it does."""

    label: str
    sets: dict[str, Any]         # values of controls, by key
    why: str


WAYS = {
    "plain": Way("The plain network", {}, "This is where it begins: tanh, and W_hh drawn at random."),
    "gates": Way("Gates", {controls.KIND.key: "lstm", controls.GATE.key: LOG_200},
                 "An LSTM carries its cell state past the matrix: on that road it is multiplied by the forget gate and "
                 "by nothing else. Here that gate starts with a bias of 5.3, the logarithm of 200 steps."),
    "orthogonal": Way("Orthogonal W_hh", {controls.START.key: "orthogonal", controls.RADIUS.key: 1.0},
                      "An orthogonal matrix of radius 1 keeps every length, so W_hh takes no share any "
                      "more. tanh still "
                      "does, at every step."),
    "relu": Way("Identity and ReLU",
                {controls.START.key: "identity", controls.SQUASH.key: "relu", controls.RADIUS.key: 1.0},
                "The identity copies, and ReLU has slope 1 for every neuron that is on. For a neuron that is off the "
                "slope is 0, and what went through it is lost for good."),
    "clip": Way("Clipping", {controls.CLIPPED.key: "on"},
                "Clipping multiplies the whole gradient by one number, at most 1. It can shorten; it cannot lengthen, "
                "and it leaves the past as small beside the present as it was."),
    "short": Way("Truncated backprop", {controls.BACK.key: 10},
                 "Cut the text into pieces of 10 steps, and the gradient fades just as fast, but it has less far to go."
                 " Whatever lies further back is no longer learned from, though the memory crosses the cut: see "
                 "“Truncated backprop through time” above. A way around the problem, and no cure."),
}


def section() -> None:
    """The claim, a switch with each way and why it does what it does, and the question about the one that is none."""
    with words():
        header(CLAIM, "Press one. It changes the network of the curve. You see both: the plain one and the new.")
    with picture():
        (ways_and_radius if is_alone() else ways)()
    with words():
        why()
    with question():
        ask_about_the_past()


@sections.section("ways_out")
def ways() -> None:
    """The switch and the picture; the sliders stand further up on the page."""
    _ways()


@sections.section("ways_out", live=True)
def ways_and_radius() -> None:
    """The same where nothing else of the chapter is on the page: with the slider to drag on from there."""
    _ways()
    live_slider(controls.RADIUS, places=controls.RADII, mark=1.0)


@sections.section("why_it_does")
def why() -> None:
    """Why the way that is chosen does what it does."""
    st.markdown(why_now())


def _ways() -> None:
    """The switch, the picture before and after, and what changed.

    No buttons: which one is chosen would be told by its colour alone, and a button that changes its colour is replaced
    under the visitor's hands, so that the focus is lost.
    """
    st.session_state[SWITCH] = way_now()
    st.segmented_control("Way out", list(WAYS), format_func=lambda key: WAYS[key].label, key=SWITCH,
                         label_visibility="collapsed", on_change=sections.callback(take_chosen), width="stretch")
    now, plain = untrained_gradient_now(), untrained_gradient_now(PLAIN)
    told = what_changed(now, plain)
    live_chart(gradient_curve_figure(norms_shown(now), controls.LONGEST, now.horizon, plain.norms), key="ways",
               alt=f"The gradient beside that of the plain network. {told}")
    st.html(f'<p class="u-verdict">{told}</p>')


def take_chosen() -> None:
    """Take the way that the switch has been put to; whoever presses the chosen one keeps it."""
    if st.session_state[SWITCH] is not None:
        take(st.session_state[SWITCH])


def take(key: str) -> None:
    """Begin with the plain network and change what this way changes."""
    wanted = PLAIN | WAYS[key].sets
    for control in controls.PICTURE:
        set_value(control, wanted[control.key])


def way_now() -> str | None:
    """The key in `WAYS` of the page's settings; None for any others."""
    now = {control.key: value(control) for control in controls.PICTURE}
    return next((key for key, way in WAYS.items() if now == PLAIN | way.sets), None)


def why_now() -> str:
    """Why the way that is chosen does what it does; for the gates with the numbers behind it."""
    way = way_now()
    if way is None:
        return "These are settings of your own."
    return WAYS[way].why + (f" {cell_state_in_words()}" if way == "gates" else "")


def cell_state_in_words() -> str:
    """What the forget gate alone leaves in the cell state, and what is left of the gradient if W_hh is 0."""
    steps, gate = controls.LONGEST, 1 / (1 + math.exp(-LOG_200))
    alone = float(untrained_gradient_now(PLAIN | WAYS["gates"].sets | {controls.RADIUS.key: 0.0}).norms.norm[-1])
    return (f"It stays near σ({LOG_200:g}) = {gate:.3f}, and {gate:.3f} multiplied {steps} times is "
            f"{format_log10(log10_kept(LOG_200, steps))}. With a W_hh of nothing but zeros {format_log10(alone)} of "
            "the gradient is left after all steps. What the curve has above that comes through W_hh: drag its radius "
            "to 0 and see.")


def what_changed(now: UntrainedGradient, plain: UntrainedGradient) -> str:
    """Both horizons, as HTML; with clipping on also what was multiplied with what."""
    told = (f"Gradient of the plain network: {horizon_in_words(plain)}. "
            f"Of the one you chose: <b>{horizon_in_words(now)}</b>.")
    if value(controls.CLIPPED) == "off":
        return told
    cut = clipped_now(now)
    if cut.length == math.inf:
        return f"{told} The gradient is longer than any number, so there is nothing clipping can divide."
    done = (f"shorter than the limit of {cut.limit:g}, so clipping does nothing" if cut.factor == 1 else
            f"so clipping multiplies every part of it by {format_log10(cut.log10_factor)}")
    return f"{told} The gradient of W_hh has a length of {format_log10(cut.log10_length)}, {done}."


def horizon_in_words(found: UntrainedGradient) -> str:
    """The lag from which on less than 1 % is left; if there is none, what is left at the end."""
    if found.horizon is not None:
        return f"less than 1 % from {found.horizon} step{'' if found.horizon == 1 else 's'} back on"
    steps, left = int(found.norms.lags[-1]), float(found.norms.norm[-1])
    after = f"after {steps} step{'' if steps == 1 else 's'}"
    if left > 0:
        return f"{after} it has grown to {format_log10(left)}"
    return f"{after} {format_log10(left)} of it is still left"
