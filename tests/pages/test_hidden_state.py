"""The hidden-state page: every number on it is the network's own, every view is a link, no input breaks it."""

import dataclasses
import json
import re

import numpy as np
import pytest

import rnncore
from explainer import controls, library
from explainer.controls import hidden_state as own
from explainer.controls.kinds import Choice, Number
from explainer.graph.frames import WHOLE, unpacked
from explainer.panels.hidden_state import THIRDS
from explainer.panels.hidden_state_paths import NAME, _by_chance
from explainer.paths import chosen
from rnncore.diagnostics import capacity
from rnncore.diagnostics.attribution import attribute
from rnncore.diagnostics.counterfactual import what_if, what_if_table
from rnncore.diagnostics.neurons import excitations
from rnncore.diagnostics.phase import fixed_points
from rnncore.diagnostics.probe import read_back
from rnncore.precision import in_double
from rnncore.sampling import trace_of
from tests.visitor import HOME, Visitor, assert_one_sentence, numbers

PAGE = "pages/hidden_state.py"
CELLS = ["vanilla", "gru", "lstm"]
each_cell = pytest.mark.parametrize("cell", CELLS)


def visit(**query: str) -> Visitor:
    return Visitor(query, PAGE)


def sent(visitor: Visitor) -> tuple[dict, dict]:
    """What the picture and the map got."""
    found = [json.loads(element.proto.json) for element in visitor.at.get("bidi_component")]
    return next(d for d in found if "pictures" in d), next(d for d in found if "names" in d)


def named(cell: str = "gru") -> rnncore.Model:
    return in_double(library.shipped_models()[f"given_names-{cell}"])


def read(model: rnncore.Model, text: str) -> np.ndarray:
    return np.concatenate([[0], model.vocabulary.encode(text)])


def of_lane(picture: dict, lane: str) -> np.ndarray:
    return np.array([node["values"] for node in picture["nodes"] if node["lane"] == lane and node["step"]])


def chips(picture: dict) -> str:
    return "".join(node["text"] for node in picture["nodes"] if node["lane"] == "input")


def attributes(html: str, name: str) -> list[float]:
    return [float(x) for x in re.findall(rf'data-{name}="([^"]+)"', html)]


def pieces(visitor: Visitor, name: str) -> list[str]:
    return [piece for piece in visitor.html if f'class="{name}"' in piece or f'class="{name} ' in piece]


def test_it_opens_with_a_picture_and_nothing_to_complain_about():
    visitor = visit()
    assert len(visitor.at.title) == 1 and visitor.at.query_params == {}
    assert not visitor.said("error") and not visitor.said("warning") and not visitor.said("info")
    picture, _ = sent(visitor)
    assert chips(picture["pictures"][0]) == "∎marianne" and picture["settings"]["view"] == "memory"


@each_cell
def test_the_picture_is_the_network_and_its_training(cell):
    data, _ = sent(visit(reader=f"given_names-{cell}", read="helena"))
    [picture], frames = data["pictures"], data["frames"]
    model, inputs = named(cell), read(named(cell), "helena")
    trace = trace_of(model, inputs)
    np.testing.assert_allclose(of_lane(picture, "hidden"), trace.h[:, 0], rtol=1e-5, atol=1e-6)
    if cell == "lstm":
        np.testing.assert_allclose(of_lane(picture, "cell"), trace.c[:, 0], rtol=1e-5, atol=1e-6)
    history, models = rnncore.load_history(library.DATA / "models" / f"history-given_names-{cell}.npz")
    assert len(frames) > 12 and frames[0]["step"] == 0
    losses = {snapshot.step: snapshot.heldout_loss for snapshot in history.snapshots}
    for frame, earlier in list(zip(frames, models, strict=False))[:-1:4]:
        assert frame["step"] == earlier.provenance.steps
        assert frame["loss"] == pytest.approx(losses[frame["step"]], abs=1e-4)
        held = trace_of(earlier, inputs).h[:, 0]
        np.testing.assert_allclose(unpacked(frame["lanes"]["hidden"]), held.ravel(),
                                   atol=frame["lanes"]["hidden"]["reach"] / WHOLE)
    np.testing.assert_allclose(unpacked(frames[-1]["lanes"]["hidden"]), trace.h[:, 0].ravel(), atol=1e-4)


