"""Pictures hold the numbers they were given, and text stays text."""

import re
from html import unescape
from html.parser import HTMLParser

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rnncore
from explainer.charts.name_grid import name_grid
from explainer.charts.surprise import surprise_columns
from explainer.components.live_chart.live_chart import drawable
from explainer.models import shipped
from explainer.models.spelling import shown
from pages.name_generation.letter_by_letter_chart import ladder, samples_table
from pages.name_generation.loss_chart import MOST_POINTS, Curve, loss_figure

WILD = ["<img src=x onerror=alert(1)>", "<b>x</b>", "</li></ul><script>x</script>", 'a"b\'c', "&lt;b&gt;", "\u202eabc"]


class Reader(HTMLParser):
    """The tags of a piece of HTML, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags, self.text = [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(sorted(name for name, _ in attrs))))

    def handle_data(self, data):
        self.text.append(data)


def tags(html: str) -> set:
    return set(Reader(html).tags)


def percent_says(text: str, p: float) -> bool:
    """Whether what is written is `p`, to the digits that are written."""
    number = text.removesuffix(" %")
    if number.startswith("<"):
        return 0 < p < float(number[1:]) / 100
    return abs(float(number) / 100 - p) <= (0.0005 if "." in number else 0.005) + 1e-12


# ---- loss

@given(st.lists(st.tuples(st.integers(1, 50), st.floats(0.5, 5)), min_size=1, max_size=60))
def test_loss_data_is_the_data_given(points):
    steps, nats = np.cumsum([p[0] for p in points]), np.array([p[1] for p in points])
    figure = go.Figure(loss_figure([Curve("train", steps, nats), Curve("held out", steps, nats + 0.1)], {}, 3.3))
    for trace, name, wanted in zip(figure.data, ["train", "held out"], [nats, nats + 0.1], strict=True):
        assert trace.name == name
        np.testing.assert_array_equal(trace.x, steps)
        np.testing.assert_array_equal(trace.y, wanted)
    assert len({trace.line.dash for trace in figure.data}) == 2      # never colour alone
    assert figure.layout.xaxis.range[1] == steps[-1]


def test_baselines_stand_at_their_values_and_say_so():
    figure = go.Figure(loss_figure([Curve("a", np.arange(3), np.full(3, 2.0))], {"bigram": 2.345, "4-gram": 2.1}, 3.3))
    assert [(line.y0, line.y1) for line in figure.layout.shapes] == [(2.345, 2.345), (2.1, 2.1)]
    assert [note.text for note in figure.layout.annotations] == ["bigram 2.35", "4-gram 2.10"]
    low, high = figure.layout.yaxis.range
    assert low < 2.0 and high > 3.3


@pytest.mark.parametrize("count", [MOST_POINTS + 1, MOST_POINTS + 9, 1000, 2001])
def test_long_runs_are_thinned_honestly(count):
    steps, nats = np.arange(count) * 10, np.linspace(3, 2, count)
    trace = go.Figure(loss_figure([Curve("a", steps, nats)], {}, 3.3)).data[0]
    assert len(trace.x) == len(trace.y) <= MOST_POINTS
    assert trace.x[-1] == steps[-1] and set(trace.x) <= set(steps)
    begins = np.concatenate([[0], np.searchsorted(steps, trace.x[:-1]) + 1])
    ends = np.searchsorted(steps, trace.x)
    for begin, end, y in zip(begins, ends, trace.y, strict=True):      # each point is the mean of its stretch
        assert y == pytest.approx(nats[begin:end + 1].mean())


def test_a_run_that_has_just_begun_can_be_drawn():
    for nats in ([], [float("nan")]):
        figure = go.Figure(loss_figure([Curve("a", np.arange(len(nats)), np.array(nats))], {}, 3.3))
        assert np.isfinite(figure.layout.yaxis.range).all() and np.isfinite(figure.layout.xaxis.range).all()


@pytest.mark.parametrize("name", WILD[:4])
def test_a_curve_may_be_called_anything(name):
    trace = drawable(loss_figure([Curve(name, np.arange(3), np.ones(3))], {}, 3.3))["data"][0]
    assert trace["name"] == name and name not in trace["hovertemplate"]       # the browser writes it as text


# ---- names

@pytest.mark.parametrize("name", WILD)
def test_a_grid_shows_markup_as_text(name):
    html = name_grid([name, "Ada"], [True, False], [True, True])
    assert tags(html) == tags(name_grid(["Eva", "Ada"], [True, False], [True, True]))
    assert name in Reader(html).text


def test_a_grid_says_what_each_name_is():
    html = name_grid(["Ada", "Eva", "", "Aaa"], [True, False, False, True], [True, True, True, False])
    assert Reader(html).text == ["Ada", "new", "Eva", "in the list", "∎", "ended at once", "Aaa",
                                 "cut: it never ended"]
    assert Reader(name_grid(["Ada"], None, [True])).text == ["Ada"]


@pytest.mark.parametrize(("raw", "written"), [("ada", "Ada"), ("jean-luc", "Jean-Luc"), ("new york", "New York"),
                                          ("", ""), ("o'neil", "O'neil")])
def test_names_get_their_capitals_back(raw, written):
    assert shown(raw, rnncore.Vocabulary(tuple("abc"))) == written
    assert shown(raw, rnncore.Vocabulary(tuple("abc"), folds_case=False)) == raw


@pytest.mark.parametrize("name", WILD)
def test_samples_show_markup_as_text(name):
    html = samples_table([(1500, 2.3456, [name, ""])])
    assert tags(html) == tags(samples_table([(1, 1.0, ["Ada"])]))
    text = " ".join(Reader(html).text)
    assert "1,500" in text and "2.346" in text and f"{name} · ∎" in text


# ---- letter by letter

def model_and_name(temperature: float = 1.0, prefix: str = "ma"):
    model = shipped.shipped_models()["given_names-gru"]
    drawn = rnncore.draw(model, 1, np.random.default_rng(5), temperature, None, prefix)
    return model, drawn.symbols[:, 0], drawn.probabilities[:, 0]


@pytest.mark.parametrize("temperature", [0.0, 0.5, 1.0, 2.0])
def test_a_ladder_holds_the_probabilities_that_were_used(temperature):
    model, symbols, probabilities = model_and_name(temperature)
    columns = re.split('<li style="--i:', ladder(model.vocabulary, symbols, probabilities))[1:]
    assert len(columns) == len(symbols)
    top = np.nanmax(probabilities)                       # one scale for all columns
    for column, symbol, p in zip(columns, symbols, probabilities, strict=True):
        sign, note = re.search(r"<b><bdi>(.*?)</bdi></b><span>(.*?)</span>", column).groups()
        assert unescape(sign) == model.vocabulary.sign(symbol)
        bars = re.findall(r"<code><bdi>(.*?)</bdi></code><i style=\"width:([\d.]+)%\"></i><span>(.*?)</span>", column)
        if np.isnan(p).any():
            assert note == "given" and not bars
            continue
        assert percent_says(unescape(note), p[symbol])
        number = {model.vocabulary.sign(i): i for i in range(len(p))}
        for bar_sign, width, percent in bars:
            bar = p[number[unescape(bar_sign)]]
            assert percent_says(unescape(percent), bar)
            assert float(width) / 100 == pytest.approx(bar / top, abs=0.0006)
        likeliest = [model.vocabulary.sign(i) for i in np.argsort(-p, kind="stable")[:4] if p[i] > 0]
        assert [unescape(bar[0]) for bar in bars][:len(likeliest)] == likeliest
        chosen = re.findall(r'<li class="is-chosen"><code><bdi>(.*?)</bdi>', column)
        assert [unescape(c) for c in chosen] == [model.vocabulary.sign(symbol)]


def test_the_memory_of_a_ladder_is_what_was_written_before():
    model, symbols, probabilities = model_and_name()
    before = re.findall(r'u-sofar" aria-hidden="true">(.*?)</div>', ladder(model.vocabulary, symbols, probabilities))
    letters = model.vocabulary.decode(symbols)
    assert before == [letters[max(0, i - 10):i] or "&nbsp;" for i in range(len(symbols))]


def wild_vocabulary() -> rnncore.Vocabulary:
    return rnncore.Vocabulary(("<", ">", "&", '"', "'", " ", "a"), folds_case=False)


def test_wild_letters_are_text():
    vocabulary = wild_vocabulary()
    p = np.full((8, 8), 1 / 8)
    symbols = np.array([1, 2, 3, 4, 5, 6, 7, 0])
    tame = rnncore.Vocabulary(tuple("abcdefg"), folds_case=False)
    assert tags(ladder(vocabulary, symbols, p)) == tags(ladder(tame, symbols, p))
    nats = -np.log(p[0])
    assert tags(surprise_columns(vocabulary, symbols, nats, p)) == tags(surprise_columns(tame, symbols, nats, p))


def test_small_shares_are_written_as_text_too():
    p = np.array([[0.99995, 0.00005, 0, 0, 0, 0, 0, 0]])
    html = ladder(wild_vocabulary(), np.array([1]), p)
    assert "&lt;0.1 %" in html and "<0.1" not in html


@pytest.mark.parametrize("text", ["Maria", "Xqz", "o"])
def test_surprise_is_minus_ln_p(text):
    model = shipped.shipped_models()["given_names-gru"]
    told = rnncore.surprise(model, text)
    html = surprise_columns(model.vocabulary, told.symbols, told.nats, told.probabilities)
    p = told.probabilities[np.arange(len(told.symbols)), told.symbols]
    rows = re.findall(r"<span>([\d.]+)</span><i style=\"height:([\d.]+)%\"></i></div><b><bdi>(.*?)</bdi></b>"
                      r"<small>(.*?)<br>(.*?)</small>", html)
    assert [unescape(row[2]) for row in rows] == [*text.lower(), "∎"]
    top = max(-np.log(p.min()), np.log(len(model.vocabulary)))
    for (nats, height, _, percent, expected), share, row in zip(rows, p, told.probabilities, strict=True):
        assert float(nats) == pytest.approx(-np.log(share), abs=0.0051)
        assert float(height) / 100 == pytest.approx(-np.log(share) / top, abs=0.0006)
        assert percent_says(unescape(percent), share)
        best = model.vocabulary.sign(int(row.argmax()))
        assert expected == "as expected" if row.max() == share else expected.startswith(f"{best} had ")
