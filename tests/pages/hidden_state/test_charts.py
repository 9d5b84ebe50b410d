"""What the hidden-state page draws is what rnncore computed: frames, maps, tables, bars and letters."""

import re
from html import unescape

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays

import rnncore
from explainer.components.graph.build import picture_of
from explainer.components.graph.contract import as_json
from explainer.components.graph.frames import WHOLE, Checkpoint, frame_of, frames_as_json, packed, unpacked
from explainer.components.memory_map import memory_map
from explainer.components.phase_portrait import phase_portrait
from explainer.models import shipped
from pages.hidden_state import attribution_chart, lossy_summary_chart, one_letter_changed_chart, single_neuron_chart
from pages.hidden_state.lossy_summary import reach_of
from pages.hidden_state.map_of_memories import trails
from pages.hidden_state.neuron_selectivity import group_means, share_between
from pages.hidden_state.state_cloud import agreeing, chosen, cloud_of, first_of, path_on
from rnncore.diagnostics import counterfactual
from rnncore.diagnostics.attribution import attribute
from rnncore.diagnostics.phase import fixed_points, vector_field
from rnncore.diagnostics.states import principal_plane, project, states_of
from rnncore.numerics.precision import in_double
from rnncore.readout import logits
from rnncore.sampling import next_probabilities, trace_of
from tests.explainer.components.test_graph_build import models, texts

HOSTILE = '<img src=x onerror="alert(1)">'
finite = some.floats(-1e6, 1e6, allow_nan=False)


def named(cell: str = "gru") -> rnncore.Model:
    return shipped.shipped_models()[f"given_names-{cell}"]


def attributes(html: str, name: str) -> list[float]:
    return [float(x) for x in re.findall(rf'data-{name}="([^"]+)"', html)]


# Frames.

@given(arrays(np.float64, some.tuples(some.integers(1, 6), some.integers(1, 6)), elements=finite))
def test_packed_numbers_come_back(array):
    sent = packed(array)
    assert np.abs(unpacked(sent) - array.ravel()).max() <= sent["reach"] * 1.01 / (2 * WHOLE) + 1e-12
    assert unpacked(packed(np.zeros(3))).tolist() == [0, 0, 0]
    assert np.isfinite(unpacked(packed(np.array([np.nan, np.inf, 1.0])))).all()


@given(models, texts)
def test_a_frame_holds_what_the_network_had_in_memory(model, symbols):
    frame = frame_of(Checkpoint(3, 2.0, model), np.array(symbols))
    trace = trace_of(model, np.array(symbols))
    np.testing.assert_array_equal(frame.lanes["hidden"], trace.h[:, 0])
    np.testing.assert_array_equal(frame.lanes["output"], next_probabilities(logits(model.readout, trace.h[:, 0])))
    assert ("cell" in frame.lanes) == (model.cell == "lstm")
    [sent] = frames_as_json([frame])
    assert sent["step"] == 3 and sent["loss"] == 2.0
    hidden = sent["lanes"]["hidden"]
    np.testing.assert_allclose(unpacked(hidden), trace.h[:, 0].ravel(), atol=hidden["reach"] / WHOLE)
    assert "loss" not in frames_as_json([frame_of(Checkpoint(0, float("nan"), model), np.array(symbols))])[0]


@given(models, texts)
def test_a_frame_of_the_finished_network_is_its_picture(model, symbols):
    picture, frame = picture_of(model, symbols), frame_of(Checkpoint(1, 1.0, model), np.array(symbols))
    for t in range(1, picture.steps + 1):
        for lane, array in frame.lanes.items():
            np.testing.assert_allclose(array[t - 1], picture.node(f"{lane}:{t}").values, atol=1e-12)


def test_a_lane_can_say_the_order_of_its_units():
    lane = picture_of(named(), [0, 1]).lanes[-2]
    assert "order" not in as_json(lane)


# The map.

@given(some.integers(2, 5), some.integers(0, 99))
def test_maps_agree_by_turning_alone(count, seed):
    rng = np.random.default_rng(seed)
    held = [rng.normal(size=(40, 6)) * np.array([3, 2, 1, 0.5, 0.2, 0.1]) for _ in range(count)]
    planes = agreeing(held)
    last = principal_plane(held[-1])
    np.testing.assert_array_equal(planes[-1].axes, last.axes)
    for i, h in enumerate(held):
        own = principal_plane(h)
        np.testing.assert_allclose(planes[i].axes @ planes[i].axes.T, np.eye(2), atol=1e-9)
        same_plane = planes[i].axes.T @ planes[i].axes, own.axes.T @ own.axes
        np.testing.assert_allclose(*same_plane, atol=1e-9)
        if i + 1 < count:
            wanted = project(planes[i + 1], held[i + 1])
            apart = np.linalg.norm(project(planes[i], h) - wanted)
            for angle in np.linspace(0, 2 * np.pi, 24):
                for mirror in (1, -1):
                    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle) * mirror, np.cos(angle) * mirror]])
                    assert apart <= np.linalg.norm(project(own, h) @ turn - wanted) + 1e-9


