"""What a page draws, as few numbers: how many there are, their mean, the least and the greatest.

A picture is a chart or a component with a key. Its summary is a dict: where its numbers stand, with the places in
lists left out, and four numbers for all that stands there. The app's own pieces of HTML have no key. They go by their
class, and only the numbers and the letters in them count.
"""

import base64
import json
import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any

import numpy as np

from tests.line_charts import in_plotlys_words
from tests.visitor import Visitor, key_of

DIGITS = 5
RELATIVE, ABSOLUTE = 1e-4, 1e-6          # another processor rounds otherwise
STYLING = {"colorscale", "colors", "heard", "channel", "most"}      # names of what is no data
OF_A_TRACE = {"x", "y", "z", "customdata"}
OF_A_LINE = {"x0", "x1", "y0", "y1"}
PROSE = {"u-place", "u-note", "u-lead", "u-prose", "u-unseen", "stHtml"}
# Where a run without clipping explodes the last bit decides, and another processor has another one: of such pictures
# only the beginning counts, and their words do not.
EXPLODING, SOUND = {"norms", "clip_losses"}, 10
EXPLODED = "Without clipping: "
NUMBER = re.compile(r"(?<![\w#.])-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")

Summary = list[float]
Leaf = tuple[str, Any]


def pictures(visitor: Visitor) -> dict[str, dict[str, Any]]:
    """Every picture on the page by its key."""
    found = {}
    for element in visitor.at._tree:
        kind = getattr(element, "type", "")
        if kind == "plotly_chart":
            leaves = _of_a_figure(json.loads(element.proto.spec), key_of(element) in EXPLODING)
            found[key_of(element)] = _gathered(leaves)
        elif kind == "bidi_component" and element.proto.json:
            data = json.loads(element.proto.json)
            leaves = (_of_a_figure(in_plotlys_words(data["chart"])) if element.proto.component_name == "live_chart"
                      else _leaves(data, ""))
            found[key_of(element)] = _gathered(leaves)
    return {key: summary for key, summary in found.items() if summary}


def pieces(visitor: Visitor) -> dict[str, list[list[Summary]]]:
    """The pieces of HTML by their first class.

    Of each: the numbers its bars and marks are drawn from, the numbers a visitor reads, and the letters of names
    and words.
    """
    found: dict[str, list[list[Summary]]] = {}
    for html in visitor.html:
        named = re.search(r'class="([\w-]+)', html)
        if named and named[1] not in PROSE and EXPLODED not in html:
            drawn_from = " ".join(re.findall(r'\s(?:data-[\w-]+|style)="([^"]*)"', html))
            letters = unescape("".join(re.findall(r"<bdi>(.*?)</bdi>", html)))
            told = [summary(numbers_in(drawn_from)), summary(numbers_in(re.sub(r"<[^>]*>", " ", html))),
                    summary([ord(letter) for letter in letters])]
            found.setdefault(named[1], []).append(told)
    return found


def numbers_in(text: str) -> list[float]:
    """The numbers in a text, minus signs and thousands' commas understood."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", unescape(text).replace("−", "-"))
    return [float(number) for number in NUMBER.findall(plain.replace("--", " "))]


def summary(numbers: Sequence[float]) -> Summary:
    """How many finite numbers, their mean, the least and the greatest; only how many if there are none."""
    array = np.asarray(numbers, np.float64)
    array = array[np.isfinite(array)]
    if not array.size:
        return [0]
    return [array.size, *(float(f"{x:.{DIGITS}g}") for x in (array.mean(), array.min(), array.max()))]


def same(one: Any, two: Any) -> bool:
    """Whether two summaries agree, nearly; whatever else there is must be equal. A mean errs as its largest number."""
    if not (isinstance(one, list) and isinstance(two, list)):
        return one == two
    if len(one) != len(two) or any(isinstance(part, list) for part in one + two):
        return len(one) == len(two) and all(map(same, one, two))
    if one[0] != two[0]:
        return False
    largest = max(map(abs, one[2:] + two[2:]), default=0.0)
    return all(abs(a - b) <= ABSOLUTE + RELATIVE * scale for a, b, scale in zip(
        one[1:], two[1:], (largest, *(max(abs(a), abs(b)) for a, b in zip(one[2:], two[2:], strict=True))),
        strict=False))


def _gathered(leaves: Iterator[Leaf]) -> dict[str, Any]:
    """Summaries of what stands in the same place; settings that are words or switches stay as they are."""
    numbers: dict[str, list[np.ndarray]] = {}
    found: dict[str, Any] = {}
    for place, leaf in leaves:
        if isinstance(leaf, np.ndarray):
            numbers.setdefault(place, []).append(leaf)
        else:
            found[place] = leaf
    return found | {place: summary(np.concatenate(parts)) for place, parts in numbers.items()}


def _of_a_figure(figure: dict[str, Any], explodes: bool = False) -> Iterator[Leaf]:
    """The data of every trace, and where lines stand; a trace goes by its number."""
    for number, trace in enumerate(figure["data"]):
        for name in sorted(OF_A_TRACE & set(trace)):
            leaves = _leaves(trace[name], f"{number}.{name}")
            yield from ((place, leaf[:SOUND]) for place, leaf in leaves) if explodes else leaves
    for line in figure.get("layout", {}).get("shapes", ()):
        for name in sorted(OF_A_LINE & set(line)):
            yield from _leaves(line[name], f"line.{name}")


def _leaves(data: Any, place: str) -> Iterator[Leaf]:
    """All numbers in plain data, each with its place. Words count as letters where they stand in a list."""
    if isinstance(data, dict):
        array = _unpacked(data)
        if array is not None:
            yield place, array
            return
        for name, inner in data.items():
            if name not in STYLING:
                yield from _leaves(inner, place if name.isdecimal() else f"{place}.{name}".strip("."))
    elif isinstance(data, list):
        yield from _of_a_list(data, place)
    elif isinstance(data, str | bool):
        if place.startswith("settings."):
            yield place, data
    elif data is not None:
        yield place, np.array([data], np.float64)


def _of_a_list(data: list, place: str) -> Iterator[Leaf]:
    if place == "weights":
        yield from ((place, np.frombuffer(base64.b64decode(sent), "<f4")) for sent in data)
    elif data and all(isinstance(item, str) for item in data):
        yield f"{place} (letters)", np.array([ord(letter) for letter in "".join(data)], np.float64)
    elif data and all(item is None or type(item) in (int, float) for item in data):
        yield place, np.array(data, np.float64)
    else:
        for item in data:
            yield from _leaves(item, place)


def _unpacked(data: dict[str, Any]) -> np.ndarray | None:
    """An array in one of the three ways in which arrays are sent, or None."""
    if "bdata" in data:
        return np.frombuffer(base64.b64decode(data["bdata"]), data["dtype"]).astype(np.float64)
    if "packed" in data:
        return np.frombuffer(base64.b64decode(data["packed"]), "<f4").astype(np.float64)
    if isinstance(data.get("data"), str) and "reach" in data:
        return np.frombuffer(base64.b64decode(data["data"]), "<i2") / 32767 * data["reach"]
    return None
