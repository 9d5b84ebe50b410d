"""A visitor's labelled texts: read, learned beside two rivals, and read aloud word by word; bad files lose nothing."""

import random
import re

import numpy as np

from explainer.training.kinds import labelled as kind
from explainer.training.kinds.kind import FINISHED
from pages.why_recurrence.own_texts import EXAMPLE
from rnncore.tasks.sentences import labelled, labelled_told
from tests.pages.why_recurrence.opening import PAGE
from tests.visitor import Visitor, assert_one_sentence

GOOD, BAD = ["wonderful", "lovely", "great"], ["dull", "awful", "weak"]
DRAWN = random.Random(3)
ROWS = [(f"the {DRAWN.choice(['plot', 'end', 'cast'])} was {DRAWN.choice([BAD, GOOD][at % 2])} and it took {at} days",
         ("bad", "good")[at % 2]) for at in range(120)]
TABLE = "text,label\n" + "\n".join(f"{text},{label}" for text, label in ROWS)
THREE = "text,stars\n" + "\n".join(f"{text},{1 + at % 3}" for at, (text, _) in enumerate(ROWS))


def bring(visitor: Visitor, *files: tuple[str, bytes | str]) -> Visitor:
    visitor.widget("own_texts_files").set_value([
        (name, data.encode() if isinstance(data, str) else data, "text/plain") for name, data in files])
    visitor.at.run()
    return visitor.is_well()


def shown(visitor: Visitor):
    return visitor.at.session_state["_own_texts"].shown


def said(visitor: Visitor) -> str:
    """What was assumed, and how the texts are split."""
    found = [piece for piece in visitor.html if piece.startswith('<ul class="u-note">')]
    return found[0].replace("<bdi>", "").replace("</bdi>", "") if found else ""


def columns(visitor: Visitor) -> tuple[list[str], list[float]]:
    """Words and shares of the picture of the own text, with memory; it is the page's last one."""
    piece = [piece for piece in visitor.html if 'class="u-fish' in piece][-1]
    words = re.findall(r"<b[^>]*><bdi>(.*?)</bdi></b>", piece)
    shares = [int(share) for share in re.findall(r"<span>(\d+)%</span>", piece)]
    return words, shares[::2]


def train(visitor: Visitor, **choices) -> Visitor:
    visitor.set(**choices).click("own_texts_train")
    return visitor.wait(lambda: not shown(visitor).run.is_active, 90)


def test_before_any_are_brought_an_example_shows_what_they_look_like_and_can_be_taken(visitor):
    assert not visitor.has("own_texts_train") and not visitor.has("own_texts_to_read") and not said(visitor)
    rows = EXAMPLE.read_text().splitlines()
    assert any('<th scope="col">label</th>' in piece and f"<td>{rows[1].rpartition(',')[0]}</td>" in piece
               for piece in visitor.html)
    visitor.click("own_texts_example").set()
    assert len(shown(visitor).texts.texts) == len(rows) - 1 and shown(visitor).texts.labels == ("disliked", "liked")
    assert not visitor.has("own_texts_example")


def test_a_table_is_told_and_split_before_training(visitor):
    bring(visitor, ("reviews.csv", TABLE))
    assert "reviews: 120 texts are ready to learn from." in visitor.said("success")[0].replace("\\", "")
    told = said(visitor)
    for sentence in ("120 texts: 60 bad, 60 good.",
                     "The texts are those in column “text”, the labels in column “label”.",
                     "84 texts are learned from, 18 choose the weights, 18 are for the test.",
                     "A test of 18 texts means little"):
        assert sentence in told
    assert any("Learned would be" in piece and f"<bdi>{ROWS[0][0]}</bdi>" in piece for piece in visitor.html)
    assert not visitor.has("own_texts_to_read")


def test_words_that_only_the_test_has_are_said(visitor):
    rows = [f"{text} q{'xyzuvw'[at % 6] * (at // 6 + 1)},{label}" for at, (text, label) in enumerate(ROWS)]
    bring(visitor, ("reviews.csv", "text,label\n" + "\n".join(rows)))
    assert "18 words of the test stand in no text that is learned from, such as “q" in said(visitor)


def test_a_network_learns_them_and_reads_aloud_at_once(visitor):
    train(bring(visitor, ("reviews.csv", TABLE)), own_texts_cell="vanilla", own_texts_seed=2)
    run = shown(visitor).run
    assert run.status == FINISHED and (run.recipe["cell"], run.recipe["seed"]) == ("vanilla", 2)
    found = kind.trained(run.result)
    text = visitor.widget("own_texts_to_read").value
    data = labelled.data_of(shown(visitor).texts)
    assert text in data.texts["test"]
    words, shares = columns(visitor)
    read, exact = labelled.label_probabilities(found.model, text)
    assert words == list(read)
    np.testing.assert_allclose(shares, 100 * exact[1:, 1], atol=0.51)
    assert found.rival == labelled.rivals(data) and found.right == labelled.right(found.model, data)
    plain = labelled_told.compared(found.right, found.rival)
    assert plain in [words.replace("\\", "") for words in visitor.said("markdown")]
    visitor.set(own_texts_to_read="the end was lovely")
    assert columns(visitor)[1][-1] > 50 > columns(visitor.set(own_texts_to_read="the end was awful"))[1][-1]
    visitor.set(own_texts_to_read="the zyzzyva was awful")
    assert "Words it has never seen: “zyzzyva”." in " ".join(visitor.said("caption"))
    before = visitor.widget("own_texts_to_read").value
    visitor.click("own_texts_another").set()
    assert visitor.widget("own_texts_to_read").value in data.texts["test"] and before not in data.texts["test"]
    visitor.set(own_texts_to_read="")
    assert visitor.widget("own_texts_to_read").value in data.texts["test"]
    visitor.set(own_texts_to_read="awful " * 60)
    assert "The picture shows the first 40 of 60 words." in " ".join(visitor.said("caption"))


