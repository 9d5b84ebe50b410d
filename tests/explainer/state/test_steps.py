"""Which step an address opens."""

from explainer.state.controls import Number
from explainer.state.steps import WHOLE, steps
from tests.whole import all_steps, opened_whole

A, B, C, D = (Number(key, key, 0) for key in "abcd")
CHAPTER = steps(("one", "One", (A, B)), ("two", "Two", (B, C)), ("three", "Three", ()), above=(D,))


def test_the_step_that_holds_most_of_what_is_set_and_the_first_of_those():
    opened = {keys: CHAPTER.opened_by(keys) for keys in ("", "a", "b", "c", "bc", "abc", "d", "dc", "x")}
    assert opened == {"": "one", "a": "one", "b": "one", "c": "two", "bc": "two", "abc": "one", "d": "one", "dc": "two",
                      "x": "one"}


def test_a_step_can_be_named_and_so_can_the_whole():
    assert CHAPTER.names == ["one", "two", "three"] and CHAPTER.default == "one"
    assert [CHAPTER.parse(name) for name in (*CHAPTER.names, WHOLE)] == [*CHAPTER.names, WHOLE]


def test_chapters_of_tests_open_whole_and_those_of_people_at_their_first_step(step_by_step):
    assert all(control.default == control.names[0] for control in all_steps().values())
    with opened_whole():
        assert {control.default for control in all_steps().values()} == {WHOLE}
        assert {control.opened_by(control.holds[control.names[-1]]) for control in all_steps().values()} == {WHOLE}