def test_names_are_taken_evenly():
    names = tuple(f"n{i}" for i in range(100))
    assert sorted(chosen(names, 4)) == ["n0", "n25", "n50", "n75"] and sorted(chosen(names, 1000)) == sorted(names)
    assert chosen(names, 10) == chosen(names, 10)
    assert len(set(chosen(names, 37))) == 37


def test_what_is_sent_of_the_map_is_the_cloud():
    model = named("vanilla")
    names = shipped.shipped_corpus("given_names").names
    checkpoints = (Checkpoint(0, 3.0, named("vanilla")), Checkpoint(5, 2.0, model))
    every = cloud_of("test", checkpoints, names, 20)
    cloud = first_of(every, 12)
    assert cloud.names == every.names[:12] and cloud.planes is every.planes
    h = states_of(model, cloud.names).h
    np.testing.assert_allclose(cloud.points[-1], project(every.planes[-1], h), atol=1e-5)
    inputs = np.concatenate([[0], model.vocabulary.encode("anna")])
    way = path_on(cloud, checkpoints, inputs)
    sent = memory_map.as_data(cloud, checkpoints, way, list("∎anna"), ["x"])
    for frame, points, path in zip(sent["frames"], cloud.points, way, strict=True):
        np.testing.assert_allclose(unpacked(frame["points"]), points.ravel(), atol=frame["points"]["reach"] / WHOLE)
        np.testing.assert_allclose(unpacked(frame["path"]), path.ravel(), atol=frame["path"]["reach"] / WHOLE)
    np.testing.assert_allclose(way[-1], project(cloud.planes[-1], trace_of(model, inputs).h[:, 0]))
    for name, number in zip(sent["names"], sent["firsts"], strict=True):
        assert model.vocabulary.sign(number) == model.vocabulary.fold(name)[0]
    assert sum(len(name) + 1 for name in sent["names"]) == len(sent["of"]) == len(sent["symbols"])


# Tastes.

@given(some.integers(0, 99))
def test_shares_between_groups(seed):
    rng = np.random.default_rng(seed)
    groups = rng.integers(0, 5, 80)
    h = np.stack([groups * 2.0, rng.normal(size=80), np.ones(80), groups + rng.normal(size=80)], axis=1)
    shares = share_between(h, groups)
    assert shares[0] == pytest.approx(1) and shares[2] == 0 and np.all((shares >= 0) & (shares <= 1 + 1e-12))
    within = sum(((h[groups == g] - h[groups == g].mean(axis=0)) ** 2).sum(axis=0) for g in np.unique(groups))
    spread = ((h - h.mean(axis=0)) ** 2).sum(axis=0)
    np.testing.assert_allclose(shares[[1, 3]], 1 - within[[1, 3]] / spread[[1, 3]])
    means, counts = group_means(h, groups, 7)
    np.testing.assert_allclose(means[groups[0]], h[groups == groups[0]].mean(axis=0))
    assert counts.sum() == 80 and np.isnan(means[6]).all()


def test_how_far_a_memory_reaches():
    many = np.full(4, 1000)
    assert reach_of(np.array([1.0, 0.75, 0.25, 0.1]), many) == pytest.approx(1.5)
    assert reach_of(np.array([1.0, 0.9, 0.8, 0.7]), many) == 3
    assert reach_of(np.array([0.4, 0.3, 0.2, 0.1]), many) == 0


# Figures.

def one(name: str = "GRU", lags: int = 5) -> lossy_summary_chart.Probed:
    return lossy_summary_chart.Probed(name, np.linspace(1, 0.2, lags), np.full(lags, 0.14), np.array([900, 800, 700, 60, 9])[:lags])


def test_curves_leave_out_what_rests_on_too_few():
    figure = lossy_summary_chart.summary_curves([one(), one(HOSTILE)])
    assert [len(trace.x) for trace in figure.data] == [4, 4, 4]
    np.testing.assert_array_equal(figure.data[0].y, one().accuracy[:4])
    np.testing.assert_array_equal(figure.data[2].y, one().chance[:4])
    assert HOSTILE not in str(figure.data[1].name)


def test_bars_of_one_lag():
    html = lossy_summary_chart.at_lag([one(), one(HOSTILE)], 2)
    assert attributes(html, "share") == pytest.approx([one().accuracy[2]] * 2 + [0.14])
    assert attributes(html, "lag") == [2] and HOSTILE not in html


def test_what_was_read_back_is_marked_right_or_wrong():
    vocabulary = named().vocabulary
    text, guesses = vocabulary.encode("anna"), vocabulary.encode("aina")
    html = lossy_summary_chart.read_back_table([("GRU", guesses, vocabulary)], text, vocabulary, 1)
    assert re.findall(r'class="is-(right|wrong)', html) == ["right", "wrong", "right", "right"]
    assert "3 of 4" in html and html.count("is-marked") == 2
    marked = re.findall(r'<td class="is-right is-marked" title="right"><bdi>(.)</bdi>', html)
    assert marked == ["n"]                                     # one back from the end


def test_the_table_of_sizes():
    html = lossy_summary_chart.size_table([("4 neurons", one().accuracy, one().counts)], 5)
    assert attributes(html, "share") == pytest.approx(one().accuracy[:4], abs=1e-4) and html.count("is-empty") == 1


