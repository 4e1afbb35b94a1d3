"""A week without beat and workers, five hundred whistles: what was missed is made up for, once and truly late."""

import pytest

from tests.fault.oracle import KINDS, Book
from tests.fault.processes import hands, looking_at
from tests.processes import clone, look_again
from tests.town import SHANGHAI
from tests.whistle.week import HOUR, MINUTE, MOMENTS, RESTART

pytestmark = pytest.mark.slow

ALARMS = "SELECT count(*) FROM whistle_orderalarm"
DUE = """
    SELECT (SELECT count(*) FROM whistle_orderclock WHERE alarm_at <= %s)
         + (SELECT count(*) FROM whistle_whistleclock WHERE alarm_at <= %s)
"""
TWICE = "SELECT clock_id FROM whistle_{}alarm GROUP BY clock_id, cycle, rung HAVING count(*) > 1"
# What asks for a slip beside the slips there are, by the alarm's name.
SLIPS = """
    SELECT a.origin, s.origin, s.level, s.type, s.department_id = a.department_id, s.overdue_since = a.due_at
    FROM (SELECT concat_ws('/', 'order', a.clock_id, a.cycle, a.rung) AS origin, o.department_id, c.due_at
          FROM whistle_orderalarm a JOIN whistle_orderclock c ON c.id = a.clock_id
          JOIN whistle_order o ON o.id = c.case_id
          WHERE a.effect = 'supervise' AND o.status NOT IN ('rerouted', 'withdrawn')) a
    FULL JOIN (SELECT * FROM whistle_supervision WHERE status <> 'withdrawn') s ON s.origin = a.origin
"""
STAGES = """
    SELECT s.origin, c.stage, s.type FROM whistle_supervision s JOIN whistle_orderclock c
    ON c.id = split_part(s.origin, '/', 2)::bigint
"""
TYPES = {"sign": "overdue_sign", "report_in": "overdue_report_in", "handle": "overdue_handling"}
# Alarms that a person's own act settled, by what became of the order.
OWED_BY_THEN = """
    SELECT o.status, count(*) FROM whistle_orderalarm a JOIN whistle_orderclock c ON c.id = a.clock_id
    JOIN whistle_order o ON o.id = c.case_id WHERE a.effect = 'supervise' AND a.rang_at < %s GROUP BY o.status
"""
# Orders that nobody in the called department ever touched, of whistles that nobody took back.
SILENT = """
    SELECT o.id, w.kind, w.blown_at, w.report_in_at, array_agg(a.effect ORDER BY a.id),
           array_agg(a.fell_due_at ORDER BY a.id)
    FROM whistle_order o JOIN whistle_whistle w ON w.id = o.whistle_id
    JOIN whistle_orderclock c ON c.case_id = o.id JOIN whistle_orderalarm a ON a.clock_id = c.id
    WHERE w.round = 1 AND NOT EXISTS (
        SELECT FROM whistle_orderstep s
        WHERE s.case_id = o.id AND (s.by_id IS NOT NULL OR s.verb IN ('withdraw', 'follow_on')))
    GROUP BY o.id, w.id
"""


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """The house a week later: people did what they did, nobody swept, and then three workers start at once."""
    with (
        clone(django_db_blocker) as address,
        looking_at(address) as ask,
        hands(address, *[["whistling"]] * 3) as workers,
    ):
        build(workers)
        assert ask("SELECT count(*) FROM whistle_whistle")[0][0] >= 500
        assert ask("SELECT count(*) FROM whistle_order")[0][0] >= 1500
        start_again(workers, ask)
        yield ask


def build(workers):
    """Each process leads a third of the lives, and all is copied three times over."""
    share = MOMENTS // len(workers)
    for number, worker in enumerate(workers):
        worker.tell(f"live {number * share} {(number + 1) * share}")
    assert [worker.answer() for worker in workers] == [share] * len(workers)
    for _time in range(3):
        workers[0].ask("double")


def start_again(workers, ask):
    """One of the three workers is killed in the middle of its sweep; the beat comes once more."""
    victim, *others = workers
    owed, before = ask(DUE, RESTART, RESTART)[0][0], ask(ALARMS)[0][0]
    for worker in workers:
        worker.tell("restart 60")
    look_again(lambda: ask(ALARMS)[0][0] > before, 120)
    victim.kill()
    assert 0 < ask(DUE, RESTART, RESTART)[0][0] < owed
    for worker in others:
        worker.answer()
    others[0].ask("restart 60")
    assert others[1].ask("restart 60") == [0, 0]


@pytest.fixture(scope="module", params=KINDS)
def book(house, request):
    """The raw rows of one kind of case."""
    return Book(house, request.param, RESTART)


def test_every_missed_rung_rang_and_nothing_else_did(book):
    assert list(book.not_as_owed()) == []
    assert list(book.cycles_without_a_turn()) == []


def test_no_rung_rang_twice(house):
    assert [house(TWICE.format(kind)) for kind in KINDS] == [[], [], []]


def test_each_left_its_step_at_its_own_moment_and_in_order(book):
    assert list(book.out_of_order()) == []


def test_what_fell_due_before_somebody_acted_stands_before_the_act(book):
    assert list(book.unsettled()) == []


def test_late_is_who_was_late(book):
    assert list(book.misjudged()) == []


def test_what_was_closed_or_taken_back_meanwhile_carries_what_it_owed(house):
    owed = dict(house(OWED_BY_THEN, RESTART))
    assert min(owed["done"], owed["withdrawn"]) >= 40
    assert {"replied", "followed", "absent"} <= set(owed)


def test_every_alarm_that_supervises_has_one_blue_slip_of_its_own_unless_its_department_was_released(house):
    slips = house(SLIPS)
    assert len(slips) >= 2000
    assert [row for row in slips if row[0] != row[1] or row[2] != 1 or not (row[4] and row[5])] == []
    assert [row for row in house(STAGES) if TYPES[row[1]] != row[2]] == []


def test_what_nobody_touched_owes_what_the_rules_say(house):
    """Reckoned by hand: an hour of work to sign and an hour of grace, a quarter of an hour after the report-in."""
    silent = house(SILENT)
    assert len(silent) >= 500
    assert [row for row in silent if sorted(zip(*row[4:], strict=True)) != by_hand(*row[1:4])] == []


def by_hand(kind, blown, report_in):
    """The rungs of an order nobody touched, at the moments the written rules give."""
    struck = report_in + 15 * MINUTE
    if kind == "emergency":
        signing, foretold = [blown + minutes * MINUTE for minutes in (8, 10, 20)], []
    else:
        signing, foretold = [worked(blown, minutes) for minutes in (48, 60, 120)], [("remind", report_in - HOUR / 2)]
    rungs = [*zip(("remind", "overdue", "supervise"), signing, strict=True), *foretold]
    rungs += [("strike:absent", struck), ("supervise", struck)]
    return sorted(rung for rung in rungs if rung[1] <= RESTART)


def worked(start, minutes):
    """The moment after so many minutes of work, minute by minute: Monday to Friday, eight to twelve and two to six."""
    moment = start.astimezone(SHANGHAI)
    while minutes:
        minutes -= moment.weekday() < 5 and (8 <= moment.hour < 12 or 14 <= moment.hour < 18)
        moment += MINUTE
    return moment
