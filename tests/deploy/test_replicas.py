"""Two replicas of the app behind the nginx that ships: a visitor stays with one of them while it lives, and with the
other one after that.
"""

import gzip
import re
import urllib.request

import pytest
from websockets.exceptions import ConnectionClosed

from tests.deploy.conftest import NEEDS_NGINX, Proxy, Replica
from tests.deploy.visitor import COOKIE, Visitor, run, until
from tests.waiting import wait_until

pytestmark = NEEDS_NGINX


@pytest.fixture(scope="module")
def replicas(tmp_path_factory):
    """Both replicas by name; a test that kills one starts it again."""
    folder = tmp_path_factory.mktemp("replicas")
    one, two = (Replica(folder / name, name, folder / "store") for name in ("1", "2"))
    with one, two:
        yield {"1": one, "2": two}
    for replica in (one, two):
        assert "Traceback" not in replica.log.read_text(), replica.log.read_text()


@pytest.fixture(scope="module")
def proxy(replicas, tmp_path_factory):
    ports = {f"unrolled-{name}": replica.port for name, replica in replicas.items()}
    with Proxy(tmp_path_factory.mktemp("nginx"), ports) as proxy:
        yield proxy
        assert not (proxy.folder / "error").read_text()


@pytest.fixture
def someone(proxy):
    """Make a visitor, new or of a replica."""
    def make(replica: str = "") -> Visitor:
        return Visitor(proxy.port, {COOKIE: replica} if replica else {})
    return make


def replica_of(visitor: Visitor, path: str = "/_stcore/health") -> str:
    """Who answers, as the log of the proxy says it: the port."""
    visitor.get(path)
    return visitor.replica


def test_the_proxy_is_well_and_waits_for_warm_replicas(someone, replicas):
    assert someone().get("/_stcore/health").body == b"ok"
    for replica in replicas.values():
        wait_until(lambda at=replica.address: ready(at))
    assert someone().get("/ready").body == b"ready"


def ready(address: str) -> bool:
    told = Visitor(int(address.rsplit(":", 1)[1])).get("/ready")
    assert (told.status, told.body) in ((200, b"ready"), (503, b"warming up"))
    return told.status == 200


def test_a_new_visitor_gets_a_cookie_once_and_stays(someone):
    visitor = someone()
    first = visitor.get("/")
    assert re.fullmatch(rf"{COOKIE}=[12]; Path=/; HttpOnly; SameSite=Lax", first.headers["set-cookie"])
    for path in ("/", "/name-generation", "/ready"):
        assert COOKIE not in visitor.get(path).headers.get("set-cookie", "")


def test_new_visitors_of_one_address_are_spread(someone):
    assert {replica_of(someone()) for _ in range(40)} == {"1", "2"}


@pytest.mark.parametrize("name", ["1", "2"])
def test_the_cookie_decides_who_answers(someone, proxy, replicas, name):
    def answered() -> list[str]:
        return re.findall(rf"GET /asked-of-{name} replica=127\.0\.0\.1:(\d+)", proxy.log)

    visitor = someone(name)
    for _ in range(6):
        assert visitor.get(f"/asked-of-{name}").status == 200 and visitor.replica == name
    wait_until(lambda: len(answered()) == 6)             # a line is written after its answer is sent
    assert answered() == [str(replicas[name].port)] * 6


@pytest.mark.parametrize("strange", ["3", "", "../../etc", "1%3B", "11", "x" * 3000])
def test_a_cookie_that_names_no_replica_is_replaced(someone, strange):
    visitor = Visitor(someone().port, {COOKIE: strange})
    assert visitor.get("/ready").status == 200 and visitor.replica in ("1", "2")


def test_over_https_the_cookie_works_in_a_frame_of_another_site(someone):
    told = someone().get("/", **{"X-Forwarded-Proto": "https"}).headers["set-cookie"]
    assert told.endswith("; Path=/; HttpOnly; Secure; SameSite=None; Partitioned")


def test_page_websocket_and_upload_reach_one_replica(someone):
    """Each visitor's file arrives: the other replica would not know his session."""
    for name in ("1", "2"):
        visitor = someone(name)
        with visitor.open_page():
            assert visitor.upload(b"Anna\nOtto\n").status == 204
            other = Visitor(visitor.port, {**visitor.cookies, COOKIE: "12".replace(name, "")}, visitor.session)
            assert other.upload(b"Anna\nOtto\n").status == 400


def test_an_upload_without_the_page_s_token_is_refused(someone):
    visitor = someone()
    with visitor.open_page():
        visitor.cookies["_streamlit_xsrf"] = ""
        assert visitor.upload(b"Anna").status == 403


def test_an_upload_may_have_nearly_ten_megabytes_and_no_more(someone):
    visitor = someone()
    with visitor.open_page():
        assert visitor.upload(b"x" * (10 * 1024 * 1024 - 1000)).status == 204
        assert visitor.upload(b"x" * (10 * 1024 * 1024 + 1000)).status == 413         # said by the app
        assert visitor.upload(b"x" * (12 * 1024 * 1024)).status == 413                # said by the proxy


