"""Two processes look for what is late at the same time: one slip for each order, none twice, none missing."""

import pytest

from tests.fault.processes import hands, looking_at

ORDERS = 60
LATE = """
    UPDATE whistle_orderclock SET alarm_at = now() - interval '1 hour',
        ladder = jsonb_build_array(jsonb_build_array(1, 'supervise', now() - interval '1 hour'))
    WHERE stage = 'sign' RETURNING id
"""


@pytest.mark.slow
def test_two_processes_open_each_slip_once(cloned_database):
    with looking_at(cloned_database) as ask, hands(cloned_database, ["make"], ["ring"]) as (maker, worker):
        maker.ask(ORDERS), ask(LATE), worker.ask(500)
        opened = race(cloned_database)
        assert sum(opened) == ORDERS
        assert ask("SELECT count(*), count(DISTINCT order_id), count(DISTINCT number) FROM whistle_supervision") == [
            (ORDERS, ORDERS, ORDERS)
        ]
        assert ask("SELECT count(*) FROM whistle_supervisionstep") == [(2 * ORDERS,)]
        assert ask("SELECT count(*) FROM whistle_supervisionclock WHERE stopped_at IS NULL") == [(ORDERS,)]


def race(address):
    """Two offices at once, seven slips a batch: how many each opened."""
    with hands(address, ["register"], ["register"]) as offices:
        for office in offices:
            office.tell(7)
        return [office.answer() for office in offices]
