"""Whose turn it is."""

from explainer.training.fairness import SLICE, fair_order, to_give_way
from explainer.training.job import Job


def job(*sessions: str, started: float = 0.0) -> Job:
    return Job(order=None, watchers=dict.fromkeys(sessions, 0.0), started=started)


def giving_way(waiting: list[Job], running: list[Job]) -> Job | None:
    """At a moment when all of them have just begun."""
    return to_give_way(waiting, running, now=1.0)


def test_first_come_first_served_but_whoever_has_a_run_lets_others_go_first():
    running = [job("greedy")]
    more, shared, modest, last = waiting = [job("greedy"), job("greedy", "friend"), job("modest"), job("greedy")]
    assert fair_order(waiting, running) == [shared, modest, more, last]
    assert fair_order(waiting, []) == waiting


def test_only_a_second_run_gives_way_and_only_to_somebody_with_none():
    first, second = job("greedy"), job("greedy")
    assert giving_way([job("modest")], [first, second]) is second
    assert giving_way([job("greedy")], [first, second]) is None
    assert giving_way([], [first, second]) is None
    assert giving_way([job("modest")], [first, job("modest")]) is None
    shared = job("greedy", "friend")
    assert giving_way([job("modest")], [first, shared]) is first       # the friend has nothing else
    second.is_stopping = True
    assert giving_way([job("modest")], [first, second]) is None        # one is already on its way


def test_a_job_whose_worker_died_goes_on_before_all_others():
    running, [modest, greedy] = [job("greedy")], [job("modest"), job("greedy")]
    greedy.goes_next = True
    assert fair_order([modest, greedy], running) == [greedy, modest]


def test_those_with_one_run_each_take_turns_and_the_longest_rests_first():
    old, older = job("a", started=50.0), job("b", started=10.0)
    assert to_give_way([job("c")], [old, older], now=10.0 + SLICE - 1) is None
    assert to_give_way([job("c")], [old, older], now=10.0 + SLICE) is older
    assert to_give_way([job("a")], [old, older], now=1_000.0) is None        # who has a run waits for it to end
