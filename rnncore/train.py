"""`python -m rnncore.train`: see `rnncore.commands.train`."""

import sys

from rnncore.commands.train import main
from rnncore.numerics.blas import restart_with_one_thread

if __name__ == "__main__":
    restart_with_one_thread("rnncore.train")
    sys.exit(main())
