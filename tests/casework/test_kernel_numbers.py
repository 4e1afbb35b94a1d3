"""Running numbers have no gap and no double, whoever takes them at once and whatever fails."""

from datetime import timedelta

import pytest
from django.db import transaction

from grid.casework.books import Serial
from tests.fault.processes import hands, looking_at
from tests.makers import draft_whistle, file_incident
from tests.town import MONDAY
from whistle.models import Whistle

EACH = 12


@pytest.mark.slow
def test_two_processes_that_blow_at_once_take_every_number_once(cloned_database):
    with hands(cloned_database, ["make"], ["make"]) as makers:
        for maker in makers:
            maker.tell(EACH)
        blown = sum(len(maker.answer()) for maker in makers)
    with looking_at(cloned_database) as ask:
        numbers = [int(number[-7:]) for (number,) in ask("SELECT number FROM whistle_whistle ORDER BY number")]
        assert ask("SELECT sum(value)::int FROM grid_serial WHERE kind = 'W'") == [(2 * EACH,)]
    assert blown == 2 * EACH
    assert numbers == list(range(1, 2 * EACH + 1))


def test_numbers_follow_each_other_and_name_district_and_year(town):
    numbers = [file_incident(town).number for _case in range(3)]
    assert numbers == ["E120106-2026-0000001", "E120106-2026-0000002", "E120106-2026-0000003"]


def test_a_year_begins_at_midnight_in_shanghai(town):
    newyear = MONDAY.replace(year=2025, month=12, day=31, hour=23, minute=59, second=59)
    assert file_incident(town, at=newyear).number == "E120106-2025-0000001"
    assert file_incident(town, at=newyear + timedelta(seconds=1)).number == "E120106-2026-0000001"


def test_a_turn_that_fails_gives_its_number_back(town):
    file_incident(town)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        fail(file_incident(town))
    assert file_incident(town).number == "E120106-2026-0000002"


def fail(case):
    raise ZeroDivisionError(case)


def test_a_draft_takes_no_number(town):
    draft_whistle(town)
    assert Whistle.objects.get().number is None
    assert not Serial.objects.filter(kind="W").exists()
