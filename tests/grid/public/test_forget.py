"""Who reported a matter is forgotten a year after it ended, and `verify` notices when that is not done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from grid.models import Inquiry, forget, outlived
from grid.tasks import forget_reporters
from portal.verify import broken
from tests.grid.incident.pressing import fresh
from tests.grid.public.visiting import asked, reported
from tests.makers import file_incident, incident_in
from tests.town import MONDAY

CONTACT = {"source": "public", "reporter_name": "王小明", "reporter_phone": "13812345678"}
YEAR = timedelta(days=365)
PROMISE = "who reported what ended long ago is forgotten"


def contact(case):
    case = fresh(case)
    return case.reporter_name, case.reporter_phone


def test_a_year_after_closing_the_contact_is_erased(town):
    long_ago = timezone.now() - YEAR - timedelta(days=1)
    case = incident_in(town, "closed", at=long_ago, by=town.community_operator, **CONTACT)
    assert forget_reporters() == 1
    assert contact(case) == ("", "")
    assert forget_reporters() == 0


@pytest.mark.parametrize("status", ["reported", "feedback"])
def test_an_open_matter_keeps_it_however_old(town, status):
    case = incident_in(town, status, at=timezone.now() - 2 * YEAR, by=town.community_operator, **CONTACT)
    forget_reporters()
    assert contact(case) == ("王小明", "13812345678")


def test_a_declined_matter_ends_with_its_last_step(town):
    case = file_incident(town, by=town.community_operator, **CONTACT)
    case.decline(by=town.community_operator, reason="unclear", at=MONDAY)
    assert not outlived(MONDAY).exists()
    assert outlived(MONDAY + timedelta(seconds=1)).get() == case


def test_the_query_code_is_forgotten_too(client, town, settings):
    case, code = reported(client, town, reporter_name="", reporter_phone="")
    case.decline(by=town.community_operator, reason="unclear")
    settings.CONTACT_KEPT_DAYS = 0
    assert forget_reporters() == 1
    assert (Inquiry.objects.count(), asked(client, case, code).status_code) == (0, 422)


def test_it_is_done_in_batches(town):
    for _each in range(3):
        incident_in(town, "closed", by=town.community_operator, **CONTACT)
    later = MONDAY + YEAR
    assert [forget(later, most=2), forget(later, most=2), forget(later, most=2)] == [2, 1, 0]


def test_verify_notices_what_was_kept_too_long(town):
    incident_in(town, "closed", by=town.community_operator, **CONTACT)
    assert PROMISE not in broken(MONDAY + YEAR)
    assert len(broken(MONDAY + YEAR + timedelta(days=2))[PROMISE]) == 1
    forget(MONDAY + YEAR + timedelta(days=2))
    assert PROMISE not in broken(MONDAY + YEAR + timedelta(days=2))
