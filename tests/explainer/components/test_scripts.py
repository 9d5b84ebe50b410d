"""The components' scripts: every one is part of a component, and their own tests pass (`tests/javascript`)."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from explainer.components.files import COMPONENTS, SCRIPTS

TESTS = Path(__file__).parents[2] / "javascript"


def test_every_script_is_part_of_a_component():
    there = {str(path.relative_to(COMPONENTS)) for path in COMPONENTS.rglob("*.js")}
    assert {file for files in SCRIPTS.values() for file in files} == there


@pytest.mark.skipif(shutil.which("node") is None and not os.environ.get("CI"), reason="no node: apt-get install nodejs")
def test_the_scripts_own_tests_pass():
    ran = subprocess.run(["node", "--test"], cwd=TESTS, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-4000:]
