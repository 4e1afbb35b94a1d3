"""The page of an incident: what it shows to whom, and how often it asks the database."""

import pytest
from django.urls import reverse

from tests.grid.incident.pressing import HOUR, MINUTE, just_now
from tests.makers import file_incident, incident_in, photo, self_handled
from tests.town import MONDAY

FRAME = 5  # the session, the person and the posts; the bell and the menu
STATES = ["reported", "accepted", "dispatched", "handling", "handled", "feedback", "closed"]


def opened(client, who, case):
    client.force_login(who)
    return client.get(case.get_absolute_url())


@pytest.mark.parametrize("status", STATES)
def test_the_page_shows_every_stage(client, town, status):
    case = incident_in(town, status)
    page = opened(client, town.centre, case)
    assert page.status_code == 200
    assert case.number in page.content.decode()
    assert len(page.context["steps"]) == case.last_seq


@pytest.mark.parametrize("who", ["worker", "secretary", "community_operator", "operator", "centre", "supervisor"])
def test_the_ground_above_it_sees_it(client, town, who):
    assert opened(client, getattr(town, who), file_incident(town)).status_code == 200


@pytest.mark.parametrize("who", ["second_worker", "clerk", "stranger", "mediator", "audit_admin", "former_secretary"])
def test_others_get_a_404_as_if_it_did_not_exist(client, town, who):
    assert opened(client, getattr(town, who), file_incident(town)).status_code == 404


@pytest.mark.parametrize(("status", "who", "buttons"), [
    ("reported", "community_operator", ["accept", "decline"]),
    ("accepted", "community_operator", ["dispatch", "handle_here"]),
    ("dispatched", "clerk", ["sign"]),
    ("handling", "head", ["submit_result"]),
    ("handled", "worker", ["pass_check", "fail_check"]),
    ("feedback", "community_operator", ["evaluate"]),
    ("closed", "community_operator", []),
    ("reported", "centre", []),
])  # fmt: skip
def test_the_buttons_are_what_this_person_may_do_now(client, town, status, who, buttons):
    page = opened(client, getattr(town, who), incident_in(town, status))
    assert [url.split("/")[-2] for url, _label, _tone in page.context["moves"]] == buttons


@pytest.mark.parametrize(("status", "done"), [("reported", 0), ("dispatched", 1), ("handling", 2), ("handled", 3),
                                              ("feedback", 4), ("closed", 5)])  # fmt: skip
def test_the_stepper_stands_where_the_matter_stands(client, town, status, done):
    states = [state for _label, state, _at in opened(client, town.centre, incident_in(town, status)).context["phases"]]
    assert states == (["done"] * 5 if done == 5 else ["done"] * done + ["current"] + ["todo"] * (4 - done))


def test_the_phases_say_when(client, town):
    phases = opened(client, town.centre, incident_in(town, "handling")).context["phases"]
    assert [at for _label, _state, at in phases[:2]] == [MONDAY + 5 * MINUTE, MONDAY + 10 * MINUTE]


def test_a_declined_matter_has_failed_and_goes_nowhere(client, town):
    case = file_incident(town)
    case.decline(by=town.community_operator, reason="untrue", at=MONDAY + MINUTE)
    states = [state for _label, state, _at in opened(client, town.centre, case).context["phases"]]
    assert states == ["failed", "todo", "todo", "todo", "todo"]


def test_every_clock_says_why_it_is_due_then(client, town):
    page = opened(client, town.centre, incident_in(town, "handling"))
    clocks = {clock.stage: clock for clock in page.context["clocks"]}
    assert set(clocks) == {"accept", "route", "sign", "handle"}
    assert all(len(clock.lines) >= 3 for clock in clocks.values())
    assert clocks["handle"].lines[0] in page.content.decode()


def test_photos_before_and_after_stand_apart(client, town):
    page = opened(client, town.centre, self_handled(town))
    assert [[photo.kind for photo in page.context[side]] for side in ("before", "after")] == [["before"], ["after"]]


def test_the_reporter_is_masked(client, town):
    case = file_incident(town, source="public", reporter_name="王小明", reporter_phone="13812345678")
    page = opened(client, town.centre, case).content.decode()
    assert "王** 138****5678" in page
    assert "王小明" not in page
    assert "13812345678" not in page


def test_what_people_write_is_text_and_nothing_else(client, town):
    markup = {"text": "<script>alert(1)</script>", "address": "<img src=x onerror=alert(1)>"}
    case = file_incident(town, source="public", **markup)
    page = opened(client, town.centre, case).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_the_map_shows_the_point_and_its_grid(client, town):
    lng, lat = town.point
    page = opened(client, town.centre, file_incident(town, lng=lng, lat=lat)).content.decode()
    assert f'data-lat="{lat}"' in page
    assert reverse("grid:outline", args=[town.grid.code]) in page


def test_the_page_asks_no_more_however_long_the_trace(client, town, django_assert_max_num_queries):
    short, long = incident_in(town, "handled", at=just_now()), incident_in(town, "handled")
    for number in range(1, 9):
        at, after = MONDAY + number * HOUR, photo(town.clerk, "after")
        long.fail_check(by=town.worker, note="还没清完", at=at)
        long.submit_result(by=town.clerk, result="已清运。", photos=[after], at=at)
    opened(client, town.centre, short)
    with django_assert_max_num_queries(FRAME + 9) as one:  # one of them for the slips
        client.get(short.get_absolute_url())
    with django_assert_max_num_queries(len(one)):
        client.get(long.get_absolute_url())


@pytest.mark.parametrize("key", [0, 10**18, 10**30])
def test_a_number_that_is_no_incident_is_a_404(client, town, key):
    client.force_login(town.centre)
    assert client.get(f"/incidents/{key}/").status_code == 404


def test_the_door_is_shut_without_a_login(client, town):
    assert client.get(file_incident(town).get_absolute_url()).status_code == 302
