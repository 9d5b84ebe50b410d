"""The proxy agrees with compose, with Traefik's route and with the app's own settings."""

import re

from streamlit.web.server.starlette.starlette_server_config import DEFAULT_WEBSOCKET_PING_INTERVAL

from explainer.shell import headers
from tests.deploy.manifests import APP_PORT, REPLICAS, SETTINGS, compose, nginx, objects, services, told, upstreams


def test_the_proxy_knows_the_replicas_of_compose_and_no_others():
    own = {f"replica_{services()[name]['environment'][headers.REPLICA]}": f"{name}:{APP_PORT}" for name in REPLICAS}
    assert len(own) == len(REPLICAS) == 2
    found = {name: [server.split()[0] for server in servers] for name, servers in upstreams().items()}
    assert set(found) == {*own, "any"}
    for name, servers in found.items():
        assert sorted(servers) == sorted(own.values())
        if name in own:
            first, *others = upstreams()[name]
            assert first.split()[0] == own[name] and all("backup" in other.split() for other in others)


def test_a_cookie_is_made_and_read_for_every_replica():
    names = sorted(services()[name]["environment"][headers.REPLICA] for name in REPLICAS)
    chosen = re.search(r"map \$cookie_unrolled_replica \$replicas \{([^}]*)\}", nginx())[1]
    assert sorted(re.findall(r"(\w+) replica_\1;", chosen)) == names
    assert sorted(re.findall(r'~\^(\w+): "unrolled_replica=\1; ', nginx())) == names
    assert f"$upstream_http_{headers.REPLICA_HEADER.replace('-', '_')}:" in nginx()
    assert f"proxy_hide_header {headers.REPLICA_HEADER};".lower() in nginx().lower()


def test_traefik_s_cookie_has_the_same_name():
    (rule,) = objects()["IngressRoute", "unrolled"]["spec"]["routes"]
    assert rule["services"][0]["sticky"]["cookie"]["name"] == "unrolled_replica"
    assert headers.REPLICA not in told("unrolled")           # Traefik does not ask for it


def test_a_replica_that_comes_back_has_the_address_it_had():
    (own,) = compose()["networks"]["front"]["ipam"]["config"]
    start = own["subnet"].rsplit(".", 1)[0]
    addresses = [services()[name]["networks"]["front"]["ipv4_address"] for name in REPLICAS]
    assert len(set(addresses)) == len(REPLICAS) and all(one.startswith(start) for one in addresses)


def test_the_proxy_waits_for_warm_replicas_and_listens_where_it_is_published():
    assert services()["proxy"]["depends_on"] == {name: {"condition": "service_healthy"} for name in REPLICAS}
    (inside,) = re.findall(r"listen (\d+);", nginx())
    assert services()["proxy"]["ports"] == [f"127.0.0.1:{inside}:{inside}"]
    assert f"http://127.0.0.1:{inside}/_stcore/health" in services()["proxy"]["healthcheck"]["test"]
    assert int(inside) > 1024                                # without root


def test_the_proxy_takes_what_the_app_takes_and_a_little_more():
    largest = SETTINGS["server"]["maxUploadSize"]
    assert f"client_max_body_size {largest + 1}m;" in nginx()


def test_the_proxy_waits_longer_than_the_app_is_silent():
    assert "websocketPingInterval" not in SETTINGS["server"]
    for which in ("read", "send"):
        assert int(re.search(rf"proxy_{which}_timeout (\d+)s;", nginx())[1]) > 2 * DEFAULT_WEBSOCKET_PING_INTERVAL


def test_the_same_paths_are_kept_inside():
    (rule,) = objects()["IngressRoute", "unrolled"]["spec"]["routes"]
    kept = re.findall(r"location = (\S+) \{\s*return 404;", nginx())
    assert kept == re.findall(r"!Path\(`([^`]+)`\)", rule["match"]) and len(kept) == 2
