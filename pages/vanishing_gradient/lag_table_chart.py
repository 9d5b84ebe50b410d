"""The lag task in the app's own HTML: one sequence, who solved it, and the table of 1997."""

from collections.abc import Sequence
from html import escape

from explainer.shell.palette import SERIES
from explainer.state.cells import CELLS
from pages.vanishing_gradient.lag_outcomes import Group, Outcome, count_in_words, percent
from pages.vanishing_gradient.lag_task_chart import symbol
from rnncore.tasks.lag import DISTRACTORS, SYMBOLS

LETTERS = "ABCD"[:SYMBOLS] + "wxyz"[:DISTRACTORS]
HEAD, TAIL = 5, 3           # steps of a sequence that are shown; between them they are counted
SIGNS = {"circle": "●", "square": "■", "diamond": "◆", "circle-open": "○", "square-open": "□", "diamond-open": "◇",
         "circle-cross-open": "⊕", "square-cross-open": "⊞", "diamond-cross-open": "◈",
         "triangle-up": "▲", "triangle-up-open": "△", "star": "★", "star-open": "☆"}


def sequence_strip(symbols: Sequence[int]) -> str:
    """One sequence as HTML: the symbol to remember, distractors, the question, the answer."""
    letters = [LETTERS[symbol] for symbol in symbols]
    chips = [f'<li class="is-first"><b>{letters[0]}</b><small>step 0</small></li>']
    steps = range(1, len(letters))
    shown = list(steps) if len(steps) <= HEAD + TAIL else [*steps[:HEAD], None, *steps[-TAIL:]]
    for step in shown:
        chips.append(f'<li class="is-gap"><b>…</b><small>{len(steps) - HEAD - TAIL} more</small></li>' if step is None
                     else f"<li><b>{letters[step]}</b><small>{step}</small></li>")
    chips.append(f'<li class="is-asked"><b>? → {letters[0]}</b><small>asked once</small></li>')
    return f'<ol class="u-lagstrip" tabindex="0" aria-label="One sequence of the task">{"".join(chips)}</ol>'


def success_table(groups: Sequence[Group], caption: str, unfinished: str = "training") -> str:
    """A row per kind of network, a column per lag, a dot per seed: filled where it was solved.

    `unfinished` is said where no seed has come to its end.
    """
    lags = sorted({lag for group in groups for lag in group.outcomes})
    heads = "".join(f'<th scope="col">T = {lag}</th>' for lag in lags)
    rows = "".join(f'<tr><th scope="row">{_key(groups, group)}{escape(group.name)}</th>'
                   + "".join(_cell(group, lag, unfinished) for lag in lags) + "</tr>" for group in groups)
    return (f'<p class="u-note">{escape(caption)}</p>{_frame(caption)}<table class="u-lag">'
            f"<thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table></div>")


def _cell(group: Group, lag: int, unfinished: str) -> str:
    """One group at one lag: how many solved it, and a dot per seed."""
    outcomes = group.outcomes.get(lag, [])
    if not outcomes:
        return "<td><small>not yet run</small></td>"
    dots = "".join(_dot(one) for one in outcomes)
    colour = SERIES.index(CELLS[group.cell].colour)
    over = [one for one in outcomes if one.finished]
    return (f'<td style="--cell:var(--u-series-{colour})"><b>{count_in_words(over) if over else escape(unfinished)}</b>'
            f'<span class="u-dots" aria-hidden="true">{dots}</span></td>')


def _dot(one: Outcome) -> str:
    """One seed: filled, empty or dotted, with its words on hovering."""
    state = "is-solved" if one.solved else "is-open" if one.finished else "is-running"
    told = (f"seed {one.seed}: solved after {one.sequences:,} sequences" if one.solved else
            f"seed {one.seed}: {'not solved' if one.finished else 'so far'}, at best {percent(one.best)} right")
    return f'<i class="{state}" title="{told}"></i>'


def _key(groups: Sequence[Group], group: Group) -> str:
    """The mark that a group has in the chart, as a sign."""
    return (f'<span style="color:var(--u-series-{SERIES.index(CELLS[group.cell].colour)})" aria-hidden="true">'
            f"{SIGNS[symbol(groups, group)]}</span> ")


# Hochreiter & Schmidhuber 1997, Table 2: method, lag, and how many of 18 trials succeeded.
PUBLISHED = (
    ("RTRL", 4, "78, 56 or 22 %, by learning rate"),
    ("RTRL", 10, "0 %"),
    ("RTRL", 100, "0 %"),
    ("BPTT", 100, "0 %"),
    ("Neural sequence chunker", 100, "33 %"),
    ("LSTM", 100, "100 %, after 5,040 sequences"),
)


def published_table() -> str:
    """Hochreiter & Schmidhuber's results as HTML."""
    rows = "".join(f'<tr><th scope="row">{escape(method)}</th><td>{lag}</td><td>{escape(success)}</td></tr>'
                   for method, lag, success in PUBLISHED)
    return ('<p class="u-note">Hochreiter &amp; Schmidhuber 1997, Table 2 (task 2a, 18 trials)</p>'
            f'{_frame("The table of 1997")}<table class="u-lag u-lag1997"><thead><tr><th scope="col">method</th>'
            '<th scope="col">lag</th>'
            f'<th scope="col">trials that succeeded</th></tr></thead><tbody>{rows}</tbody></table></div>')


def _frame(label: str) -> str:
    """Opens a frame of its own for what is too wide for a phone."""
    return f'<div class="u-scroll" tabindex="0" role="group" aria-label="{escape(label)}">'