def test_neurons_stand_in_the_order_the_page_says():
    lanes = {lane["id"]: lane for lane in sent(visit(reader="given_names-lstm"))[0]["pictures"][0]["lanes"]}
    for lane in ("hidden", "cell"):
        assert sorted(lanes[lane]["order"]) == list(range(64)) != lanes[lane]["order"]
    visitor = visit(order="number")
    assert not [lane for lane in sent(visitor)[0]["pictures"][0]["lanes"] if "order" in lane]


def test_the_map_holds_names_of_the_list_and_the_visitors_path():
    visitor = visit(paths="50", marks="position", read="anna")
    data = sent(visitor)[1]
    model, corpus = library.shipped_models()["given_names-gru"], library.shipped_corpus("given_names")
    assert len(data["names"]) == 50 and set(data["names"]) <= set(corpus.names)
    assert data["settings"]["marks"] == "position" and data["text"] == list("∎anna")
    plane = rnncore.principal_plane(rnncore.states_of(model, chosen(corpus.names, 300)).h)
    points = rnncore.diagnostics.states.project(plane, rnncore.diagnostics.states.states_of(model, data["names"]).h)
    drawn = unpacked(data["frames"][-1]["points"]).reshape(-1, 2)
    np.testing.assert_allclose(drawn, points, atol=1e-3)
    assert data["frames"][-1]["shares"] == pytest.approx(plane.shares, abs=1e-4)
    path = rnncore.diagnostics.states.project(plane, trace_of(model, read(model, "anna")).h[:, 0])
    np.testing.assert_allclose(unpacked(data["frames"][-1]["path"]).reshape(-1, 2), path, atol=1e-3)


def test_a_network_trained_here_has_its_own_history(quiet_runner):
    visitor = Visitor()
    visitor.train(list="stars", cell="lstm", hidden=9, steps=60, seed=4)
    job = visitor.job
    visitor.open(PAGE, {"reader": f"trained-{job.key}", "read": "vega"})
    data, cloud = sent(visitor)
    steps = [snapshot.step for snapshot in job.training.history.snapshots]
    drawn = [frame["step"] for frame in data["frames"]]
    assert len(drawn) > 3 and drawn[:-1] == steps[:len(drawn) - 1]
    assert of_lane(data["pictures"][0], "cell").shape == (5, 9)
    assert set(cloud["names"]) <= set(job.corpus.names)
    assert len(pieces(visitor, "hs-bars")[0].split("<li")) == 6           # three shipped, this one, and guessing


@each_cell
def test_a_checkpoint_in_the_address_is_the_one_shown(cell):
    picture, cloud = sent(visit(reader=f"given_names-{cell}", checkpoint="3", at_step="2"))
    assert picture["settings"]["frame"] == cloud["settings"]["frame"] == 2
    assert picture["settings"]["step"] == cloud["settings"]["step"] == 2
    picture, _ = sent(visit(checkpoint="60"))
    assert picture["settings"]["frame"] is None


def test_letting_go_of_a_scrubber_is_kept_in_the_address():
    visitor = visit()
    for selection, wanted in (({"step": 4, "frame": 2, "view": "unrolled"},
                               {"at_step": "4", "checkpoint": "3", "shown_as": "unrolled"}),
                              ({"step": 9, "frame": None, "view": "memory"}, {})):
        visitor.at.session_state["memory_picture"] = {"selection": selection}
        visitor.at.run()
        visitor.is_well()
        assert dict(visitor.at.query_params) == wanted


# The lossy summary.

def test_the_curves_are_the_probes():
    visitor = visit()
    chart = next(c for c in visitor.charts() if "commonest" in json.dumps(c))
    corpus = library.shipped_corpus("given_names")
    for trace, cell in zip(chart["data"], CELLS, strict=False):
        found = rnncore.diagnostics.probe.lossy_summary(library.shipped_models()[f"given_names-{cell}"], corpus)
        drawn = numbers(trace["y"])
        np.testing.assert_allclose(drawn, found.accuracy[numbers(trace["x"]).astype(int)])
        assert len(drawn) > 8


