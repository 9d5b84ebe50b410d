"""One update in slow motion: forward, loss, backward, the weights change, the prediction is better."""

import numpy as np
import streamlit as st

from explainer.charts.labels import number
from explainer.charts.log_scale import format_log10
from explainer.components.graph.graph import signature_graph
from explainer.components.live_slider.live_slider import live_slider
from explainer.learning.prediction import Answer, predict
from explainer.shell.markdown import as_text
from explainer.state import widgets
from explainer.state.address import settle, value
from pages.vanishing_gradient import controls
from pages.vanishing_gradient.one_update_chart import answers_table, sum_line, terms_figure
from pages.vanishing_gradient.state import Lesson, lesson_now
from rnncore.diagnostics.gradient_terms import Terms, gradient_terms, slope_by_nudging
from rnncore.diagnostics.one_update import Update, one_update

PHASES = list(controls.PHASE.options)
EARLY, MIDDLE, LATE = "The first third of the steps", "The middle third", "The last third"
_STARTED = "_update_started"          # nothing moves before the visitor asks for it


@st.fragment
def slow_motion() -> None:
    """Five stages, one at a time, on the page's text and network."""
    choose, onwards = st.columns([5, 1], vertical_alignment="bottom")
    with choose:
        phase = widgets.segments(controls.PHASE, label_visibility="collapsed", on_change=settle)
    last = phase == PHASES[-1]
    onwards.button("Again" if last else "Next", icon=":material/replay:" if last else ":material/arrow_forward:",
                   key="next_phase", on_click=_next, width="stretch")
    now, update = lesson_now(), None
    if phase in ("change", "better"):
        live_slider(controls.STRIDE, log=True, help="How far each weight moves against its gradient.")
        update = one_update(now.model, now.batch, value(controls.STRIDE))
    backward = phase == "backward"
    picture = now.picture(update.after if phase == "better" else None, backward)
    moving = phase in ("forward", "backward", "better") and st.session_state.get(_STARTED, False)
    signature_graph(picture, key=f"update_graph_{phase}", mode="backward" if backward else "forward",
                    views=("unrolled",), autoplay=moving)
    {"forward": _forward, "loss": _loss, "backward": _backward, "change": _change,
     "better": _better}[phase](now, update)


def _next() -> None:
    at = PHASES.index(value(controls.PHASE))
    st.session_state[controls.PHASE.key] = PHASES[(at + 1) % len(PHASES)]
    st.session_state[_STARTED] = True
    settle()


def _forward(now: Lesson, update: Update | None) -> None:
    p = one_update(now.model, now.batch, 0.0).answers_before[-1]
    best = now.signs([int(np.argmax(p))])[0]
    right = now.signs(now.reading.targets[-1:])[0]
    st.markdown(f"**Forward.** The text goes in, letter by letter. After the last one the network expects "
                f"**{as_text(best)}** most, with {_percent(p.max())}. What really comes is **{as_text(right)}**. "
                f"It had {_percent(p[now.reading.targets[-1]])}.")


def _loss(now: Lesson, update: Update | None) -> None:
    found = one_update(now.model, now.batch, 0.0)
    right = np.exp(-found.losses_before)
    if len(now.asked) == 1:
        st.markdown(f"**Loss.** One number says how wrong that was: −ln {right[0]:.4f} = "
                    f"**{found.loss_before:.4f} nats**. It would be 0 if the right letter had had 100 %.")
        return
    st.markdown(f"**Loss.** One number per step says how wrong it was, −ln of what the right letter had. Their mean "
                f"over {len(right)} steps is **{found.loss_before:.4f} nats**.")


def _backward(now: Lesson, update: Update | None) -> None:
    found = gradient_terms(now.model, now.batch)
    W = found.gradient.W_hh
    st.markdown(f"**Backward.** The error travels back along the arrows. On its way it leaves, at every step, a wish "
                f"for each of the {W.size:,} entries of W_hh. The entry's gradient is the sum of these wishes.")
    entry(now, found)


