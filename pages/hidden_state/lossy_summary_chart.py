"""The lossy summary: how well a probe reads the letter k steps back, as curves, as bars and on one text."""

from html import escape
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from explainer.charts.labels import sign_html
from explainer.shell.palette import MUTED
from rnncore import Vocabulary
from rnncore.diagnostics.probe import FEWEST

Array = np.ndarray

AFTER, COMMONEST = "no memory: letters after it", "no memory: commonest letter"

_DASHES = ("dot", "solid", "dash", "dashdot")
_SHAPES = ("circle", "square", "diamond", "cross")


class ProbeAccuracy(NamedTuple):
    """What one network's probes read: shares [L] for k = 0 … and how many test places [L] each rests on."""

    name: str
    accuracy: Array
    chance: Array
    counts: Array


class TextReadBack(NamedTuple):
    """What one network's probes read of the last letters of a text."""

    name: str
    guesses: Array           # [T] symbols, in the order of the text
    vocabulary: Vocabulary


def accuracy_curves(networks: list[ProbeAccuracy], letters_after: Array) -> go.Figure:
    """ProbeAccuracy against letters back, a line per network; in grey what needs no memory.

    That is: always guessing the commonest letter, and the same probe given the letters after it (`letters_after` [L]).
    """
    figure = go.Figure()
    for i, one in enumerate(networks):
        shown, name = one.counts >= FEWEST, escape(one.name)
        figure.add_scatter(x=np.flatnonzero(shown), y=one.accuracy[shown], name=name, mode="lines+markers",
                           line={"width": 2.5, "dash": _DASHES[i % 4]}, marker={"symbol": _SHAPES[i % 4], "size": 8},
                           customdata=one.counts[shown],
                           hovertemplate="%{x} back: %{y:.0%} of %{customdata:,}<extra>" + name + "</extra>")
    shown = networks[0].counts >= FEWEST
    for name, shares, dash in ((AFTER, letters_after, "dot"), (COMMONEST, networks[0].chance, "dash")):
        figure.add_scatter(x=np.flatnonzero(shown), y=shares[shown], name=name, mode="lines",
                           line={"width": 1.5, "dash": dash, "color": MUTED.dark},
                           hovertemplate="%{x} back: %{y:.0%}<extra>" + name + "</extra>")
    figure.update_layout(height=340, margin={"l": 10, "r": 10, "t": 10, "b": 10},
                         legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
                         xaxis={"title": "letters back", "dtick": 1},
                         yaxis={"title": "read correctly", "range": [0, 1.03], "tickformat": ".0%"})
    return figure


def lag_bars(networks: list[ProbeAccuracy], letters_after: Array, lag: int) -> str:
    """One lag as HTML bars: a network each, and what needs no memory."""
    first = networks[0]
    rows = [(escape(one.name), float(one.accuracy[lag]), int(one.counts[lag]), "") for one in networks]
    rows.append((AFTER, float(letters_after[lag]), int(first.counts[lag]), "is-chance"))
    rows.append((COMMONEST, float(first.chance[lag]), int(first.counts[lag]), "is-chance"))
    bars = "".join(
        f'<li class="{kind}" data-share="{share:.6f}"><span>{name}</span>'
        f'<div><i style="width:{100 * share:.1f}%"></i></div><b>{share:.0%}</b></li>' if count else
        f"<li><span>{name}</span><div></div><b>too long ago</b></li>" for name, share, count, kind in rows)
    return f'<ul class="hs-bars" data-lag="{lag}">{bars}</ul>'


def read_back_table(rows: list[TextReadBack], text: Array, vocabulary: Vocabulary, lag: int) -> str:
    """What each probe reads out of the last memory of one text, under the letters that were really there.

    `text` [T] are the letters read (∎ left out), as symbols of `vocabulary`; each row has as many guesses.
    """
    marked = len(text) - 1 - lag
    head = "".join(f'<th scope="col"{_mark(i == marked)}><bdi>{sign_html(vocabulary.sign(int(s)))}</bdi></th>'
                   for i, s in enumerate(text))
    body = ""
    for name, guesses, known in rows:
        cells = "".join(_guess(known.sign(int(guess)), int(guess) == int(true), i == marked)
                        for i, (guess, true) in enumerate(zip(guesses, text, strict=True)))
        right = int((guesses == text).sum())
        body += f'<tr><th scope="row">{escape(name)}</th>{cells}<td class="hs-total">{right} of {len(text)}</td></tr>'
    return ('<div class="hs-scroll" tabindex="0" role="group" aria-label="What the probes read"><table class="hs-back">'
            f'<thead><tr><th scope="row">your text</th>{head}<td></td></tr></thead><tbody>{body}</tbody></table></div>')


def _guess(sign: str, right: bool, marked: bool) -> str:
    kind = f'{"is-right" if right else "is-wrong"}{" is-marked" if marked else ""}'
    return f'<td class="{kind}" title="{"right" if right else "wrong"}"><bdi>{sign_html(sign)}</bdi></td>'


def _mark(is_marked: bool) -> str:
    return ' class="is-marked"' if is_marked else ""