def test_the_websocket_answers_again_and_again(someone):
    with someone().open_page() as socket:
        for _ in range(3):
            run(socket)
            until(socket, "script_finished")


@pytest.mark.parametrize(("origin", "status"), [
    ("https://unrolled.example.org:8443", 101), ("https://unrolled.example.org", 403),
    ("https://elsewhere.example", 403), ("null", 403)])
def test_only_the_app_s_own_pages_open_a_websocket(someone, origin, status):
    """Its origin is compared with the host that was asked for, port and all, so the proxy must pass both on."""
    headers = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
               "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Host": "unrolled.example.org:8443", "Origin": origin}
    assert someone().get("/_stcore/stream", **headers).status == status


def scripts(visitor: Visitor) -> list[str]:
    """Where the page's scripts and styles lie."""
    found = re.findall(r'(?:src|href)="\.?/(static/[^"]+\.(?:js|css))"', visitor.get("/").body.decode())
    assert found
    return [f"/{path}" for path in found]


def test_files_are_compressed_and_kept_for_a_year(someone):
    visitor, sent, whole = someone(), 0, 0
    for path in scripts(visitor):
        plain, packed = visitor.get(path), visitor.get(path, **{"Accept-Encoding": "gzip"})
        assert {"immutable", "max-age=31536000"} <= set(packed.headers["cache-control"].split(", "))
        assert "content-encoding" not in plain.headers
        if len(plain.body) > 1000:                       # less is one packet either way
            assert packed.headers["content-encoding"] == "gzip" and packed.headers["vary"] == "Accept-Encoding"
            assert gzip.decompress(packed.body) == plain.body
        sent, whole = sent + len(packed.body), whole + len(plain.body)
    assert sent < whole / 2


def test_the_proxy_keeps_files_and_gives_nobody_another_s_cookie(someone):
    path = scripts(someone())[0]
    someone("1").get(path)
    again = someone("2").get(path)
    assert again.headers["x-cache"] == "HIT" and "set-cookie" not in again.headers


def test_the_page_itself_is_never_kept(someone):
    for path in ("/", "/name-generation", "/static/js/gone.0000.js"):
        answer = someone().get(path)
        assert answer.headers["cache-control"] == "no-cache" and b"<html" in answer.body
        assert "x-cache" not in answer.headers or answer.headers["x-cache"] != "HIT"


def test_what_is_for_those_inside_stays_inside(someone, replicas):
    for path in ("/_stcore/metrics", "/_stcore/script-health-check"):
        assert someone().get(path).status == someone().get(f"/{path}").status == 404
    with urllib.request.urlopen(f"{replicas['1'].address}/_stcore/metrics", timeout=10) as answer:
        assert b"active_sessions" in answer.read()


def test_headers_pass_and_nobody_learns_what_runs_here(someone):
    told = someone().get("/").headers
    assert "frame-ancestors 'self'" in told["content-security-policy"] and told["x-content-type-options"] == "nosniff"
    assert "x-unrolled-replica" not in told and told["server"] == "nginx"


def test_the_logs_say_what_failed_and_nothing_of_the_visitor(someone, proxy, replicas):
    visitor = someone()
    visitor.get("/name-generation?start=dear-diary", Referer=f"{proxy.address}/?text=dear-diary")
    with visitor.open_page():
        visitor.upload(b"Anna")
    wait_until(lambda: "PUT /_stcore/upload_file replica=" in proxy.log)
    for log in (proxy.log, *(replica.log.read_text() for replica in replicas.values())):
        assert visitor.session not in log and "dear-diary" not in log and "a-file" not in log
    assert re.search(r" 200 GET /name-generation replica=127\.0\.0\.1:\d+ answered=200 ", proxy.log)


def test_a_visitor_whose_replica_dies_goes_on_with_the_other_and_stays_there(someone, replicas):
    visitor = someone("1")
    socket = visitor.open_page()
    replicas["1"].kill()
    try:
        with pytest.raises(ConnectionClosed):
            until(socket, "never")
        assert visitor.get("/_stcore/health").body == b"ok"           # what a browser asks before it connects again
        assert visitor.replica == "2"
        with visitor.connect() as socket:
            run(socket)
            until(socket, "script_finished")
            assert visitor.upload(b"Anna\nOtto\n").status == 204
            assert all(someone().get("/").status == 200 for _ in range(10))      # and nobody new meets the dead one
            with replicas["1"]:                                                  # it is back
                wait_until(lambda: replica_of(someone()) == "1")
                assert visitor.upload(b"Anna\nOtto\n").status == 204
                assert visitor.get("/").status == 200 and visitor.replica == "2"
                assert someone("1").get("/ready").status in (200, 503)
                replicas["1"].kill()
    finally:
        replicas["1"].__enter__()


def test_a_websocket_that_finds_its_replica_dead_is_told_the_new_one(someone, replicas):
    visitor = someone("2")
    visitor.open_page().close()
    replicas["2"].kill()
    try:
        with visitor.connect():                       # at once, without asking for anything before
            assert visitor.replica == "1"
            assert visitor.upload(b"Anna\nOtto\n").status == 204
    finally:
        replicas["2"].__enter__()
