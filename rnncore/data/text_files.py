"""The text in a file's bytes: by its mark, as UTF-16 by its zero bytes, as UTF-8, or as it was asked for.

`holds` says what such a file should hold, for the sentences: "a name on each line".
"""

from rnncore.data.tables import looks_like_text, marked_encoding

LARGEST_FILE = 20_000_000


class TextError(ValueError):
    """Bytes that are no text, or not in this encoding; the message is one sentence that says what to do."""


def refused_bytes(data: bytes, holds: str) -> str | None:
    """One sentence why these bytes cannot be read at all, whatever their encoding; None if they may be text."""
    if len(data) > LARGEST_FILE:
        return f"This file is larger than {LARGEST_FILE // 1_000_000} MB: bring a shorter one, with {holds}."
    if not data.strip(b" \t\r\n\x00"):
        return f"This file is empty: bring one with {holds}."
    if data.startswith(b"PK\x03\x04") and b"xl/" in data[:4_000]:
        return "This is an Excel workbook and not a text file: save the sheet as CSV and bring that."
    if data.startswith(b"PK\x03\x04"):
        return "This is not a text file but a ZIP archive: unpack it and bring the file in it."
    return None


def not_text(holds: str) -> str:
    """The sentence for bytes that no encoding makes text of."""
    return f"This is not a text file: bring plain text or CSV, with {holds}."


def text_of(data: bytes, encoding: str | None, holds: str) -> tuple[str, str]:
    """The text of a file and the encoding it was read in. Raises TextError; its sentence names --encoding."""
    if refusal := refused_bytes(data, holds):
        raise TextError(refusal)
    asked, encoding = encoding, encoding or marked_encoding(data) or "utf-8"
    if b"\x00" in data and encoding == "utf-8":
        raise TextError(not_text(holds))
    try:
        text = data.decode(encoding)
    except LookupError:
        raise TextError(f"There is no encoding called {encoding}: give --encoding one such as utf-8, cp1252 or "
                        "iso8859-2.") from None
    except UnicodeError:
        raise TextError(f"This file is not {encoding.upper()}: save it as UTF-8 text, or name its encoding with "
                        "--encoding (cp1252 for most of Western Europe).") from None
    if not looks_like_text(text):
        raise TextError(not_text(holds))
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise TextError(f"This file is empty: bring one with {holds}.")
    return text, encoding if asked or encoding != "utf-8-sig" else "utf-8"
