"""The trained models that ship: small, and none of them missing. What is in them: test_library."""

from pathlib import Path

import pytest

from explainer.state.cells import flat_cells, shipped_cells
from explainer.state.choices import LISTS
from rnncore.tasks import series_experiment

MODELS = Path(__file__).parents[2] / "data" / "models"


def size(paths) -> int:
    return sum(path.stat().st_size for path in paths)


def test_a_model_for_every_list_and_every_cell_for_the_given_names():
    there = {path.stem for path in MODELS.glob("*.npz")}
    assert {record.shipped_key() for record in shipped_cells().values()} <= there
    for name in LISTS:
        assert there & {f"{name}-vanilla", f"{name}-gru"}


@pytest.mark.parametrize("cell", shipped_cells())
def test_a_history_for_every_cell(cell):
    assert [path for path in MODELS.glob("history-*.npz") if cell in path.stem]


def test_they_stay_small():
    histories = set(MODELS.glob("history-*.npz"))
    assert size(histories) < 2_000_000
    sentences = set(MODELS.glob("sentences-*.npz"))
    assert size(sentences) < 500_000
    assert size(set(MODELS.glob("*.npz")) - histories - sentences) < 600_000


def test_streams_have_a_network_and_a_history_for_every_cell_and_stay_small():
    files = set((MODELS.parent / "streams").iterdir())
    assert {path.stem for path in files} == {f"{kind}{cell}" for kind in ("", "history-") for cell in shipped_cells()}
    assert size(files) < 900_000


def test_nothing_else_lies_there():
    known = {f"{name}-{cell}" for name in LISTS for cell in shipped_cells()}
    known |= {f"two_units-{cell}" for cell in flat_cells()}
    known |= {f"series-{key}-{cell}" for key in series_experiment.SHIPPED for cell in shipped_cells()}
    known |= {f"sentences-{name}" for name in ("year", "year-fixed", "year-sliding", "sentiment", "next-word")}
    strangers = [path.name for path in MODELS.iterdir()
                 if path.suffix != ".npz" or not (path.stem in known or path.stem.startswith("history-"))]
    assert not strangers
