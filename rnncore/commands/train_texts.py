"""Train the word network of the sentiment task on labelled texts of your own.

    python -m rnncore.commands.train_texts --texts reviews.csv --out model.npz
    python -m rnncore.commands.train_texts --texts good.txt bad.txt --out model.npz

One file is a table with a column of texts and one of two to five labels; several files hold the texts of one label
each, a text on each line. Progress goes to stderr; the last line on stdout is one JSON object with the share of right
labels on texts that were never learned from, beside those of saying the commonest label and of counting words.
"""

import argparse
import json
import sys
from pathlib import Path

from rnncore.cells import CELLS
from rnncore.commands.writing import check_targets
from rnncore.data.columns import NoColumnError, column_asked
from rnncore.data.labelled_texts import HOLDS, LabelledTexts, TextsError, texts_of_files
from rnncore.data.tables import Table
from rnncore.data.text_columns import columns_of, rows_of, texts_of
from rnncore.data.text_files import text_of
from rnncore.files import checkpoint
from rnncore.numerics.blas import restart_with_one_thread
from rnncore.tasks.sentences import labelled, labelled_told

NAME = "rnncore.commands.train_texts"


def main(arguments: list[str] | None = None) -> int:
    """Read, train, report. Returns the exit code: 2 for anything that cannot work."""
    asked = _parser().parse_args(arguments)
    try:
        check_targets({"--out": asked.out})
        listed = _read(asked)
        data = labelled.data_of(listed)
        print("\n".join([*labelled_told.told(listed), *labelled_told.split(data)]), file=sys.stderr)
        training = labelled.start(data, asked.cell, asked.hidden, asked.seed, asked.steps)
    except (ValueError, OSError) as error:
        print(f"{NAME}: {error}", file=sys.stderr)
        return 2
    for progress in training:
        if progress.step % 100 == 0 or training.finished:
            print(f"step {progress.step}  train {progress.train_loss:.3f}  validation {progress.validation_loss:.3f}",
                  file=sys.stderr)
    right, rival = labelled.right(training.best, data), labelled.rivals(data)
    print(json.dumps({
        "texts": dict(zip(data.labels, listed.counts, strict=True)), "words": len(data.vocabulary) - 2,
        "test_right": round(right, 4), "majority": round(rival.majority, 4), "bag_of_words": round(rival.bag, 4),
        "tests": rival.tests, "words_only_in_test": len(data.only_in_test),
        "chosen_step": training.best.provenance.steps}), flush=True)
    try:
        if asked.out:
            checkpoint.save(training.best, asked.out)
    except OSError as error:
        print(f"{NAME}: the network could not be written: {error}", file=sys.stderr)
        return 2
    return 0


def _read(asked: argparse.Namespace) -> LabelledTexts:
    """The texts of the files. Raises ValueError; the sentence names the option that helps."""
    texts = {path: text_of(Path(path).read_bytes(), asked.encoding, HOLDS)[0] for path in asked.texts}
    if len(texts) > 1:
        return texts_of_files({Path(path).stem: text for path, text in texts.items()})
    ((path, text),) = texts.items()
    rows, _ = rows_of(text, "\t" if asked.separator == "tab" else asked.separator)
    header = tuple(cell.strip() for cell in rows[0]) if rows else ()
    try:
        wanted = [None if name is None else column_asked(name, header, Table(rows, ","), option) for name, option in
                  ((asked.text_column, "--text-column"), (asked.label_column, "--label-column"))]
    except NoColumnError as error:
        raise TextsError(str(error)) from None
    columns = columns_of(rows, *wanted)
    if columns.others and asked.label_column is None and not columns.header:
        raise TextsError("This table has no header and several columns that could be labels: choose one with "
                         f"--label-column, a number from 1 to {len(header)}.")
    return texts_of(rows, columns, Path(path).stem)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"python -m {NAME}", description=__doc__.split("\n\n")[0])
    add = parser.add_argument
    add("--texts", required=True, nargs="+", metavar="FILE",
        help="a table of texts and labels, or a text file for each label")
    add("--encoding", help="of the files, such as cp1252 (default: by its mark, else UTF-8)")
    add("--separator", help="between cells: , ; or tab (default: found)")
    add("--text-column", metavar="HEADER", help="the column of texts, by header or number (default: found)")
    add("--label-column", metavar="HEADER", help="the column of labels, likewise")
    add("--cell", choices=CELLS, default="gru", help="default gru")
    add("--hidden", type=int, default=labelled.UNITS, metavar="H", help=f"hidden units (default {labelled.UNITS})")
    add("--steps", type=int, default=labelled.STEPS, help=f"number of batches (default {labelled.STEPS})")
    add("--seed", type=int, default=0)
    add("--out", metavar="FILE", help="where to write the network (.npz)")
    return parser


if __name__ == "__main__":
    restart_with_one_thread("rnncore.commands.train_texts")
    sys.exit(main())
