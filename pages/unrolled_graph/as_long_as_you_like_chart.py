"""How many numbers there are to learn, as HTML bars: a recurrent network beside a window."""

from collections.abc import Sequence

from explainer.charts.labels import coloured
from rnncore import Model
from rnncore.tasks.windows import window_parameters


def parameter_bars(model: Model, steps: Sequence[int]) -> str:
    """Two bars for each length: the recurrent network, and the feedforward net of the same reach."""
    top = max(model.parameters, *(window_parameters(model, t) for t in steps))
    rows = "".join(
        f'<tr><th scope="row">{t} step{"" if t == 1 else "s"}</th><td>'
        f'{_bar(model.parameters, top, "hidden")}{_bar(window_parameters(model, t), top, "muted")}</td></tr>'
        for t in steps)
    return (f'<table class="u-sizes"><caption>{coloured("■ this network", "hidden")} '
            f'{coloured("■ a feedforward net with weights for every place", "muted")}</caption>'
            f"<tbody>{rows}</tbody></table>")


def _bar(count: int, top: int, role: str) -> str:
    return (f'<span class="u-count"><i style="width:{max(0.4, 100 * count / top):.2f}%;'
            f'background:var(--u-{role})"></i><b>{count:,}</b></span>')
