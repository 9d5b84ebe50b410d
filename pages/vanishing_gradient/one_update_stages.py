"""The five stages of one update: what each of them says, with its numbers."""

import numpy as np
import streamlit as st

from explainer.charts.labels import number
from explainer.charts.log_scale import format_log10
from explainer.shell.markdown import as_text
from explainer.state.address import value
from pages.vanishing_gradient import controls
from pages.vanishing_gradient.one_update_chart import answers_table
from pages.vanishing_gradient.one_update_entry import place_now
from pages.vanishing_gradient.state import TrainedReading
from rnncore.diagnostics.gradient_terms import gradient_terms
from rnncore.diagnostics.one_update import Update, one_update


def forward(now: TrainedReading) -> None:
    """What the network expects after the last step, and what it gave the right symbol."""
    p = one_update(now.model, now.batch, 0.0).answers_before[-1]
    target = now.reading.targets[-1]
    best, right = now.signs([int(np.argmax(p)), target])
    st.markdown(f"**Forward.** The text goes in, letter by letter. After the last one the network expects "
                f"**{as_text(best)}** most, with {_percent(p.max())}. What really comes is **{as_text(right)}**. "
                f"It had {_percent(p[target])}.")


def loss(now: TrainedReading) -> None:
    """The loss of the steps that count: one, or the mean of all."""
    found = one_update(now.model, now.batch, 0.0)
    right = np.exp(-found.losses_before)
    if len(now.loss_steps) == 1:
        st.markdown(f"**Loss.** One number says how wrong that was: −ln {right[0]:.4f} = "
                    f"**{found.loss_before:.4f} nats**. It would be 0 if the right letter had had 100 %.")
        return
    st.markdown(f"**Loss.** One number per step says how wrong it was, −ln of what the right letter had. Their mean "
                f"over {len(right)} steps is **{found.loss_before:.4f} nats**.")


def backward(now: TrainedReading) -> None:
    """The gradient of W_hh as a sum over steps, told in words."""
    terms = gradient_terms(now.model, now.batch)
    st.markdown(f"**Backward.** The error travels back along the arrows. On its way it leaves, at every step, a wish "
                f"for each of the {terms.gradient.W_hh.size:,} entries of W_hh. The entry's gradient is the sum of "
                "these wishes.")


def change(now: TrainedReading, update: Update) -> None:
    """The step of the chosen entry, and the length of that of all of W_hh."""
    W, g = now.model.params.W_hh, update.gradient.cell.W_hh
    i, j = place_now(W.shape)
    after = update.after.params.W_hh[i, j]
    st.markdown(f"**The weights change.** Every weight takes one step against its gradient. Your entry, row {i + 1}, "
                f"column {j + 1}:")
    st.html(f'<p class="u-product">{_weight(W[i, j])} − {value(controls.STRIDE):g} × ({number(float(g[i, j]))}) = '
            f"<b>{_weight(after)}</b></p>")
    moved = np.log10(np.linalg.norm(update.change.cell.W_hh) or 1e-300)
    st.caption(f"So do all {now.model.parameters:,} weights. W_hh as a whole moves by {format_log10(float(moved))} "
               f"(length of the change); a straight line along the slope would change the loss by "
               f"{number(update.predicted)}. The loss itself bends.")


def better(now: TrainedReading, update: Update) -> None:
    """The loss before and after, beside what a straight line foretold, and every answer before and after."""
    fell = update.loss_after < update.loss_before
    words = ("**A better prediction.** The same text again, with the changed weights." if fell else
             "**Not better this time.** The step was so long that it jumped over the valley. Make it smaller.")
    became = number(update.loss_after - update.loss_before)
    st.markdown(f"{words} The loss went from {update.loss_before:.4f} to **{update.loss_after:.4f} nats**. A "
                f"straight line along the slope would have changed it by {number(update.predicted)}. It changed by "
                f"{became}, for a loss is a curve and no line.")
    targets = now.reading.targets[now.loss_steps]
    st.html(answers_table(now.signs(now.reading.inputs[now.loss_steps]), now.signs(targets),
                          np.exp(-update.losses_before), np.exp(-update.losses_after)))


def _weight(weight: float) -> str:
    """With its sign and six decimals."""
    return f"{weight:+.6f}".replace("-", "−")


def _percent(p: float) -> str:
    """`12.3 %`."""
    return f"{100 * p:.1f} %"