def entry(now: Lesson, terms: Terms) -> None:
    """Pick an entry of W_hh: its terms, their sum, and the same slope without any calculus."""
    W = terms.gradient.W_hh
    row, column = _pick(W)
    found = terms.of_entry("W_hh", row, column)
    st.plotly_chart(terms_figure(found, now.signs(now.reading.inputs)), width="stretch", key="terms",
                    config={"displayModeBar": False},
                    alt=f"Terms of the gradient of W_hh row {row + 1}, column {column + 1}, step by step: "
                        + ", ".join(number(float(term)) for term in found))
    nudged = slope_by_nudging(now.model, now.batch, "W_hh", row, column)
    st.html(sum_line("W_hh", row + 1, column + 1, found, float(W[row, column]), nudged))
    largest = int(np.argmax(np.abs(found))) + 1
    st.caption(f"Each term is one number times another: what came in along wire {row + 1} at that step, times how much "
               f"the sum it reached, number {column + 1}, matters to the loss. Step {largest} weighs most here. Step 1 "
               "gives 0: the memory was empty.")
    predict("terms", "Now all entries of W_hh together. Where does most of the gradient come from?",
            [EARLY, MIDDLE, LATE], lambda: terms_answer(terms))


def terms_answer(terms: Terms) -> Answer:
    """Lengths of the steps' terms, by thirds."""
    sizes = terms.sizes("W_hh")
    thirds = [float(part.sum()) for part in np.array_split(sizes, 3)]
    total = sum(thirds) or 1.0
    told = ", ".join(f"{part / total:.0%}".replace("%", " %") for part in thirds)
    return Answer((EARLY, MIDDLE, LATE)[int(np.argmax(thirds))],
                  f"The lengths of the terms, by thirds of the steps: {told}.")


def _pick(W: np.ndarray) -> tuple[int, int]:
    """Row and column, from 0, within the matrix."""
    row = widgets.row()
    for control, most in ((controls.ROW, W.shape[0]), (controls.COLUMN, W.shape[1])):
        st.session_state[control.key] = min(value(control), most)
    i = row.number_input(controls.ROW.label, 1, W.shape[0], key=controls.ROW.key, on_change=settle)
    j = row.number_input(controls.COLUMN.label, 1, W.shape[1], key=controls.COLUMN.key, on_change=settle)
    row.button("The entry with the largest gradient", key="strongest", icon=":material/vertical_align_top:",
               on_click=_take_strongest, args=(int(np.argmax(np.abs(W))), W.shape[1]))
    return i - 1, j - 1


def _take_strongest(at: int, columns: int) -> None:
    st.session_state[controls.ROW.key] = at // columns + 1
    st.session_state[controls.COLUMN.key] = at % columns + 1
    settle()


def _change(now: Lesson, update: Update) -> None:
    W, g = now.model.params.W_hh, update.gradient.cell.W_hh
    i = min(value(controls.ROW), W.shape[0]) - 1
    j = min(value(controls.COLUMN), W.shape[1]) - 1
    after = update.after.params.W_hh[i, j]
    st.markdown(f"**The weights change.** Every weight takes one step against its gradient. Your entry, row {i + 1}, "
                f"column {j + 1}:")
    st.html(f'<p class="u-product">{_six(W[i, j])} − {value(controls.STRIDE):g} × ({number(float(g[i, j]))}) = '
            f"<b>{_six(after)}</b></p>")
    moved = np.log10(np.linalg.norm(update.change.cell.W_hh) or 1e-300)
    st.caption(f"So do all {now.model.parameters:,} weights. W_hh as a whole moves by {format_log10(float(moved))} (length of "
               f"the change); a straight line along the slope would change the loss by "
               f"{number(update.foreseen)}. The loss itself bends.")


def _better(now: Lesson, update: Update) -> None:
    fell = update.loss_after < update.loss_before
    words = ("**A better prediction.** The same text again, with the changed weights." if fell else
             "**Not better this time.** The step was so long that it jumped over the valley. Make it smaller.")
    became = number(update.loss_after - update.loss_before)
    st.markdown(f"{words} The loss went from {update.loss_before:.4f} to **{update.loss_after:.4f} nats**. A "
                f"straight line along the slope would have changed it by {number(update.foreseen)}. It changed by "
                f"{became}, for a loss is a curve and no line.")
    targets = now.reading.targets[now.asked]
    st.html(answers_table(now.signs(now.reading.inputs[now.asked]), now.signs(targets),
                          np.exp(-update.losses_before), np.exp(-update.losses_after)))


def _six(weight: float) -> str:
    return f"{weight:+.6f}".replace("-", "−")


def _percent(p: float) -> str:
    return f"{100 * p:.1f} %"
