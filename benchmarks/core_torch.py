"""PyTorch's side of `core.py`, at its best settings: fused Adam, gradients set to None, sorted and packed or padded.

Ways: `padded` and `packed` use nn.RNN, nn.GRU, nn.LSTM; `loop` is a cell written out by hand, a step at a
time, as teaching code has it. Inputs are one-hot rows, ready-made where preparing does not count.
"""

import functools
import os
from collections.abc import Callable

import numpy as np
import torch
from core_slices import ROOT, Task, chosen, names, serve, timed
from torch import nn
from torch.nn.functional import cross_entropy
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence

import rnncore
from rnncore.files.torch_weights import to_torch

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
torch.set_num_interop_threads(1)

RATE, CLIP, IGNORED = 0.002, 1.0, -100
LAYERS = {"vanilla": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}


class Net(nn.Module):
    """One layer and its readout."""

    def __init__(self, cell: str, V: int, H: int, looped: bool = False) -> None:
        super().__init__()
        self.rnn = Loop(cell, V, H) if looped else LAYERS[cell](V, H)
        self.readout = nn.Linear(H, V)

    def forward(self, x):
        """Logits of every step: [T, B, V], or those of the real rows only where `x` is packed."""
        out, _ = self.rnn(x)
        return self.readout(out.data if isinstance(out, PackedSequence) else out)


class Loop(nn.Module):
    """The three cells by hand, in PyTorch's own order of gates."""

    def __init__(self, cell: str, V: int, H: int) -> None:
        super().__init__()
        G = {"vanilla": 1, "gru": 3, "lstm": 4}[cell]
        self.cell, self.H = cell, H
        self.x_part, self.h_part = nn.Linear(V, G * H), nn.Linear(H, G * H)

    def forward(self, x):
        """All memories [T, B, H]."""
        h = c = x.new_zeros(x.shape[1], self.H)
        seen = []
        for x_t in x:
            a, b = self.x_part(x_t), self.h_part(h)
            if self.cell == "vanilla":
                h = torch.tanh(a + b)
            elif self.cell == "gru":
                (a_r, a_z, a_n), (b_r, b_z, b_n) = a.chunk(3, 1), b.chunk(3, 1)
                r, z = torch.sigmoid(a_r + b_r), torch.sigmoid(a_z + b_z)
                n = torch.tanh(a_n + r * b_n)
                h = (1 - z) * n + z * h
            else:
                i, f, g, o = (a + b).chunk(4, 1)
                c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
                h = torch.sigmoid(o) * torch.tanh(c)
            seen.append(h)
        return torch.stack(seen), h


@functools.cache
def _encoded():
    encoded = names().train_encoded
    return torch.from_numpy(encoded.symbols), torch.from_numpy(encoded.lengths)


def prepare(rows, packed: bool, one_hot):
    """A batch: what goes in, what should come out, and how many characters that is."""
    all_symbols, all_lengths = _encoded()
    lengths = all_lengths[rows]
    if packed:
        lengths, order = lengths.sort(descending=True, stable=True)
        rows = rows[order]
    T = int(lengths.max())
    symbols = all_symbols[rows, :T + 1].t()
    x, targets = one_hot[symbols[:-1]], symbols[1:]
    if packed:
        return (pack_padded_sequence(x, lengths), pack_padded_sequence(targets, lengths).data, int(lengths.sum()))
    outside = torch.arange(T)[:, None] >= lengths
    return x, targets.masked_fill(outside, IGNORED).reshape(-1), int(lengths.sum())


def loss_of(net: Net, x, targets):
    """Nats per character."""
    return cross_entropy(net(x).view(len(targets), -1), targets, ignore_index=IGNORED)


