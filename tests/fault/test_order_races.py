"""Two or three hands reach for one order in the same instant, thirty times each: whoever wins, what stands is whole."""

import pytest

from tests.fault.processes import hands, looking_at
from tests.processes import clone

pytestmark = pytest.mark.slow

ROUNDS = 12
STANDING = """
    SELECT o.status, w.status, ARRAY(SELECT verb FROM whistle_orderstep s WHERE s.case_id = o.id ORDER BY seq),
           (SELECT count(*) FROM whistle_orderclock c WHERE c.case_id = o.id AND c.stopped_at IS NULL)
    FROM whistle_order o JOIN whistle_whistle w ON w.id = o.whistle_id WHERE o.id = %s
"""
CAME = """
    SELECT o.status, o.reported_late, o.reported_at < o.report_in_at + interval '15 minutes',
           (SELECT count(*) FROM whistle_orderalarm a JOIN whistle_orderclock c ON c.id = a.clock_id
            WHERE c.case_id = o.id AND a.effect = 'strike:absent'),
           (SELECT count(*) FROM whistle_supervision s WHERE s.order_id = o.id),
           ARRAY(SELECT verb FROM whistle_orderstep s WHERE s.case_id = o.id AND s.verb IN ('absent', 'report_in')
                 ORDER BY seq)
    FROM whistle_order o WHERE o.id = %s
"""
IN_TIME = ("reported_in", False, True, 0, 0, ["report_in"])
TOO_LATE = ("reported_in", True, False, 1, 1, ["absent", "report_in"])
CALLED_INSTEAD = """
    SELECT d.code, o.lead, o.status FROM whistle_order o JOIN grid_department d ON d.id = o.department_id
    WHERE o.status <> 'rerouted' AND o.whistle_id = (SELECT whistle_id FROM whistle_order WHERE id = %s)
"""


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """A question to the database, and three processes that do as they are told."""
    with clone(django_db_blocker) as address, looking_at(address) as ask, hands(address, *[["whistling"]] * 3) as three:
        yield ask, three


def race(house, *acts):
    """All are told before any has answered."""
    _ask, three = house
    for hand, act in zip(three, acts, strict=False):
        hand.tell(act)
    return tuple(hand.answer() for hand, _act in zip(three, acts, strict=False))


def scenes(house, name):
    _ask, (maker, *_others) = house
    return [maker.ask(f"scene {name}") for _round in range(ROUNDS)]


def test_two_clerks_claim_an_order_and_one_has_it(house):
    for (order,) in scenes(house, "unclaimed"):
        outcome = race(house, f"press claim clerk.chengguan {order}", f"press claim clerk2.chengguan {order}")
        assert sorted(outcome) == ["NotNow", "won"]
        assert house[0](STANDING, order)[0][2].count("claim") == 1


def test_reporting_in_as_absent_strikes_is_in_time_or_late_and_never_both(house):
    ask, (maker, *_others) = house
    for _round in range(ROUNDS):
        order, moment = maker.ask("scene at_the_last_moment")
        came, _rung = race(house, f"press report_in clerk.chengguan {order} {moment}", f"beat {moment}")
        maker.ask(f"beat {moment}")
        assert came == "won"
        assert ask(CAME, order)[0] in (IN_TIME, TOO_LATE)


def test_a_whistle_is_withdrawn_while_a_department_signs(house):
    for (order,) in scenes(house, "blown"):
        taken_back, signed = race(
            house, f"press withdraw secretary.xiyuzhuang {order}", f"press sign clerk.chengguan {order}"
        )
        assert (taken_back, signed) in {("won", "won"), ("won", "NotNow")}
        way = ["dispatch", "sign", "withdraw"] if signed == "won" else ["dispatch", "withdraw"]
        assert house[0](STANDING, order) == [("withdrawn", "withdrawn", way, 0)]


def test_a_whistle_is_withdrawn_or_a_department_has_reported_in(house):
    for (order,) in scenes(house, "signed"):
        outcome = race(
            house, f"press withdraw secretary.xiyuzhuang {order}", f"press report_in clerk.chengguan {order}"
        )
        order, whistle, way, running = house[0](STANDING, order)[0]
        came = ("reported_in", "on_site", ["dispatch", "sign", "report_in"], 1)
        gone = ("withdrawn", "withdrawn", ["dispatch", "sign", "withdraw"], 0)
        assert (order, whistle, way, running) == {("NotNow", "won"): came, ("won", "NotNow"): gone}[outcome]


def test_the_centre_gives_away_what_a_department_is_signing(house):
    for (order,) in scenes(house, "blown"):
        given, signed = race(house, f"press reroute centre.hongqiao {order}", f"press sign clerk.chengguan {order}")
        assert (given, signed) in {("won", "won"), ("won", "NotNow")}
        status, _whistle, way, running = house[0](STANDING, order)[0]
        assert (status, way[-1], way.count("sign"), running) == ("rerouted", "reroute", int(signed == "won"), 0)
        assert house[0](CALLED_INSTEAD, order) == [("zhifa", True, "dispatched")]


def test_the_lead_is_not_done_while_its_helper_is_sent_back(house):
    operator = "operator.xiyuzhuang"
    for lead, helper in scenes(house, "both_replied"):
        done, accepted, sent_back = race(
            house,
            f"press confirm_result {operator} {lead}",
            f"press confirm_result {operator} {helper}",
            f"press send_back {operator} {helper}",
        )
        assert sorted([accepted, sent_back]) == ["NotNow", "won"]
        standing = [house[0](STANDING, order)[0][:2] for order in (lead, helper)]
        assert standing == outcome_of(done == "won", accepted == "won")


def outcome_of(done, accepted):
    """(order, whistle) of the lead and of its helper."""
    whistle = "finished" if done else "on_site"
    assert accepted or not done
    return [("done" if done else "replied", whistle), ("done" if accepted else "rework", whistle)]
