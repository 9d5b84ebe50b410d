"""Whatever way a list was written in, reading gives it back, or says what it lost.

Few examples here. For 10,000 of them, other ones each time:

    python -m tests.explainer.reading.test_written_tables 10000
"""

import sys

from hypothesis import Verbosity, given, settings

from tests.explainer.reading.written_tables import Written, check, written


@given(written())
def test_a_written_table_is_read_back(table: Written):
    check(table)


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    settings(max_examples=number, deadline=None, database=None, derandomize=False, verbosity=Verbosity.normal)(
        test_a_written_table_is_read_back)()
    print(f"{number:,} tables were written and read back.")