@pytest.mark.parametrize("lag", ["0", "5", "12"])
def test_one_lag_in_bars_and_on_the_text(lag):
    visitor = visit(back=lag, read="marianne")
    [bars], [table] = pieces(visitor, "hs-bars"), pieces(visitor, "hs-back") or pieces(visitor, "hs-scroll")[:1]
    corpus, text = library.shipped_corpus("given_names"), named().vocabulary.encode("marianne")
    for n, cell in enumerate(CELLS):
        model = library.shipped_models()[f"given_names-{cell}"]
        found = rnncore.diagnostics.probe.lossy_summary(model, corpus)
        if found.counts[int(lag)]:
            assert attributes(bars, "share")[n] == pytest.approx(found.accuracy[int(lag)], abs=1e-5)
        guesses = read_back(found, trace_of(model, read(model, "marianne")).h[-1])[:8, 0][::-1]
        row = table.split("<tr>")[2 + n]
        assert re.findall(r'<td class="is-(right|wrong)', row) == ["right" if a == b else "wrong" for a, b in
                                                                    zip(guesses, text, strict=True)]


@pytest.mark.parametrize("trained", ["before", "after"])
@each_cell
def test_the_table_of_sizes_is_what_was_measured(cell, trained):
    visitor = visit(sized_cell=cell, trained=trained)
    [drawn] = [piece for piece in visitor.html if "Read correctly, in percent" in piece]
    rows = [one for one in capacity.read(library.DATA / "measured" / "capacity.csv")
            if one.cell == cell and (one.steps > 0) == (trained == "after")]
    assert [one.hidden for one in rows] == [4, 8, 16, 32, 64, 128, 256]
    assert attributes(drawn, "share") == pytest.approx(
        [share for one in rows for share, count in zip(one.accuracy, one.counts, strict=True) if count >= 50], abs=1e-4)


# Counterfactual.

def test_both_runs_and_the_table_of_all_places():
    visitor = visit(read="marianne", place="4", instead="o", within="10")
    model = named()
    found = what_if(model, "marianne", 3, "o", 0.10)
    [runs] = pieces(visitor, "hs-runs")
    assert attributes(runs, "difference") == pytest.approx(found.difference, abs=1e-5)
    assert attributes(runs, "tv") == pytest.approx(found.total_variation, abs=1e-5)
    table = what_if_table(model, "marianne", tolerance=0.10)
    [drawn] = [piece for piece in visitor.html if "Every place changed" in piece]
    assert attributes(drawn, "share") == pytest.approx(
        [table.total_variation[p, t] for p in range(8) for t in range(p + 1, 9)], abs=1e-5)
    told = [f"step {step + 1}" if step >= 0 else "not before the end" for step in table.agrees_from]
    assert re.findall(r'hs-total">(step \d+|not before the end)<', drawn) == told


def test_without_a_letter_of_its_own_it_takes_the_networks_favourite():
    visitor = visit(read="marianne", place="1")
    p = what_if(named(), "marianne", 0, "m").probabilities[0, 0]
    best = max((i for i in range(1, 27) if i != 13), key=lambda i: p[i])
    [runs] = pieces(visitor, "hs-runs")
    assert f"<b class='hs-other'>{named().vocabulary.sign(best)}</b>" in runs


# One neuron.

@pytest.mark.parametrize(("cell", "kind"), [("gru", "h"), ("lstm", "h"), ("lstm", "c")])
def test_the_neuron_on_the_page_is_the_networks(cell, kind):
    visitor = visit(reader=f"given_names-{cell}", read="anna", unit="7", kind=kind)
    model = named(cell)
    own = getattr(trace_of(model, read(model, "anna")), kind)[:, 0, 6]
    lit = next(piece for piece in visitor.html if 'data-unit="6"' in piece)
    assert attributes(lit, "value") == pytest.approx(own, abs=1e-4)
    names = library.shipped_corpus("given_names").names[:4000]
    high, low = excitations(library.shipped_models()[f"given_names-{cell}"], names, 6, 8, state=kind)
    for piece, contexts in zip(pieces(visitor, "hs-contexts"), (high, low), strict=True):
        drawn = [float(x) for x in re.findall(r'<li data-value="([^"]+)"', piece)]
        assert drawn == pytest.approx([context.value for context in contexts], abs=1e-4)


