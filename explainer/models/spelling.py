"""Names as people write them, and in the signs that a network knows."""

import unicodedata

from explainer.models.letter_case import USUAL, Case, in_case
from rnncore import Vocabulary

# Letters that are no letter with a mark on it, and what people write who do not have them.
JOINERS = " -'’.·"      # left out where a list has none: Mary-Jane is read as maryjane
PLAIN = {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}


def shown(name: str, vocabulary: Vocabulary, case: Case = USUAL) -> str:
    """A generated name as people write it: in its list's case where the network never saw any (see `letter_case`)."""
    return in_case(name, case) if vocabulary.folds_case else name


def spelled_for(vocabulary: Vocabulary, text: str) -> str:
    """`text` in the signs of the vocabulary, as far as it goes.

    Accents and joiners that it does not know are left out: for a list of plain letters, Björn is Bjorn
    and Mary-Jane is MaryJane.
    """
    spelled = ""
    for symbol in unicodedata.normalize("NFC", text):
        plain = PLAIN.get(symbol.lower()) or unicodedata.normalize("NFKD", symbol)[0]
        known = vocabulary.fold(symbol) in vocabulary.symbols
        if not known and symbol in JOINERS:
            continue
        spelled += plain if not known and set(vocabulary.fold(plain)) <= set(vocabulary.symbols) else symbol
    return spelled
