"""What the browser says: numbered, checked, and heard once."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from explainer.components import channel
from explainer.components.channel import Channel, is_number, is_switch, is_text, is_whole, number_of

KINDS = Channel({"step": is_whole, "view": is_text, "value": is_number, "rests": is_switch})
NOTHING = {"step": None, "view": None, "value": None, "rests": None}
anything = some.one_of(some.none(), some.booleans(), some.integers(), some.floats(), some.text(),
                       some.lists(some.integers()))


@pytest.fixture
def say(monkeypatch):
    """A visitor whose component says what it is given; None unmounts it."""
    state = {}
    monkeypatch.setattr(channel.st, "session_state", state)

    def speak(sent) -> None:
        state["graph"] = SimpleNamespace(**{channel.STATE: sent})
        if sent is None:
            del state["graph"]

    return speak


@given(some.one_of(anything, some.dictionaries(some.sampled_from([*KINDS.kinds, "number", "other"]), anything)))
def test_whatever_comes_in_is_of_its_kind_or_nothing(sent):
    found = KINDS.checked(sent)
    assert found.keys() == KINDS.kinds.keys()
    assert all(value is None or KINDS.kinds[name](value) for name, value in found.items())
    assert number_of(sent) >= 0 and type(number_of(sent)) is int


def test_what_is_said_is_heard_once(say):
    assert KINDS.news("graph") == {} and KINDS.heard("graph") == 0 and KINDS.said("graph") == NOTHING
    say({"number": 1, "moved": ["step", "view"], "step": 3, "view": "folded"})
    assert KINDS.heard("graph") == 0, "not heard before it is asked for"
    assert KINDS.news("graph") == {"step": 3, "view": "folded"}
    assert KINDS.heard("graph") == 1 and KINDS.news("graph") == {}
    say({"number": 2, "moved": ["step"], "step": 4, "view": "folded"})
    assert KINDS.news("graph") == {"step": 4}
    say({"number": 3, "moved": ["step"], "view": "folded"})
    assert KINDS.news("graph") == {"step": None}


def test_the_same_said_once_more_is_said_again(say):
    KINDS.heard("graph")
    for number in (1, 2):
        say({"number": number, "moved": ["step"], "step": 3})
        assert KINDS.news("graph") == {"step": 3}
        assert KINDS.news("graph") == {}


def test_of_two_quick_moves_of_which_one_arrives_both_count(say):
    KINDS.heard("graph")
    say({"number": 1, "moved": ["step"], "step": 3, "view": None})
    say({"number": 2, "moved": ["step", "view"], "step": 3, "view": "folded"})
    assert KINDS.news("graph") == {"step": 3, "view": "folded"}


def test_what_only_comes_along_is_no_news(say):
    KINDS.heard("graph")
    say({"number": 1, "moved": ["view"], "step": None, "view": "folded"})
    assert KINDS.news("graph") == {"view": "folded"}


@given(anything)
def test_where_it_is_not_soundly_said_what_moved_all_counts(moved):
    sent = {"number": 1, "moved": moved, "step": 3}
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(channel.st, "session_state", found)
        KINDS.heard("graph")
        found["graph"] = SimpleNamespace(**{channel.STATE: sent})
        named = moved if isinstance(moved, list) else []
        assert KINDS.news("graph") == ({} if named else NOTHING | {"step": 3})


def test_a_component_that_went_away_begins_anew_and_its_first_word_is_news(say):
    KINDS.heard("graph")
    say({"number": 1, "moved": ["step"], "step": 3})
    KINDS.news("graph")
    say(None)
    assert KINDS.heard("graph") == 0
    say({"number": 1, "moved": ["step"], "step": 3})
    assert KINDS.news("graph") == {"step": 3}


@pytest.mark.parametrize("first", [KINDS.news, KINDS.heard])
def test_what_a_new_session_finds_said_is_no_news_and_not_heard(say, first):
    """The session before it may have heard it or not: the browser knows, and says it once more if not."""
    say({"number": 5, "moved": ["step"], "step": 3})
    first("graph")
    assert KINDS.news("graph") == {} and KINDS.heard("graph") == -5
    say({"number": 6, "moved": ["step"], "step": 3})
    assert KINDS.news("graph") == {"step": 3} and KINDS.heard("graph") == 6
