"""A class opens the same link at once: how long until everybody's page is there.

    python benchmarks/load_crowd.py --sessions 50 --link "unrolled-graph?step=graph"
    STREAMLIT_SERVER_FILE_WATCHER_TYPE=auto python benchmarks/load_crowd.py       what watching the source files costs

Real websocket sessions from one process, to a server that is warm and of which somebody has opened the link before.
Loopback only. Prints, for each time, the median, the 95th percentile and the last in seconds.
"""

import argparse
import asyncio
import tempfile
from pathlib import Path

from load_machine import server
from load_messages import percentile
from load_tab import Tab

MOST_SESSIONS = 200


def main() -> int:
    """Measure and print; 1 if anybody met an error."""
    asked = arguments()
    place, _, query = asked.link.partition("?")
    with (tempfile.TemporaryDirectory(prefix="unrolled-crowd-") as folder,
          server("streamlit_app.py", "/ready", Path(folder)) as (address, _)):
        errors = asyncio.run(come(address, place, query, 1))[1]
        for _ in range(asked.times):
            seconds, met = asyncio.run(come(address, place, query, asked.sessions))
            errors += met
            print(f"{len(seconds)} at once: median {percentile(seconds, 0.5):.2f} s, p95 "
                  f"{percentile(seconds, 0.95):.2f} s, last {max(seconds):.2f} s", flush=True)
    print(*errors, sep="\n")
    return bool(errors)


async def come(address: str, place: str, query: str, sessions: int) -> tuple[list[float], list[str]]:
    """So many new sessions at once: the seconds until each page's run was over, and what went wrong."""
    tabs = [Tab(address) for _ in range(sessions)]
    seconds = await asyncio.gather(*[tab.open(place, query) for tab in tabs])
    await asyncio.gather(*[tab.close() for tab in tabs])
    return list(seconds), [error for tab in tabs for error in tab.errors]


def arguments() -> argparse.Namespace:
    """What was asked for; ends the program where that is out of bounds."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--link", default="unrolled-graph", help="what stands behind the server's address")
    asked = parser.parse_args()
    if not (1 <= asked.sessions <= MOST_SESSIONS and 1 <= asked.times <= 20):
        parser.error(f"At most {MOST_SESSIONS} sessions, 20 times.")
    return asked


if __name__ == "__main__":
    raise SystemExit(main())
