"""Labelled texts, from tables and files that people have: read, and what was assumed is said."""

import csv
import io
import random

import pytest

from explainer.reading.reviews import AskedReviews, assumptions, read_reviews
from rnncore.data.labelled_texts import TextsError
from tests.visitor import assert_one_sentence

WORDS = ["the", "film", "was", "long", "and", "slow", "but", "its", "end", "warmed", "me"]
DRAWN = random.Random(1)
TEXTS = [" ".join(DRAWN.choices(WORDS, k=12)) + f", {at}" for at in range(60)]
LABELS = [("bad", "good")[at % 2] for at in range(60)]


def table(columns, separator=",", encoding="utf-8", header=True, quoting=csv.QUOTE_MINIMAL) -> dict[str, bytes]:
    text = io.StringIO()
    rows = csv.writer(text, delimiter=separator, quoting=quoting)
    if header:
        rows.writerow(columns)
    rows.writerows(zip(*columns.values(), strict=True))
    return {"reviews.csv": text.getvalue().encode(encoding)}


def assert_whole(read, labels=("bad", "good")):
    assert read.problem == "" and read.texts.labels == labels and read.texts.texts == tuple(TEXTS)
    assert [read.texts.labels[at] for at in read.texts.answers] == LABELS


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("header", [True, False])
def test_a_table_is_read_whatever_divides_it(separator, encoding, header):
    columns = {"text": TEXTS, "label": LABELS}
    assert_whole(read_reviews(table(columns, separator, encoding, header)))
    assert_whole(read_reviews(table({"label": LABELS, "id": range(60), "text": TEXTS}, separator, encoding, header)))


def test_a_text_may_run_over_many_lines():
    long = [text.replace(" ", "\n\n") for text in TEXTS]
    assert_whole(read_reviews(table({"review": long, "sentiment": LABELS})))


def test_a_file_for_each_label():
    files = {f"{label}.txt": "\n".join(text for text, own in zip(TEXTS, LABELS, strict=True) if own == label).encode()
             for label in ("good", "bad")}
    read = read_reviews(files)
    assert read.texts.counts == (30, 30) and set(read.texts.texts) == set(TEXTS)
    assert "Each file holds the texts of one label" in " ".join(assumptions(read))


def test_what_was_left_out_is_said():
    texts = [*TEXTS, TEXTS[0], TEXTS[1], "", "no label", "rare one", "<br /><b>odd</b> markup"]
    labels = [*LABELS, LABELS[0], "good" if LABELS[1] == "bad" else "bad", "good", "", "neutral", "bad"]
    read = read_reviews(table({"text": texts, "label": labels}))
    said = " ".join(assumptions(read))
    assert read.texts.texts == (*TEXTS, "odd markup") and read.texts.contradicted == 1
    for sentence in ("2 texts stand there again, 1 of them with another label", "1 row was left out, without a text",
                     "1 row was left out, without a label, such as “no label”", "such as “neutral: rare one”",
                     "Markup such as <br /> was taken out of 1 text."):
        assert sentence in said


def test_the_columns_can_be_chosen():
    files = table({"text": TEXTS, "label": LABELS, "stars": [str(1 + at % 5) for at in range(60)]})
    assert read_reviews(files).columns.others == (2,)
    assert "could be labels" in " ".join(assumptions(read_reviews(files)))
    assert read_reviews(files, AskedReviews(label=2)).texts.labels == ("1", "2", "3", "4", "5")
    assert_whole(read_reviews({"r.csv": files["reviews.csv"].replace(b"stars", b"")}))


def test_numbers_are_labels_in_their_order():
    read = read_reviews(table({"text": TEXTS, "rating": [(2, 10, 1)[at % 3] for at in range(60)]}))
    assert read.texts.labels == ("1", "2", "10")


@pytest.mark.parametrize(("columns", "because"), [
    ({"text": TEXTS}, "only one column"), ({"text": TEXTS, "label": ["good"] * 60}, "2 to 5 labels"),
    ({"text": TEXTS, "label": [str(at) for at in range(60)]}, "2 to 5 labels"),
    ({"text": TEXTS[:20], "label": LABELS[:20]}, "at least 40 are needed"),
    ({"text": TEXTS, "label": [str(at % 9) for at in range(60)]}, "2 to 5 labels")])
def test_what_cannot_be_learned_gets_one_sentence(columns, because):
    read = read_reviews(table(columns))
    assert read.texts is None and because in read.problem
    assert_one_sentence(read.problem)


def test_what_is_no_text_is_refused():
    for data in (b"", b"\x00\x01" * 50, b"PK\x03\x04"):
        with pytest.raises(TextsError):
            read_reviews({"a.csv": data})


def test_a_lone_quotation_mark_does_not_swallow_the_rest():
    listed = [f"{text.replace(',', '')},{label}" for text, label in zip(TEXTS, LABELS, strict=True)]
    rows = "\n".join(["text,label", *listed])
    read = read_reviews({"a.csv": rows.replace("\n", '\n"', 1).encode()})
    assert read.texts is not None and len(read.texts.texts) >= 59
