"""The ledger: a section is stale when a value that it read, or that its widgets show, is another one now."""

from hypothesis import given
from hypothesis import strategies as st

from explainer.state.ledger import PAGE, Ledger, Recording, note_fact, note_read, note_shown, running

VALUES = {"a": 1, "b": 2, "c": 3}


def now_of(values: dict):
    return lambda key, default: values.get(key, default)


def drawn(*sections: tuple[str, str], first: str = "") -> Ledger:
    """A page whose sections read one control each: ("curve", "a"), ("words", "b"); "" reads for the page."""
    ledger = Ledger()
    with Recording(ledger.records[PAGE]):
        for name, key in sections:
            record = ledger.begin(name, PAGE, first=name == first) if name else running()
            with Recording(record):
                note_read(key, VALUES[key], None)
    ledger.is_whole = True
    return ledger


def test_what_is_read_is_noted_for_the_innermost_section():
    ledger = Ledger()
    with Recording(ledger.records[PAGE]):
        note_read("a", 1, None)
        with Recording(ledger.begin("outer", PAGE)):
            note_read("b", 2, None)
            with Recording(ledger.begin("inner", "outer")):
                note_read("c", 3, None)
            note_read("a", 1, None)
    read = {name: set(record.read) for name, record in ledger.records.items()}
    assert read == {PAGE: {"a"}, "outer": {"a", "b"}, "inner": {"c"}} and running() is None
    note_read("a", 1, None)                    # in a callback: nobody draws, nobody has read it


@given(st.dictionaries(st.sampled_from("abc"), st.integers(1, 4)))
def test_a_change_makes_exactly_its_readers_stale(changed):
    ledger = drawn(("one", "a"), ("two", "b"), ("three", "c"), ("four", "a"))
    readers = {"one": "a", "two": "b", "three": "c", "four": "a"}
    values = VALUES | changed
    assert ledger.stale(now_of(values)) == [name for name, key in readers.items() if values[key] != VALUES[key]]


def test_a_value_that_came_back_makes_nothing_stale_and_one_that_is_gone_is_its_default():
    ledger = drawn(("one", "a"))
    assert ledger.stale(now_of({"a": 2})) == ["one"] and ledger.stale(now_of(VALUES)) == []
    assert ledger.stale(now_of({})) == ["one"]           # None is not 1


def test_the_picture_comes_first_and_the_others_as_they_stand():
    ledger = drawn(("one", "a"), ("picture", "a"), ("two", "a"), first="picture")
    assert ledger.stale(now_of({"a": 0})) == ["picture", "one", "two"]


def test_a_section_inside_a_stale_one_is_drawn_with_it():
    ledger = drawn(("outer", "a"))
    with Recording(ledger.begin("inner", "outer")):
        note_read("a", 1, None)
        note_read("b", 2, None)
    assert ledger.stale(now_of({"a": 0, "b": 2})) == ["outer"]
    assert ledger.stale(now_of({"a": 1, "b": 0})) == ["inner"]
    assert ledger.is_inside("inner", ["outer"]) and not ledger.is_inside("outer", ["inner"])


def test_a_section_that_vanished_is_forgotten_and_the_others_keep_their_order():
    ledger = drawn(("outer", "b"))

    def draw(name: str, parent: str | None, key: str) -> None:
        with Recording(ledger.begin(name, parent)):
            note_read(key, VALUES[key], None)
    for name, parent in (("inner", "outer"), ("deeper", "inner"), ("last", PAGE)):
        draw(name, parent, "a")
    draw("outer", None, "b")                                 # runs again, and draws no inner section this time
    assert ledger.stale(now_of({"a": 0, "b": 2})) == ["last"]
    draw("inner", "outer", "a")
    assert ledger.stale(now_of({"a": 0, "b": 2})) == ["inner", "last"]


def test_a_section_that_runs_by_itself_stays_where_it_stands():
    ledger = drawn(("outer", "b"))
    ledger.begin("inner", "outer")
    assert ledger.begin("inner", None).parent == "outer"


def test_what_is_read_outside_all_sections_is_the_pages():
    ledger = drawn(("", "a"), ("one", "b"))
    assert ledger.stale(now_of(VALUES | {"a": 0})) == [PAGE]


def test_a_widget_is_stale_if_another_hand_moved_it():
    ledger = drawn()
    with Recording(ledger.begin("one", PAGE)):
        assert note_shown("widget", "a", 1, None) == "one"
    assert ledger.stale(now_of({"a": 2})) == ["one"]
    ledger.has_shown("one", "widget", 2)                     # the visitor's own hand
    assert ledger.stale(now_of({"a": 2})) == [] and ledger.stale(now_of({"a": 3})) == ["one"]
    ledger.has_shown("gone", "widget", 2)                    # its section has vanished meanwhile: nothing happens
    ledger.has_shown("one", "another", 2)


def test_a_section_is_stale_once_a_fact_it_was_told_is_another_one():
    standing = {"one": "active", "two": "active"}
    ledger = drawn(("other", "a"))
    for run in standing:
        with Recording(ledger.begin(run, PAGE)):
            note_fact(standing.get, (run,), standing[run])
    assert ledger.stale(now_of(VALUES)) == [] and not ledger.has_news()
    standing["two"] = "finished"
    assert ledger.stale(now_of(VALUES)) == ["two"] and ledger.has_news()
    with Recording(ledger.begin("two", None)):
        note_fact(standing.get, ("two",), "finished")
    assert ledger.stale(now_of(VALUES)) == [] and not ledger.has_news()
    note_fact(standing.get, ("one",), "gone")                # in a callback: nobody draws, nobody was told
    assert not ledger.has_news()


def test_a_section_that_was_interrupted_is_stale_whatever_it_read():
    ledger = drawn(("one", "a"), ("two", "b"))
    with Recording(ledger.begin("two", None)):
        note_read("b", 7, None)
    assert ledger.stale(now_of(VALUES | {"b": 7})) == []
    recording = Recording(ledger.begin("two", None))
    recording.__enter__()
    note_read("b", 7, None)
    recording.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert ledger.stale(now_of(VALUES | {"b": 7})) == ["two"]


def test_what_was_drawn_after_a_moment_is_drawn_again_if_it_is_lost():
    ledger = drawn(("one", "a"), ("two", "b"), ("three", "c"))
    for ended, record in enumerate((*list(ledger.records.values())[1:], ledger.records[PAGE]), start=2):
        record.ended = ended
    assert ledger.drawn_since(5) == set() and ledger.drawn_since(3) == {"three", PAGE}
    ledger.begin("two", None)
    assert ledger.drawn_since(5) == {"two"}
    assert ledger.stale(now_of(VALUES), lost={"three"}) == ["two", "three"]
    assert ledger.stale(now_of(VALUES), lost={PAGE, "three"}) == [PAGE, "two", "three"]
