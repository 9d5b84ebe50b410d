"""The tests, laid out as the code is. `tests/rnncore` is no package: its files stand on their own."""
