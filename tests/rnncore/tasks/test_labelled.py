"""Texts of one's own: split, learned by the word network, and judged beside counting."""

import json

import numpy as np
import pytest

from rnncore.commands import train_texts
from rnncore.data.labelled_texts import LabelledTexts
from rnncore.data.words import UNKNOWN, pieces
from rnncore.files import checkpoint
from rnncore.tasks import bag_of_words
from rnncore.tasks.sentences import labelled, labelled_told


def listed(labels=("bad", "good"), n=120, words=6, seed=0):
    """Texts whose label is told by one word among others."""
    rng = np.random.default_rng(seed)
    rows = [(f"it was {labels[at % len(labels)]}ly made " + " ".join(f"w{letter}" for letter in
             rng.choice(list("abcdefghij"), words)) + f" u{'xyz'[at % 3] * (at // 3 % 7 + 1)}") for at in range(n)]
    return LabelledTexts("made up", tuple(labels), tuple(f"{row} {'q' * (at + 1)}" for at, row in enumerate(rows)),
                         tuple(at % len(labels) for at in range(n)))


def trained(data, steps=120, **options):
    training = labelled.start(data, hidden=12, steps=steps, **options)
    for _ in training:
        pass
    return training.best


@pytest.mark.parametrize("labels", [("bad", "good"), ("1", "2", "3"), ("a", "b", "c", "d", "e")])
def test_the_network_and_counting_learn_what_one_word_tells_and_the_majority_does_not(labels):
    data = labelled.data_of(listed(labels, 40 * len(labels)))
    model, rival = trained(data, 300), labelled.rivals(data)
    assert labelled.right(model, data) > 0.85 and rival.bag > 0.95
    assert rival.majority == pytest.approx(1 / len(labels), abs=0.01) and rival.tests == len(data.parts["test"].lengths)
    words, shares = labelled.label_probabilities(model, f"it was {labels[-1]}ly made")
    assert shares.shape == (len(words) + 1, len(labels)) and shares[-1].argmax() == len(labels) - 1
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    assert rival.majority_label in labelled_told.compared(1.0, rival)


def test_no_text_stands_in_two_parts_and_every_label_in_all():
    whole = listed(("a", "b", "c"), 90)
    data = labelled.data_of(whole)
    together = [text for part in data.texts.values() for text in part]
    assert sorted(together) == sorted(whole.texts)
    assert all(set(part.answers) == {0, 1, 2} for part in data.parts.values())
    assert data.texts == labelled.data_of(whole).texts


def test_only_the_training_part_gives_words_and_those_of_the_test_alone_are_counted():
    whole = listed()
    data = labelled.data_of(whole)
    assert {word for word in data.only_in_test if set(word) == {"q"}} == {
        text.split()[-1] for text in data.texts["test"]}
    assert not any(set(word) == {"q"} for word in data.vocabulary.symbols)           # each stands in one text only
    test = data.parts["test"]
    assert all(row[length - 1] == UNKNOWN for row, length in zip(test.symbols, test.lengths, strict=True))
    said = " ".join(labelled_told.split(data))
    assert "words of the test stand in no text that is learned from" in said and "means little" in said


def test_of_long_texts_the_last_words_are_read():
    whole = listed(words=labelled.LONGEST)
    data = labelled.data_of(whole)
    assert data.cut == len(whole.texts) and data.parts["train"].symbols.shape[1] == labelled.LONGEST + 1


def test_the_gradient_of_the_bag_is_that_of_its_loss():
    rng = np.random.default_rng(0)
    texts = [rng.integers(0, 7, rng.integers(0, 9)) for _ in range(12)]
    found, answers = bag_of_words.counted(texts, 7), rng.integers(0, 3, 12)
    weights = rng.normal(size=(8, 3))

    def loss(w):
        scores = np.array([sum((np.sqrt(np.sum(text == v)) * w[v] for v in range(7)), w[7]) for text in texts])
        return float(np.mean([np.log(np.exp(row).sum()) - row[k] for row, k in zip(scores, answers, strict=True)]))

    gradient = bag_of_words._gradient(weights, found, answers)
    for at in np.ndindex(weights.shape):
        step = np.zeros_like(weights)
        step[at] = 1e-5
        assert gradient[at] == pytest.approx((loss(weights + step) - loss(weights - step)) / 2e-5, abs=1e-7)


def test_from_the_command_line(tmp_path, capsys):
    whole = listed()
    rows = "\n".join(["text;label;id", *(f"{text};{whole.labels[label]};{at}" for at, (text, label) in
                                         enumerate(zip(whole.texts, whole.answers, strict=True)))])
    (tmp_path / "r.csv").write_text(rows)
    out = tmp_path / "model.npz"
    ask = ["--texts", str(tmp_path / "r.csv"), "--steps", "4", "--hidden", "4"]
    assert train_texts.main([*ask, "--out", str(tmp_path / "missing" / "m.npz")]) == 2
    assert "There is no folder" in capsys.readouterr().err
    assert train_texts.main([*ask, "--out", str(out)]) == 0
    told = capsys.readouterr()
    report = json.loads(told.out.splitlines()[-1])
    assert report["texts"] == {"bad": 60, "good": 60} and "60 bad, 60 good" in told.err
    assert checkpoint.load(out).task == labelled.TASK
    assert train_texts.main([*ask, "--label-column", "grade"]) == 2
    assert "no column grade" in (said := capsys.readouterr().err) and "--label-column" in said
    for label in whole.labels:
        (tmp_path / f"{label}.txt").write_text("\n".join(
            text for text, own in zip(whole.texts, whole.answers, strict=True) if whole.labels[own] == label))
    assert train_texts.main(["--texts", str(tmp_path / "bad.txt"), str(tmp_path / "good.txt"), *ask[2:]]) == 0


@pytest.mark.parametrize("text", ["", "one", "a b c d", "a,b c-d e.f 1,000 x", "é" + " e\u0301 u" * 4, "!!!! ?? a"])
@pytest.mark.parametrize("most", [1, 3, 80])
def test_the_last_words_of_a_text_are_those_of_the_whole_text(text, most):
    whole = pieces(text)
    assert labelled.last_pieces(text, most) == (whole[-most:], len(whole) > most)
