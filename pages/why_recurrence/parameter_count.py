"""Numbers to learn against the longest text: as many for a recurrent network, ever more for a feedforward one."""

import numpy as np

from explainer.components.live_chart.live_chart import live_chart
from explainer.components.live_slider.live_slider import live_slider
from explainer.shell.headings import header, note
from explainer.shell.steps import picture, words
from explainer.state import sections
from explainer.state.address import value
from pages.why_recurrence import controls
from pages.why_recurrence.parameter_count_chart import parameter_count_figure
from pages.why_recurrence.state import year_networks
from rnncore.tasks.windows import window_parameters

CLAIM = "A longer text needs no larger network"


def section() -> None:
    """Two lines over the length of the longest text, counted for the network that marks years."""
    with words():
        header(CLAIM)
    with picture():
        _counts()


@sections.section("parameter_counts")
def _counts() -> None:
    model = year_networks()["gru"]
    live_slider(controls.REACH)
    reach = value(controls.REACH)
    lengths = np.arange(int(controls.REACH.low), int(controls.REACH.high) + 1)
    window = np.array([window_parameters(model, int(t)) for t in lengths])
    recurrent = np.full(len(lengths), model.parameters)
    live_chart(parameter_count_figure(lengths, recurrent, window, int(reach)), key="growth",
               alt=f"Numbers to learn against the longest text. For {reach} words the recurrent network has "
                   f"{model.parameters:,}, the feedforward net {window[int(reach) - 1]:,}.")
    ratio = window[int(reach) - 1] / model.parameters
    note(f"Both know {model.config.input_size:,} different words and have {model.config.hidden_size} hidden units. For "
         f"{reach} words the feedforward net has {ratio:.1f} times the numbers, and each place learns for itself what "
         "every word means there.")
