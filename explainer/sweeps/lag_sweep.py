"""The lag task many times over, on the training engine: many processes, or a cluster.

    python -m explainer.sweeps.lag_sweep --out lag_sweep.csv
    python -m explainer.sweeps.lag_sweep --out lag_sweep.csv --scheduler tls://scheduler:8786 --store /shared/store

The same rows as `rnncore.commands.lag_sweep` writes one after the other; here they stand in the order in which the
trials end. Trials that are in the file already are left out.
"""

import sys
from pathlib import Path

from explainer.sweeps.runs import add_options, engine_for, results
from explainer.training.kinds.lag import recipe_of, trial_of
from rnncore.commands.lag_sweep import known_rows, parser, table
from rnncore.commands.writing import check_targets
from rnncore.tasks.lag_sweep import row_of, starts


def main(arguments: list[str] | None = None) -> int:
    """Parse, run what is missing, write. Returns the exit code: 2 for anything that cannot work."""
    options = parser("explainer.sweeps.lag_sweep", __doc__)
    add_options(options)
    asked = options.parse_args(arguments)
    try:
        check_targets({"--out": asked.out})
        rows = known_rows(Path(asked.out), asked.updates)
        known = {row.key for row in rows}
        wanted = [(lag, name, seed) for lag in asked.lags for seed in range(asked.seeds) for name in asked.starts
                  if (lag, name, seed, asked.beta2, asked.rate) not in known]
        recipes = [recipe_of(lag, starts(lag)[name], seed, asked.updates, asked.beta2, asked.rate)
                   for lag, name, seed in wanted]
        with engine_for(asked) as engine, table(Path(asked.out), is_new=not rows) as add:
            for number, view, _ in results(engine, recipes):
                add(row_of(trial_of(view.recipe, list(view.log)), wanted[number][1], asked.updates, asked.beta2,
                           asked.rate))
    except (OSError, ValueError, KeyError) as error:
        print(f"explainer.sweeps.lag_sweep: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
