"""Numbers to learn against the longest text: one line flat, one growing."""

import numpy as np
import streamlit as st

from explainer.components.live_chart.live_chart import live_chart
from explainer.components.live_slider.live_slider import live_slider
from explainer.shell.headings import note
from pages.why_recurrence import controls
from pages.why_recurrence.growth_chart import growth_figure
from rnncore import Model
from rnncore.tasks.windows import window_parameters


@st.fragment
def growth_section(model: Model) -> None:
    """The slider and the two lines, for a network of this very size."""
    reach = live_slider(controls.REACH)
    lengths = np.arange(int(controls.REACH.low), int(controls.REACH.high) + 1)
    window = np.array([window_parameters(model, int(t)) for t in lengths])
    recurrent = np.full(len(lengths), model.parameters)
    live_chart(growth_figure(lengths, recurrent, window, int(reach)), key="growth",
               alt=f"Numbers to learn against the longest text. For {reach} words the recurrent network has "
                   f"{model.parameters:,}, the feedforward net {window[int(reach) - 1]:,}.")
    ratio = window[int(reach) - 1] / model.parameters
    note(f"Both know {model.config.input_size:,} different words and have {model.config.hidden_size} hidden units. For "
         f"{reach} words the feedforward net has {ratio:.1f} times the numbers, and each place learns for itself what "
         "every word means there.")
