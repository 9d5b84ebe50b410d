"""Which encoding a visitor's text is in: its mark, strict UTF-8, UTF-16 by its zero bytes, and only then a guess."""

import unicodedata
from collections.abc import Iterator

from charset_normalizer import from_bytes

from rnncore.data.tables import looks_like_text, marked_encoding
from rnncore.data.text_files import TextError, not_text, refused_bytes

# Python's name of each encoding, and what people call it.
ENCODINGS = {
    "utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252, Western Europe",
    "cp1250": "Windows-1250, Central Europe", "iso8859-2": "ISO 8859-2, Central Europe",
    "iso8859-15": "ISO 8859-15, Western Europe", "mac-roman": "Mac Roman", "cp437": "IBM 437", "cp850": "IBM 850",
    "cp1254": "Windows-1254, Turkish", "cp1257": "Windows-1257, Baltic", "cp1251": "Windows-1251, Cyrillic",
    "koi8-r": "KOI8-R, Russian", "cp1253": "Windows-1253, Greek", "iso8859-7": "ISO 8859-7, Greek",
    "cp1255": "Windows-1255, Hebrew", "cp1256": "Windows-1256, Arabic", "cp932": "Shift JIS, Japanese",
    "euc-jp": "EUC-JP, Japanese", "gb18030": "GB 18030, Chinese", "big5": "Big5, Chinese", "cp949": "Korean (949)",
}
WESTERN = "cp1252"
LIKELY = (WESTERN, "cp1250", "iso8859-2", "iso8859-15", "cp1254", "cp1257", "cp1251", "koi8-r", "cp1253", "cp1255",
          "cp1256", "cp850", "cp437", "mac-roman", "cp932", "gb18030", "euc-jp", "big5", "cp949")
LOOKED_AT = 60_000           # bytes of the lines that have letters beyond ASCII
NEAR = 0.13                  # Windows-1252 is taken where it is worse by no more than this
HANDICAP = {"koi8-r": 0.15, "cp437": 0.02}      # taken only where they are better by this

# Letters beyond ASCII, language by language: text in a wrong code page mixes those of several.
_WEST = ("áéíóúñüç", "àâæçéèêëîïôùûüœÿ", "äöüßéë", "åäöæøéü", "áðéíóúýþæö", "àèéìòùí", "áâãàçéêíóôõúü", "äöõüšž")
_CENTRAL = ("ąćęłńóśźż", "áčďéěíňóřšťúůýžü", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "ăâîşţșț", "äöüß")
_TURKISH = ("çğıöşüâîûİ",)
_BALTIC = ("ąčęėįšųūž", "āčēģīķļņšūž", "äöõüšž")
_LANGUAGES = {**dict.fromkeys(("cp1252", "iso8859-15", "mac-roman", "cp437", "cp850"), _WEST), "cp1254": _TURKISH,
              **dict.fromkeys(("cp1250", "iso8859-2"), _CENTRAL), "cp1257": _BALTIC}
# Lead bytes of the signs in everyday use; the rarer ones come after them.
_EVERYDAY = {"gb18030": (0xb0, 0xd7), "euc-jp": (0xb0, 0xcf), "cp949": (0xb0, 0xc8), "big5": (0xa4, 0xc6),
             "cp932": (0x88, 0x97)}


def decoded(data: bytes, encoding: str | None, holds: str) -> tuple[str, str]:
    """The text of a file and the encoding it was read in. `encoding` None finds it. Raises TextError.

    `holds` says what such a file should hold: see `rnncore.data.text_files`.
    """
    if refusal := refused_bytes(data, holds):
        raise TextError(refusal)
    found = encoding or marked_encoding(data)
    if found is None and b"\x00" in data:
        raise TextError(not_text(holds))
    found = found or next(encoding for encoding in _tried(data) if _decodes(data, encoding))
    try:
        text = data.decode(found)
    except UnicodeError:
        raise TextError(f"This file cannot be read as {called(found)}: choose another encoding.") from None
    if not looks_like_text(text):
        raise TextError(not_text(holds))
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise TextError(f"This file is empty: bring one with {holds}.")
    return text, found.replace("utf-8-sig", "utf-8")


