"""Inside the unit: claim and assign; and what changes no due date."""

import pytest

from grid.casework.refusals import NotNow
from tests.grid.incident.pressing import HOUR, MINUTE, clock, fresh, just_now, press
from tests.makers import incident_in
from tests.town import MONDAY


def test_the_head_assigns_an_office_and_a_person(client, town):
    case = incident_in(town, "handling", at=just_now())
    said = {"unit": town.second_unit.pk, "handler": town.second_clerk.pk}
    assert press(client, town.head, case, "assign", **said).status_code == 302
    assert (fresh(case).unit, fresh(case).handler) == (town.second_unit, town.second_clerk)


@pytest.mark.parametrize("said", [{}, {"handler": "other_clerk"}, {"unit": "other_unit"}])
def test_only_within_the_department(client, town, said):
    case = incident_in(town, "handling", at=just_now())
    said = {name: getattr(town, who).pk for name, who in said.items()}
    assert press(client, town.head, case, "assign", **said).status_code == 422


def test_what_an_office_holds_one_of_them_claims(client, town):
    case = incident_in(town, "handling", at=just_now())
    press(client, town.head, case, "assign", unit=town.second_unit.pk)
    assert fresh(case).handler is None
    assert press(client, town.second_clerk, case, "claim").status_code == 302
    assert press(client, town.clerk, case, "claim").status_code == 409
    assert fresh(case).handler == town.second_clerk


def test_what_somebody_handles_is_not_claimed(town):
    with pytest.raises(NotNow):
        incident_in(town, "handling").claim(by=town.second_clerk, at=MONDAY + HOUR)


def without_a_limit(town):
    """(verb, arguments) of everything that is said or passed on without touching a limit."""
    word = {"text": "请注意安全。"}
    return [
        ("comment", {"by": town.worker, **word}), ("respond", {"by": town.clerk, **word}),
        ("inform", {"by": town.clerk, "departments": [town.third_department]}),
        ("instruct", {"by": town.leader, **word}),
        ("consult", {"by": town.clerk, "departments": [town.other_department], **word}),
        ("answer", {"by": town.other_clerk, **word}), ("assign", {"by": town.head, "unit": town.second_unit}),
        ("claim", {"by": town.second_clerk}),
    ]  # fmt: skip


def test_no_word_and_no_claim_ever_changes_a_due_date(town):
    case = incident_in(town, "handling")
    before = [(each.pk, each.due_at, each.alarm_at) for each in case.clocks.order_by("pk")]
    for no, (verb, said) in enumerate(without_a_limit(town)):
        getattr(case, verb)(at=MONDAY + HOUR + no * MINUTE, **said)
        assert [(each.pk, each.due_at, each.alarm_at) for each in case.clocks.order_by("pk")] == before
        assert fresh(case).due_at == clock(case, "handle").due_at


def test_a_word_makes_no_open_form_stale(client, town):
    case = incident_in(town, "handling", at=just_now())
    version = case.version
    press(client, town.worker, case, "comment", text="已到现场。")
    answer = press(client, town.clerk, case, "submit_result", result="已清运。", cost="1", version=version)
    assert answer.status_code == 422  # only the photo is missing: the form is not stale
    assert fresh(case).version == version
