"""What lies in deploy/, read: compose services, Kubernetes objects, the image's steps, the proxy's directives."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
KUBERNETES = DEPLOY / "kubernetes"
SETTINGS = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
DEPLOYMENTS = ("unrolled", "scheduler", "worker")


@cache
def compose() -> dict[str, Any]:
    """The compose file, with what is shared in it filled in."""
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


@cache
def services() -> dict[str, dict[str, Any]]:
    return compose()["services"]


@cache
def objects() -> dict[tuple[str, str], dict[str, Any]]:
    """All Kubernetes objects that the kustomization names, by kind and name."""
    found = {}
    for name in kustomization()["resources"]:
        for one in yaml.safe_load_all((KUBERNETES / name).read_text()):
            key = one["kind"], one["metadata"]["name"]
            assert key not in found, key
            found[key] = one
    return found


@cache
def kustomization() -> dict[str, Any]:
    return yaml.safe_load((KUBERNETES / "kustomization.yaml").read_text())


def kind(name: str) -> dict[str, dict[str, Any]]:
    """The objects of one kind by name."""
    return {which: one for (of, which), one in objects().items() if of == name}


def container(deployment: str) -> dict[str, Any]:
    (one,) = objects()["Deployment", deployment]["spec"]["template"]["spec"]["containers"]
    return one


def labels(deployment: str) -> dict[str, str]:
    return objects()["Deployment", deployment]["spec"]["template"]["metadata"]["labels"]


def told(deployment: str) -> dict[str, str]:
    """The environment of a deployment's container; a secret's place for what is secret."""
    one = container(deployment)
    found = {}
    for source in one.get("envFrom", ()):
        found |= objects()["ConfigMap", source["configMapRef"]["name"]]["data"]
    for variable in one.get("env", ()):
        secret = variable.get("valueFrom", {}).get("secretKeyRef")
        found[variable["name"]] = variable["value"] if secret is None else f"{secret['name']}/{secret['key']}"
    return found


@cache
def image_steps() -> list[tuple[str, str]]:
    """The Dockerfile as (instruction, rest), lines that go on joined."""
    text = re.sub(r"^#.*\n", "", (DEPLOY / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    return [tuple(line.split(" ", 1)) for line in lines if line.strip()]


def image_environment() -> dict[str, str]:
    """What the image sets for every container of it."""
    found = {}
    for instruction, rest in image_steps():
        if instruction == "ENV":
            found |= dict(pair.split("=", 1) for pair in rest.split())
    return found


@cache
def nginx() -> str:
    """The proxy's configuration without its comments."""
    return re.sub(r"(?m)^\s*#.*\n", "", (DEPLOY / "nginx.conf").read_text())


def upstreams() -> dict[str, list[str]]:
    """The servers of each of the proxy's upstreams, as `host:port` and what is said of them."""
    return {name: re.findall(r"server ([^;]+);", body)
            for name, body in re.findall(r"upstream (\w+) \{([^}]*)\}", nginx())}


APP_PORT = int(image_environment()["STREAMLIT_SERVER_PORT"])
REPLICAS = [name for name in services() if name.startswith("unrolled-")]


def option(command: list[str], name: str) -> str:
    """What follows a name on a command's line."""
    return command[command.index(name) + 1]
