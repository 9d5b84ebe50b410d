"""How much memories of many sizes hold: train a network of each, and probe it.

    python -m rnncore.commands.capacity --names data/names/given_names.txt --out data/measured/capacity.csv

Progress goes to stderr; the table is written anew after each network, one line per network, steps and lag. Networks
that are in it already are left out: what was stopped goes on.
"""

import argparse
import math
import sys
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from rnncore.cells import CELLS
from rnncore.commands.writing import check_targets, write_table
from rnncore.data.corpus import corpus_of
from rnncore.data.names import NamesError, read_names
from rnncore.diagnostics.capacity import PER_LAG, PER_NETWORK, SIZES, STEPS, Measured, before_and_after, read
from rnncore.numerics.blas import restart_with_one_thread


def main(arguments: list[str] | None = None) -> int:
    """Parse, train, measure, write. Returns the exit code: 2 for anything that cannot work."""
    asked = parser("rnncore.commands.capacity", __doc__).parse_args(arguments)
    try:
        check_targets({"--out": asked.out})
        corpus = corpus_of(read_names(Path(asked.names).read_bytes(), Path(asked.names).stem))
        networks = read(asked.out) if Path(asked.out).exists() else []
        done = {(one.cell, one.hidden, one.steps, one.seed) for one in networks if one.steps}
        for cell, hidden in product(asked.cells, asked.sizes):
            if (cell, hidden, asked.steps, asked.seed) not in done:
                networks += before_and_after(cell, hidden, corpus, asked.steps, asked.seed)
                write(networks, asked.out)
                print(f"{cell} {hidden}: test {networks[-1].test_loss:.3f}", file=sys.stderr)
    except (NamesError, ValueError, OSError) as error:
        print(f"rnncore.commands.capacity: {error}", file=sys.stderr)
        return 2
    return 0


def parser(program: str, about: str) -> argparse.ArgumentParser:
    """What the table can be asked for."""
    made = argparse.ArgumentParser(prog=f"python -m {program}", description=about.split("\n\n")[0])
    add = made.add_argument
    add("--names", required=True, metavar="FILE", help="a list: a name per line, or a CSV with a name column")
    add("--out", required=True, metavar="FILE", help="where to write the table (.csv)")
    add("--cells", nargs="+", choices=CELLS, default=list(CELLS))
    add("--sizes", nargs="+", type=int, default=list(SIZES), metavar="H", help="hidden units (default 4 to 256)")
    add("--steps", type=int, default=STEPS, help=f"batches of 128 names per network (default {STEPS})")
    add("--seed", type=int, default=0)
    return made


def write(networks: Iterable[Measured], path: str | Path) -> None:
    """A CSV: one line per network, steps and lag."""
    write_table(path, (*PER_NETWORK, *PER_LAG), _lines(networks))


def _lines(networks: Iterable[Measured]) -> Iterator[tuple[str, ...]]:
    for network in networks:
        described = [_plain(value) for value in network[:len(PER_NETWORK)]]
        for values in zip(*network[len(PER_NETWORK):], strict=True):
            yield (*described, *map(_plain, values))


def _plain(value: Any) -> str:
    if isinstance(value, float | np.floating):
        return "nan" if math.isnan(value) else f"{value:.4f}"
    return str(value)


if __name__ == "__main__":
    restart_with_one_thread("rnncore.commands.capacity")
    sys.exit(main())
