"""The house keeps its order: read from the code's own imports."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("streamlit_app", "pages", "explainer", "rnncore")      # each may look only to its right
CODE = [ROOT / "streamlit_app.py", *(path for room in ROOMS[1:] for path in sorted((ROOT / room).rglob("*.py")))]
OTHERS = {
    "streamlit_app": {"streamlit"},
    "pages": {"streamlit", "numpy"},
    "explainer": {"streamlit", "numpy", "plotly", "pandas", "threadpoolctl"},
    "rnncore": {"numpy"},
}


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> set[str]:
    """Every module that is imported, wherever in the file; `from a import b` counts as a and as a.b."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute, so that they can be read"
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def first_words(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(ast.parse(path.read_text()))}


each_file = pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))


def test_there_is_something_to_read():
    assert {room_of(path) for path in CODE} == set(ROOMS)
    assert {"runner.py", "name_generation.py", "vanilla.py"} <= {path.name for path in CODE}
    assert imports(ast.parse("import a.b\ndef f():\n    from c.d import e")) == {"a.b", "c.d", "c.d.e"}


@each_file
def test_imports_point_one_way(path):
    room = room_of(path)
    allowed = OTHERS[room] | set(ROOMS[ROOMS.index(room):]) | set(sys.stdlib_module_names)
    assert first_words(path) <= allowed


@each_file
def test_no_page_imports_a_page_and_nobody_imports_the_app(path):
    assert not first_words(path) & {"pages", "streamlit_app"}


@each_file
def test_no_rooms_for_odds_and_ends(path):
    assert path.stem not in {"utils", "util", "helpers", "helper", "common", "misc"}


@pytest.mark.parametrize("name", ["explainer/runner.py", "explainer/jobs.py", "explainer/lag_run.py"])
def test_the_training_threads_know_no_streamlit(name):
    assert "streamlit" not in first_words(ROOT / name)
    module = name.removesuffix(".py").replace("/", ".")
    code = f"import sys, {module}; sys.exit('streamlit' in sys.modules)"      # not by a detour either
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60).returncode == 0


def test_the_core_brings_no_app_along():
    code = "import sys, rnncore; sys.exit(bool({'streamlit', 'plotly', 'pandas', 'explainer'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60).returncode == 0


@pytest.mark.parametrize("path", [path for path in CODE if room_of(path) in ("pages", "streamlit_app")],
                         ids=lambda path: path.name)
def test_pages_draw_no_figures(path):
    source = path.read_text()
    assert "go.Figure" not in source and "plotly" not in first_words(path)
    assert ast.get_docstring(ast.parse(source))


@pytest.mark.parametrize("path", [path for path in CODE if room_of(path) in ("rnncore", "explainer")],
                         ids=lambda path: str(path.relative_to(ROOT)))
def test_whatever_is_public_says_what_it_is(path):
    tree = ast.parse(path.read_text())
    public = [tree]
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            public.append(node)
            if isinstance(node, ast.ClassDef):
                public += [child for child in node.body
                           if isinstance(child, ast.FunctionDef) and not child.name.startswith("_")]
    mute = [getattr(node, "name", path.name) for node in public if not ast.get_docstring(node)]
    assert not mute
