"""Whatever list a visitor brings: a good one is used, anything else gets one sentence and loses nothing."""

import re

import pytest
from streamlit import config

from explainer.training.kinds.kind import FINISHED
from tests.visitor import Visitor, assert_one_sentence

NAMES = [f"{a}{b}{c}" for a in ("Ba", "Do", "Ki", "Lu") for b in ("mi", "no", "ra") for c in ("n", "s", "l")]     # 36
PLAIN = "\n".join(NAMES)

GOOD = {
    "plain": (PLAIN.encode(), 36),
    "no newline at all ends": (PLAIN.replace("\n", "\r\n").encode(), 36),
    "byte order mark": (b"\xef\xbb\xbf" + PLAIN.encode(), 36),
    "social security": ("\n".join(f"{n},{'FM'[i % 2]},{i + 5}" for i, n in enumerate(NAMES)).encode(), 36),
    "csv": (("id,name,year\n" + "\n".join(f"{i},{n},1990" for i, n in enumerate(NAMES))).encode(), 36),
    "csv with a mark and semicolons": (("\ufeffName;Count\n" + "\n".join(f"{n};3" for n in NAMES)).encode(), 36),
    "right to left": ("\n".join("אבגדהוזחטי"[i] + "לארמנ"[j] + "ם" for i in range(10) for j in range(5)).encode(), 50),
    "combining": ("\n".join(f"{n}e\u0301" for n in NAMES).encode(), 36),
    "some lines are no names": ((PLAIN + "\nR2D2\n<b>x</b>\n\n  \n🦕🦕").encode(), 36),
    "latin-1": ("\n".join(f"{n}é" for n in NAMES).encode("latin-1"), 36),
    "utf-16": (PLAIN.encode("utf-16"), 36), "direction marks": ("\n".join(f"\u202e{n}" for n in NAMES).encode(), 36),
    "duplicates": ((PLAIN + "\n" + PLAIN.upper()).encode(), 36),
}
BAD = {
    "empty": b"", "blank": b" \n\n \t ", "one line": b"Anna", "one long line": b"a" * 100_000,
    "huge": b"Anna\n" * 4_100_000, "binary": bytes(range(256)) * 20, "png": b"\x89PNG\r\n\x1a\n\x00\x00" * 50,
    "digits": "\n".join(f"{n}7" for n in NAMES).encode(), "emoji": "\n".join(f"{n}🦕" for n in NAMES).encode(),
    "markup": "\n".join(f"<img src=x onerror=alert('{n}')>" for n in NAMES).encode(),
    "markdown": "\n".join(f"[{n}](http://x.example)" for n in NAMES).encode(),
    "only marks": "\n".join("\u0301" * (i + 1) for i in range(30)).encode(),
    "too few": "\n".join(NAMES[:19]).encode(), "one name many times": b"Anna\n" * 500,
    "csv without names": b"id,year\n" + b"1,1990\n" * 50, "a header only": b"name,count\n", "quotes": b'name,"x\n' * 40,
    "a null in the middle": PLAIN.encode() + b"\x00",
}


def test_the_lists_of_this_file_are_what_they_say():
    assert len(set(NAMES)) == 36


def test_a_good_list_is_used(visitor):
    for kind, (data, count) in GOOD.items():
        visitor.upload("list_file", data, f"{kind}.csv" if "csv" in kind else f"{kind}.txt")
        assert not visitor.said("error") and len(visitor.said("success")) == 1, kind
        assert f"{count} names" in visitor.said("success")[0], kind
        chosen = visitor.widget("list").value
        [corpus] = [one for one in visitor.shelf.brought_lists.values() if chosen == f"own-{one.fingerprint}"]
        assert len(corpus.names) == count, kind
    visitor.home_and_back()
    assert visitor.widget("list").value == chosen


@pytest.mark.parametrize("kind", ["plain", "right to left", "combining"])
def test_a_brought_list_trains(visitor, kind):
    visitor.upload("list_file", GOOD[kind][0], "mine.txt")
    visitor.train(hidden=6, steps=20, batch=16, seed=941)
    assert visitor.job.status == FINISHED and visitor.names == visitor.expected(visitor.job.result)
    letters = set("".join(visitor.job.corpus.names).lower())
    assert set("".join(visitor.names).lower()) - {"∎"} <= letters


def test_a_bad_list_gets_one_sentence_and_loses_nothing(visitor):
    visitor.upload("list_file", GOOD["plain"][0], "good.txt")
    before, chosen = dict(visitor.shelf.brought_lists), visitor.widget("list").value
    names = visitor.names
    for kind, data in BAD.items():
        visitor.upload("list_file", data, f"{kind}.txt")
        assert len(visitor.said("error")) == 1, kind
        [sentence] = visitor.said("error")
        assert_one_sentence(sentence.replace("\\", ""))
        assert not re.search(r"(?<!\\)[<\[]", sentence), kind                  # text, not markup
        assert visitor.shelf.brought_lists == before and not visitor.shelf.own and visitor.names == names, kind
        assert visitor.widget("list").value == chosen and not visitor.said("success"), kind


def test_pasted_names(visitor):
    visitor.set(list_pasted=PLAIN).click("use_pasted")
    assert len(visitor.said("success")) == 1 and len(visitor.shelf.brought_lists) == 1
    visitor.set(list_pasted="Anna").click("use_pasted")
    assert len(visitor.said("error")) == 1 and visitor.widget("list_pasted").value == "Anna"
    assert len(visitor.shelf.brought_lists) == 1


def test_pasted_names_are_still_there_after_another_page(visitor):
    visitor.set(list_pasted=PLAIN).home_and_back()
    assert visitor.widget("list_pasted").value == PLAIN


def test_counts_leave_names_out(visitor):
    visitor.set(list_least=20).upload("list_file", GOOD["social security"][0], "yob1990.txt")
    [corpus] = visitor.shelf.brought_lists.values()
    assert len(corpus.names) == sum(i + 5 >= 20 for i in range(36)) == 21


def test_counts_that_leave_too_few_names_get_one_sentence(visitor):
    for least in (25, 39, 40, 1_000_000):
        visitor.set(list_least=least).upload("list_file", GOOD["social security"][0], f"yob{least}.txt")
        assert len(visitor.said("error")) == 1, least
        assert_one_sentence(visitor.said("error")[0])
        assert not visitor.shelf.brought_lists, least


def test_the_same_list_twice_is_one_list(visitor):
    visitor.upload("list_file", GOOD["plain"][0], "one.txt").upload("list_file", GOOD["plain"][0], "two.txt")
    assert len(visitor.shelf.brought_lists) == 1


def test_a_list_named_with_markup_stays_text(visitor):
    visitor.upload("list_file", GOOD["plain"][0], "<img src=x onerror=alert(1)>.txt")
    visitor.train(hidden=6, steps=20, batch=16, seed=942)
    visitor.open("").open("name-generation")
    assert not [piece for piece in visitor.html if "<img" in piece]


def test_an_uploader_says_what_the_server_takes():
    """10 MB as it ships, and what a host has set instead; the server refuses anything larger by the same number."""
    assert config.get_option("server.maxUploadSize") == 10
    for megabytes in (10, 3):
        config.set_option("server.maxUploadSize", megabytes)
        try:
            visitor = Visitor()
            for key in ("list_file", "model_file"):
                assert visitor.widget(key).proto.max_upload_size_mb == megabytes
        finally:
            config.set_option("server.maxUploadSize", 10)