def test_a_neuron_beyond_the_last_is_the_last():
    visitor = visit(unit="250")
    assert [piece for piece in visitor.html if 'data-unit="63"' in piece]


def test_the_jumps_go_to_the_clearest_neurons():
    visitor = visit().click("count_neuron")
    counting = visitor.widget("unit").value
    assert visitor.click("letter_neuron").widget("unit").value != counting


# Attribution.

@pytest.mark.parametrize("explained", ["next", "likely"])
def test_what_a_prediction_rests_on_per_cell_and_on_one_scale(explained):
    visitor = visit(read="anna", prediction="3", explained=explained)
    [piece] = [piece for piece in visitor.html if 'class="hs-why"' in piece]
    for figure, cell in zip(piece.split("</figure>"), CELLS, strict=False):
        model = named(cell)
        targets = None
        if explained == "likely":
            h = trace_of(model, read(model, "anna")).h[:, 0]
            targets = rnncore.readout.logits(model.readout, h).argmax(axis=-1)
        found = attribute(model, "anna", targets)
        assert attributes(figure, "slope") == pytest.approx(found.gradient_times_input[2, :3], abs=1e-5)
        assert attributes(figure, "exact") == pytest.approx(found.taken_out[2, :3], abs=1e-5)
    shares = [float(x) for x in re.findall(r"--share:([\d.]+)", piece)]
    assert max(shares) == 1.0 and sum(share == 1.0 for share in shares) < 3


# Two neurons.

@pytest.mark.parametrize("cell", ["vanilla", "gru"])
def test_the_portrait_shows_every_fixed_point(cell):
    visitor = visit(two_units=cell, arrows="again", again="n")
    points = fixed_points(library.two_unit_models()[cell], 14)
    told = next(m for m in visitor.said("markdown") if "again and again" in m and "**n**" in m)
    assert told.count("|λ|") == len(points) and all(point.kind in told for point in points)
    [push] = [piece for piece in visitor.html if "small push" in piece]
    assert "|λ|" in push and not [piece for piece in visit(two_units=cell).html if "|λ|" in piece]


# Predictions.

def answered(visitor: Visitor, key: str, guess: str) -> str:
    visitor.set(**{f"guess_{key}": guess})
    return next(m for m in visitor.said("markdown") if "check_circle" in m or "lightbulb" in m)


@pytest.mark.parametrize(("cell", "text"), [("lstm", "marianne"), ("gru", "marianne"), ("vanilla", "otto")])
def test_the_letter_that_moves_the_memory_most_is_named_and_near_ties_are_told(cell, text):
    h = trace_of(named(cell), read(named(cell), text)).h[:, 0]
    moved = np.linalg.norm(np.diff(h, axis=0), axis=1)
    level = [i for i in np.argsort(-moved) if moved[i] >= 0.95 * moved.max()]
    right = {THIRDS[0 if (i + 0.5) / len(text) < 1 / 3 else 2 if (i + 0.5) / len(text) > 2 / 3 else 1] for i in level}
    for guess in THIRDS:
        told = answered(visit(reader=f"given_names-{cell}", read=text), "moved", guess)
        assert ("**Yes.**" in told) == (guess in right)
        assert f"It is {text[level[0]]}, letter {level[0] + 1} of {len(text)}" in told
        assert ("as good as level" in told) == (len(level) > 1)
        assert all(f"{text[i]}, letter {i + 1} of" in told for i in level)


def test_what_decides_is_told_beside_chance():
    told = answered(visit(), "map", NAME)
    last, first, last_chance, first_chance = (int(x) for x in re.findall(r"(\d+)%", told))
    assert last > first > first_chance > last_chance > 0           # whole names are dealt out: fewer, so more by chance


