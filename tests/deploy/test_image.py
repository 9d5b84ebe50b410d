"""The image: every package at one version, only what is needed, and a user without rights."""

import re
import tomllib
from importlib.metadata import distribution

import pytest
from packaging.requirements import Requirement

from tests.deploy.manifests import DEPLOY, ROOT, image_environment, image_steps, kustomization, services


def version() -> str:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def test_every_version_is_said_once_and_pinned():
    images = {service["image"] for service in services().values()}
    assert images == {f"unrolled:{version()}", next(one for one in images if one.startswith("nginx:"))}
    assert [one["newTag"] for one in kustomization()["images"]] == [version()]
    bases = {rest.split()[0] for instruction, rest in image_steps() if instruction == "FROM"}
    for image in (*images, *bases):
        assert re.fullmatch(r"[a-z]+:\d+\.\d+\.\d+[a-z0-9.-]*", image), image
    assert all(base.startswith("python:3.11.") for base in bases)


def pins(name: str) -> dict[str, str]:
    lines = [line.partition("#")[0].strip() for line in (ROOT / name).read_text().splitlines()]
    return {re.sub(r"[-_.]+", "-", line.split("==")[0]).lower(): line.split("==")[1] for line in lines if "==" in line}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-cluster.txt"])
def test_what_is_asked_for_is_what_is_pinned(name):
    pinned = pins("deploy/constraints.txt")
    asked = pins(name)
    assert asked and {package: pinned.get(package) for package in asked} == asked


def test_whatever_is_installed_here_for_the_app_is_pinned_at_this_version():
    """A package that a new version of another one brings along would else be of any version in the image."""
    pinned, seen, waiting = pins("deploy/constraints.txt"), set(), list(pins("requirements.txt"))
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name not in seen:
            seen.add(name)
            assert pinned.get(name) == distribution(name).version, name
            needs = map(Requirement, distribution(name).requires or ())
            waiting += [one.name for one in needs if one.marker is None or one.marker.evaluate({"extra": ""})]
    assert len(seen) > 30


def test_the_image_takes_what_is_there_and_runs_as_nobody_much():
    copied = {path for instruction, rest in image_steps() if instruction == "COPY" and "--from" not in rest
              for path in rest.split()[:-1]}
    for path in copied:
        assert (ROOT / path).exists(), path
    allowed = {line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
               if line.startswith("!")}
    assert copied - {".streamlit"} <= allowed and ".streamlit/config.toml" in allowed
    last = [instruction for instruction, _ in image_steps()]
    assert ("USER", "1000:1000") in image_steps() and "RUN" not in last[last.index("USER"):]
    assert image_environment()["UNROLLED_STORE"] == "/store"
    assert {"streamlit_app.py", "pages", "explainer", "rnncore", "data"} <= allowed
