"""Which encoding a text is in, when nothing in it says so."""

import pytest

from explainer.reading.encoding import ENCODINGS, LIKELY, called, decoded
from rnncore.data.text_files import TextError

HOLDS = "a word on each line"
WESTERN = "Íñigo Begoña François Zoë Jürgen Núria Šárka Ängla"
WORDS = {
    "cp1252": WESTERN, "cp1250": "Łukasz Żaneta Śliwa Čeněk Řehoř Zbyněk",
    "iso8859-2": "Łukasz Żaneta Śliwa Řehoř", "cp1256": "محمد فاطمة علي حسن زينب",
    "cp1251": "Ольга Иван Мария Сергей Юлия Пётр", "koi8-r": "Ольга Иван Мария Сергей Юлия",
    "cp1253": "Μαρία Γιώργος Ελένη Νίκος", "cp1254": "Işık Çağla Şule Ömer Ümit Gülşah",
    "cp1255": "אברהם שרה יצחק רבקה",
    "cp1257": "Jānis Ģirts Šarūnas Žydrūnė Ķērpis", "mac-roman": "Jürgen Zoë Björn Åsa François",
    "cp932": "太郎 花子 さくら タロウ",
    "euc-jp": "太郎 花子 一郎 さくら", "gb18030": "王伟 李娜 张敏 刘洋 陈杰",
    "big5": "陳怡君 林志明 王淑芬", "cp949": "김민준 이서연 박지훈", "utf-8": WESTERN,
    "utf-8-sig": WESTERN, "utf-16": WESTERN, "utf-16-le": WESTERN,
    "utf-16-be": WESTERN, "utf-32": WESTERN}
PLAIN = ["Alba", "Bruno", "Celia", "Dario", "Elena"]


@pytest.mark.parametrize("encoding", WORDS)
def test_a_list_is_read_in_its_own_encoding(encoding):
    text = "\n".join([*PLAIN, *WORDS[encoding].split()])
    found, told = decoded(text.encode(encoding), None, HOLDS)
    assert found == text and called(told)
    assert decoded(text.encode(encoding), encoding, HOLDS)[0] == text


@pytest.mark.parametrize("word", ["Zoë", "Jürgen", "Señor", "Björn", "François", "Åsa", "Þór", "Ærø"])
def test_one_word_of_western_europe_is_enough(word):
    assert decoded("\n".join([*PLAIN, word]).encode("cp1252"), None, HOLDS)[0].endswith(word)


def test_all_bytes_are_read_or_refused_in_one_sentence():
    assert set(LIKELY) <= set(ENCODINGS)
    for data in (bytes(range(1, 256)) * 9, b"\x00" * 99 + b"a", b"\x01\x02\x03" * 50):
        with pytest.raises(TextError, match="not a text file"):
            decoded(data, None, HOLDS)
    with pytest.raises(TextError, match="empty"):
        decoded("\ufeff \n".encode(), None, HOLDS)
    with pytest.raises(TextError, match="cannot be read as Big5"):
        decoded(b"\xff\xff", "big5", HOLDS)
