"""Two clerks press "sign" on the same order at the same moment, again and again, in two processes."""

import pytest

from tests.fault.processes import hands, looking_at

ROUNDS = 100


@pytest.mark.slow
def test_one_clerk_wins_each_time_and_the_other_is_told(cloned_database):
    with hands(cloned_database, ["make"], ["sign", "clerk.chengguan"], ["sign", "clerk2.chengguan"]) as (
        maker,
        *clerks,
    ):
        outcomes = [race(order, clerks) for order in maker.ask(ROUNDS)]
    losers = {outcome for pair in outcomes for outcome in pair} - {"won"}
    assert [sorted(pair).count("won") for pair in outcomes] == [1] * ROUNDS
    assert losers <= {"NotNow", "Stale"}
    with looking_at(cloned_database) as ask:
        assert ask("SELECT count(*) FROM whistle_orderstep WHERE verb = 'sign'") == [(ROUNDS,)]
        assert ask("SELECT count(*) FROM whistle_order WHERE status = 'signed' AND version <> 2") == [(0,)]
        assert ask("SELECT count(*) FROM whistle_whistlestep WHERE verb = 'respond'") == [(ROUNDS,)]


def race(order, clerks):
    """Both are told before either has answered."""
    for clerk in clerks:
        clerk.tell(order)
    return [clerk.answer() for clerk in clerks]
