"""How much memories of many sizes hold, on the training engine: many processes, or a cluster.

    python -m explainer.sweeps.capacity --names data/names/given_names.txt --out capacity.csv

The same table as `rnncore.commands.capacity` makes one network after the other; it is written anew after each.
"""

import sys
from pathlib import Path

from explainer.state.choices import LISTS
from explainer.sweeps.runs import add_options, engine_for, results
from explainer.training.engine import Engine
from explainer.training.kinds.capacity import measured_of, recipe_of
from explainer.training.kinds.names import corpus_for
from explainer.training.kinds.names_fields import BROUGHT
from rnncore import NameList, NamesError, read_names
from rnncore.commands.capacity import parser, write
from rnncore.commands.writing import check_targets
from rnncore.diagnostics.capacity import Measured


def main(arguments: list[str] | None = None) -> int:
    """Parse, train, measure, write. Returns the exit code: 2 for anything that cannot work."""
    options = parser("explainer.sweeps.capacity", __doc__)
    add_options(options)
    asked = options.parse_args(arguments)
    try:
        check_targets({"--out": asked.out})
        names = read_names(Path(asked.names).read_bytes(), Path(asked.names).stem)
        wanted = [(cell, hidden) for cell in asked.cells for hidden in asked.sizes]
        found: dict[int, list[Measured]] = {}
        with engine_for(asked) as engine:
            list_key = _key_of(engine, names)
            recipes = [recipe_of(list_key, cell, hidden, asked.steps, asked.seed) for cell, hidden in wanted]
            for number, _, result in results(engine, recipes):
                found[number] = measured_of(result)
                write([one for _, pair in sorted(found.items()) for one in pair], asked.out)
                print("{} {}:".format(*wanted[number]), f"test {found[number][-1].test_loss:.3f}", file=sys.stderr)
    except (NamesError, ValueError, OSError) as error:
        print(f"explainer.sweeps.capacity: {error}", file=sys.stderr)
        return 2
    return 0


def _key_of(engine: Engine, names: NameList) -> str:
    """A shipped list by its id; any other is brought."""
    shipped = (key for key in LISTS if corpus_for(key, engine.store.brought).fingerprint == names.fingerprint)
    return next(shipped, None) or BROUGHT + engine.bring(names)


if __name__ == "__main__":
    sys.exit(main())
