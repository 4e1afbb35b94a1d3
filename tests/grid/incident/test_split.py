"""A matter is split, and closes after its parts."""

import pytest

from grid.casework.refusals import NotNow
from grid.models import Incident
from tests.grid.incident.pressing import HOUR, MINUTE, fresh, just_now, press
from tests.makers import category, incident_in
from tests.town import MONDAY


def part_of(case, town):
    return case.split(
        by=town.community_operator, category=category("0111"), text="另有渣土一堆。", at=MONDAY + 15 * MINUTE
    )


def test_the_part_is_accepted_already_and_held_by_the_same_desk(client, town):
    case = incident_in(town, "accepted", at=just_now())
    said = {"category": "0111", "text": "另有渣土一堆。"}
    assert press(client, town.community_operator, case, "split", **said).status_code == 302
    part = Incident.objects.get(parent=case)
    assert (part.status, part.desk, part.grid, part.number > case.number) == ("accepted", case.desk, case.grid, True)
    assert (part.steps.get().verb, fresh(case).part_count) == ("split_off", 1)


def test_the_whole_closes_last(town):
    case = incident_in(town, "accepted")
    part = part_of(case, town)
    case.handle_here(by=town.community_operator, at=MONDAY + 20 * MINUTE)
    case.submit_result(by=town.community_operator, result="已完成。", at=MONDAY + HOUR)
    with pytest.raises(NotNow):
        case.pass_check(by=town.worker, at=MONDAY + HOUR)
    part.void(by=town.centre, note="重复。", at=MONDAY + HOUR)
    case.pass_check(by=town.worker, at=MONDAY + HOUR)
    assert fresh(case).status == "feedback"


def test_a_part_is_not_split_again(town):
    with pytest.raises(NotNow):
        part_of(part_of(incident_in(town, "accepted"), town), town)


def test_a_part_of_a_closed_matter_is_not_reopened_alone(town):
    case = incident_in(town, "accepted")
    part = part_of(case, town)
    part.force_close(by=town.centre, note="并入整治。", at=MONDAY + HOUR)
    case.force_close(by=town.centre, note="并入整治。", at=MONDAY + HOUR)
    with pytest.raises(NotNow):
        part.reopen(by=town.centre, note="又出现。", at=MONDAY + 2 * HOUR)
