"""The controls of a training recipe: what a link to a trained network carries, whatever chapter it opens."""

from explainer.state import cells
from explainer.state.choices import ACTIVATIONS, CELL_LABELS, INITIALISATIONS, LISTS, MAX_SEED, OPTIMISERS, SCHEDULES
from explainer.state.controls import Choice, Number, Text


def _keeping(bias: str) -> str:
    """What a gate's first bias does, and whose it is."""
    whose = " and ".join(record.label for record in cells.CELLS.values() if record.bias_field == bias)
    return f"{whose} only: above 0 it starts out keeping its memory."


MODEL = Text("model", "Model", "given_names-gru", longest=60)
OWN = "own-"            # a list that was brought, and its fingerprint
LIST = Choice("list", "List", "given_names", "", LISTS, OWN)
CELL = Choice("cell", "Cell", "gru", "Plain (vanilla): no gates. GRU and LSTM: gates decide what to keep.", CELL_LABELS)
HIDDEN = Number("hidden", "Hidden units", 64, "How many numbers the memory has.", 1, 256, 1)
STEPS = Number("steps", "Training steps", 1500, "One step learns from one batch of names.", 10, 20_000, 10)
RATE = Number("rate", "Learning rate", 0.02, "How far each step moves the weights.", 1e-5, 10.0, 1e-5)
SEED = Number("seed", "Seed", 0, "Decides the first weights and the order of names.", 0, MAX_SEED, 1)
BATCH = Number("batch", "Names per batch", 128, "", 1, 512, 1)
REGULARISE = Choice("regularise", "Dropout", "auto", "Keeps a large network from learning a small list by heart.",
                    {"auto": "By size of network and list", "own": "Set it myself"})
DROPOUT = Number("dropout", "Dropout before the readout", 0.0,
                 "Share of the memory hidden from the readout while training.", 0.0, 0.8, 0.05)
WEIGHT_DROPOUT = Number("weight_dropout", "Dropout in W_hh", 0.0,
                        "Share of the recurrent connections cut anew for every batch.", 0.0, 0.8, 0.05)
CLIP = Number("clip", "Clip gradients at", 1.0, "A longer gradient is shortened to this length.", 0.01, 100.0, 0.01)
OPTIMISER = Choice("optimiser", "Optimiser", "adam", "", OPTIMISERS)
SCHEDULE = Choice("schedule", "Learning rate goes", "linear", "", SCHEDULES)
ACTIVATION = Choice("activation", "Activation", "tanh", "Plain only; gated cells always use tanh.", ACTIVATIONS)
INITIALISATION = Choice("initialisation", "W_hh starts as", "orthogonal", "", INITIALISATIONS)
FORGET_BIAS = Number("forget_bias", "Forget-gate bias", 1.0, _keeping("forget_bias"), -5.0, 10.0, 0.1)
UPDATE_BIAS = Number("update_bias", "Update-gate bias", 0.0, _keeping("update_bias"), -5.0, 10.0, 0.1)
BIASES = {control.key: control for control in (FORGET_BIAS, UPDATE_BIAS)}


def own_controls(cell: str) -> tuple[Choice | Number, ...]:
    """The controls that only some cells have, of this one: activation, and the bias of the gate that keeps."""
    record = cells.CELLS[cell]
    bias = () if record.bias_field is None else (BIASES[record.bias_field],)
    return ((ACTIVATION,) if len(record.activations) > 1 else ()) + bias


TRAINING = (LIST, CELL, HIDDEN, STEPS, RATE, SEED, BATCH, REGULARISE, DROPOUT, WEIGHT_DROPOUT, CLIP, OPTIMISER,
            SCHEDULE, ACTIVATION, INITIALISATION, FORGET_BIAS, UPDATE_BIAS)
