"""What answers carry: read by the middleware's own rules, on answers of every kind."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.shell.headers import FRAME_HOSTS, REPLICA, REPLICA_HEADER, Headers, frame_hosts, headers


def policy(environment: dict[str, str]) -> dict[str, str]:
    """The content security policy as {directive: sources}."""
    return dict(part.split(" ", 1) for part in headers(environment)["content-security-policy"].split("; "))


def answered(messages: list[dict], added: dict[str, str], kind: str = "http") -> list[dict]:
    """What a server with the middleware sends, if the app behind it sends `messages`."""
    sent = []

    async def app(scope, receive, send):
        for message in messages:
            await send(message)

    async def send(message):
        sent.append(message)

    asyncio.run(Headers(app, added)({"type": kind}, None, send))
    return sent


def test_nobody_else_may_frame_the_app_unless_the_host_says_so():
    assert policy({})["frame-ancestors"] == "'self'"
    assert headers({})["x-frame-options"] == "SAMEORIGIN"


def test_hosts_that_are_named_may_frame_it():
    environment = {FRAME_HOSTS: "https://moodle.example.org\n https://*.school.example:8443"}
    assert policy(environment)["frame-ancestors"] == "'self' https://moodle.example.org https://*.school.example:8443"
    assert "x-frame-options" not in headers(environment)       # it would forbid what the policy allows


@pytest.mark.parametrize("host", ["*", "moodle.example.org", "https://a.example;script-src", "https://a.example/page",
                                  "'none'", "https://", "javascript:alert(1)", "https://a.example,https://b.example"])
def test_what_is_no_origin_stops_the_server_with_one_sentence(host):
    with pytest.raises(ValueError, match=f"^{FRAME_HOSTS} names .*an origin looks like .*$"):
        headers({FRAME_HOSTS: f"https://good.example {host}"})


@given(st.text("abc.:/*-;' \n,", max_size=30))
def test_a_host_never_reaches_into_another_directive(text):
    try:
        hosts = frame_hosts(text)
    except ValueError:
        return
    assert not set("".join(hosts)) & set(";,' \n") and list(hosts) == text.split()


def test_nothing_is_loaded_from_anywhere_else():
    found = policy({})
    assert found["default-src"] == "'self'" and found["object-src"] == "'none'"
    assert not [sources for sources in found.values() if "http" in sources or "*" in sources]
    assert "'unsafe-eval'" not in found["script-src"]


def test_a_replica_says_its_name_if_it_has_one():
    assert REPLICA_HEADER not in headers({}) and headers({REPLICA: "2"})[REPLICA_HEADER] == "2"
    with pytest.raises(ValueError, match=REPLICA):
        headers({REPLICA: "2; Path=/"})


@pytest.mark.parametrize(("kind", "first"), [("http", "http.response.start"), ("websocket", "websocket.accept"),
                                             ("websocket", "websocket.http.response.start")])
def test_answers_of_every_kind_carry_them_and_what_the_app_said_stays(kind, first):
    own = {"type": first, "headers": [(b"Referrer-Policy", b"no-referrer")]}
    body = {"type": "http.response.body", "body": b"x"}
    sent = answered([own, body], {"referrer-policy": "same-origin", "x-replica": "1"}, kind)
    assert sent == [{"type": first, "headers": [(b"Referrer-Policy", b"no-referrer"), (b"x-replica", b"1")]}, body]
    assert own["headers"] == [(b"Referrer-Policy", b"no-referrer")]         # another's message is not written in


def test_a_websocket_accepted_without_headers_gets_them_too():
    assert answered([{"type": "websocket.accept"}], {"a": "b"}, "websocket")[0]["headers"] == [(b"a", b"b")]