@functools.cache
def step_of(task: Task) -> Callable[[int], int]:
    """Forward, loss, backward, clip, Adam on batch i; gives the characters it predicted."""
    torch.manual_seed(0)
    V = len(names().vocabulary)
    net = Net(task.cell, V, task.hidden, task.way == "loop")
    parameters = list(net.parameters())
    optimiser = torch.optim.Adam(parameters, lr=RATE, betas=(0.9, 0.99), fused=True)
    one_hot = torch.eye(V)
    numbers = [torch.from_numpy(rows) for rows in chosen(task.batch)]
    packed = task.way == "packed"
    ready = None if task.preparing else [prepare(rows, packed, one_hot) for rows in numbers]

    def step(i: int) -> int:
        i %= len(numbers)
        x, targets, characters = prepare(numbers[i], packed, one_hot) if ready is None else ready[i]
        optimiser.zero_grad(set_to_none=True)
        loss_of(net, x, targets).backward()
        nn.utils.clip_grad_norm_(parameters, CLIP, foreach=True)
        optimiser.step()
        return characters
    return step


def train(task: list, seconds: float) -> dict[str, float]:
    """Train for a while; units are characters, padding not counted."""
    return timed(step_of(Task(*task)), seconds)


@functools.cache
def shipped(cell: str) -> tuple[Net, rnncore.Model]:
    """The model of the given names that comes with the app, as a torch network."""
    model = rnncore.load(ROOT / "data" / "models" / f"given_names-{cell}.npz")
    net = Net(cell, len(model.vocabulary), model.config.hidden_size)
    arrays = {f"rnn.{name}": array for name, array in to_torch(cell, model.params).items()}
    arrays |= {"readout.weight": model.readout.W_ho.T, "readout.bias": model.readout.b_o}
    net.load_state_dict({name: torch.tensor(np.array(array)) for name, array in arrays.items()})
    return net.eval(), model


@torch.inference_mode()
def draw(net: Net, model: rnncore.Model, count: int, longest: int = 40) -> list[str]:
    """`count` names at once, one step of the layer at a time; names that ended are dropped from the batch."""
    one_hot = torch.eye(len(model.vocabulary))
    symbols = torch.full((longest, count), -1)
    running, previous, state = torch.arange(count), torch.zeros(count, dtype=torch.long), None
    for t in range(longest):
        out, state = net.rnn(one_hot[previous][None], state)
        drawn = torch.multinomial(torch.softmax(net.readout(out[0]), 1), 1)[:, 0]
        symbols[t, running] = drawn
        going = drawn != 0
        running, previous = running[going], drawn[going]
        if not len(running):
            break
        state = tuple(s[:, going] for s in state) if isinstance(state, tuple) else state[:, going]
    return model.vocabulary.decode_all(symbols.numpy().T)


def sample(cell: str, count: int, seconds: float) -> dict[str, float]:
    """Draw `count` names at a time; units are names."""
    net, model = shipped(cell)
    return timed(lambda _: len(draw(net, model, count)), seconds)


def sgemm(size: int, seconds: float) -> dict[str, float]:
    """Multiply two square matrices; units are operations."""
    a, b, c = (torch.ones(size, size) for _ in range(3))

    def multiply(_: int) -> int:
        torch.mm(a, b, out=c)
        return 2 * size ** 3
    return timed(multiply, seconds)


def check(cell: str, hidden: int, batch: int, path: str, way: str) -> dict[str, float]:
    """Loss and gradients in float64 from the weights in the file; gives the loss and the largest relative error."""
    stored = np.load(path)
    V = len(names().vocabulary)
    net = Net(cell, V, hidden).double()
    own = {("rnn." if "l0" in name else "") + name: torch.from_numpy(np.array(stored[f"weights.{name}"]))
           for name in (key.removeprefix("weights.") for key in stored if key.startswith("weights."))}
    net.load_state_dict(own)
    x, targets, _ = prepare(torch.from_numpy(chosen(batch)[0]), way == "packed", torch.eye(V, dtype=torch.float64))
    loss = loss_of(net, x, targets)
    loss.backward()
    worst = 0.0
    for name, parameter in net.named_parameters():
        expected = stored["gradients." + name.removeprefix("rnn.")]
        found = parameter.grad.numpy()
        if name.endswith("bias_hh_l0"):          # one bias here, two there: only a GRU's b_hn is a number of its own
            if cell != "gru":
                continue
            expected, found = expected[2 * hidden:], found[2 * hidden:]
        worst = max(worst, float(np.abs(found - expected).max() / np.abs(expected).max()))
    return {"loss": float(loss.detach()), "worst": worst}


if __name__ == "__main__":
    serve({"train": train, "sample": sample, "sgemm": sgemm, "check": check})
