"""Fifty visitors: how fast the app answers while they read, move sliders and train, beside Streamlit's own floor.

    python benchmarks/load.py --quick                       ten sessions for a minute
    python benchmarks/load.py --sessions 50 --minutes 5
    python benchmarks/load.py --replicas http://127.0.0.1:8080 --watch PID PID      servers that run already

Real websocket sessions from one process: two fifths read a step or page every 8 to 15 s, two fifths move a slider every
second, a fifth trains the default recipe one after the other. A page is loaded, and a slider answered, when its run is
over.
First the cores train undisturbed, then the floor (one slider, one chart) has the same readers and movers while the
cores go on training, then the app has all of them. Loopback only. Prints a table, and last one line of JSON.
"""

import argparse
import asyncio
import contextlib
import ipaddress
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from load_machine import Alone, Taken, server, taken, watch
from load_messages import percentile
from load_training import characters
from load_visitors import APP, FLOOR, Site, Tally, open_every_page, plan, visit

MOST_SESSIONS, MOST_MINUTES = 200, 30.0
LOADS, SLIDERS = ("next step", "load by menu", "load anew"), ("slider", "slider at rest")
MINUTE = 60.0


def main() -> int:
    """Measure and print; 1 if there was any error."""
    asked = arguments()
    floor_seconds = min(asked.minutes, asked.floor_minutes) * MINUTE
    seed = int(time.time()) % 500_000
    with tempfile.TemporaryDirectory(prefix="unrolled-load-") as folder:
        store = Path(folder)
        with Alone(store, seed + 400_000) as alone:
            before = alone.look()
            time.sleep(asked.alone)
            undisturbed = alone.speed_since(before)
            with server("benchmarks/floor/one_chart.py", "/_stcore/health", store) as (address, pid):
                floor, floor_taken = run(address, FLOOR, asked.sessions, floor_seconds, seed, [pid])
        with app(asked, store) as (address, pids):
            if asked.warm:
                asyncio.run(open_every_page(address, APP))
            seen, seen_taken = run(address, APP, asked.sessions, asked.minutes * MINUTE, seed, pids)
            log = store / "server.log"
            said = log.read_text(errors="replace")[-4_000:] if log.exists() and not asked.replicas else ""
    told = report(seen, floor, seen_taken, undisturbed) | {
        "sessions": asked.sessions, "minutes": asked.minutes, "floor_minutes": floor_seconds / MINUTE,
        "warm": asked.warm, "cores": os.cpu_count(), "load_average": os.getloadavg()[0]}
    show(told, seen, floor, seen_taken, floor_taken)
    if seen.errors and said:
        print("The server's log ends so:", said, sep="\n")
    print(json.dumps(told))
    return bool(seen.errors)


def arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """What was asked for; ends the program where that is out of bounds."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--quick", action="store_true", help="ten sessions, a minute")
    parser.add_argument("--floor-minutes", type=float, default=1.0, help="the floor's visitors stay so long, at most")
    parser.add_argument("--alone", type=float, default=20.0, help="seconds of undisturbed training")
    parser.add_argument("--warm", action="store_true", help="somebody opens every page once before the others come")
    parser.add_argument("--replicas", metavar="ADDRESS", help="an app that runs already, on loopback")
    parser.add_argument("--watch", type=int, nargs="+", default=[], metavar="PID", help="its servers' processes")
    asked = parser.parse_args(words)
    if asked.quick:
        asked.sessions, asked.minutes = 10, 1.0
    if not (1 <= asked.sessions <= MOST_SESSIONS and 0 < asked.minutes <= MOST_MINUTES and 0 < asked.alone <= 120
            and 0 < asked.floor_minutes <= MOST_MINUTES):
        parser.error(f"At most {MOST_SESSIONS} sessions for {MOST_MINUTES:g} minutes.")
    if asked.replicas and not is_loopback(asked.replicas):
        parser.error("Only an http address on loopback: this is no tool for other people's servers.")
    return asked


def is_loopback(address: str) -> bool:
    """Whether an address is http and of this machine, by number or as localhost."""
    try:
        where = urlsplit(address)
        _ = where.port
        host = where.hostname or ""
        return where.scheme == "http" and not where.username and (
            host == "localhost" or ipaddress.ip_address(host).is_loopback)
    except ValueError:
        return False


@contextlib.contextmanager
def app(asked: argparse.Namespace, store: Path) -> Iterator[tuple[str, list[int]]]:
    """The address of the app and its servers' processes: one of our own, or what runs already."""
    if asked.replicas:
        yield asked.replicas, asked.watch
        return
    with server("streamlit_app.py", "/ready", store) as (address, pid):
        yield address, [pid]


def run(address: str, site: Site, sessions: int, seconds: float, seed: int, pids: list[int]) -> tuple[Tally, list]:
    """All visitors at one address, and what the servers took meanwhile."""
    async def both() -> tuple[Tally, list[Taken]]:
        found: list[Taken] = []
        began = time.perf_counter()
        watching = asyncio.create_task(watch(pids, found))
        tally = await visit(address, site, sessions, seconds, seed)
        watching.cancel()
        found.append(taken(pids, time.perf_counter() - began))
        return tally, found
    return asyncio.run(both())


