"""What can be chosen on more than one page, and the bounds they share."""

from explainer.state import cells

MAX_SEED = 999_999
MAX_STEPS = 24          # the longest chain that stays legible
MAX_UNITS = 256         # the largest network that can be trained here

LISTS = {
    "given_names": "Given names", "family_names": "Family names", "cities": "Cities",
    "dinosaurs": "Dinosaurs", "minerals": "Minerals", "stars": "Stars",
}
CELL_LABELS = cells.labels(cells.CELLS)
INITIALISATIONS = {
    "orthogonal": "Orthogonal (keeps every length)", "identity": "Identity", "glorot": "Glorot",
    "uniform": "Uniform ±1/√H", "normal": "Normal, variance 1/H",
}
OPTIMISERS = {"adam": "Adam", "sgd": "SGD with momentum"}
SCHEDULES = {"linear": "Down in a line", "cosine": "Down in a wave", "constant": "Constant"}
NOTATIONS = {"ours": "x h o, W_xh W_hh W_ho", "uvw": "x s o, U W V", "pytorch": "PyTorch"}
ACTIVATIONS = {"tanh": "tanh", "relu": "ReLU", "identity": "Identity (none)"}
