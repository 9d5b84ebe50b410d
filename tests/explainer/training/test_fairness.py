"""Whose turn it is."""

from explainer.training.fairness import fair_order, to_give_way
from explainer.training.job import Job


def job(*sessions: str) -> Job:
    return Job(order=None, watchers=dict.fromkeys(sessions, 0.0))


def test_first_come_first_served_but_whoever_has_a_run_lets_others_go_first():
    running = [job("greedy")]
    more, shared, modest, last = waiting = [job("greedy"), job("greedy", "friend"), job("modest"), job("greedy")]
    assert fair_order(waiting, running) == [shared, modest, more, last]
    assert fair_order(waiting, []) == waiting


def test_only_a_second_run_gives_way_and_only_to_somebody_with_none():
    first, second = job("greedy"), job("greedy")
    assert to_give_way([job("modest")], [first, second]) is second
    assert to_give_way([job("greedy")], [first, second]) is None
    assert to_give_way([], [first, second]) is None
    assert to_give_way([job("modest")], [first, job("modest")]) is None
    shared = job("greedy", "friend")
    assert to_give_way([job("modest")], [first, shared]) is first       # the friend has nothing else
    second.is_stopping = True
    assert to_give_way([job("modest")], [first, second]) is None        # one is already on its way
