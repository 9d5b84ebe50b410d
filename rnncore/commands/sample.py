"""Draw names from a model on the command line.

    python -m rnncore.sample model.npz --count 20 --temperature 0.8 --prefix Ma
"""

import argparse
import sys
from collections.abc import Sequence

import numpy as np

from rnncore.files.checkpoint import load
from rnncore.sampling import draw


def main(arguments: list[str] | None = None) -> int:
    """Parse, load, draw, print one name per line. Returns the exit code: 2 for bad input."""
    parser = argparse.ArgumentParser(prog="python -m rnncore.sample", description=__doc__.split("\n\n")[0])
    parser.add_argument("model", help="a model written by rnncore.train or downloaded from the app")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--temperature", type=float, default=1.0)
    parser.add_argument("--top-k", type=int, default=None)
    parser.add_argument("--prefix", default="")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(arguments)
    try:
        drawn = draw(load(asked.model), asked.count, np.random.default_rng(asked.seed),
                     asked.temperature, asked.top_k, asked.prefix)
    except (OSError, ValueError) as error:
        print(f"rnncore.sample: {error}", file=sys.stderr)
        return 2
    _print_any_letter(drawn.names)
    return 0


def _print_any_letter(names: Sequence[str]) -> None:
    """One name per line; letters that the terminal's encoding lacks as their number, and a sentence about that."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    text = "\n".join(names)
    written = text.encode(encoding, "backslashreplace").decode(encoding)
    print(written)
    if written != text:
        print(f"Some letters do not exist in this terminal's encoding, {encoding}, and are written as numbers: "
              "set PYTHONIOENCODING=utf-8 to see them.", file=sys.stderr)
