"""Changing what a draft says."""

from django.urls import reverse

from tests.makers import blow_whistle, draft_whistle
from tests.whistle import calls
from tests.whistle.verbs import press
from whistle.models import Whistle


def said(town, **more):
    return calls.form(town, lead=town.other_department.pk, assisting=[town.department.pk], **more)


def test_staff_change_the_draft_and_leave_a_step(client, town):
    whistle = draft_whistle(town)
    assert press(client, town.operator, whistle, "edit", **said(town, title="旱厕改造")).status_code == 302
    whistle = Whistle.objects.get()
    assert (whistle.title, whistle.lead, list(whistle.assisting.all())) == (
        "旱厕改造", town.other_department, [town.department],
    )  # fmt: skip
    assert whistle.steps.last().verb == "edit"


def test_the_next_street_gets_a_404(client, town):
    assert press(client, town.next_street.operator, draft_whistle(town), "edit", **said(town)).status_code == 404


def test_the_districts_leader_sees_it_but_gets_a_403(client, town):
    assert press(client, town.leader, draft_whistle(town), "edit", **said(town)).status_code == 403


def test_what_is_blown_is_no_longer_edited(client, town):
    answer = press(client, town.operator, blow_whistle(town), "edit", **said(town, title="改了"))
    assert answer.status_code == 409
    assert not Whistle.objects.filter(title="改了").exists()


def test_an_old_form_is_refused_and_its_text_kept(client, town):
    whistle = draft_whistle(town)
    press(client, town.operator, whistle, "edit", **said(town, version=1))
    answer = press(client, town.director, whistle, "edit", **said(town, version=1, title="另一标题"))
    assert answer.status_code == 409
    assert "另一标题" in answer.content.decode()


def test_without_a_reason_the_same_page_comes_back(client, town):
    answer = press(client, town.operator, draft_whistle(town), "edit", **said(town, reason=""))
    assert answer.status_code == 422
    assert "reason" in answer.context["form"].errors


def test_the_form_opens_with_what_was_said(client, town):
    client.force_login(town.operator)
    page = client.get(reverse("whistle:edit", args=[draft_whistle(town).pk]))
    assert "南门空地渣土清理" in page.content.decode()
