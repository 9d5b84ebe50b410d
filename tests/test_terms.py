"""The glossary: no term is used before it is explained, and each can be read on the step that explains it."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

import pytest

from explainer.learning.terms import terms, with_definition
from pages.chapters import TEN_MINUTES
from pages.glossary.state import PICTURED, picture_of
from tests.visitor import Visitor
from tests.whole import all_steps
from tests.words import Piece, count, opened

EACH = [(place, name) for place, control in all_steps().items() for name in control.names]
MOST_ON_THE_PATH = 1500
# Names of settings are no sentences, and fine print is for whoever comes back. Beyond that:
EXCEPTIONS: dict[tuple[str, str, str], str] = {
}


@cache
def pieces(place: str, step: str) -> tuple[Piece, ...]:
    """What a step sends; one run of its page for all tests."""
    return tuple(opened(place, step))


def said(stop: tuple[str, str]) -> str:
    """The sentences of a step."""
    return " ".join(piece.plain for piece in pieces(*stop) if piece.is_sentence and not piece.is_fine_print)


def too_early(stops: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Each term that is used on one of these steps, in their order, before a step that explains it."""
    known = set()
    for stop in stops:
        known |= {term.name for term in terms() if stop in term.steps}
        for term in terms():
            found = term.pattern.search(said(stop))
            if found and term.name not in known and (term.name, *stop) not in EXCEPTIONS:
                yield f"{'/'.join(stop)} says “{found[0]}”: …{said(stop)[max(0, found.start() - 40):found.end() + 30]}…"


@pytest.mark.parametrize("stops", [TEN_MINUTES, EACH], ids=["path", "chapters"])
def test_no_term_is_used_before_it_is_explained(stops):
    found = list(too_early(stops))
    assert not found, "\n".join(found)


def test_every_exception_is_needed():
    for name, *stop in EXCEPTIONS:
        [term] = [term for term in terms() if term.name == name]
        assert term.pattern.search(said(tuple(stop)))


def test_a_term_can_be_read_on_the_step_that_explains_it():
    for term in terms():
        assert set(term.steps) <= set(EACH), term.name
        sent = " ".join(piece.text for piece in pieces(*term.steps[0]))
        assert sent.count(f'popovertarget="term-{term.anchor}"') == 1, term.name
        assert sent.count(f'id="term-{term.anchor}"') == 1 and 5 < len(term.words.split()) < 60
        ids = re.findall(r'id="(term-[\w-]+)"', sent)
        assert len(ids) == len(set(ids))


def test_only_words_become_buttons():
    [gate] = [term for term in terms() if term.name == "Gate"]
    html = '<a title="gate" href="#">a gate</a> of <b>gates</b> and gates'
    button = re.search("<button.*?</button>", with_definition(html, gate))[0]
    assert button.endswith(">gates</button>")
    assert with_definition(html, gate).startswith('<a title="gate" href="#">a gate</a> of <b><button')
    assert with_definition("<i class='gate'>navigate</i>", gate) == "<i class='gate'>navigate</i>"


def test_the_ten_minute_path_is_read_in_ten_minutes():
    words = {stop: count([piece for piece in pieces(*stop) if piece.is_in_sight]) for stop in TEN_MINUTES}
    assert len(words) <= 14 and sum(words.values()) <= MOST_ON_THE_PATH, words


def test_the_glossary_has_every_term_with_its_step_and_its_picture():
    page = Visitor(page="glossary")
    html = " ".join(page.html)
    assert all(f'id="{term.anchor}"' in html for term in terms())
    links = {(link.proto.page, link.proto.query_string) for link in page.at.get("page_link")}
    assert {(term.steps[0][0], f"step={term.steps[0][1]}") for term in terms()} <= links
    assert {term.name for term in terms()} >= PICTURED and all(picture_of(name) in html for name in PICTURED)
