"""rnncore needs NumPy and nothing else, and keeps its habits: read from the code itself."""

import ast
import sys
from pathlib import Path

import pytest

import rnncore

ROOT = Path(rnncore.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
ALLOWED = {"numpy", "rnncore", *sys.stdlib_module_names}
COMMANDS = {"train.py", "sample.py", "capacity.py", "budget.py", "almanac.py", "horizon.py", "lag_sweep.py",
            "train_sentences.py", "__main__.py"}       # they may print
TOUCH_FILES = COMMANDS | {"archive.py", "grammar.py", "names.py", "recipes.py"}

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))


def imported(tree: ast.AST) -> set[str]:
    """The first word of every module that is imported, wherever in the file."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("rnncore" if node.level else node.module.split(".")[0])
    return found


def drawn_from(tree: ast.AST) -> set[str]:
    """What is used of NumPy's or Python's module `random`."""
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
            and ast.unparse(node.value) in ("np.random", "numpy.random", "random")}


def called(tree: ast.AST) -> set[str]:
    """Every function that is called, as it is written: `print`, `np.random.seed`."""
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def test_there_is_something_to_read():
    assert {"vanilla.py", "training.py", "names.py"} <= {path.name for path in FILES}
    assert imported(ast.parse("import a.b\ndef f():\n    from c.d import e\n    from . import g")) == {
        "a", "c", "rnncore"}
    assert drawn_from(ast.parse("np.random.seed(0); np.random.default_rng(1).random()")) == {"seed", "default_rng"}


@each_file
def test_only_numpy(path):
    assert imported(ast.parse(path.read_text())) <= ALLOWED


@each_file
def test_no_printing_and_no_global_random_state(path):
    tree = ast.parse(path.read_text())
    assert path.name in COMMANDS or "print" not in called(tree)
    assert drawn_from(tree) <= {"default_rng", "Generator"}


@each_file
def test_files_are_touched_in_their_rooms_only(path):
    calls = {call.split(".")[-1] for call in called(ast.parse(path.read_text())) if call != "archive.open"}
    assert path.name in TOUCH_FILES or not calls & {"open", "read_bytes", "read_text", "write_bytes", "write_text"}


def test_everything_promised_is_there():
    assert all(hasattr(rnncore, name) for name in rnncore.__all__)
    assert {"CELLS", "Model", "Training", "Progress", "History", "CheckpointError", "save", "load", "sample"} <= set(
        rnncore.__all__)
    assert list(rnncore.CELLS) == ["vanilla", "gru", "lstm"]
    for cell in rnncore.CELLS.values():
        for part in ("GATES", "GATE_COUNT", "SLOPE_COUNT", "Params", "State", "Step", "init_params", "init_state",
                     "project_inputs", "step", "slopes", "through_gates", "flow_back", "step_backward",
                     "recurrent_gradients", "weight_gradients"):
            assert hasattr(cell, part), f"{cell.__name__} has no {part}"
