"""Reporting: photos, place, type, one sentence; from the phone, with or without a script."""

import pytest
from django.urls import reverse

from grid.casework.refusals import NotYours
from grid.models import Incident, Photo
from tests.grid.incident.pressing import HOUR, MINUTE, clock, told, upload, verbs
from tests.makers import category, file_incident
from tests.town import MONDAY

REPORT = reverse("grid:report")


def said(town, **more):
    """What the worker's phone sends."""
    return {"category": "0110", "grid": town.grid.code, "text": "围墙外有垃圾。异味大。", "before": upload()} | more


def send(client, who, form):
    client.force_login(who)
    return client.post(REPORT, form)


def test_a_report_is_filed_and_its_page_opens(client, town):
    answer = send(client, town.worker, said(town))
    case = Incident.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, case.get_absolute_url())
    assert (case.status, case.author, case.source, case.title) == ("reported", town.worker, "patrol", "围墙外有垃圾")
    assert case.photos.get().kind == "before"


def test_it_carries_its_place_and_waits_at_the_communitys_desk(town):
    case = file_incident(town)
    assert (case.grid, case.community, case.street) == (town.grid, town.community, town.street)
    assert (case.district, case.desk) == (town.district, town.community)
    assert case.number == "E120106-2026-0000001"


def test_the_first_step_says_what_but_nothing_that_people_wrote(town):
    step = file_incident(town, reporter_name="王小明", reporter_phone="13812345678", source="public").steps.get()
    assert (step.verb, step.new, step.post.role) == ("report", "reported", "worker")
    assert step.data["grid"] == town.grid.pk
    assert not {"text", "title", "address", "reporter_name", "reporter_phone"} & set(step.data)


def test_the_point_finds_its_grid(client, town):
    lng, lat = town.point
    send(client, town.worker, said(town, grid="", lng=lng, lat=lat))
    case = Incident.objects.get()
    assert (case.grid, case.lng, case.lat) == (town.grid, lng, lat)


def test_a_point_in_another_grid_than_the_chosen_one_is_dropped(client, town):
    lng, lat = town.next_street.point
    send(client, town.worker, said(town, lng=lng, lat=lat))
    assert (Incident.objects.get().grid, Incident.objects.get().lng) == (town.grid, None)


@pytest.mark.parametrize("at", [(0, 0), (200, 39), ("nan", "nan"), ("east", "north"), ("1e400", "1"), ("", "")])
def test_without_a_place_on_their_ground_the_form_comes_back(client, town, at):
    answer = send(client, town.worker, said(town, grid="", lng=at[0], lat=at[1]))
    assert answer.status_code == 422
    assert not Incident.objects.exists()


def test_nobody_reports_from_the_ground_of_others(client, town):
    form = said(town, grid=town.next_street.grid.code)
    assert send(client, town.worker, form).status_code == 422


@pytest.mark.parametrize("missing", ["category", "text", "before"])
def test_what_is_missing_is_said_at_its_field(client, town, missing):
    form = said(town)
    del form[missing]
    answer = send(client, town.worker, form)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [missing])
    assert not Incident.objects.exists()


def test_a_group_is_no_type(client, town):
    assert send(client, town.worker, said(town, category="01")).status_code == 422


def test_a_good_photo_need_not_be_chosen_twice(client, town):
    send(client, town.worker, said(town, text=""))
    kept = Photo.objects.get()
    form = said(town, kept=kept.token)
    del form["before"]
    assert send(client, town.worker, form).status_code == 302
    assert Incident.objects.get().photos.get() == kept


def test_a_broken_photo_leaves_the_rest_of_the_form_and_the_other_photo(client, town):
    answer = send(client, town.worker, said(town, before=[upload(), upload(content=b"<svg/>")]))
    page = answer.content.decode()
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["before"])
    assert "围墙外有垃圾。异味大。" in page
    assert Photo.objects.get().token in page


def test_nobody_sends_the_photo_of_somebody_else_along(client, town):
    send(client, town.second_worker, said(town, text=""))
    assert send(client, town.worker, said(town, kept=Photo.objects.get().token)).status_code == 422


def test_seven_photos_are_one_too_many(client, town):
    answer = send(client, town.worker, said(town, before=[upload() for _each in range(7)]))
    assert list(answer.context["form"].errors) == ["before"]


def test_the_same_form_sent_twice_files_once(client, town):
    key = "0b6d3c3e-9a0c-4d5e-8d8f-6b1c6f0a9d10"
    places = [send(client, town.worker, said(town, key=key, before=upload()))["Location"] for _sent in range(2)]
    assert places[0] == places[1]
    assert Incident.objects.count() == 1


def test_danger_is_urgent_and_tells_the_whole_chain(client, town):
    send(client, town.worker, said(town, at_once="on"))
    assert Incident.objects.get().urgency == "urgent"
    chain = (town.worker, town.secretary, town.operator, town.party_secretary, town.director, town.centre)
    assert [told(who, "incident.urgent") for who in (*chain, town.clerk)] == [1, 1, 1, 1, 1, 1, 0]


def test_an_ordinary_report_tells_the_desk_alone(town):
    file_incident(town)
    people = (town.community_operator, town.operator, town.next_door.community_operator)
    assert [told(who, "incident.reported") for who in people] == [1, 0, 0]
    assert told(town.centre, "incident.urgent") == 0


@pytest.mark.parametrize(("urgency", "due"), [("", 2 * HOUR), ("urgent", 30 * MINUTE), ("critical", 10 * MINUTE)])
def test_the_acceptance_limit_follows_the_urgency(town, urgency, due):
    case = file_incident(town, urgency=urgency)
    assert clock(case, "accept").due_at == case.due_at == MONDAY + due


def test_a_dangerous_type_is_urgent_by_itself(town):
    assert file_incident(town, code="0502").urgency == category("0502").urgency != "normal"


def test_an_operator_writes_down_who_told_it(client, town):
    form = said(town, source="hotline", reporter_name="王小明", reporter_phone="138 1234 5678")
    del form["before"]
    assert send(client, town.operator, form).status_code == 302
    case = Incident.objects.get()
    assert (case.source, case.reporter_name, case.desk) == ("hotline", "王小明", town.community)


def test_a_worker_cannot_say_where_it_comes_from(client, town):
    send(client, town.worker, said(town, source="superior", reporter_phone="13812345678", urgency="critical"))
    case = Incident.objects.get()
    assert (case.source, case.reporter_phone, case.urgency) == ("patrol", "", "normal")


@pytest.mark.parametrize("who", ["clerk", "leader", "stranger", "mediator", "system_admin"])
def test_who_holds_no_post_that_files_gets_a_403(client, town, who):
    assert send(client, getattr(town, who), said(town)).status_code == 403


def test_the_verb_itself_refuses_the_wrong_hand(town):
    with pytest.raises(NotYours):
        Incident.report(by=town.clerk, grid=town.grid, category=category(), text="x", at=MONDAY)
    assert not Incident.objects.exists()


def test_the_public_page_reports_as_a_channel(town):
    case = file_incident(town, by=town.channel, source="public")
    assert (verbs(case), case.steps.get().post.role) == (["report"], "channel")


def test_a_report_without_photo_is_filed_in_thirteen_statements(town, django_assert_max_num_queries):
    file_incident(town, source="public")  # the tables of limits and the calendar are read once
    kind = category()
    with django_assert_max_num_queries(13):
        Incident.report(by=town.worker, grid=town.grid, category=kind, text="垃圾。", source="public", at=MONDAY)