def test_chance_is_what_shuffled_groups_come_to():
    rng = np.random.default_rng(3)
    h, groups, rows = rng.normal(size=(400, 5)), rng.integers(0, 20, 400), np.arange(400)
    assert _by_chance(h, groups, rows) == pytest.approx(19 / 399, abs=0.006)          # (groups - 1) / (rows - 1)
    owners = rows // 8                                     # eight rows alike each: as if there were fifty
    alike = h[owners * 8]
    assert _by_chance(alike, groups[owners * 8], owners) == pytest.approx(
        (len(set(groups[::8])) - 1) / 49, abs=0.06)


def test_before_and_after_says_what_was_measured_of_other_starts():
    told = answered(visit(), "untrained", "Yes, easier before")
    model = rnncore.new_model("vanilla", rnncore.CellConfig(27, 64, initialisation="uniform"), LATIN, 0)
    small = rnncore.diagnostics.probe.lossy_summary(model, library.shipped_corpus("given_names"), 6).accuracy[5]
    assert f"only {small:.0%}" in told and "mix everything in" not in told


def test_three_networks_are_not_called_three_cells():
    told = answered(visit(), "keeps", "GRU")
    assert "these three networks" in told and "GRU and LSTM are so near each other" in told


@pytest.mark.parametrize("lag", ["1", "3"])
def test_what_the_lstm_holds_in_c_is_told_too(lag):
    found = rnncore.diagnostics.probe.lossy_summary(
        library.shipped_models()["given_names-lstm"], library.shipped_corpus("given_names"), state="c")
    assert [c for c in visit(back=lag).said("caption") if c.endswith(f"cell state c it reads "
                                                                    f"{found.accuracy[int(lag)]:.0%}.")]


def test_the_table_says_that_its_networks_are_others():
    found = rnncore.diagnostics.probe.lossy_summary(
        library.shipped_models()["given_names-gru"], library.shipped_corpus("given_names"))
    [told] = [c for c in visit().said("caption") if "not those of the chart" in c]
    assert f"{found.accuracy[3]:.0%} there" in told


def test_a_notice_names_the_choice_between_h_and_c():
    [notice] = visit(kind="x").said("info")
    assert "Hidden or cell state" in notice


def test_each_question_is_answered_by_the_network():
    visitor = visit()
    guesses = [widget for widget in visitor.at.get("button_group") if str(widget.key or "").startswith("guess_")]
    assert len(guesses) >= 6
    for widget in guesses:
        options = widget.options
        visitor.set(**{widget.key: getattr(options[0], "content", options[0])})
    verdicts = [m for m in visitor.said("markdown") if "check_circle" in m or "lightbulb" in m]
    assert len(verdicts) >= 6


# Bad input.

@pytest.mark.parametrize(("text", "read_as"), [
    ("", "∎"), ("   ", "∎"), ("日本", "∎"), ("Zoë", "∎zoe"), ("😀anna", "∎anna"), ("<b>anna</b>", "∎bannab"),
    ("שרה", "∎"), ("a", "∎a"), ("ann\u0061\u0308", "∎anna"), ("x" * 5_000, "∎" + "x" * 23)])
def test_any_text_gets_a_picture_and_at_most_one_sentence(text, read_as):
    visitor = visit().set(read=text)
    picture, _ = sent(visitor)
    assert chips(picture["pictures"][0]) == read_as
    assert len(visitor.said("warning")) == (0 if text == "a" else 1) and not visitor.said("error")
    for warning in visitor.said("warning"):
        assert_one_sentence(warning.replace("\\", ""))


@pytest.mark.parametrize("letter", ["7", "<", "😀", "ß", " "])
def test_any_letter_to_read_again(letter):
    visitor = visit(arrows="again").set(again=letter)
    assert len(visitor.said("warning")) == (letter in "7<😀")


