"""The life of an incident, told once from the report to the evaluated close."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from grid.casework.sweep import ring
from grid.models import Incident, IncidentStatus, Notice
from tests.grid.incident.pressing import HOUR, MINUTE, fresh, verbs
from tests.makers import category, file_incident, incident_in
from tests.town import MONDAY


def acts(case, town):
    """What is done to a reported incident that fails its first check, as (verb, arguments)."""
    return [
        ("accept", {"by": town.community_operator}),
        ("dispatch", {"by": town.community_operator, "department": town.department}),
        ("sign", {"by": town.clerk}),
        ("submit_result", {"by": town.clerk, "result": "已清运。"}),
        ("fail_check", {"by": town.worker, "note": "还有一处。"}),
        ("submit_result", {"by": town.clerk, "result": "已全部清运。"}),
        ("pass_check", {"by": town.worker}),
        ("evaluate", {"by": town.community_operator, "satisfaction": 5, "solved": "solved"}),
    ]


def test_from_the_report_to_the_evaluated_close(town):
    case = Incident.report(by=town.worker, grid=town.grid, category=category(), text="楼东侧围墙外有垃圾。", at=MONDAY)
    for number, (verb, said) in enumerate(acts(case, town), 1):
        getattr(case, verb)(at=MONDAY + number * 10 * MINUTE, **said)
    assert verbs(case) == ["report", *(verb for verb, _said in acts(case, town))]
    assert (fresh(case).status, fresh(case).has_due) == ("closed", False)
    assert case.clocks.count() == case.clocks.filter(verdict="on_time").count() == 8


def test_no_verb_takes_more_than_fourteen_statements(town):
    case, spent = file_incident(town), {}
    for number, (verb, said) in enumerate(acts(case, town), 1):
        with CaptureQueriesContext(connection) as asked:
            getattr(case, verb)(at=MONDAY + number * MINUTE, **said)
        spent[verb] = len(asked)
    assert {verb: count for verb, count in spent.items() if count > 14} == {}


@pytest.mark.parametrize("status", IncidentStatus)
def test_every_status_has_a_word_a_colour_and_while_open_a_phase(status):
    assert status.label
    assert status.tone in {"neutral", "info", "warn", "success"}
    assert (status.phase is None) == (status in Incident.ENDED)


def rung(case, kind, at):
    """The roles that hear of it when everything due by `at` rings."""
    case.lock([case])
    ring(Incident, [case.pk], at, [case])
    return set(Notice.objects.filter(kind=kind, url=case.get_absolute_url()).values_list("role", flat=True))


@pytest.mark.parametrize(
    ("stage", "status", "late_by", "seats"),
    [
        ("accept", "reported", 3 * HOUR, ("community_operator", "operator")),
        ("route", "accepted", 2 * HOUR, ("community_operator", "operator")),
        ("sign", "dispatched", 2 * HOUR, ("clerk", "head", "operator")),
        ("handle", "handling", 8 * HOUR, ("clerk", "head", "operator")),
        ("check", "handled", 27 * HOUR, ("worker", "community_operator", "operator")),
    ],
)
def test_being_late_is_told_to_who_holds_it_and_to_the_street(town, stage, status, late_by, seats):
    case = incident_in(town, status)
    told = rung(case, f"incident.{stage}.overdue", MONDAY + late_by)
    assert told == {getattr(town, who).main_post.role for who in seats}


def test_a_handling_half_as_late_again_reaches_the_supervision_office(town):
    case = incident_in(town, "handling")
    told = rung(case, "incident.handle.supervise", MONDAY + 36 * HOUR)
    assert told == {"clerk", "head", "district_centre", "supervision_office"}