def test_of_three_labels_one_is_shown(visitor):
    train(bring(visitor, ("stars.csv", THREE)))
    model = kind.trained(shown(visitor).run.result).model
    for label, number in (("3", 2), ("1", 0)):
        visitor.set(own_texts_shown_label=label)
        _, exact = labelled.label_probabilities(model, visitor.widget("own_texts_to_read").value)
        np.testing.assert_allclose(columns(visitor)[1], 100 * exact[1:, number], atol=0.51)


def test_a_file_for_each_label(visitor):
    files = [(f"{label}.txt", "\n".join(text for text, own in ROWS if own == label)) for label in ("good", "bad")]
    bring(visitor, files[0])
    assert "a file of texts for each label" in visitor.said("error")[0]
    bring(visitor, *files)
    assert shown(visitor).texts.counts == (60, 60) and "Each file holds the texts of one label" in said(visitor)
    bring(visitor, *files, ("stars.csv", THREE))                    # a table that comes after them is taken alone
    assert shown(visitor).texts.labels == ("1", "2", "3") and not visitor.said("error")


def test_a_bad_file_gets_one_sentence_and_loses_nothing(visitor):
    bring(visitor, ("reviews.csv", TABLE))
    before = shown(visitor)
    for name, data in (("a.csv", b""), ("sheet.xlsx", b"PK\x03\x04\x00\x00"), ("a.txt", "word\n" * 90),
                       ("short.csv", "\n".join(TABLE.split("\n")[:20])), ("a.png", b"\x89PNG\r\n\x1a\n\x00"),
                       ("one.csv", TABLE.replace(",bad", ",good")), ("<b>x</b>.csv", "a,<b>b</b>\n" * 60),
                       ("many.csv", "text,label\n" + "\n".join(f"{text},{at}" for at, (text, _) in enumerate(ROWS)))):
        bring(visitor, (name, data))
        [sentence] = visitor.said("error")
        assert_one_sentence(sentence.replace("\\", ""))
        assert not re.search(r"(?<!\\)[<\[]", sentence), name
        assert not visitor.said("success") and shown(visitor) is before, name
    bring(visitor)
    assert not visitor.said("error") and shown(visitor) is before


def test_another_column_can_be_chosen(visitor):
    both = "text,label,stars\n" + "\n".join(f"{text},{label},{1 + at % 3}" for at, (text, label) in enumerate(ROWS))
    bring(visitor, ("reviews.csv", both))
    assert shown(visitor).texts.labels == ("bad", "good")
    assert "Other columns that could be labels: “stars”." in said(visitor)
    old = shown(visitor).key
    visitor.set(own_texts_label="2")
    assert shown(visitor).texts.labels == ("1", "2", "3")
    visitor.set(own_texts_separator=";")
    assert len(visitor.said("error")) == 1 and shown(visitor).texts.labels == ("1", "2", "3")
    visitor.set(own_texts_separator="found")
    assert shown(visitor).texts.labels == ("bad", "good") and not visitor.said("error")
    assert shown(visitor).key != old


def test_what_is_no_longer_shown_is_forgotten_by_the_server(visitor, quiet_engine):
    bring(visitor, ("reviews.csv", TABLE))
    key = shown(visitor).key
    assert quiet_engine.has_list(key) and re.fullmatch("[0-9a-f]{32}", key)
    bring(visitor, ("stars.csv", THREE))
    assert not quiet_engine.has_list(key) and quiet_engine.has_list(shown(visitor).key)


def test_a_run_can_be_stopped_goes_on_and_shows_the_network_meanwhile(visitor, monkeypatch):
    monkeypatch.setattr(kind.recipe_of, "__defaults__", ("gru", 64, 0, 3_000))
    bring(visitor, ("reviews.csv", TABLE)).click("own_texts_train")
    visitor.wait(lambda: shown(visitor).run.step > 5)
    visitor.click("own_texts_stop")
    visitor.wait(lambda: shown(visitor).run.stamp is not None)
    assert not shown(visitor).run.is_active and columns(visitor)[0]
    assert "It has not learned to its end." in " ".join(visitor.said("markdown"))
    visitor.click("own_texts_go_on")
    assert shown(visitor).run.is_active
    visitor.open("").open(PAGE)
    assert visitor.has("own_texts_stop") and visitor.at.query_params == {}
    bring(visitor, ("stars.csv", THREE))
    assert shown(visitor).run is None


def test_texts_whose_day_is_over_are_brought_again(visitor, quiet_engine):
    bring(visitor, ("reviews.csv", TABLE))
    quiet_engine.forget(shown(visitor).key)
    visitor.click("own_texts_train")
    assert shown(visitor).run.is_active or shown(visitor).run.has_ended
    shown(visitor).run.stop()
