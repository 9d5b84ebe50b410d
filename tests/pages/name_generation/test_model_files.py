"""Whatever model file a visitor brings: a good one is used, anything else gets one sentence and loses nothing."""

import io
import json
import zipfile

import numpy as np

import rnncore
from explainer.models import shipped
from pages.name_generation.downloads import model_npz
from tests.visitor import assert_one_sentence


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(model_npz(shipped.shipped_models()["given_names-vanilla"]))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def npy(array, **options) -> bytes:
    file = io.BytesIO()
    np.save(file, array, **options)
    return file.getvalue()


def described(**changes) -> bytes:
    """A good file but for its description; a name with __ is a place inside."""
    members = parts()
    text = json.loads(np.load(io.BytesIO(members["description.npy"])).tobytes())
    for key, value in changes.items():
        *path, last = key.split("__")
        place = text
        for name in path:
            place = place[name]
        place[last] = value
    members["description.npy"] = npy(np.frombuffer(json.dumps(text).encode(), np.uint8))
    return zipped(members)


def history() -> bytes:
    training = rnncore.Training(shipped.shipped_models()["given_names-vanilla"],
                                shipped.shipped_corpus("given_names"), rnncore.TrainingConfig(steps=1))
    kept, file = rnncore.History(), io.BytesIO()
    training.history = kept
    next(iter(training))
    rnncore.save_history(kept, training.model, file)
    return file.getvalue()


WRONG = {
    "empty": lambda: b"", "text": lambda: b"Anna\nBob\n", "truncated": lambda: zipped(parts())[:-400],
    "pickled": lambda: zipped(parts() | {"weights.npy": npy(np.array([{}], object), allow_pickle=True)}),
    "other shape": lambda: zipped(parts() | {"weights.npy": npy(np.zeros((3, 4), np.float32))}),
    "not finite": lambda: zipped(parts() | {"weights.npy": npy(np.full(rnncore.numerics.flat.flatten(
        shipped.shipped_models()["given_names-vanilla"].weights).size, np.nan, np.float32))}),
    "expands": lambda: zipped(parts() | {"weights.npy": npy(np.zeros(20_000_000, np.float32))}),
    "a history": history, "another archive": lambda: zipped({"readme.txt": b"hello"}),
    "wrong cell": lambda: described(cell="transformer"), "wrong version": lambda: described(format_version=99),
    "huge network": lambda: described(config__hidden_size=10 ** 9),
    "another task": lambda: described(task="series"), "another question": lambda: described(objective="share"),
}
ODD = {
    "scores are text": {"provenance__scores": "x"}, "a score is text": {"provenance__scores": {
        "test_loss": "x"}}, "fingerprint is a list": {"provenance__data_fingerprint": []},
    "steps are text": {"provenance__steps": "many"}, "name is a number": {"provenance__data_name": 7},
    "recipe is a number": {"provenance__recipe": 7}, "task is markup": {"task": "<b>x</b>"},
}


def test_a_wrong_model_file_gets_one_sentence(visitor):
    before, names = list(visitor.shelf.entries), visitor.names
    for kind, data in WRONG.items():
        visitor.upload("model_file", data(), f"{kind}.npz")
        assert len(visitor.said("error")) == 1, kind
        assert_one_sentence(visitor.said("error")[0])
        assert list(visitor.shelf.entries) == before and visitor.names == names, kind
        assert not visitor.said("success"), kind


def test_an_odd_description_is_refused_or_does_no_harm(visitor):
    visitor.set(name="Maria")
    for kind, changes in ODD.items():
        visitor.upload("model_file", described(**changes), f"{kind}.npz")
        assert len(visitor.said("error")) + len(visitor.said("success")) == 1, kind
        visitor.click("draw_again").at.run()
    visitor.home_and_back()


def test_a_wrong_file_after_a_good_one_loses_nothing(visitor):
    good = model_npz(shipped.shipped_models()["given_names-lstm"])
    visitor.upload("model_file", good, "My model.npz")
    assert visitor.entry.title == "My model" and len(visitor.said("success")) == 1
    names = visitor.names
    visitor.upload("model_file", good[:-100], "My model.npz")
    assert len(visitor.said("error")) == 1 and not visitor.said("success")
    assert visitor.entry.title == "My model" and visitor.names == names
