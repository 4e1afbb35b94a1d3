"""双随机: drawn by a seed anybody can repeat, looked at by somebody who had no hand in it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from grid.casework.measures import Period
from grid.models import Incident, Notice
from grid.models.recheck import Draw, Recheck
from tests.makers import file_incident, incident_in
from tests.town import MONDAY

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
LATER = MONDAY + timedelta(days=3)


def closed(town, number):
    return [incident_in(town, "closed", at=MONDAY + timedelta(hours=no)) for no in range(number)]


def pairs(draw):
    return list(draw.checks.values_list("incident", "checker"))


def test_the_same_seed_draws_the_same(town):
    closed(town, 5)
    first, second = (Draw.make(by=town.centre, period=MARCH, number=3, seed="7", at=LATER) for _again in range(2))
    assert (pairs(first), first.population, len(pairs(first))) == (pairs(second), 5, 3)


def test_whoever_had_a_hand_in_it_does_not_check_it(town):
    cases = closed(town, 6)
    for case in cases:
        case.comment(by=town.secretary, text="看过。", at=LATER)
    for seed in range(10):
        draw = Draw.make(by=town.centre, period=MARCH, number=6, seed=str(seed), at=LATER)
        hands = {pair for case in cases for pair in case.steps.values_list("case", "by")}
        assert not set(pairs(draw)) & hands


def test_every_checker_sees_what_they_check(town):
    closed(town, 4)
    for check in Draw.make(by=town.supervisor, period=MARCH, number=4, at=LATER).checks.all():
        assert Incident.objects.visible_to(check.checker).filter(pk=check.incident_id).exists()


def test_with_nothing_closed_nothing_is_drawn(town):
    file_incident(town)
    with pytest.raises(ValidationError):
        Draw.make(by=town.centre, period=MARCH, number=3, at=LATER)


def test_the_centre_draws_on_its_page(client, town):
    incident_in(town, "closed")
    client.force_login(town.centre)
    answer = client.post("/rechecks/", {"first": "2026-03-01", "last": "2026-03-31", "number": "5"})
    assert answer.status_code == 302
    assert client.get(answer.url).context["draw"].population == 1


@pytest.mark.parametrize("said", [{}, {"first": "2026-03-31", "last": "2026-03-01", "number": "5"},
                                  {"first": "2026-01-01", "last": "2026-12-31", "number": "5"},
                                  {"first": "2026-04-01", "last": "2026-04-02", "number": "5"}])  # fmt: skip
def test_a_wrong_draw_comes_back(client, town, said):
    client.force_login(town.centre)
    assert client.post("/rechecks/", said).status_code == 422


def test_only_the_centre_and_the_supervisors_draw(client, town):
    client.force_login(town.operator)
    assert client.post("/rechecks/", {"number": "5"}).status_code == 403


def task_of(town):
    incident_in(town, "closed")
    draw = Draw.make(by=town.centre, period=MARCH, number=1, at=LATER)
    return draw.checks.get()


def test_the_finding_is_written_once_by_whoever_was_drawn(client, town):
    task = task_of(town)
    address = f"/rechecks/{task.pk}/"
    client.force_login(town.centre)
    assert client.post(address, {"finding": "good"}).status_code == 403
    client.force_login(task.checker)
    assert client.post(address, {"finding": "bad"}).status_code == 422
    assert client.post(address, {"finding": "bad", "note": "垃圾又现。"}).status_code == 302
    assert client.post(address, {"finding": "good"}).status_code == 403
    assert (Recheck.objects.get().finding, Notice.objects.filter(kind="recheck.bad").count()) == ("bad", 1)


def test_others_do_not_see_it(client, town):
    task = task_of(town)
    client.force_login(town.next_street.operator)
    assert client.get(f"/rechecks/{task.pk}/").status_code == 404
    assert client.get(f"/rechecks/draws/{task.draw_id}/").status_code == 404
