"""Who may speak to whom in the cluster: selectors, network policies, probes."""

import pytest

from tests.deploy.manifests import DEPLOYMENTS, compose, container, kind, labels, objects, option, services


def selected(selector: dict) -> set[str]:
    """The deployments whose pods a selector chooses."""
    rules = selector.get("matchExpressions", ())
    return {name for name in DEPLOYMENTS
            if selector.get("matchLabels", {}).items() <= labels(name).items()
            and all(rule["operator"] == "In" and labels(name).get(rule["key"]) in rule["values"] for rule in rules)}


def allowed(direction: str) -> set[tuple[str, str, int]]:
    """All (from, to, port) among our deployments that the policies let pass on one side."""
    found = set()
    for policy in kind("NetworkPolicy").values():
        for rule in policy["spec"].get(direction, ()):
            for peer in rule["from" if direction == "ingress" else "to"]:
                if "namespaceSelector" in peer:
                    continue
                for own in selected(policy["spec"]["podSelector"]):
                    for other in selected(peer["podSelector"]):
                        pair = (other, own) if direction == "ingress" else (own, other)
                        found |= {(*pair, port["port"]) for port in rule["ports"]}
    return found


def test_only_those_speak_to_each_other_who_must():
    scheduler = container("scheduler")["ports"][0]["containerPort"]
    worker, nanny = (int(option(container("worker")["args"], name)) for name in ("--worker-port", "--nanny-port"))
    assert [one["containerPort"] for one in container("worker")["ports"]] == [worker, nanny]
    both = allowed("ingress") & allowed("egress")
    assert both == {("unrolled", "scheduler", scheduler), ("worker", "scheduler", scheduler),
                    ("scheduler", "worker", worker), ("scheduler", "worker", nanny), ("worker", "worker", worker)}


def test_everything_else_is_shut():
    spec = objects()["NetworkPolicy", "nothing-else"]["spec"]
    assert spec == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    outside = [peer for policy in kind("NetworkPolicy").values() for side in ("ingress", "egress")
               for rule in policy["spec"].get(side, ()) for peer in rule["from" if side == "ingress" else "to"]
               if "ipBlock" in peer or not peer]
    assert not outside
    assert compose()["networks"]["cluster"] == {"internal": True}
    assert {name for name, service in services().items() if "ports" in service} == {"proxy"}


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_selectors_find_their_own_pods(name):
    deployment = objects()["Deployment", name]["spec"]
    assert selected(deployment["selector"]) == {name}
    if name in kind("Service"):
        assert selected({"matchLabels": objects()["Service", name]["spec"]["selector"]}) == {name}
    probes = [container(name)[probe] for probe in ("readinessProbe", "livenessProbe")]
    names = {port["name"] for port in container(name)["ports"]}
    assert {probe.get("httpGet", probe.get("tcpSocket"))["port"] for probe in probes} <= names


def test_the_replicas_probes_ask_for_warmth_before_visitors_come():
    box = container("unrolled")
    assert box["startupProbe"]["httpGet"]["path"] == box["readinessProbe"]["httpGet"]["path"] == "/ready"
    assert box["livenessProbe"]["httpGet"]["path"] == "/_stcore/health"
    assert objects()["PodDisruptionBudget", "unrolled"]["spec"]["minAvailable"] == 1
    assert selected(objects()["PodDisruptionBudget", "unrolled"]["spec"]["selector"]) == {"unrolled"}
