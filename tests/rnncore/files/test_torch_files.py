"""A model for PyTorch: the names and shapes of a state_dict, and lines that load it."""

import io
import sys
import types
from types import SimpleNamespace

import numpy as np
import pytest

import rnncore
from rnncore.data.words import Words
from rnncore.files.torch_weights import from_torch, loading_lines, save_torch

LETTERS = rnncore.Vocabulary(tuple("abcé"))


class Tensor(np.ndarray):
    """As much of a tensor as the lines use."""

    def float(self):
        return self.astype(np.float32)

    def softmax(self, axis):
        e = np.exp(self - self.max(axis, keepdims=True))
        return e / e.sum(axis, keepdims=True)

    def sigmoid(self):
        return 1 / (1 + np.exp(-self))


class Layers:
    """A stand-in for torch.nn that declares parameters as the documentation says, and runs one step of them."""

    def __init__(self, shown: list) -> None:
        self.shown = shown
        for name, gates in (("RNN", 1), ("GRU", 3), ("LSTM", 4)):
            setattr(self, name, lambda D, H, bias=True, nonlinearity="tanh", gates=gates, name=name: SimpleNamespace(
                shapes={"weight_ih_l0": (gates * H, D), "weight_hh_l0": (gates * H, H),
                        **({"bias_ih_l0": (gates * H,), "bias_hh_l0": (gates * H,)} if bias else {})},
                run=lambda w, x: (self.first_step(name, nonlinearity, w, x, H), None)))
        self.functional = SimpleNamespace(one_hot=lambda at, V: np.eye(V)[at].view(Tensor))

    @staticmethod
    def first_step(name, nonlinearity, w, x, H):
        a = x @ w["weight_ih_l0"].T + w.get("bias_ih_l0", 0) + (0 if name == "GRU" else w.get("bias_hh_l0", 0))
        if name == "RNN":
            return (np.tanh(a) if nonlinearity == "tanh" else np.maximum(a, 0)).view(Tensor)
        parts = np.split(a, a.shape[-1] // H, axis=-1)
        sigmoid = lambda v: 1 / (1 + np.exp(-v))      # noqa: E731
        if name == "LSTM":
            return (sigmoid(parts[3]) * np.tanh(sigmoid(parts[0]) * np.tanh(parts[2]))).view(Tensor)
        b_r, b_z, b_n = np.split(w.get("bias_hh_l0", np.zeros(3 * H)), 3)
        r, z = sigmoid(parts[0] + b_r), sigmoid(parts[1] + b_z)
        return ((1 - z) * np.tanh(parts[2] + r * b_n)).view(Tensor)

    def Linear(self, H, V):      # noqa: N802
        return SimpleNamespace(shapes={"weight": (V, H), "bias": (V,)},
                                     run=lambda w, x: (x @ w["weight"].T + w["bias"]).view(Tensor))

    def ModuleDict(self, layers):      # noqa: N802
        class Network(dict):
            def load_state_dict(self, state):
                wanted = {f"{name}.{key}": shape for name, layer in layers.items()
                          for key, shape in layer.shapes.items()}
                assert {name: array.shape for name, array in state.items()} == wanted
                for name, layer in layers.items():
                    own = {key.split(".")[1]: array for key, array in state.items() if key.startswith(name)}
                    self[name] = lambda x, layer=layer, own=own: layer.run(own, x)
        return Network()


def loaded(tmp_path, monkeypatch, model) -> np.ndarray:
    """What the lines print, run with the stand-in."""
    shown: list = []
    torch = types.ModuleType("torch")
    torch.nn, torch.from_numpy, torch.tensor, torch.zeros = (
        Layers(shown), lambda a: a, np.array, lambda *shape: np.zeros(shape).view(Tensor))
    monkeypatch.setitem(sys.modules, "torch", torch)
    save_torch(model, tmp_path / "m.npz")
    lines = loading_lines(model, str(tmp_path / "m.npz"))
    assert len([line for line in lines.splitlines() if line.strip()]) <= 10
    exec(lines, {"print": shown.append})
    return np.asarray(shown[0])


@pytest.mark.parametrize(("cell", "options"), [("vanilla", {}), ("vanilla", {"activation": "relu"}), ("gru", {}),
                                               ("lstm", {}), ("gru", {"bias": False})])
def test_the_lines_load_it_and_the_first_step_is_the_cores(tmp_path, monkeypatch, cell, options):
    config = rnncore.CellConfig(len(LETTERS), 6, **options)
    model = rnncore.new_model(cell, config, LETTERS, 3)
    said = loaded(tmp_path, monkeypatch, model)
    drawn = rnncore.sampling.draw(model, 1, np.random.default_rng(0))
    np.testing.assert_allclose(said[0], drawn.probabilities[0, 0], atol=1e-5)


@pytest.mark.parametrize(("objective", "outputs"), [("share", 1), ("symbols", 3), ("value", 1)])
def test_networks_of_other_tasks_go_too(tmp_path, monkeypatch, objective, outputs):
    vocabulary = None if objective == "value" else Words(("good", "not"))
    model = rnncore.new_model("gru", rnncore.CellConfig(1 if vocabulary is None else 4, 5), vocabulary, 0,
                              outputs=outputs, task="other", objective=objective)
    assert loaded(tmp_path, monkeypatch, model).shape == (1, outputs)


def test_the_arrays_come_back_as_they_were():
    model = rnncore.new_model("gru", rnncore.CellConfig(len(LETTERS), 6), LETTERS, 3)
    file = io.BytesIO()
    save_torch(model, file)
    with np.load(io.BytesIO(file.getvalue()), allow_pickle=False) as arrays:
        back = from_torch("gru", {name.removeprefix("rnn."): arrays[name] for name in arrays.files})
        assert list(arrays["symbols"]) == ["∎", *"abcé"]
    for one, two in zip(back, model.params, strict=True):
        np.testing.assert_array_equal(one, two)


def test_what_pytorch_lacks_is_said():
    model = rnncore.new_model("vanilla", rnncore.CellConfig(len(LETTERS), 3, activation="identity"), LETTERS, 0)
    with pytest.raises(ValueError, match="no activation called identity"):
        save_torch(model, io.BytesIO())
