"""What is like a report: near, of the same group, lately; shown only to those who may see it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from grid.addresses import plain
from grid.models import Incident
from tests.grid.incident.pressing import upload
from tests.makers import category, file_incident, incident_in
from tests.town import MONDAY

DAY, METRE = timedelta(days=1), 1 / 111_320  # of latitude, in degrees
HERE = "增产里 12号楼3门"


def like(town, seen=None, *, kind="0110", grid=None, point=None, address="", at=MONDAY + DAY):
    seen = Incident.objects.all() if seen is None else seen
    return seen.similar_to(category(kind), (grid or town.grid).chain(), point, address, at)


def north(point, metres):
    return point[0], point[1] + metres * METRE


def reported(town, point=None, **more):
    lng, lat = point or town.point
    return file_incident(town, lng=lng, lat=lat, **more)


@pytest.mark.parametrize(("one", "other"), [
    ("十二号楼 3门", "12号楼３門".replace("門", "门")), ("光采里二百零五号", "光采里205号"),
    ("二〇一室", "201室"), ("A座-3层", "a座3层"), ("十号", "10 号"), ("三十号", "30号"),
])  # fmt: skip
def test_addresses_compare_however_they_are_typed(one, other):
    assert plain(one) == plain(other)


def test_other_numbers_stay_other_addresses():
    assert len({plain("十二号楼"), plain("二号楼"), plain("十号楼"), plain("120号楼")}) == 4


@pytest.mark.parametrize(("metres", "found"), [(0, True), (195, True), (205, False)])
def test_two_hundred_metres_are_near(town, metres, found):
    case = reported(town)
    rows = like(town, point=north(town.point, metres))
    assert [row.pk for row in rows] == [case.pk] * found
    assert all(abs(row.metres - metres) <= 1 for row in rows)


@pytest.mark.parametrize(("kind", "found"), [("0110", True), ("0136", True), ("0201", False)])
def test_only_the_same_group_of_types_is_the_same_matter(town, kind, found):
    reported(town)
    assert bool(like(town, kind=kind, point=town.point)) is found


@pytest.mark.parametrize(("days", "found"), [(29, True), (31, False)])
def test_thirty_days_are_lately(town, days, found):
    reported(town)
    assert bool(like(town, point=town.point, at=MONDAY + days * DAY)) is found


def test_the_nearest_comes_first(town):
    far, near = reported(town, north(town.point, 150)), reported(town, north(town.point, 20))
    assert [row.pk for row in like(town, point=town.point)] == [near.pk, far.pk]


def test_closed_ones_count_and_declined_ones_do_not(town):
    closed, declined = incident_in(town, "closed", address=HERE), file_incident(town, address=HERE)
    declined.decline(by=town.community_operator, reason="untrue", at=MONDAY)
    assert like(town, address=HERE) == [closed]


def test_the_same_address_in_the_community_is_enough(town):
    case = file_incident(town, address=HERE, grid=town.second_grid)
    assert like(town, address="增产里１２号楼３门") == [case]
    assert like(town, address=HERE, grid=town.next_door.grid) == []


def test_two_hundred_metres_reach_across_the_border_of_a_street(town):
    over = north((town.point[0], town.next_street.point[1]), -210)
    case = reported(town, over, by=town.next_street.worker, grid=town.next_street.grid)
    assert like(town, point=north(over, -120)) == [case]


def test_a_question_costs_two_queries(town, django_assert_num_queries):
    reported(town)
    kind, place = category(), town.grid.chain()
    with django_assert_num_queries(2):
        Incident.objects.similar_to(kind, place, town.point, HERE, MONDAY + DAY)


def ask(client, who, **said):
    client.force_login(who)
    return client.get(reverse("grid:similar"), said)


def typed(town, point=None, **more):
    lng, lat = point or town.point
    return {"category": "0110", "lng": lng, "lat": lat, "grid": town.grid.code, **more}


@pytest.fixture
def just_filed(town):
    """A report of this hour by the real clock, for the page asks that one."""
    return reported(town, at=None)


def test_the_form_asks_and_shows_what_it_may(client, town, just_filed):
    said = ask(client, town.worker, **typed(town)).content.decode()
    assert just_filed.number in said
    assert f'name="known" value="{just_filed.pk}"' in said


def test_of_what_others_reported_only_the_number_is_said(client, town, just_filed):
    point = north(town.point, 0)
    said = {**typed(town, (point[0] + 0.0021, point[1])), "grid": town.second_grid.code}
    answer = ask(client, town.second_worker, **said)
    assert (answer.context["alike"].rows, answer.context["alike"].others) == ([], 1)
    assert just_filed.number not in answer.content.decode()
    assert just_filed.title not in answer.content.decode()


def test_of_personal_matters_not_even_the_number_is_said(client, town):
    restricted = type(category()).objects.filter(restricted=True).exclude(major=None).first()
    reported(town, code=restricted.code, at=None)
    said = {**typed(town, (town.point[0] + 0.0021, town.point[1])), "grid": town.second_grid.code}
    assert ask(client, town.second_worker, **said | {"category": restricted.code}).context["alike"].others == 0


@pytest.mark.parametrize("wrong", [{"category": "99"}, {"lng": "east"}, {"grid": "1"}, {"lng": "nan"}, {"lat": "1e9"}])
def test_nonsense_finds_nothing(client, town, just_filed, wrong):
    answer = ask(client, town.worker, **typed(town) | wrong)
    assert answer.status_code == 200
    assert just_filed.number not in answer.content.decode()


@pytest.mark.parametrize(("who", "answer"), [("worker", 200), ("operator", 200), ("clerk", 403), ("leader", 403)])
def test_only_who_may_report_may_ask(client, town, who, answer):
    assert ask(client, getattr(town, who), **typed(town)).status_code == answer


def test_nobody_asks_about_ground_that_is_not_theirs(client, town, just_filed):
    assert ask(client, town.next_street.worker, **typed(town)).context["alike"] is None


def send(client, who, town, **more):
    client.force_login(who)
    said = {**typed(town), "text": "围墙外又堆了垃圾，气味很大。", "before": upload(), **more}
    return client.post(reverse("grid:report"), said)


def test_without_a_script_the_form_warns_once_and_nothing_is_lost(client, town, just_filed):
    answer = send(client, town.worker, town)
    page = answer.content.decode()
    assert (answer.status_code, Incident.objects.count()) == (422, 1)
    assert "围墙外又堆了垃圾" in page
    assert len(answer.context["form"].kept_before()) == 1
    assert just_filed.number in page


def test_filed_all_the_same_it_is_a_matter_of_its_own(client, town, just_filed):
    assert send(client, town.worker, town, known=str(just_filed.pk)).status_code == 302
    assert list(Incident.objects.order_by("pk").values_list("status", "merged_into")) == [("reported", None)] * 2


def test_the_same_matter_is_added_to_it(client, town, just_filed):
    assert send(client, town.worker, town, same=str(just_filed.pk)).status_code == 302
    again = Incident.objects.latest("pk")
    assert (again.status, again.merged_into_id) == ("merged", just_filed.pk)
    assert Incident.objects.get(pk=just_filed.pk).repeat_count == 1
    assert again.photos.count() == 1


@pytest.mark.parametrize("same", ["0", "999999999999999999999", "x", "-1"])
def test_added_to_nothing_it_is_simply_filed(client, town, same):
    assert send(client, town.worker, town, same=same).status_code == 302
    assert Incident.objects.get().status == "reported"


def test_without_anything_alike_nobody_is_warned(client, town):
    assert send(client, town.worker, town).status_code == 302


def beside(client, who, case):
    client.force_login(who)
    page = client.get(case.get_absolute_url())
    return next(said for template, said in page.context["related"] if template == "grid/_alike.html")


def test_triage_shows_what_is_alike(client, town, just_filed):
    case = reported(town, north(town.point, 40), at=None)
    told = beside(client, town.community_operator, case)
    assert [(row.pk, row.metres) for row in told["rows"]] == [(just_filed.pk, 40)]
    assert told["merge"]
    assert not beside(client, town.worker, case)["merge"]


def test_the_history_of_a_place_opens_the_list_of_exactly_those(client, town):
    old = reported(town, north(town.point, 30), code="0201", at=MONDAY - 300 * DAY)
    reported(town, north(town.point, 80)), reported(town, at=MONDAY - 400 * DAY)
    same = file_incident(town, address=HERE, at=MONDAY - DAY)
    case = reported(town, address=HERE)
    told = beside(client, town.community_operator, case)
    assert (told["history"], told["count"]) == ([same, old], 2)
    seen = client.get(f"{reverse('grid:incidents')}?near={case.pk}").context
    assert (seen["page"].rows, seen["seen"].total) == ([same, old], 2)


def test_the_history_reaches_no_further_than_sight(client, town):
    near = (town.point[0] + 0.0019, town.point[1])
    reported(town, near, at=MONDAY - DAY)
    case = reported(town, (near[0] + 0.0003, near[1]), by=town.second_worker, grid=town.second_grid)
    assert beside(client, town.second_worker, case)["count"] == 0
    assert beside(client, town.operator, case)["count"] == 1
    assert client.get(f"{reverse('grid:incidents')}?near={case.pk}").context["seen"].total == 1


def test_the_list_near_an_incident_out_of_sight_is_empty(client, town):
    case = reported(town)
    client.force_login(town.next_street.operator)
    for near in (case.pk, 0, 10**30, "x"):
        assert client.get(reverse("grid:incidents"), {"near": near}).context["page"].rows == []
