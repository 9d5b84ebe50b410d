"""The house keeps its order: read from the code's own imports."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from pages.chapters import CHAPTERS

ROOT = Path(__file__).parents[1]
ROOMS = ("streamlit_app", "pages", "explainer", "rnncore")      # each may look only to its right
CODE = [ROOT / "streamlit_app.py", *(path for room in ROOMS[1:] for path in sorted((ROOT / room).rglob("*.py")))]
OTHERS = {
    "streamlit_app": {"streamlit", "starlette"},
    "pages": {"streamlit", "numpy", "plotly", "pandas"},
    "explainer": {"streamlit", "numpy", "plotly", "pandas", "threadpoolctl", "charset_normalizer", "loky",
                  "distributed", "fsspec"},
    "rnncore": {"numpy"},
}
FOLDERS = [chapter.folder.name for chapter in CHAPTERS]
KNOWS_ALL = {"pages/app.py", "pages/chapters.py", "pages/warm_up.py"}      # may name several chapters


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def chapter_of(path: Path) -> str:
    """The chapter whose folder a file lies in, or nothing."""
    parts = path.relative_to(ROOT).parts
    return parts[1] if parts[0] == "pages" and len(parts) > 2 else ""


def files(*rooms: str) -> Iterator[tuple[Path, ast.Module]]:
    """Every file of some rooms with its syntax tree."""
    for path in CODE:
        if room_of(path) in rooms:
            yield path, ast.parse(path.read_text())


def imports(tree: ast.AST) -> set[str]:
    """Every module that is imported, wherever in the file; `from a import b` counts as a and as a.b."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute, so that they can be read"
            assert all(alias.name != "*" for alias in node.names), "a name says where it comes from"
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def first_words(tree: ast.AST) -> set[str]:
    return {name.split(".")[0] for name in imports(tree)}


def test_there_is_something_to_read():
    assert {room_of(path) for path in CODE} == set(ROOMS)
    assert {"engine.py", "untrained_gradient.py", "vanilla.py"} <= {path.name for path in CODE}
    assert {chapter_of(path) for path in CODE} - {""} == set(FOLDERS)
    assert imports(ast.parse("import a.b\ndef f():\n    from c.d import e")) == {"a.b", "c.d", "c.d.e"}


def test_imports_point_one_way():
    for path, tree in files(*ROOMS):
        room = room_of(path)
        allowed = OTHERS[room] | set(ROOMS[ROOMS.index(room):]) | set(sys.stdlib_module_names)
        assert first_words(tree) <= allowed, name_of(path)
        assert "streamlit_app" not in first_words(tree), name_of(path)


def test_chapters_never_import_chapters():
    for path, tree in files("pages"):
        if name_of(path) not in KNOWS_ALL:
            named = {name.split(".")[1] for name in imports(tree) if name.startswith("pages.")}
            assert named <= {chapter_of(path)}, name_of(path)


def test_nothing_in_explainer_names_a_chapter():
    """Neither as an import nor as a string: what several chapters share knows none of them."""
    names = {*FOLDERS, *(chapter.place for chapter in CHAPTERS)} - {""}
    for path, tree in files("explainer"):
        words = {node.value for node in ast.walk(tree)
                 if isinstance(node, ast.Constant) and isinstance(node.value, str)}
        assert not names & words, (name_of(path), names & words)
    for path in (ROOT / "explainer").rglob("*"):
        assert path.stem not in FOLDERS or path.stem == "home", name_of(path)


def test_explainer_has_a_folder_for_each_purpose_and_no_loose_modules():
    assert [path.name for path in (ROOT / "explainer").glob("*.py")] == ["__init__.py"]


def test_a_chapters_controls_know_nothing_but_what_controls_are():
    for path, tree in files("pages"):
        if path.name.endswith("controls.py") and chapter_of(path):
            found = {name for name in imports(tree) if name.split(".")[0] in ROOMS}
            own = ("explainer.state", f"pages.{chapter_of(path)}")
            assert all(name.startswith(own) or name == "explainer" for name in found), (name_of(path), found)


def test_charts_never_import_streamlit():
    for path, tree in files("pages", "explainer"):
        if (path.name.endswith("_chart.py") and path.parent.name != "live_chart") or path.parent.name == "charts":
            assert "streamlit" not in first_words(tree), name_of(path)


def test_what_only_a_cluster_needs_is_asked_for_by_a_cluster_only():
    """Nobody imports it at the head of a file but those that are imported where a cluster was asked for."""
    own = {"explainer/training/cluster.py", "explainer/training/cluster_records.py",
           "explainer/training/remote_store.py"}
    ours = {name.removesuffix(".py").replace("/", ".") for name in own}
    for path, tree in files("pages", "explainer"):
        at_the_head = ast.Module([node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)], [])
        if name_of(path) not in own:
            assert not {"distributed", "fsspec"} & first_words(tree), name_of(path)
            assert not ours & imports(at_the_head), name_of(path)


def test_only_charts_draw_with_plotly():
    for path, tree in files("pages"):
        if not path.name.endswith("_chart.py"):
            assert "plotly" not in first_words(tree), name_of(path)


def test_charts_stand_still_or_follow_in_one_way_each():
    for path, _ in files("pages", "explainer"):
        if name_of(path) != "explainer/components/standing.py":
            assert "st.plotly_chart(" not in path.read_text(), name_of(path)


def test_pages_run_again_and_write_their_address_in_one_way():
    by_hand = ("st.fragment", "st.rerun(", "st.query_params", "settle(")
    for path, _ in files("pages"):
        assert not [way for way in by_hand if way in path.read_text()], name_of(path)


def test_no_rooms_for_odds_and_ends():
    for path in CODE:
        assert path.stem not in {"utils", "util", "helpers", "helper", "common", "misc"}, name_of(path)


def test_the_training_threads_know_no_streamlit():
    for name in ("explainer/training/engine.py",
                 "explainer/training/workers.py", "explainer/training/work.py", "explainer/training/names_run.py",
                 "explainer/sweeps/lag_sweep.py",
                 "pages/vanishing_gradient/lag_run.py"):
        module = name.removesuffix(".py").replace("/", ".")
        code = f"import sys, {module}; sys.exit('streamlit' in sys.modules)"      # not by a detour either
        assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60).returncode == 0, name


def test_the_core_brings_no_app_along():
    code = "import sys, rnncore; sys.exit(bool({'streamlit', 'plotly', 'pandas', 'explainer'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60).returncode == 0


def test_whatever_is_public_says_what_it_is():
    for path, tree in files(*ROOMS):
        public = [tree]
        for node in ast.iter_child_nodes(tree):
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                public.append(node)
                if isinstance(node, ast.ClassDef):
                    public += [child for child in node.body
                               if isinstance(child, ast.FunctionDef) and not child.name.startswith("_")]
        mute = [getattr(node, "name", path.name) for node in public if not ast.get_docstring(node)]
        assert not mute, (name_of(path), mute)
