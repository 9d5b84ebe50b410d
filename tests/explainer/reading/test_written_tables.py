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


def test_the_zero_bytes_of_letters_are_no_sign_of_the_other_order():
    """一 is U+4E00: half of such a list's zero bytes lie where those of Latin letters do not."""
    listed = tuple("一" * n for n in range(2, 12)) + tuple(f"一{sign}" for sign in "太郎花子美咲翔大山川名前")
    for encoding in ("utf-16-le", "utf-16-be"):
        for end in ("\n", "\r\n", "\r"):
            check(Written(end.join(("名前", *listed, "")).encode(encoding), listed, None))


def test_a_kind_of_name_heads_a_list_and_is_none():
    """Nothing divides a list's cells, and nothing repeats: only the words tell that its first line is a header."""
    listed = tuple(f"{first}{second}" for first in "太郎花子" for second in "美咲翔大一")
    for header in ("character's name", "Street names"):
        check(Written("\n".join((header, *listed)).encode(), listed, None))


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    settings(max_examples=number, deadline=None, database=None, derandomize=False, verbosity=Verbosity.normal)(
        test_a_written_table_is_read_back)()
    print(f"{number:,} tables were written and read back.")
