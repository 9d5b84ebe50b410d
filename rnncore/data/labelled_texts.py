"""Texts with a label each, two to five labels in all: pairs as they come, or a file for each label.

What had to be left out or assumed is told with them; nothing is left out in silence.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

HOLDS = "a text and its label in each row"
FEWEST_LABELS, MOST_LABELS = 2, 5
FEWEST_TEXTS, FEWEST_OF_A_LABEL = 40, 5
MOST_TEXTS = 50_000
LONGEST_LABEL = 40
NO_TEXT, NO_LABEL, RARE = "without a text", "without a label", "with a label that hardly any other has"
_MARKUP = re.compile(r"<[a-zA-Z/][^<>]{0,80}>")


class TextsError(ValueError):
    """A file that holds no labelled texts; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class LabelledTexts:
    """Texts and the number of each one's label. Pairs are (how many, an example)."""

    title: str
    labels: tuple[str, ...]                  # in alphabetical order; numbers in their own
    texts: tuple[str, ...]
    answers: tuple[int, ...]                 # of each text: a place in `labels`
    left_out: dict[str, tuple[int, str]] = field(default_factory=dict)
    repeated: tuple[int, str] = (0, "")      # texts that stood before: the first one's label is kept
    contradicted: int = 0                    # of those, texts that came with another label
    marked: int = 0                          # texts that markup such as <br /> was taken out of

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change when any text or label does."""
        digest = hashlib.sha256("\n".join(self.labels).encode())
        for text, answer in zip(self.texts, self.answers, strict=True):
            digest.update(f"{answer} {text}\n".encode())
        return digest.hexdigest()[:12]

    @property
    def counts(self) -> tuple[int, ...]:
        """How many texts have each label."""
        found = Counter(self.answers)
        return tuple(found[label] for label in range(len(self.labels)))


def texts_of_files(files: Mapping[str, str], title: str = "") -> LabelledTexts:
    """Labelled texts of a file for each label: label to text, a text on each line. Raises TextsError."""
    lines = ((line, label) for label, text in files.items() for line in text.splitlines() if line.strip())
    return collected(lines, title)


def collected(pairs: Iterable[tuple[str, str]], title: str = "") -> LabelledTexts:
    """Texts with their labels as they come, each text once. Raises TextsError."""
    found: dict[str, str] = {}
    left_out: dict[str, tuple[int, str]] = {}
    repeated, contradicted, marked = (0, ""), 0, 0
    for raw, raw_label in pairs:
        label = " ".join(raw_label.split()).removeprefix("__label__")[:LONGEST_LABEL]
        text = " ".join(raw.split())
        if "<" in text:
            plain = " ".join(_MARKUP.sub(" ", text).split())
            marked, text = marked + (plain != text), plain
        if not text or not label:
            _leave_out(left_out, NO_LABEL if text else NO_TEXT, text or label or "(empty)")
        elif text in found:
            repeated = (repeated[0] + 1, repeated[1] or text[:60])
            contradicted += found[text] != label
        else:
            found[text] = label
    counts = Counter(found.values())
    labels = sorted((label for label in counts if counts[label] >= FEWEST_OF_A_LABEL), key=_label_order)
    if len(labels) > MOST_LABELS or len(labels) < FEWEST_LABELS:
        raise TextsError(_number_of_labels(counts))
    for text, label in found.items():
        if label not in labels:
            _leave_out(left_out, RARE, f"{label}: {text}")
    kept = {text: label for text, label in found.items() if label in labels}
    if not FEWEST_TEXTS <= len(kept) <= MOST_TEXTS:
        few = len(kept) < FEWEST_TEXTS
        bound = f"at least {FEWEST_TEXTS} are needed" if few else f"at most {MOST_TEXTS:,} can be read"
        raise TextsError(f"These are {len(kept):,} texts, and {bound}: bring {'more' if few else 'fewer'}.")
    numbers = {label: number for number, label in enumerate(labels)}
    return LabelledTexts(title, tuple(labels), tuple(kept), tuple(numbers[label] for label in kept.values()), left_out,
                         repeated, contradicted, marked)


def _leave_out(left_out: dict[str, tuple[int, str]], reason: str, example: str) -> None:
    number, first = left_out.get(reason, (0, example[:60]))
    left_out[reason] = (number + 1, first)


def _label_order(label: str) -> tuple:
    number = re.fullmatch(r"-?\d+(?:\.\d+)?", label)
    return (0, float(label), "") if number else (1, 0.0, unicodedata.normalize("NFC", label).casefold())


def _number_of_labels(counts: Counter) -> str:
    common = [label for label, _ in counts.most_common(MOST_LABELS + 1)]
    return (f"These texts have {len(counts):,} label{'s' * (len(counts) != 1)} ({', '.join(common) or 'none'}"
            f"{', …' if len(counts) > len(common) else ''}): bring {FEWEST_LABELS} to {MOST_LABELS} labels with at "
            f"least {FEWEST_OF_A_LABEL} texts each.")
