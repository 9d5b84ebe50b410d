"""Ports, names and settings are said in several files: image, compose, manifests, the app's own settings."""

import os
import re
import subprocess

from streamlit import config

from explainer.shell import headers
from tests.deploy.manifests import (
    APP_PORT,
    DEPLOY,
    DEPLOYMENTS,
    REPLICAS,
    SETTINGS,
    container,
    image_environment,
    image_steps,
    kind,
    objects,
    option,
    services,
    told,
)

PLACES = {"certificates": "/certificates", "store": "/store", "tmp": "/tmp"}


def test_the_app_has_one_port_everywhere():
    assert ("EXPOSE", str(APP_PORT)) in image_steps()
    health = next(rest for instruction, rest in image_steps() if instruction == "HEALTHCHECK")
    assert f"http://127.0.0.1:{APP_PORT}/ready" in health
    assert container("unrolled")["ports"] == [{"name": "http", "containerPort": APP_PORT}]
    assert objects()["Service", "unrolled"]["spec"]["ports"] == [{"name": "http", "port": APP_PORT,
                                                                   "targetPort": "http"}]
    (rule,) = objects()["IngressRoute", "unrolled"]["spec"]["routes"]
    assert [(one["name"], one["port"]) for one in rule["services"]] == [("unrolled", APP_PORT)]
    (let_in,) = objects()["NetworkPolicy", "replica"]["spec"]["ingress"]
    assert [one["port"] for one in let_in["ports"]] == [APP_PORT]


def test_compose_and_kubernetes_start_the_same_commands():
    assert container("scheduler")["args"] == services()["scheduler"]["command"]
    assert container("worker")["args"] == services()["worker"]["command"]
    assert "args" not in container("unrolled") and not any("command" in services()[name] for name in REPLICAS)
    assert objects()["Deployment", "unrolled"]["spec"]["replicas"] == len(REPLICAS)
    assert objects()["Deployment", "worker"]["spec"]["replicas"] == services()["worker"]["deploy"]["replicas"]


def test_the_scheduler_is_found_under_one_name_and_only_by_certificate():
    address = told("unrolled")["UNROLLED_SCHEDULER"]
    protocol, host, port = re.fullmatch(r"(\w+)://([a-z]+):(\d+)", address).groups()
    assert protocol == "tls" and host in services() and int(port) == container("scheduler")["ports"][0]["containerPort"]
    assert [one["port"] for one in objects()["Service", host]["spec"]["ports"]] == [int(port)]
    assert container("worker")["args"][2] == address
    for command in (container("scheduler")["args"], container("worker")["args"]):
        assert option(command, "--protocol") == protocol
    assert option(container("scheduler")["args"], "--port") == port
    for name in REPLICAS:
        assert services()[name]["environment"]["UNROLLED_SCHEDULER"] == address


def test_everybody_is_told_the_same_in_both():
    """But for what only one of them knows: secrets, and the name that nginx knows a replica by."""
    differs = {headers.REPLICA, "STREAMLIT_SERVER_COOKIE_SECRET", "STREAMLIT_SERVER_XSRF_COOKIE_SAME_SITE",
               headers.FRAME_HOSTS}
    pairs = {**dict.fromkeys(REPLICAS, "unrolled"), "scheduler": "scheduler", "worker": "worker"}
    for service, deployment in pairs.items():
        here, there = services()[service]["environment"], told(deployment)
        assert here.keys() - {headers.REPLICA} == there.keys(), service
        assert all(here[name] == there[name] for name in here.keys() - differs), service
    for name in REPLICAS:
        assert services()[name]["environment"]["STREAMLIT_SERVER_COOKIE_SECRET"].startswith("${COOKIE_SECRET:?")


def test_names_of_settings_are_settings():
    known = {f"STREAMLIT_{name.replace('.', '_')}".upper() for name in
             (re.sub(r"(?<=[a-z])([A-Z])", r"_\1", key) for key in config._config_options_template)}
    said = {*image_environment(), *told("unrolled"), *services()["unrolled-1"]["environment"]}
    ours = {name for name in said if name.startswith("STREAMLIT_")}
    assert ours <= known and len(ours) >= 6
    for section, values in SETTINGS.items():
        if section != "theme":
            assert all(f"{section}.{name}" in config._config_options_template for name in values)


def test_everybody_mounts_the_same_folders():
    for deployment in DEPLOYMENTS:
        mounted = {one["name"]: one["mountPath"] for one in container(deployment)["volumeMounts"]}
        volumes = {one["name"] for one in objects()["Deployment", deployment]["spec"]["template"]["spec"]["volumes"]}
        assert mounted.keys() == volumes and mounted == {name: PLACES[name] for name in mounted}
        service = services()["unrolled-1" if deployment == "unrolled" else deployment]
        assert {one.split(":")[1] for one in service["volumes"]} == set(mounted.values()) - {"/tmp"}
    for name in ("unrolled", "worker"):
        assert told(name)["UNROLLED_STORE"] == PLACES["store"]
    claims = {one["persistentVolumeClaim"]["claimName"] for name in ("unrolled", "worker") for one in
              objects()["Deployment", name]["spec"]["template"]["spec"]["volumes"] if "persistentVolumeClaim" in one}
    assert claims == set(kind("PersistentVolumeClaim"))


def test_pods_run_as_the_image_s_user():
    for name in DEPLOYMENTS:
        pod = objects()["Deployment", name]["spec"]["template"]["spec"]
        assert f"{pod['securityContext']['runAsUser']}:{pod['securityContext']['runAsGroup']}" == "1000:1000"
        assert pod["securityContext"]["runAsNonRoot"] and pod["automountServiceAccountToken"] is False
        box = container(name)["securityContext"]
        assert box["readOnlyRootFilesystem"] and not box["allowPrivilegeEscalation"]
        assert box["capabilities"] == {"drop": ["ALL"]}
    for service in services().values():
        assert service["read_only"] and service["cap_drop"] == ["ALL"] and "privileged" not in service


def test_the_certificates_that_are_made_are_those_that_are_named(tmp_path):
    folder = tmp_path / "certificates"
    subprocess.run(["sh", DEPLOY / "certificates.sh", folder], check=True, timeout=60)
    named = {path for name, path in told("scheduler").items() if name.startswith("DASK_") and path.startswith("/")}
    made = {f"/certificates/{path.name}" for path in folder.iterdir()}
    assert made - named == {"/certificates/ca-key.pem"} and named <= made
    check = ["openssl", "verify", "-purpose", "sslserver", "-CAfile", folder / "ca.pem", folder / "cluster.pem"]
    assert subprocess.run(check, capture_output=True, timeout=60).returncode == 0
    assert not any(path.stat().st_mode & 0o077 for path in folder.iterdir())
    if os.geteuid() == 0:
        assert (folder / "cluster-key.pem").stat().st_uid == 1000 and (folder / "ca-key.pem").stat().st_uid == 0
    again = subprocess.run(["sh", DEPLOY / "certificates.sh", folder], capture_output=True, text=True, timeout=60)
    assert again.returncode == 1 and "remove them" in again.stderr
