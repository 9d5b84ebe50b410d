"""The trained models that ship: small, and none of them missing. What is in them: test_library."""

from pathlib import Path

import pytest

from explainer.models.shipped import shipped_corpus, shipped_models
from explainer.state.cells import CELLS, flat_cells, shipped_cells
from explainer.state.choices import LISTS
from rnncore.tasks import series_experiment
from rnncore.training.evaluation import baselines_of

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


def test_the_readme_says_what_beats_counting():
    """Its table has the shipped models' losses and those of the best n-grams, and the words above it say who wins."""
    text = (MODELS.parents[1] / "README.md").read_text()
    wins = {}
    for name, label in LISTS.items():
        corpus = shipped_corpus(name)
        best = baselines_of(corpus).best
        models = [shipped_models()[key] for key in (r.shipped_key(name) for r in CELLS.values())
                  if key in shipped_models()]
        scores = [model.provenance.scores["test_loss"] for model in models]
        told = " / ".join(f"{score:.3f}" for score in scores)
        assert f"| {told} | {best:.3f} |" in text, label
        wins[name] = min(scores) < best
    assert wins == {"given_names": False, "family_names": True, "cities": True, "dinosaurs": False, "minerals": False,
                    "stars": True}


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
