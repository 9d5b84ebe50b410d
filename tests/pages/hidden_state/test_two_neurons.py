"""Two neurons: the plane holds the field, the text's way and every fixed point of the network."""

import numpy as np
import pytest

from explainer.components.phase_portrait import phase_portrait
from explainer.models import shipped
from pages.hidden_state.two_neurons import trails
from rnncore.diagnostics.phase import fixed_points, vector_field
from rnncore.numerics.precision import in_double
from rnncore.sampling import trace_of
from tests.pages.hidden_state.opening import visit
from tests.sent import from_shares

each_two_unit_cell = pytest.mark.parametrize("cell", ["vanilla", "gru"])


@each_two_unit_cell
def test_the_portrait_gets_the_field_the_path_and_where_it_rests(cell):
    model = in_double(shipped.two_unit_models()[cell])
    grid = np.stack(np.meshgrid(*[np.linspace(-1, 1, 5)] * 2), axis=-1).reshape(-1, 2)
    points = fixed_points(model, 1)
    path = trace_of(model, np.array([0, 1, 1])).h[:, 0]
    fields = [phase_portrait.Field(model.vocabulary.sign(s), vector_field(model, s, grid), fixed_points(model, s))
              for s in (0, 1)]
    sent = phase_portrait.as_data(grid, fields, path, [0, 1, 1], None)
    tight = {"atol": 2e-4}
    np.testing.assert_allclose(from_shares(sent["grid"]), grid.ravel(), **tight)
    np.testing.assert_allclose(from_shares(sent["fields"][1]["moves"]), vector_field(model, 1, grid).ravel(), **tight)
    np.testing.assert_allclose(from_shares(sent["path"]), path.ravel(), **tight)
    rests = sent["fields"][1]["rests"]
    assert [rest["kind"] for rest in rests] == [point.kind for point in points]
    np.testing.assert_allclose([rest["h"] for rest in rests], [point.h for point in points], atol=1e-6)


@each_two_unit_cell
def test_a_step_of_the_text_is_one_arrow(cell):
    model = in_double(shipped.two_unit_models()[cell])
    inputs = np.array([0, 13, 1, 18])
    h = np.concatenate([np.zeros((1, 2)), trace_of(model, inputs).h[:, 0]])
    for t, symbol in enumerate(inputs):
        np.testing.assert_allclose(vector_field(model, int(symbol), h[t:t + 1])[0], h[t + 1] - h[t], atol=1e-12)
    carried = trails(model, 13)
    np.testing.assert_allclose(np.diff(carried, axis=0)[7], vector_field(model, 13, carried[7]), atol=1e-12)


@each_two_unit_cell
def test_the_portrait_shows_every_fixed_point(cell):
    visitor = visit(two_units=cell, arrows="again", again="n")
    points = fixed_points(shipped.two_unit_models()[cell], 14)
    told = next(m for m in visitor.said("markdown") if "again and again" in m and "**n**" in m)
    assert told.count("|λ|") == len(points) and all(point.kind in told for point in points)
    [push] = [piece for piece in visitor.html if "small push" in piece]
    assert "|λ|" in push and not [piece for piece in visit(two_units=cell).html if "|λ|" in piece]