LATIN = rnncore.Vocabulary(tuple("abcdefghijklmnopqrstuvwxyz"))
ODD = {"one neuron": ("vanilla", rnncore.CellConfig(27, 1), LATIN),
       "one gated": ("gru", rnncore.CellConfig(27, 1), LATIN), "large": ("lstm", rnncore.CellConfig(27, 256), LATIN),
       "relu": ("vanilla", rnncore.CellConfig(27, 5, "relu"), LATIN),
       "other letters": ("gru", rnncore.CellConfig(3, 4), rnncore.Vocabulary(("ж", "é"))),
       "one letter": ("vanilla", rnncore.CellConfig(2, 4), rnncore.Vocabulary(("a",)))}


@pytest.mark.parametrize("kind", ODD)
def test_any_network_from_a_file(kind):
    cell, config, vocabulary = ODD[kind]
    model = rnncore.new_model(cell, config, vocabulary, 0)
    visitor = visit()
    entry = visitor.shelf.bring_model(model, kind)
    visitor.open(HOME).open(PAGE, {"reader": entry.key, "read": "жé" if kind == "other letters" else "aaa"})
    picture, cloud = sent(visitor)
    assert not visitor.said("error") and "frames" not in picture and len(cloud["frames"]) == 1
    [first] = [node for node in picture["pictures"][0]["nodes"] if node["id"] == "hidden:1"]
    assert len(first["values"]) == config.hidden_size and cloud["names"]


def test_a_network_whose_memory_runs_away():
    model = rnncore.new_model("vanilla", rnncore.CellConfig(27, 5, "relu"), LATIN, 0)
    model = dataclasses.replace(model, params=model.params._replace(W_hh=model.params.W_hh * 1e30))
    visitor = visit()
    entry = visitor.shelf.bring_model(model, "large numbers")
    visitor.open(HOME).open(PAGE, {"reader": entry.key})
    [warning] = visitor.said("warning")
    assert_one_sentence(warning)
    assert len(sent(visitor)[0]["frames"]) > 3


def test_a_network_that_is_not_here():
    visitor = visit(reader="trained-0000000000")
    assert len(visitor.said("info")) == 1 and chips(sent(visitor)[0]["pictures"][0]) == "∎marianne"


@pytest.mark.parametrize("query", [
    {"back": "99", "unit": "-1"}, {"place": "nan", "checkpoint": "1e9"}, {"marks": "<script>", "read": "a\x00"},
    {"order": "random", "paths": "inf"}])
def test_wrong_values_in_the_address_open_the_defaults(query):
    visitor = visit(**query)
    assert len(visitor.said("info")) == 1 and visitor.at.query_params == {}


@pytest.mark.parametrize("control", [c for c in own.ALL if isinstance(c, Number)], ids=lambda c: c.key)
def test_every_number_at_both_of_its_ends(control):
    for bound in (control.low, control.high):
        visitor = visit(**{control.key: control.write(bound)})
        assert not visitor.said("error") and len(visitor.at.title) == 1


@pytest.mark.parametrize("reader", ["cities-gru", "stars-gru", "given_names-lstm"])
def test_every_choice_with_other_networks(reader):
    query = {c.key: list(c.options)[-1] for c in own.ALL if isinstance(c, Choice)}
    visitor = visit(reader=reader, read="san fe", **query)
    assert not visitor.said("error")
    drawn = dict(visitor.at.query_params)
    assert all(drawn[key] == value for key, value in query.items() if value != next(
        c.default for c in own.ALL if c.key == key))


def test_the_link_opens_the_same_view():
    visitor = visit(reader="given_names-lstm", read="petra", unit="9", back="4", checkpoint="2")
    [link] = [block.value for block in visitor.at.code if "read=petra" in block.value.split("\n")[0]]
    from urllib.parse import parse_qsl
    query = dict(parse_qsl(link.split("?", 1)[1], keep_blank_values=True))
    assert set(query) == {control.key for control in controls.PAGES["hidden-state"]}
    again = visit(**query)
    assert sent(again)[0] == sent(visitor)[0] and not again.said("info")
    assert [p for p in again.html if "hs-" in p] == [p for p in visitor.html if "hs-" in p]
