"""What is run from the command line. Only these know the repository's folder data/."""

from pathlib import Path

DATA = Path(__file__).parents[2] / "data"
