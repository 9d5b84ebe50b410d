"""One update in slow motion: forward, loss, backward, the weights change, the prediction is better."""

import streamlit as st

from explainer.components.graph.graph import signature_graph
from explainer.components.live_slider.live_slider import live_slider
from explainer.shell.headings import header
from explainer.shell.steps import picture, words
from explainer.state import sections, widgets
from explainer.state.address import set_value, value
from pages.vanishing_gradient import controls
from pages.vanishing_gradient import one_update_stages as stages
from pages.vanishing_gradient.state import reading_now
from pages.vanishing_gradient.text_and_network import text_and_network
from rnncore.diagnostics.one_update import one_update

CLAIM = "One update, in slow motion"
PHASES = list(controls.PHASE.options)
_STARTED = "_update_started"          # nothing moves before the visitor asks for it


def section() -> None:
    """The claim, the text and the network, and the five stages."""
    with words():
        header(CLAIM,
               "All of learning is this, again and again. A network reads a name and says what comes next. Its "
               "<b>loss</b>, in <b>nats</b>, says how wrong that was. Back along the same arrows goes the "
               "<b>gradient</b>: how much each number moves the loss.")
        text_and_network()
        how_far()
    with picture():
        slow_motion()


@sections.section("how_far")
def how_far() -> None:
    """The learning rate, in the stages that show what it changes."""
    if value(controls.PHASE) in ("change", "better"):
        live_slider(controls.STRIDE, log=True, help="How far each weight moves against its gradient.")


@sections.section("one_update", live=True)
def slow_motion() -> None:
    """One stage at a time, on the chapter's text and network: its graph, then its words and numbers."""
    phase = _choose_phase()
    now, update = reading_now(), None
    if phase in ("change", "better"):
        update = one_update(now.model, now.batch, value(controls.STRIDE))
    backward = phase == "backward"
    moving = phase in ("forward", "backward", "better") and st.session_state.get(_STARTED, False)
    signature_graph(now.picture(update.after if phase == "better" else None, backward), key=f"update_graph_{phase}",
                    mode="backward" if backward else "forward", views=("unrolled",), autoplay=moving)
    if update is None:
        {"forward": stages.forward, "loss": stages.loss, "backward": stages.backward}[phase](now)
    else:
        {"change": stages.change, "better": stages.better}[phase](now, update)


def _choose_phase() -> str:
    """The stages side by side, and a button for the next one."""
    choose, onwards = st.columns([5, 1], vertical_alignment="bottom")
    with choose:
        widgets.segments(controls.PHASE, label_visibility="collapsed")
    phase = value(controls.PHASE)
    last = phase == PHASES[-1]
    onwards.button("Again" if last else "Next", icon=":material/replay:" if last else ":material/arrow_forward:",
                   key="next_phase", on_click=sections.callback(_next), width="stretch")
    return phase


def _next() -> None:
    at = PHASES.index(value(controls.PHASE))
    set_value(controls.PHASE, PHASES[(at + 1) % len(PHASES)])
    st.session_state[_STARTED] = True
