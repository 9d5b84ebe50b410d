"""rnncore needs NumPy and nothing else, and keeps its habits: read from the code itself."""

import ast
import sys
from pathlib import Path

import rnncore

ROOT = Path(rnncore.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
ALLOWED = {"numpy", "rnncore", *sys.stdlib_module_names}
COMMANDS = ROOT / "commands"                           # they may print, and know where the data lie
ENTRANCES = {Path("train.py"), Path("sample.py"), Path("training/data_parallel/worker.py")}
READERS = {"files/archive.py", "data/grammar.py", "diagnostics/capacity.py", "diagnostics/measured_probe.py",
           "tasks/lag_sweep.py", "tasks/series_experiment.py", "tasks/sentences/results.py", "training/equal_budget.py",
           "training/truncation_sweep.py"}

TREES = {path: ast.parse(path.read_text()) for path in FILES}



def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


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
    assert {"vanilla.py", "loop.py", "names.py"} <= {path.name for path in FILES}
    assert {name_of(path) for path in FILES} >= READERS
    assert imported(ast.parse("import a.b\ndef f():\n    from c.d import e\n    from . import g")) == {
        "a", "c", "rnncore"}
    assert drawn_from(ast.parse("np.random.seed(0); np.random.default_rng(1).random()")) == {"seed", "default_rng"}


def test_only_numpy():
    for path, tree in TREES.items():
        assert imported(tree) <= ALLOWED, name_of(path)


def test_no_printing_and_no_global_random_state():
    for path, tree in TREES.items():
        assert path.parent == COMMANDS or "print" not in called(tree), name_of(path)
        assert drawn_from(tree) <= {"default_rng", "Generator"}, name_of(path)


def test_files_are_touched_in_their_rooms_only():
    for path, tree in TREES.items():
        calls = {call.split(".")[-1] for call in called(tree) if call != "archive.open"}
        touched = calls & {"open", "read_bytes", "read_text", "write_bytes", "write_text"}
        assert path.parent == COMMANDS or name_of(path) in READERS or not touched, name_of(path)


def test_only_commands_are_run_from_the_command_line_and_know_where_the_data_lie():
    for path, tree in TREES.items():
        if path.parent == COMMANDS or path.relative_to(ROOT) in ENTRANCES:
            continue
        assert "argparse" not in imported(tree) and "restart_with_one_thread" not in called(tree), name_of(path)
        for node in ast.walk(tree):
            assert not (isinstance(node, ast.Name) and node.id == "__file__"), name_of(path)
            assert not (isinstance(node, ast.ImportFrom) and node.module.startswith("rnncore.commands")), name_of(path)


def test_a_command_starts_again_under_its_own_name():
    starting = [path for path in FILES if path.name != "blas.py" and "restart_with_one_thread(" in path.read_text()]
    assert len(starting) > 3
    for path in starting:
        module = ".".join(["rnncore", *path.relative_to(ROOT).with_suffix("").parts])
        assert f'restart_with_one_thread("{module}")' in path.read_text(), module


def test_everything_promised_is_there():
    assert all(hasattr(rnncore, name) for name in rnncore.__all__)
    assert {"CELLS", "Model", "Training", "Progress", "History", "CheckpointError", "save", "load", "sample"} <= set(
        rnncore.__all__)
    assert list(rnncore.CELLS)[:3] == ["vanilla", "gru", "lstm"]
    for cell in rnncore.CELLS.values():
        for part in ("GATES", "GATE_COUNT", "SLOPE_COUNT", "CANDIDATE", "MEMORY", "KEEPING_GATE", "KEEPING_BIAS",
                     "WRITING_GATE", "ACTIVATION_NAMES", "Params", "State", "Step", "init_params", "init_state",
                     "project_inputs", "step", "slopes", "through_gates", "flow_back", "step_backward",
                     "recurrent_gradients", "weight_gradients"):
            assert hasattr(cell, part), f"{cell.__name__} has no {part}"
