"""Names from a model that was downloaded from Unrolled, with NumPy alone: python sample_standalone.py model.npz"""

import argparse
import json

import numpy as np


def load(path):
    """What the model is, its symbols (number 0 is the boundary), and its matrices."""
    with np.load(path) as file:
        about, flat = json.loads(file["description"].tobytes()), file["weights"].astype(np.float32)
    D, H = about["config"]["input_size"], about["config"]["hidden_size"]
    width = H * {"vanilla": 1, "gru": 3, "lstm": 4}[about["cell"]]
    biases = [(width,)] + [(H,)] * (about["cell"] == "gru") if about["config"]["bias"] else []
    shapes = [(D, width), (H, width), *biases, (H, D), (D,)]
    *cell, W_ho, b_o = map(np.reshape, np.split(flat, np.cumsum([*map(np.prod, shapes)])[:-1]), shapes)
    return about, ["", *about["symbols"]], cell + [np.float32(0)] * (4 - len(cell)), W_ho, b_o


def step(about, weights, symbol, h, c):
    """The memory after one more symbol: h [H], and c [H] of an LSTM."""
    W_xh, W_hh, b_h, b_hn = weights
    sigmoid, x, y = lambda a: 0.5 * np.tanh(0.5 * a) + 0.5, W_xh[symbol] + b_h, h @ W_hh
    if about["cell"] == "vanilla":
        f = {"tanh": np.tanh, "relu": lambda a: a.clip(0), "identity": np.array}[about["config"]["activation"]]
        return f(x + y), c
    if about["cell"] == "gru":
        (x_r, x_z, x_n), (y_r, y_z, y_n) = np.split(x, 3), np.split(y, 3)
        n, z = np.tanh(x_n + sigmoid(x_r + y_r) * (y_n + b_hn)), sigmoid(x_z + y_z)
        return (1 - z) * n + z * h, c
    i, f, g, o = np.split(x + y, 4)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


def write(model, rng, prefix="", temperature=1.0, longest=40):
    """One name, and the probabilities [steps, symbols] that the symbols after the prefix were drawn from."""
    about, symbols, weights, W_ho, b_o = model
    name, used, h, c = [symbols.index(s) for s in prefix], [], *np.zeros((2, len(W_ho)), np.float32)
    for at in range(longest):
        h, c = step(about, weights, name[at - 1] if at else 0, h, c)
        if at == len(name):
            scores = (h @ W_ho + b_o).astype(float) / max(temperature, 1e-6)
            used.append(np.exp(scores - scores.max()) / np.exp(scores - scores.max()).sum())
            name.append(rng.choice(len(scores), p=used[-1]))
        if name[at] == 0:
            break
    return "".join(symbols[number] for number in name), np.array(used)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    for option, default in (("--count", 20), ("--temperature", 1.0), ("--prefix", ""), ("--seed", 0)):
        parser.add_argument(option, type=type(default), default=default)
    asked = parser.parse_args()
    model, rng = load(asked.model), np.random.default_rng(asked.seed)
    print("\n".join(write(model, rng, asked.prefix, asked.temperature)[0] for _ in range(asked.count)))
