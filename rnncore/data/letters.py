"""What a name is made of: letters and their marks in any script, and the few signs that stand between them."""

import re
import unicodedata
from collections.abc import Sequence

LONGEST_NAME = 40
BETWEEN_LETTERS = " -'’.·・׳״་"
BULLETS = "-*•‣◦▪+·"                                         # before a name, with a space
LETTERS, DIGITS, SIGNS = "letters", "digits", "signs"      # what counts as a name: each allows more than the one before
MARKUP = "<>&\\`$*_[]{}#|~^\"="                             # never part of a name: pages read these as instructions

# Signs that are typed for want of the right one. The long-vowel sign of katakana (U+30FC) is a letter, no dash.
_AS_HYPHEN = "֊־᠆‐‑‒–—―⁃−⸗⸺⸻゠﹘﹣－"
_AS_APOSTROPHE = "´`′‵‘‛ʹʼˊˋ＇"
_UNSEEN = "\u00ad\u061c\u180e\u200b\u200e\u200f\u2060\ufeff" + "".join(
    map(chr, (*range(0x202a, 0x202f), *range(0x2066, 0x206a))))            # direction marks and other empty signs
_STANDS_FOR = str.maketrans({**dict.fromkeys(_AS_HYPHEN, "-"), **dict.fromkeys(_AS_APOSTROPHE, "'"),
                             "･": "・", **dict.fromkeys(_UNSEEN, "")})
_JOINER = re.compile("[\u200c\u200d]+")


def as_name(raw: str) -> str:
    """`raw` composed (NFC), with single spaces; signs that stand for a hyphen or an apostrophe are read as one.

    Direction marks go, and the sign of a list's item before a name ("- Ada"). Zero-width joiners and non-joiners stay
    between letters, where they change how words look.
    """
    name = unicodedata.normalize("NFC", raw)
    if "`" in name or not name.isascii():
        name = " ".join(name.translate(_STANDS_FOR).split())
        name = unicodedata.normalize("NFC", _JOINER.sub(_joiner, name))
    name = " ".join(name.split())
    return name[2:] if name[1:2] == " " and name[0] in BULLETS else name


def visible(text: str) -> str:
    """`text` with every sign that cannot be seen by its code point, so that a sentence can show it: a soft hyphen is
    U+00AD."""
    return "".join(sign if sign.isprintable() else f"U+{ord(sign):04X}" for sign in text)


def quoted(text: str) -> str:
    """A sign or a word inside a sentence."""
    if text == " ":
        return "a space"
    return visible(text) if len(text) == 1 and not text.isprintable() else f"“{visible(text)}”"


def listed(texts: Sequence[str], most: int = 5) -> str:
    """Some signs or words inside a sentence, in the order they came: “a”, U+200B and 3 more."""
    more = f" and {len(texts) - most:,} more" if len(texts) > most else ""
    return ", ".join(map(quoted, texts[:most])) + more


def folded(text: str) -> str:
    """`text` in small letters, symbol by symbol; İ, which has no small letter of one symbol, stays as it is."""
    return "İ".join(part.lower() for part in text.split("İ"))


def spelling_key(name: str) -> str:
    """What two spellings of one name share: the case does not matter, nor which apostrophe. ß and ss differ."""
    return folded(name).replace("’", "'")


def why_not_a_name(name: str, allowed: str = LETTERS) -> str | None:
    """The reason why `name` cannot be learned from, or None if it can. `allowed`: LETTERS, DIGITS or SIGNS."""
    if len(name) > LONGEST_NAME:
        return f"longer than {LONGEST_NAME} characters"
    if name.isalpha():
        return None
    kinds = [unicodedata.category(symbol)[0] for symbol in name]
    if "N" in kinds and allowed == LETTERS:
        return "with digits"
    if any(not _may_stand(symbol, kind, allowed) for symbol, kind in zip(name, kinds, strict=True)):
        return "with signs that are not letters"
    if "L" not in kinds:
        return "without a letter"
    if kinds[0] == "M":
        return "beginning with a combining mark"
    return None


def _may_stand(symbol: str, kind: str, allowed: str) -> bool:
    if kind in "LM" or symbol in BETWEEN_LETTERS or symbol in "\u200c\u200d":
        return True
    return (kind == "N" and allowed != LETTERS) or (kind in "PS" and allowed == SIGNS and symbol not in MARKUP)


def _joiner(found: re.Match) -> str:
    """One joiner between two letters, nothing elsewhere."""
    text, start, end = found.string, found.start(), found.end()
    between = start > 0 and end < len(text) and all(
        unicodedata.category(symbol)[0] in "LM" for symbol in (text[start - 1], text[end]))
    return found[0][0] if between else ""
