"""What a busy hour takes of a server's memory, and what it gives back when everybody has left.

    python -m tests.memory_given_back                200,000 names, 6,000 symbols, forty runs, fifty sessions
    python -m tests.memory_given_back --ttl 10       sessions are forgotten after ten seconds instead of three minutes

No part of the suite: it takes some minutes. Visitors are websocket sessions, as those of `benchmarks/load.py`. One
uploads a list of 200,000 names and trains on it, one pastes a list of 6,000 different symbols and trains on it, two
train twenty networks each, and fifty open every chapter and stay. Then all leave. Printed are the megabytes of the
server and of its workers before, at the peak and after; the exit code is 1 if both together hold more than 150 MB
beyond what they began with when the sessions have been forgotten.
"""

import argparse
import asyncio
import contextlib
import math
import random
import sys
import tempfile
import threading
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.browser import uploads
from tests.browser.conftest import ROOT, Server
from tests.upload_while_training import memory

BENCHMARKS = str(ROOT / "benchmarks")
sys.path.insert(0, BENCHMARKS)
import load_tab  # noqa: E402
from load_messages import pressed  # noqa: E402
from load_tab import Tab  # noqa: E402
from load_visitors import APP, PAGES, Tally, Visitor  # noqa: E402

sys.path.remove(BENCHMARKS)

MOST_MEGABYTES = 150
TTL = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["server"]["disconnectedSessionTTL"]
AND_SOME_MORE = 60           # seconds, after the last session could be forgotten
SESSIONS = 50
load_tab.LONGEST = 600.0     # seconds for an answer: what is asked here is how much, not how fast


def main() -> int:
    """Let everybody come and go, and tell what is left of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.memory_given_back", description=__doc__.split("\n\n")[0])
    parser.add_argument("--ttl", type=int, default=TTL, metavar="SECONDS", help="that a lost session is kept")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = {"UNROLLED_STORE": str(Path(folder, "store")),
                    "STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": str(asked.ttl)}
        with Server(Path(folder, "log"), **settings) as server:
            wait_until_ready(server)
            before = told("before anybody came", server)
            with watched(server) as most:
                asyncio.run(an_hour(server))
                told("everybody has left", server)
            print(f"at the peak: {most[0]:.0f} MB", flush=True)
            time.sleep(asked.ttl + AND_SOME_MORE)
            more = told(f"{asked.ttl} + {AND_SOME_MORE} s later", server) - before
    print(f"{more:.0f} MB more than before; at most {MOST_MEGABYTES} are allowed.")
    return int(more > MOST_MEGABYTES)


def wait_until_ready(server: Server) -> None:
    """Until what is computed before anybody comes is computed."""
    while True:
        with contextlib.suppress(urllib.error.HTTPError), urllib.request.urlopen(f"{server.address}/ready"):
            time.sleep(2)
            return
        time.sleep(0.2)


async def an_hour(server: Server) -> None:
    """Everybody comes, does what they do, and leaves."""
    visitors = [Visitor(Tab(server.address), APP, Tally(), math.inf, at, random.Random(at), 100)
                for at in range(SESSIONS)]
    await brings(visitors[0], uploads.names(200_000), is_pasted=False)
    told("200,000 names were read and trained on", server)
    await brings(visitors[1], symbols(6_000), is_pasted=True)
    told("6,000 symbols were read and trained on", server)
    await asyncio.gather(visitors[2].trains(), visitors[3].trains())
    told("forty networks were trained", server)
    for visitor in visitors[4:]:
        await visitor.tab.open("")
        for place in PAGES[1:]:
            await visitor.tab.follow(place)
    told("fifty sessions are open", server)
    for visitor in visitors:
        await visitor.tab.close()
    for error in sorted({error for visitor in visitors for error in visitor.tab.errors}):
        print("ERROR", error)


async def brings(visitor: Visitor, data: bytes, is_pasted: bool) -> None:
    """A list of one's own, and a network that learns from it."""
    tab = visitor.tab
    await tab.open("name-generation", "step=list")
    if is_pasted:
        await tab.say(WidgetState(id=tab.screen.find("list_pasted").proto.id, string_value=data.decode()))
        await tab.say(pressed(tab.screen.find("use_pasted")))
    else:
        await tab.bring("list_file", "names.txt", data)
    await tab.follow("")                       # a step by its address counts where a page is opened
    await tab.follow("name-generation", "step=train&steps=200")
    await tab.say(pressed(tab.screen.find("train")))
    await visitor.until_trained()


def symbols(count: int) -> bytes:
    """A list of names of three signs each, of which no two are the same."""
    signs = [chr(0x4E00 + at) for at in range(count)]
    return "\n".join("".join(signs[at:at + 3]) for at in range(0, count, 3)).encode()


@contextlib.contextmanager
def watched(server: Server) -> Iterator[list[float]]:
    """The most megabytes that a server and its workers have held meanwhile."""
    most, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(0.2):
            with contextlib.suppress(OSError):
                most[0] = max(most[0], memory(server.process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield most
    finally:
        over.set()
        watcher.join()


def told(what: str, server: Server) -> float:
    """Print how much there is now; in megabytes, of the server and its workers together."""
    both, alone = memory(server.process.pid), memory(server.process.pid, alone=True)
    print(f"{what}: {both:.0f} MB, {alone:.0f} of them the server's own", flush=True)
    return both


if __name__ == "__main__":
    sys.exit(main())
