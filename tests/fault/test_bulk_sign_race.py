"""Two clerks sign the same twenty orders at the same moment, in two processes: each order is signed exactly once."""

import json

import pytest

from tests.fault.processes import hands, looking_at

ORDERS, ROUNDS = 20, 3


@pytest.mark.slow
def test_each_order_is_signed_once_and_nobody_waits_for_ever(cloned_database):
    clerks = ["sign_all", "clerk.chengguan"], ["sign_all", "clerk2.chengguan"]
    with hands(cloned_database, ["make"], *clerks) as (maker, *both):
        for _round in range(ROUNDS):
            orders = maker.ask(ORDERS)
            # The second comes from the other end, so that both hold what the other wants next.
            both[0].tell(json.dumps(orders)), both[1].tell(json.dumps(orders[::-1]))
            first, second = (set(clerk.answer()) for clerk in both)
            assert (first | second, first & second) == (set(orders), set())
    with looking_at(cloned_database) as ask:
        assert ask("SELECT count(*) FROM whistle_orderstep WHERE verb = 'sign'") == [(ORDERS * ROUNDS,)]
        assert ask("SELECT count(*) FROM whistle_order WHERE status <> 'signed' OR version <> 2") == [(0,)]
        assert ask("SELECT count(*) FROM grid_submission WHERE result = ''") == [(0,)]


@pytest.mark.slow
def test_one_form_sent_twice_at_once_signs_once_and_both_answers_say_so(cloned_database):
    key = "6f1d2c54-1de0-4c0b-9f0c-120106000777"
    with hands(cloned_database, ["make"], *[["sign_all", "clerk.chengguan", key]] * 2) as (maker, *both):
        orders = maker.ask(ORDERS)
        for hand in both:
            hand.tell(json.dumps(orders))
        answers = [hand.answer() for hand in both]
    assert answers == [orders, orders]
    with looking_at(cloned_database) as ask:
        assert ask("SELECT count(*) FROM whistle_orderstep WHERE verb = 'sign'") == [(ORDERS,)]
