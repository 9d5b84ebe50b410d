"""`python -m rnncore.sample`: see `rnncore.commands.sample`.

Run it, do not import it: inside Python, `rnncore.sample` is the function in `rnncore.sampling`.
"""

import sys

from rnncore.commands.sample import main

if __name__ == "__main__":
    sys.exit(main())
