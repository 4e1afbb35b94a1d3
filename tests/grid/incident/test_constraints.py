"""What the database itself refuses of an incident, whoever writes."""

import pytest
from django.db import IntegrityError, transaction

from grid.models import Handing, Incident
from tests.makers import file_incident, incident_in

WRONG = {
    "a status nobody knows": {"status": "lost"},
    "an urgency nobody knows": {"urgency": "panic"},
    "no street": {"street": None},
    "no grid": {"grid": None},
    "half a point": {"lng": 117.1},
    "a point off the earth": {"lng": 117.1, "lat": 91.0},
    "a department missing at dispatch": {"status": "dispatched"},
    "declined for no reason": {"status": "declined"},
    "closed at no time": {"status": "closed"},
    "done without a result": {"status": "handled"},
    "a cost below nothing": {"cost": -1},
    "evaluated while open": {"satisfaction": 5, "solved": "solved"},
    "more steps undone than done": {"version": 9},
    "no digest": {"last_hash": ""},
}


@pytest.mark.parametrize("values", WRONG.values(), ids=WRONG)
def test_the_row_is_refused(town, values):
    case = file_incident(town, source="public")
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.filter(pk=case.pk).update(**values)


def test_an_office_without_its_department_is_refused(town):
    case = file_incident(town, source="public")
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.filter(pk=case.pk).update(unit=town.unit)


def test_six_stars_are_refused(town):
    case = incident_in(town, "closed")
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.filter(pk=case.pk).update(satisfaction=6)


def test_one_matter_has_one_lead_at_a_time(town):
    case = incident_in(town, "dispatched")
    with pytest.raises(IntegrityError), transaction.atomic():
        Handing.objects.create(incident=case, department=town.other_department, part="lead", from_seq=9)


def test_a_unit_does_not_give_back_what_it_has_not_got(town):
    case = incident_in(town, "dispatched")
    with pytest.raises(IntegrityError), transaction.atomic():
        case.handings.update(to_seq=1)