def test_two_runs_tell_the_counterfactual():
    model = named()
    found = counterfactual.what_if(model, "marianne", 1, "i", 0.3)
    html = one_letter_changed_chart.two_runs(found, model.vocabulary)
    assert attributes(html, "difference") == pytest.approx(found.difference, abs=1e-6)
    assert attributes(html, "tv") == pytest.approx(found.total_variation, abs=1e-6)
    assert found.agrees_from and html.count("is-agreed") == len(found.difference) - found.agrees_from
    assert html.count("is-changed") == 1 and attributes(html, "step") == [2]


def test_the_table_of_all_places():
    table = counterfactual.what_if_table(named(), "anna")
    html = one_letter_changed_chart.change_table(table, "anna", 2)
    drawn = attributes(html, "share")
    expected = [table.total_variation[p, t] for p in range(4) for t in range(p + 1, 5)]
    np.testing.assert_allclose(drawn, expected, atol=1e-6)
    assert html.count('class="is-marked"') == 1


def test_letters_lit_by_a_neuron():
    html = single_neuron_chart.lit_text(["∎", "<", " "], np.array([0.5, -0.25, 0.0]), 1.0, 4)
    assert attributes(html, "value") == [0.5, -0.25, 0.0] and attributes(html, "unit") == [4]
    assert "&lt;" in html and "␣" in html and re.findall(r"--strength:([\d.]+)", html) == ["0.500", "0.250", "0.000"]
    assert 'class="negative"' in html
    html = single_neuron_chart.contexts([("Maria", 3, np.array([0, 0.1, 0.2, 0.9])), ("Ola", 0, np.array([-0.5]))], 1.0, "x")
    assert attributes(html, "value") == [0.9, 0.1, 0.2, 0.9, -0.5, -0.5]
    assert unescape(re.sub("<[^>]+>", "", html.split("</li>")[0])).endswith("Maria")
    html = single_neuron_chart.by_letter(["∎", "a", "b"], np.array([0.1, np.nan, 0.7]), np.array([3, 0, 2]), 1.0)
    assert attributes(html, "value") == [0.7, 0.1]


def test_why_columns_are_the_attribution_on_one_scale():
    found = attribute(named("vanilla"), "anna")
    slope, exact = found.gradient_times_input[-1], found.occlusion[-1]
    reach = attribution_chart.reach_of([(slope, exact)])
    html = attribution_chart.why_columns(HOSTILE, "says", list("∎anna"), slope, exact, reach)
    assert attributes(html, "slope") == pytest.approx(slope, abs=1e-6)
    assert attributes(html, "exact") == pytest.approx(exact, abs=1e-6) and HOSTILE not in html
    shares = [float(x) for x in re.findall(r"--share:([\d.]+)", html)]
    assert max(shares) == 1 and shares[::2] == pytest.approx(np.abs(slope) / reach, abs=6e-4)
    assert html.count("is-up") + html.count("is-down") == 2 * len(slope)
    assert attribution_chart.reach_of([]) > 0


@pytest.mark.parametrize("cell", ["vanilla", "gru"])
def test_the_portrait_gets_the_field_the_path_and_where_it_rests(cell):
    model = in_double(shipped.two_unit_models()[cell])
    grid = np.stack(np.meshgrid(*[np.linspace(-1, 1, 5)] * 2), axis=-1).reshape(-1, 2)
    points = fixed_points(model, 1)
    path = trace_of(model, np.array([0, 1, 1])).h[:, 0]
    fields = [phase_portrait.Field(model.vocabulary.sign(s), vector_field(model, s, grid), fixed_points(model, s))
              for s in (0, 1)]
    sent = phase_portrait.as_data(grid, fields, path, [0, 1, 1], None)
    tight = {"atol": 2e-4}
    np.testing.assert_allclose(unpacked(sent["grid"]), grid.ravel(), **tight)
    np.testing.assert_allclose(unpacked(sent["fields"][1]["moves"]), vector_field(model, 1, grid).ravel(), **tight)
    np.testing.assert_allclose(unpacked(sent["path"]), path.ravel(), **tight)
    rests = sent["fields"][1]["rests"]
    assert [rest["kind"] for rest in rests] == [point.kind for point in points]
    np.testing.assert_allclose([rest["h"] for rest in rests], [point.h for point in points], atol=1e-6)


@pytest.mark.parametrize("cell", ["vanilla", "gru"])
def test_a_step_of_the_text_is_one_arrow(cell):
    model = in_double(shipped.two_unit_models()[cell])
    inputs = np.array([0, 13, 1, 18])
    h = np.concatenate([np.zeros((1, 2)), trace_of(model, inputs).h[:, 0]])
    for t, symbol in enumerate(inputs):
        np.testing.assert_allclose(vector_field(model, int(symbol), h[t:t + 1])[0], h[t + 1] - h[t], atol=1e-12)
    carried = trails(model, 13)
    np.testing.assert_allclose(np.diff(carried, axis=0)[7], vector_field(model, 13, carried[7]), atol=1e-12)
