"""The same weights give the same outputs as PyTorch's published formulas.

What follows is written from the equations in the documentation of torch.nn.RNN, torch.nn.GRU and
torch.nn.LSTM and from nothing else: loops over names and steps, one vector at a time, matrices
[gates * H, D] that multiply from the left, two biases.
"""

import numpy as np
import pytest

import rnncore
from rnncore.cells import gru, lstm, vanilla
from rnncore.files import torch_weights as exchange
from rnncore.files.torch_weights import from_torch, to_torch

T, B, D, H = 5, 3, 4, 3
NAMES = {vanilla: "vanilla", gru: "gru", lstm: "lstm"}


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def torch_rnn(x, h, w, nonlinearity):
    out = np.zeros((T, B, H))
    for b in range(B):
        h_b = h[b]
        for t in range(T):
            h_b = nonlinearity(w["ih"] @ x[t, b] + w["b_ih"] + w["hh"] @ h_b + w["b_hh"])
            out[t, b] = h_b
    return out


def torch_gru(x, h, w):
    W_ir, W_iz, W_in = np.split(w["ih"], 3)
    W_hr, W_hz, W_hn = np.split(w["hh"], 3)
    b_ir, b_iz, b_in = np.split(w["b_ih"], 3)
    b_hr, b_hz, b_hn = np.split(w["b_hh"], 3)
    out = np.zeros((T, B, H))
    for b in range(B):
        h_b = h[b]
        for t in range(T):
            v = x[t, b]
            r = sigmoid(W_ir @ v + b_ir + W_hr @ h_b + b_hr)
            z = sigmoid(W_iz @ v + b_iz + W_hz @ h_b + b_hz)
            n = np.tanh(W_in @ v + b_in + r * (W_hn @ h_b + b_hn))
            h_b = (1 - z) * n + z * h_b
            out[t, b] = h_b
    return out


def torch_lstm(x, h, c, w):
    W_ii, W_if, W_ig, W_io = np.split(w["ih"], 4)
    W_hi, W_hf, W_hg, W_ho = np.split(w["hh"], 4)
    b_ii, b_if, b_ig, b_io = np.split(w["b_ih"], 4)
    b_hi, b_hf, b_hg, b_ho = np.split(w["b_hh"], 4)
    out, cell_state = np.zeros((T, B, H)), np.zeros((T, B, H))
    for b in range(B):
        h_b, c_b = h[b], c[b]
        for t in range(T):
            v = x[t, b]
            i = sigmoid(W_ii @ v + b_ii + W_hi @ h_b + b_hi)
            f = sigmoid(W_if @ v + b_if + W_hf @ h_b + b_hf)
            g = np.tanh(W_ig @ v + b_ig + W_hg @ h_b + b_hg)
            o = sigmoid(W_io @ v + b_io + W_ho @ h_b + b_ho)
            c_b = f * c_b + i * g
            h_b = o * np.tanh(c_b)
            out[t, b], cell_state[t, b] = h_b, c_b
    return out, cell_state


def torch_weights(rng, gates):
    return {"ih": rng.normal(size=(gates * H, D)), "hh": rng.normal(size=(gates * H, H)),
            "b_ih": rng.normal(size=gates * H), "b_hh": rng.normal(size=gates * H)}


def into_ours(w, cell):
    """Through the module that ships: a state_dict's names in, Params out."""
    return from_torch(NAMES[cell], dict(zip(exchange.NAMES, (w["ih"], w["hh"], w["b_ih"], w["b_hh"]), strict=True)))


def out_of_ours(params, cell):
    arrays = to_torch(NAMES[cell], params)
    return dict(zip(("ih", "hh", "b_ih", "b_hh"), (arrays[name] for name in exchange.NAMES), strict=True))


def ours(cell, params, x, state, activation="tanh"):
    return rnncore.unroll(cell, params, cell.project_inputs(params, x), state, activation=activation)


@pytest.fixture
def x(rng):
    return rng.normal(size=(T, B, D))


@pytest.fixture
def h(rng):
    return rng.normal(size=(B, H))


@pytest.mark.parametrize(("activation", "function"), [("tanh", np.tanh), ("relu", lambda a: np.maximum(a, 0.0))])
def test_vanilla_is_torch_nn_rnn(rng, x, h, activation, function):
    w = torch_weights(rng, 1)
    trace = ours(vanilla, into_ours(w, vanilla), x, vanilla.State(h), activation)
    np.testing.assert_allclose(trace.h, torch_rnn(x, h, w, function), rtol=1e-12, atol=1e-12)


def test_gru_is_torch_nn_gru(rng, x, h):
    w = torch_weights(rng, 3)
    trace = ours(gru, into_ours(w, gru), x, gru.State(h))
    np.testing.assert_allclose(trace.h, torch_gru(x, h, w), rtol=1e-12, atol=1e-12)


def test_lstm_is_torch_nn_lstm(rng, x, h):
    w, c = torch_weights(rng, 4), rng.normal(size=(B, H))
    trace = ours(lstm, into_ours(w, lstm), x, lstm.State(h, c))
    out, cell_state = torch_lstm(x, h, c, w)
    np.testing.assert_allclose(trace.h, out, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(trace.c, cell_state, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(("cell", "gates"), [(vanilla, 1), (gru, 3), (lstm, 4)], ids=["vanilla", "gru", "lstm"])
def test_weights_go_out_again_without_changing_the_outputs(rng, x, h, cell, gates):
    params = into_ours(torch_weights(rng, gates), cell)
    w = out_of_ours(params, cell)
    state = cell.State(*(h if name == "h" else 0.5 * h for name in cell.State._fields))
    out = {vanilla: lambda: torch_rnn(x, h, w, np.tanh), gru: lambda: torch_gru(x, h, w),
           lstm: lambda: torch_lstm(x, h, 0.5 * h, w)[0]}[cell]()
    np.testing.assert_allclose(ours(cell, params, x, state).h, out, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("cell", ["vanilla", "gru", "lstm"])
def test_without_biases_there_and_back(rng, cell):
    config = rnncore.CellConfig(D, H, bias=False)
    params = rnncore.CELLS[cell].init_params(rng, config)
    arrays = to_torch(cell, params)
    assert set(arrays) == {"weight_ih_l0", "weight_hh_l0"}
    for mine, back in zip(params, from_torch(cell, arrays), strict=True):
        np.testing.assert_array_equal(mine, back)


@pytest.mark.parametrize(("cell", "gates"), [("vanilla", 1), ("gru", 3), ("lstm", 4)])
def test_what_is_no_such_layer_is_refused(rng, cell, gates):
    wrong = {"weight_ih_l0": rng.normal(size=(gates * H + 1, D)), "weight_hh_l0": rng.normal(size=(gates * H, H))}
    with pytest.raises(ValueError, match="shapes"):
        from_torch(cell, wrong)
    with pytest.raises(KeyError):
        from_torch(cell, {"weight_ih_l0": wrong["weight_ih_l0"]})
    biased = {"weight_ih_l0": rng.normal(size=(gates * H, D)), "weight_hh_l0": rng.normal(size=(gates * H, H)),
              "bias_ih_l0": np.zeros(H + 1), "bias_hh_l0": np.zeros(gates * H)}
    with pytest.raises(ValueError, match="biases"):
        from_torch(cell, biased)