def _tried(data: bytes) -> Iterator[str]:
    """Encodings in the order they are tried; the guesses are made only where the bytes are not UTF-8."""
    yield "utf-8"
    yield from guessed(data)


def called(encoding: str) -> str:
    """What people call an encoding."""
    return ENCODINGS.get(encoding.removesuffix("-le").removesuffix("-be"), encoding)


def guessed(data: bytes) -> list[str]:
    """Likely encodings of bytes that are not UTF-8, the best first. Windows-1252 wins where two are nearly as good.

    charset-normalizer judges how messy each reading is; for a list of words, letters that no language has together,
    signs inside words and rare characters tell more.
    """
    sample = _telling_lines(data)
    chaos = {match.encoding.replace("_", "-"): match.chaos
             for match in from_bytes(sample, cp_isolation=list(LIKELY), threshold=0.5, enable_fallback=False)}
    able = [encoding for encoding in LIKELY if _decodes(sample, encoding)]
    badness = {encoding: _oddity(sample.decode(encoding), encoding) + 0.3 * chaos.get(encoding, 0.5)
               + HANDICAP.get(encoding, 0) for encoding in able}
    if WESTERN in badness:      # a letter or two are little evidence for anything else
        letters = sum(not symbol.isascii() for symbol in sample.decode(WESTERN))
        badness[WESTERN] -= max(NEAR, 0.35 / max(1, letters))
    return [*sorted(able, key=badness.__getitem__), WESTERN, "iso8859-15"]      # the last reads anything


def _telling_lines(data: bytes) -> bytes:
    """The lines that are not plain ASCII."""
    lines = [line for line in data.replace(b"\r", b"\n").split(b"\n") if not line.isascii()]
    return b"\n".join(lines)[:LOOKED_AT].rsplit(b"\n", 1)[0] if lines else b""


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeError:
        return False
    return True


def _oddity(text: str, encoding: str) -> float:
    """How unlikely a text is as a list of words, from 0 to about 2, by its symbols beyond ASCII."""
    letters = [(before, symbol) for before, symbol in zip(" " + text, text, strict=False) if not symbol.isascii()]
    odd = sum(_is_odd(before, symbol) for before, symbol in letters)
    low = sum(not before.isalpha() and symbol.islower() for before, symbol in letters)
    total = max(1, len(letters))
    return odd / total + 0.2 * low / total + 0.5 * _foreign([symbol for _, symbol in letters], encoding)


def _is_odd(before: str, symbol: str) -> bool:
    """A sign, an unassigned or a control character; a capital after a small letter; a change of script in a word."""
    kind = unicodedata.category(symbol)
    return ((kind[0] not in "LMZ" and symbol not in "·’‘´–―・") or (kind == "Lu" and before.islower())
            or (before.isalpha() and _script(before) != _script(symbol)) or symbol in "ªºƒ")


def _foreign(letters: list[str], encoding: str) -> float:
    """Which share of the letters is not in the language of this encoding that fits best, or is rare."""
    if encoding in _LANGUAGES:
        small = [letter if letter == "İ" else letter.lower() for letter in letters]
        known = max(sum(letter in language for letter in small) for language in _LANGUAGES[encoding])
    elif encoding in _EVERYDAY:
        low, high = _EVERYDAY[encoding]
        known = sum(low <= letter.encode(encoding)[0] <= high or "\u3040" <= letter <= "\u30ff" for letter in letters)
    else:
        return 0.0
    return 1 - known / max(1, len(letters))


def _script(letter: str) -> str:
    """The first word of a letter's name: LATIN, GREEK, CYRILLIC …; kana, kanji and hangul count as one."""
    name = unicodedata.name(letter, "?").split()[0].split("-")[0]
    return "EAST" if name in ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "HALFWIDTH", "KATAKANA-HIRAGANA") else name
