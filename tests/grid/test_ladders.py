"""The page of a ladder: drawn for who reads it, a table for who keeps it, and no order that makes no sense."""

import pytest
from django.urls import reverse

from grid.models import Ladder, RuleChange
from grid.rules import drawn

ORDER_SIGN = (
    {"effect": "remind", "basis": "share", "amount": "0.8", "unit": "", "tells": ["holder"]},
    {"effect": "overdue", "basis": "share", "amount": "1", "unit": "", "tells": ["holder", "blowers"]},
    {"effect": "supervise", "basis": "after", "amount": "1", "unit": "working_hour", "tells": ["supervision"]},
)


def sent(client, town, *rungs, ladder="order_sign", who=None, **more):
    """Post the form of a ladder with these rungs; `more` goes to the first rung."""
    row = Ladder.objects.get(name=ladder)
    said = {"why": "调整", "note": "", "rungs-TOTAL_FORMS": len(rungs), "rungs-INITIAL_FORMS": len(rungs)}
    for no, rung in enumerate(rungs):
        said |= {f"rungs-{no}-{name}": value for name, value in {"position": no + 1, **rung}.items()}
    client.force_login(who or town.system_admin)
    return client.post(row.get_absolute_url(), said | more)


def changed(at, **values):
    return [rung | values if no == at else rung for no, rung in enumerate(ORDER_SIGN)]


def test_it_is_drawn_from_the_start_over_the_due_moment_to_what_follows(town):
    marks = drawn(Ladder.objects.get(name="order_sign").rungs.order_by("position"))
    assert [side for side, *_rest in marks] == ["start", "before", "due", "after", "after"]
    assert [bool(whom) for *_rest, whom in marks] == [False, True, False, True, True]


def test_the_district_sees_it_drawn_without_a_form(client, town):
    client.force_login(town.supervisor)
    page = client.get(Ladder.objects.get(name="order_sign").get_absolute_url())
    assert "form" not in page.context
    assert page.content.decode().count('class="ladder-') >= 5


def test_its_rungs_are_edited_and_the_change_is_kept(client, town):
    assert sent(client, town, *changed(2, amount="2", tells=["supervision", "leader"])).status_code == 302
    rungs = list(Ladder.objects.get(name="order_sign").rungs.order_by("position"))
    assert [rung.effect for rung in rungs] == ["remind", "overdue", "supervise"]
    assert (rungs[2].amount, rungs[2].tells) == (2, ["supervision", "leader"])
    line = RuleChange.objects.get()
    assert (line.subject, line.why, len(line.old["rungs"])) == ("ladder", "调整", 3)


def test_a_rung_is_taken_away(client, town):
    assert sent(client, town, *ORDER_SIGN, **{"rungs-2-DELETE": "on"}).status_code == 302
    assert Ladder.objects.get(name="order_sign").rungs.count() == 2


def test_the_form_opens_with_the_rungs_it_has(client, town):
    client.force_login(town.system_admin)
    page = client.get(Ladder.objects.get(name="order_sign").get_absolute_url())
    rows = page.context["form"].rungs.forms
    assert [row.initial.get("effect") for row in rows] == ["remind", "overdue", "supervise", None]


WRONG = {
    "a share with a unit": (changed(0, unit="minute"), (0, "unit")),
    "after without a unit": (changed(2, unit=""), (2, "unit")),
    "a share beyond ten": (changed(2, basis="share", amount="80", unit=""), (2, "amount")),
    "a reminder after the due moment": (changed(0, amount="1.2"), (0, "amount")),
    "overdue before the due moment": (changed(1, amount="0.9"), (1, "amount")),
    "supervision before the due moment": (changed(2, basis="before"), (2, "amount")),
    "an unknown effect": (changed(2, effect="shout"), (2, "effect")),
    "a strike its cases do not know": (changed(2, effect="strike:escalate"), (2, "effect")),
    "a strike without a notice there": (changed(2, effect="strike:absent"), (2, "effect")),
    "an unknown seat": (changed(0, tells=["mayor"]), (0, "tells")),
    "nobody told": (changed(0, tells=[]), (0, "tells")),
    "a position twice": (changed(1, position=1), (1, "position")),
    "overdue twice": (changed(2, effect="overdue", basis="share", amount="1", unit=""), (2, "effect")),
    "the order upside down": (changed(0, position=9), (0, "position")),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_makes_no_sense_is_told_at_its_field(client, town, case):
    rungs, (row, field) = WRONG[case]
    answer = sent(client, town, *rungs)
    assert answer.status_code == 422
    assert field in answer.context["form"].rungs.forms[row].errors
    assert not RuleChange.objects.exists()


def test_a_ladder_has_a_rung_and_a_reason(client, town):
    assert sent(client, town).status_code == 422
    assert sent(client, town, *ORDER_SIGN, why="").status_code == 422


def test_only_the_system_administrator_edits_it(client, town):
    assert sent(client, town, *ORDER_SIGN, who=town.centre).status_code == 403
    assert sent(client, town, *ORDER_SIGN, who=town.clerk).status_code == 403


def test_the_list_of_limits_leads_to_every_ladder(client, town):
    client.force_login(town.leader)
    page = client.get(reverse("grid:limits")).content.decode()
    assert all(ladder.get_absolute_url() in page for ladder in Ladder.objects.all())
