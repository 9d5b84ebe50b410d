"""Fit the probes of trained networks, once for everybody who looks at them.

    python -m rnncore.commands.probe --lists data/names --out data/measured data/models/given_names-*.npz

A network `LIST-CELL.npz` is probed on the list `LIST.txt`; of an LSTM h and c. Files that are there already and belong
to these very networks, lists and settings stay as they are: what was stopped goes on. Progress goes to stderr.
"""

import argparse
import json
import sys
from pathlib import Path

from rnncore.commands.writing import check_targets
from rnncore.data.corpus import Corpus, corpus_of
from rnncore.data.names import NamesError, read_names
from rnncore.diagnostics import measured_probe
from rnncore.diagnostics.probe import from_letters_after
from rnncore.files.archive import write_whole
from rnncore.files.checkpoint import CheckpointError, load
from rnncore.numerics.blas import restart_with_one_thread

LETTERS_AFTER = "letters_after.json"


def main(arguments: list[str] | None = None) -> int:
    """Fit what is not there yet. Returns the exit code: 2 for anything that cannot work."""
    parser = argparse.ArgumentParser(prog="python -m rnncore.commands.probe", description=__doc__.split("\n\n")[0])
    parser.add_argument("networks", nargs="+", help="files written by rnncore.train, named LIST-CELL.npz")
    parser.add_argument("--lists", required=True, metavar="FOLDER", help="where LIST.txt lies")
    parser.add_argument("--out", required=True, metavar="FOLDER", help="where to write the probes")
    asked = parser.parse_args(arguments)
    try:
        check_targets({"--out": str(Path(asked.out) / LETTERS_AFTER)})
        for path in map(Path, asked.networks):
            names = path.stem.rpartition("-")[0]
            corpus = corpus_of(read_names((Path(asked.lists) / f"{names}.txt").read_bytes(), names))
            _probe(path, corpus, Path(asked.out))
            _letters_after(corpus, Path(asked.out) / LETTERS_AFTER)
    except (CheckpointError, NamesError, ValueError, OSError) as error:
        print(f"rnncore.commands.probe: {error}", file=sys.stderr)
        return 2
    return 0


def name_of(network: str, state: str) -> str:
    """The file of the probe of the network LIST-CELL that reads "h" or "c"."""
    return f"probe-{network}-{state}.npz"


def _probe(path: Path, corpus: Corpus, out: Path) -> None:
    model = load(path)
    for state in model.cell_module.State._fields:
        target, under = out / name_of(path.stem, state), measured_probe.conditions(model, corpus, state)
        if not target.exists() or measured_probe.load(target, under) is None:
            measured_probe.save(measured_probe.measure(model, corpus, state), target, under)
            print(target.name, file=sys.stderr)


def _letters_after(corpus: Corpus, target: Path) -> None:
    found = json.loads(target.read_text())["accuracy"] if target.exists() else {}
    if corpus.fingerprint not in found:
        found[corpus.fingerprint] = [round(float(share), 6) for share in from_letters_after(corpus)]
        write_whole(target, json.dumps({"accuracy": found}, indent=1).encode() + b"\n")
        print(target.name, file=sys.stderr)


if __name__ == "__main__":
    restart_with_one_thread("rnncore.commands.probe")
    sys.exit(main())
