"""A change of type leaves its trace and counts the limit again, explained."""

from datetime import timedelta

import pytest

from grid.casework.worktime import SHANGHAI
from grid.models import calendar_now
from tests.grid.incident.pressing import HOUR, clock, fresh, just_now, press, told
from tests.makers import category, incident_in
from tests.town import MONDAY

DAYS = timedelta(days=1)


def due(case):
    return f"{clock(case, 'handle').due_at.astimezone(SHANGHAI):%m-%d %H:%M}"


def test_the_longer_limit_counts_from_the_same_start_and_says_so(town):
    case = incident_in(town, "handling")  # dispatched 09:10; 4 working hours
    assert due(case) == "03-02 15:10"
    case.reclassify(by=town.community_operator, category=category("0111"), note="实为积存渣土。", at=MONDAY + HOUR)
    assert due(case) == "03-09 09:10"  # 5 working days
    lines = clock(case, "handle").explain(calendar_now())
    limits = [(line.kind, str(line.data["amount"]), line.data["unit"]) for line in lines if "amount" in line.data]
    assert limits == [("limit", "4.00", "working_hour"), ("retype", "5", "working_day")]
    assert "2026-03-09 09:10" in lines[-1].text()
    assert clock(case, "handle").replayed_due(calendar_now()) == clock(case, "handle").due_at


def test_nobody_is_made_late_by_anothers_pen(town):
    case = incident_in(town, "handling", code="0111")  # 5 working days
    case.reclassify(by=town.community_operator, category=category("0110"), note="实为垃圾。", at=MONDAY + 2 * DAYS)
    assert due(case) == "03-04 15:00"  # 4 working hours from the change at 09:00
    assert clock(case, "handle").replayed_due(calendar_now()) == clock(case, "handle").due_at


def test_the_trace_keeps_both_types_and_the_unit_is_told(client, town):
    case = incident_in(town, "handling", at=just_now())
    old = case.category_id
    said = {"category": "0111", "note": "实为渣土。"}
    assert press(client, town.community_operator, case, "reclassify", **said).status_code == 302
    step = fresh(case).steps.get(verb="reclassify")
    assert (step.data["old_category"], step.data["category"]) == (old, category("0111").pk)
    assert told(town.head, "incident.reclassified") == 1


@pytest.mark.parametrize(
    "said", [{}, {"category": "0110", "note": "同类。"}, {"category": "0111"}, {"category": "9999"}]
)
def test_half_a_change_comes_back(client, town, said):
    case = incident_in(town, "accepted", at=just_now())
    assert press(client, town.community_operator, case, "reclassify", **said).status_code == 422


def test_before_there_is_a_limit_only_the_type_changes(town):
    case = incident_in(town, "reported")
    case.reclassify(by=town.community_operator, category=category("0111"), note="更正。", at=MONDAY + HOUR)
    assert (fresh(case).category.code, fresh(case).status) == ("0111", "reported")


def test_what_rang_already_does_not_ring_again(town):
    case = incident_in(town, "handling")
    case.reclassify(by=town.community_operator, category=category("0111"), note="更正。", at=MONDAY + 7 * HOUR)
    rang = list(clock(case, "handle").alarms.values_list("effect", flat=True))
    assert rang == ["remind", "overdue"]
    assert clock(case, "handle").alarm_at > MONDAY + DAYS
