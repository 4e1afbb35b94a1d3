"""Two processes push the same ticket at the same moment, twenty times: one incident and one receipt each time."""

import pytest

from tests.fault.processes import hands, looking_at

ROUNDS = 20


@pytest.mark.slow
def test_the_same_number_at_once_is_one_incident(cloned_database):
    with hands(cloned_database, ["connect"]) as (office,):
        key = office.ask("12345")
    with hands(cloned_database, ["push", key], ["push", key]) as lines:
        receipts = [race(f"W-{number}", lines) for number in range(ROUNDS)]
    assert [len(set(pair)) for pair in receipts] == [1] * ROUNDS
    with looking_at(cloned_database) as ask:
        assert ask("SELECT count(*), count(DISTINCT number) FROM grid_incident") == [(ROUNDS, ROUNDS)]
        assert ask("SELECT count(*) FROM grid_ticket WHERE incident_id IS NULL") == [(0,)]


def race(number, lines):
    """Both are told before either has answered."""
    for line in lines:
        line.tell(number)
    return [line.answer() for line in lines]
