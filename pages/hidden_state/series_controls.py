"""The controls of the time series on the hidden-state page."""

from explainer.state.cells import labels, shipped_cells
from explainer.state.choices import MAX_SEED
from explainer.state.controls import Choice, Number

MOST_LATER = 119        # steps after the held-out end's beginning: the longest has 120 values

SERIES = Choice("series", "Series", "sunspots", "", {
    "sunspots": "Sunspots", "carbon_dioxide": "CO₂ in the air", "lynx": "Lynx", "airline": "Air passengers"})
CELL = Choice("series_cell", "Cell", "gru", "", labels(shipped_cells()))
UNITS = Choice("series_units", "Hidden units", "16", "", {str(n): str(n) for n in (4, 8, 16, 32)})
SEED = Number("series_seed", "Seed", 0, "Another number, another random start, another network.", 0, MAX_SEED, 1)
FED = Choice("series_fed", "Memory shown", "truth", "", {
    "truth": "fed with the truth", "own": "fed with its own output"})
LATER = Number("series_later", "It runs free from", 0, "Steps after the line.", 0, MOST_LATER, 1)
READ = Choice("series_read", "Series", "airline", "One that ships is read as if you had brought it.", {
    "airline": "Air passengers", "sunspots": "Sunspots", "carbon_dioxide": "CO₂ in the air", "lynx": "Lynx",
    "own": "Your own"})

ALL = (SERIES, CELL, UNITS, SEED, FED, LATER, READ)
