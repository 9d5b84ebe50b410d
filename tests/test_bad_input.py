"""A short run of `python -m tests.bad_input`: the same tries on every machine."""

from tests import bad_input


def test_nothing_but_our_own_errors_comes_of_nonsense():
    told, _ = bad_input.run(600)
    assert min(told["recipe refused"], told["recipe taken"], told["address read"], told["message read"]) > 10
    assert told["page opened"] + told["component heard"] >= 2
