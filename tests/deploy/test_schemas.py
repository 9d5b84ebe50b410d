"""Everything in deploy/ that has a public schema fits it, with no field that the schema does not know."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import check_jsonschema
import jsonschema
import kubernetes_validate
import pytest
import yaml

from tests.deploy.manifests import KUBERNETES, compose, kind, kustomization, objects

KUBERNETES_VERSION = "1.34"                       # the oldest that still gets fixes; newer ones know all of this, too
CUSTOM = {"IngressRoute", "Middleware"}           # Traefik's, whose schemas no package carries
NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
KUBECTL = shutil.which("kubectl")


def test_compose_fits_the_compose_specification():
    schemas = Path(check_jsonschema.__file__).parent / "builtin_schemas" / "vendor"
    jsonschema.validate(compose(), json.loads((schemas / "compose-spec.json").read_text()))


@pytest.mark.parametrize("key", [key for key in objects() if key[0] not in CUSTOM], ids="/".join)
def test_an_object_fits_its_schema(key):
    kubernetes_validate.validate(objects()[key], KUBERNETES_VERSION, strict=True)


def test_a_field_that_is_none_would_be_found():
    wrong = json.loads(json.dumps(objects()["Deployment", "worker"]))
    wrong["spec"]["template"]["spec"]["containers"][0]["redinessProbe"] = {}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, KUBERNETES_VERSION, strict=True)


def test_every_file_is_named_and_every_name_is_one():
    assert sorted(kustomization()["resources"]) == sorted(
        path.name for path in KUBERNETES.glob("*.yaml") if path.name != "kustomization.yaml")
    assert (kustomization()["apiVersion"], kustomization()["kind"]) == ("kustomize.config.k8s.io/v1beta1",
                                                                       "Kustomization")
    assert set(kustomization()) == {"apiVersion", "kind", "namespace", "resources", "images"}
    assert all(NAME.fullmatch(name) for _, name in objects())
    assert kustomization()["namespace"] in kind("Namespace")


def fields(value: object, path: str = "") -> set[str]:
    """Every place in nested mappings and lists that holds a plain value."""
    if isinstance(value, dict) and value:
        return set().union(*(fields(inner, f"{path}.{name}") for name, inner in value.items()))
    if isinstance(value, list) and value:
        return set().union(*(fields(inner, f"{path}[]") for inner in value))
    return {path}


def test_traefik_s_objects_have_the_fields_of_its_reference_and_no_others():
    """There is no schema to install for them: these are the fields of `traefik.io/v1alpha1` as Traefik 3 documents."""
    (route,), (middleware,) = kind("IngressRoute").values(), kind("Middleware").values()
    assert route["apiVersion"] == middleware["apiVersion"] == "traefik.io/v1alpha1"
    assert fields(route["spec"]) == {
        ".entryPoints[]", ".routes[].kind", ".routes[].match", ".routes[].middlewares[].name",
        ".routes[].services[].name", ".routes[].services[].port", ".routes[].services[].sticky.cookie.name",
        ".routes[].services[].sticky.cookie.httpOnly", ".routes[].services[].sticky.cookie.secure",
        ".routes[].services[].sticky.cookie.sameSite", ".tls.secretName"}
    (rule,) = route["spec"]["routes"]
    assert rule["kind"] == "Rule" and re.fullmatch(r"Host\(`[a-z.-]+`\)( && !Path\(`/[\w/-]+`\))*", rule["match"])
    assert rule["services"][0]["sticky"]["cookie"]["sameSite"] in ("none", "lax", "strict")
    assert middleware["spec"] == {"compress": {}}


@pytest.mark.skipif(KUBECTL is None, reason="no kubectl: the files are read as they are, which the other tests do")
def test_kustomize_builds_what_was_read():
    built = subprocess.run([KUBECTL, "kustomize", str(KUBERNETES)], capture_output=True, text=True, timeout=60)
    assert built.returncode == 0, built.stderr
    made = {(one["kind"], one["metadata"]["name"]): one for one in yaml.safe_load_all(built.stdout)}
    assert made.keys() == objects().keys()
    (image,) = kustomization()["images"]
    for (which, _), one in made.items():
        assert which == "Namespace" or one["metadata"]["namespace"] == kustomization()["namespace"]
        if which == "Deployment":
            (box,) = one["spec"]["template"]["spec"]["containers"]
            assert box["image"] == f"{image['newName']}:{image['newTag']}"