def report(seen: Tally, floor: Tally, used: Sequence[Taken], undisturbed: float) -> dict[str, Any]:
    """Everything that the aims are about, in plain numbers: milliseconds, megabytes, shares and ratios to the floor."""
    seconds = used[-1].at - used[0].at
    server_s, workers_s, client_s = (getattr(used[-1], name) - getattr(used[0], name)
                                     for name in ("server_s", "workers_s", "client_s"))
    left = max(1e-9, (os.cpu_count() or 1) * seconds - server_s - client_s)
    told: dict[str, Any] = {}
    for name, kinds in (("slider", SLIDERS), ("load", LOADS)):
        ours, theirs = ([second for kind in kinds for second in tally.all(kind)] for tally in (seen, floor))
        told[name] = {"count": len(ours)} | {
            f"{word}_ms": round(1e3 * percentile(ours, share), 1) for word, share in (("median", 0.5), ("p95", 0.95))
        } | {f"floor_{word}_ms": round(1e3 * percentile(theirs, share), 1)
             for word, share in (("median", 0.5), ("p95", 0.95))
             } | {"p95_to_floor": round(percentile(ours, 0.95) / percentile(theirs, 0.95), 2)}
    trained = seen.trained + seen.parts
    after = [look for look in used if look.at >= min(MINUTE, seconds / 2)]
    return told | {
        "errors": sum(seen.errors.values()), "floor_errors": sum(floor.errors.values()),
        "trainings": seen.trained, "characters_a_second": round(trained * characters() / seconds),
        "undisturbed_characters_a_second": round(undisturbed * characters()),
        "share_of_undisturbed": round(trained / seconds / undisturbed, 3),
        "workers_share_of_what_is_left": round(workers_s / left, 3),
        "cpu_s": {"server": round(server_s, 1), "workers": round(workers_s, 1), "client": round(client_s, 1),
                  "of": round((os.cpu_count() or 1) * seconds, 1)},
        "server_mb": {"start": round(used[0].server_mb), "after_a_minute": round(after[0].server_mb),
                      "end": round(used[-1].server_mb), "most": round(max(look.server_mb for look in used))},
        "workers_mb": {"start": round(used[0].workers_mb), "end": round(used[-1].workers_mb)}}


def show(told: dict[str, Any], seen: Tally, floor: Tally, used: Sequence[Taken], floor_used: Sequence[Taken]) -> None:
    """The table for people."""
    counts = {what: plan(told["sessions"]).count(what) for what in ("reads", "moves", "trains")}
    print(f"{told['sessions']} sessions ({', '.join(f'{n} {what}' for what, n in counts.items())}), "
          f"{told['minutes']:g} min; the floor {told['floor_minutes']:g} min, beside as much training")
    print(f"{'':16}{'':34}{'count':>7}{'median':>9}{'p95':>9}{'most':>9}  ms")
    for who, tally in (("app", seen), ("floor", floor)):
        for kind, found in tally.seconds.items():
            for name, seconds in sorted(found.items()):
                print(f"{who:6}{kind:16}{name:28}{len(seconds):>7}{1e3 * percentile(seconds, 0.5):>9.0f}"
                      f"{1e3 * percentile(seconds, 0.95):>9.0f}{1e3 * max(seconds):>9.0f}")
    for name in ("slider", "load"):
        one = told[name]
        print(f"{name}s: median {one['median_ms']:.0f}, p95 {one['p95_ms']:.0f} ms; floor "
              f"{one['floor_median_ms']:.0f}, {one['floor_p95_ms']:.0f} ms; p95 is {one['p95_to_floor']} times that")
    print(f"trainings: {told['trainings']}, {told['characters_a_second']:,} characters a second, "
          f"{told['share_of_undisturbed']} of the undisturbed {told['undisturbed_characters_a_second']:,}; processor "
          f"time {told['cpu_s']}, workers had {told['workers_share_of_what_is_left']} of what the others left")
    for who, looks in (("app", used), ("floor", floor_used)):
        print(f"memory of the {who}, MB, server + workers:", ", ".join(
            f"{look.at:.0f} s {look.server_mb:.0f} + {look.workers_mb:.0f}" for look in every(looks, 15)))
    for who, tally in (("app", seen), ("floor", floor)):
        print(f"errors of the {who}: {sum(tally.errors.values())}",
              *(f"  {times} times: {error}" for error, times in tally.errors.most_common(12)), sep="\n")


def every(looks: Sequence[Taken], seconds: float) -> list[Taken]:
    """The first look, then one in so many seconds, and the last."""
    found = [looks[0]]
    for look in looks[1:]:
        if look.at - found[-1].at >= seconds or look is looks[-1]:
            found.append(look)
    return found


if __name__ == "__main__":
    sys.exit(main())
