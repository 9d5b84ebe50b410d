"""One thread for the linear algebra.

The matrices of a small network are too small to share between threads: two gain little on a quiet
machine, and where another process wants the second core they wait for each other, which was seen
to cost a factor of several hundred. BLAS reads its thread count once, when NumPy is first imported.
"""

import os
import sys

SETTINGS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def restart_with_one_thread(module: str) -> None:
    """Begin `python -m module` again with one BLAS thread, unless somebody has chosen a number.

    For command lines only: NumPy is loaded by the time this runs, so the process starts over.
    """
    if os.name != "posix" or any(name in os.environ for name in SETTINGS):
        return
    os.environ.update(dict.fromkeys(SETTINGS, "1"))
    os.execv(sys.executable, [sys.executable, "-m", module, *sys.argv[1:]])
