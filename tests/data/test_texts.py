"""The labelled texts that ship are what the grammar makes of them."""

from pathlib import Path

from explainer.reading.reviews import read_reviews
from rnncore.tasks.sentences.labelled_example import example

DATA = Path(__file__).parents[2] / "data"
FILE = DATA / "texts" / "reviews.csv"


def test_the_file_is_the_one_that_its_command_makes():
    assert FILE.read_bytes() == example(DATA / "sentences")


def test_every_row_is_read_and_both_labels_are_there():
    read = read_reviews({FILE.name: FILE.read_bytes()})
    assert read.problem == "" and not read.texts.left_out and read.texts.labels == ("disliked", "liked")
    assert len(read.texts.texts) == len(FILE.read_text().splitlines()) - 1 and min(read.texts.counts) > 300
