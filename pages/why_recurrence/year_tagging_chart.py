"""Three networks mark the years of a sentence: what each says, how well by place, and how well in all."""

from collections.abc import Sequence
from html import escape

import numpy as np
import plotly.graph_objects as go

from explainer.shell.palette import HIDDEN, INPUT, MUTED, OUTPUT, in_chart

Array = np.ndarray
STYLES = {"gru": (HIDDEN, "solid", "circle"), "fixed": (MUTED, "dash", "square"),
          "sliding": (INPUT, "dot", "diamond")}


def tagged(name: str, words: Sequence[str], shares: Array, is_number: Sequence[bool]) -> str:
    """One network's reading as a table row: words it calls a year are framed; numbers carry its share."""
    told = []
    for word, share, number in zip(words, shares, is_number, strict=True):
        is_year = share > 0.5
        mark = f" <small>{share:.0%}{' year' if is_year else ''}</small>" if number or is_year else ""
        told.append(f'<span class="{"is-year" if is_year else ""}"><bdi>{escape(word)}</bdi>{mark}</span>')
    return f'<tr><th scope="row">{escape(name)}</th><td><div class="u-tags">{"".join(told)}</div></td></tr>'


def tagged_table(rows: Sequence[str]) -> str:
    """Rows of `tagged` as one table."""
    return f'<table class="u-race"><tbody>{"".join(rows)}</tbody></table>'


def places_figure(scores: dict[str, tuple[str, Array]], looks: Array,
                  height: int = 380) -> go.Figure:
    """F1 by the place of the number, and below it where the feedforward net has learned what a number is.

    `scores` are a name and F1 [places] (nan where there is nothing to find) for each racer, `looks` [places] the
    length of the feedforward net's weight row for a number of four digits.
    """
    places = np.arange(1, len(looks) + 1)
    figure = go.Figure()
    for key, (name, f1) in scores.items():
        colour, dash, symbol = STYLES[key]
        figure.add_scatter(x=np.arange(1, len(f1) + 1), y=f1, name=name, mode="lines+markers", connectgaps=True,
                           line={"color": in_chart(colour), "dash": dash, "width": 2.5},
                           marker={"symbol": symbol, "size": 8},
                           hovertemplate="word %{x}: F1 %{y:.2f}<extra>" + name + "</extra>")
    figure.add_bar(x=places, y=looks, name="weights for a four-digit number", yaxis="y2",
                   marker={"color": in_chart(OUTPUT)},
                   hovertemplate="word %{x}: %{y:.2f}<extra>length of its weights</extra>")
    figure.update_layout(
        height=height, margin={"l": 0, "r": 8, "t": 8, "b": 0}, bargap=0.25,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis={"title": "place of the number in the sentence", "dtick": 2, "fixedrange": True,
               "range": [0.4, max(len(f1) for _, f1 in scores.values()) + 0.6], "anchor": "y2"},
        yaxis={"title": "F1", "domain": [0.42, 1], "range": [-0.05, 1.08], "fixedrange": True},
        yaxis2={"title": "weights", "domain": [0, 0.32], "rangemode": "tozero", "fixedrange": True})
    return figure


def scores_table(parts: dict[str, str], racers: dict[str, str], f1: dict[tuple[str, str], Array]) -> str:
    """Mean F1 over seeds, the least and the most of them beside it: a row per network, a column per test."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in parts.values())
    rows = ""
    for racer, name in racers.items():
        cells = "".join(f"<td><b>{f1[racer, part].mean():.3f}</b> <small>{f1[racer, part].min():.2f} to "
                        f"{f1[racer, part].max():.2f}</small></td>" for part in parts)
        rows += f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>'
    head = f'<th scope="col">Network</th>{head}'
    return (f'<div class="u-wide" tabindex="0"><table class="u-race"><thead><tr>{head}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div>")
