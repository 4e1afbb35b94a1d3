"""Merging: a matter reported again belongs to the one that is handled, which counts how often it was reported."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from grid.casework.refusals import NotNow, NotYours
from grid.models import Incident
from portal.verify import broken
from tests.fault.processes import hands, looking_at
from tests.grid.incident.pressing import fresh, just_now, press, told, verbs
from tests.makers import file_incident, incident_in
from tests.town import MONDAY

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
LATER = MONDAY + 30 * MINUTE


@pytest.fixture
def two(town):
    """A report, and the matter it belongs to."""
    return file_incident(town, at=MONDAY + MINUTE), file_incident(town)


@contextmanager
def refused():
    """What goes on inside is found wrong, and undone."""
    with pytest.raises(ValidationError), transaction.atomic():
        yield


def merge(town, case, into, at=LATER, **more):
    case.merge(by=town.community_operator, into=into, at=at, **more)


def test_it_belongs_to_the_main_one_which_counts_it(town, two):
    case, main = two
    merge(town, case, main)
    assert (fresh(case).status, fresh(case).merged_into) == ("merged", main)
    assert (fresh(main).status, fresh(main).repeat_count) == ("reported", 1)


def test_both_traces_tell_of_it(town, two):
    case, main = two
    merge(town, case, main)
    assert (verbs(case)[-1], case.steps.last().data["merged_into"]) == ("merge", main.pk)
    assert (verbs(main)[-1], main.steps.last().data["repeat_count"]) == ("repeat", 1)


def test_its_clocks_end_void_and_it_waits_for_nobody(town, two):
    case, main = two
    merge(town, case, main)
    assert set(case.clocks.values_list("verdict", flat=True)) == {"void"}
    assert not fresh(case).has_due
    waiting = Incident.objects.visible_to(town.community_operator).waiting_for(town.community_operator)
    assert list(waiting) == [main]


def test_merging_into_a_merged_one_goes_to_its_main(town, two):
    case, main = two
    third = file_incident(town, at=MONDAY + 2 * MINUTE)
    merge(town, case, main)
    merge(town, third, case)
    assert (fresh(third).merged_into, fresh(main).repeat_count, fresh(case).repeat_count) == (main, 2, 0)


def test_what_was_merged_before_follows_its_main(town, two):
    case, main = two
    third = file_incident(town, at=MONDAY + 2 * MINUTE)
    merge(town, third, case)
    merge(town, case, main)
    assert (fresh(third).merged_into, verbs(third)[-1]) == (main, "follow_main")
    assert (fresh(main).repeat_count, fresh(case).repeat_count) == (2, 0)


def test_there_is_no_circle(town, two):
    case, main = two
    merge(town, case, main)
    with refused():
        merge(town, main, case)
    assert fresh(main).status == "reported"


def test_nothing_is_merged_into_itself(town, two):
    with refused():
        merge(town, two[0], two[0])


@pytest.mark.parametrize(("days", "taken"), [(29, True), (31, False)])
def test_a_closed_matter_takes_reports_for_thirty_days(town, days, taken):
    main = incident_in(town, "closed")
    case = file_incident(town, at=MONDAY + days * DAY)
    if not taken:
        with refused():
            merge(town, case, main, at=MONDAY + days * DAY + MINUTE)
    else:
        merge(town, case, main, at=MONDAY + days * DAY + MINUTE)
        assert (fresh(main).status, fresh(main).repeat_count) == ("closed", 1)
    assert fresh(case).status == ("merged" if taken else "reported")


def test_a_declined_matter_takes_none(town, two):
    case, main = two
    main.decline(by=town.community_operator, reason="untrue", at=MONDAY + 2 * MINUTE)
    with refused():
        merge(town, case, main)
    assert fresh(case).status == "reported"


def test_nobody_merges_into_what_he_does_not_see(town):
    case = file_incident(town)
    elsewhere = file_incident(town, by=town.next_street.worker, grid=town.next_street.grid)
    with refused():
        merge(town, case, elsewhere)


def test_what_is_being_handled_is_not_merged_away(town, two):
    case = incident_in(town, "handling")
    with pytest.raises(NotNow):
        merge(town, case, two[1])


@pytest.mark.parametrize("who", ["worker", "operator", "centre"])
def test_only_the_desk_merges(town, two, who):
    with pytest.raises(NotYours):
        two[0].merge(by=getattr(town, who), into=two[1], at=LATER)


def test_the_desk_of_the_main_one_is_told(town, two):
    merge(town, *two)
    assert told(town.community_operator, "incident.repeated") == 1


def test_who_reported_the_same_hears_of_the_close(town):
    main = incident_in(town, "feedback")
    case = file_incident(town, by=town.second_worker, grid=town.second_grid, at=MONDAY + 40 * MINUTE)
    merge(town, case, main, at=MONDAY + 50 * MINUTE)
    main.evaluate(by=town.community_operator, satisfaction=5, solved="solved", at=MONDAY + DAY)
    assert told(town.second_worker, "incident.closed_with") == 1
    assert told(town.community_operator, "incident.closed_with") == 1


def test_the_form_offers_what_looks_alike(client, town):
    point = dict(zip(("lng", "lat"), town.point, strict=True))
    main, case = file_incident(town, at=just_now(), **point), file_incident(town, at=just_now(), **point)
    client.force_login(town.community_operator)
    form = client.get(reverse("grid:merge", args=[case.pk])).context["form"]
    assert [key for key, _label in form.fields["candidate"].choices] == [str(main.pk)]
    assert press(client, town.community_operator, case, "merge", candidate=main.pk).status_code == 302
    assert fresh(case).merged_into == main


def test_another_is_named_by_its_number(client, town):
    main, case = file_incident(town, at=just_now(), code="0201"), file_incident(town, at=just_now())
    assert press(client, town.community_operator, case, "merge", number=main.number.lower()).status_code == 302
    assert fresh(case).merged_into == main


@pytest.mark.parametrize("said", [{}, {"number": "E120106-2026-9999999"}, {"candidate": "7"}, {"number": "自己"}])
def test_a_wrong_form_comes_back(client, town, said):
    case = file_incident(town, at=just_now())
    answer = press(client, town.community_operator, case, "merge", note="同一处", **said)
    assert answer.status_code == 422
    assert "同一处" in answer.content.decode()


def test_itself_is_refused_at_the_field(client, town):
    case = file_incident(town, at=just_now())
    answer = press(client, town.community_operator, case, "merge", number=case.number)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["number"])


@pytest.mark.parametrize(("who", "answer"), [("worker", 403), ("operator", 403), ("next_door_operator", 404),
                                             ("stranger", 404)])  # fmt: skip
def test_who_gets_to_the_form(client, town, two, who, answer):
    town.next_door_operator = town.next_door.community_operator
    assert press(client, getattr(town, who), two[0], "merge", number=two[1].number).status_code == answer


def test_the_pages_show_both_ends(client, town, two):
    case, main = two
    merge(town, case, main)
    client.force_login(town.community_operator)
    assert main.number in client.get(case.get_absolute_url()).content.decode()
    assert case.number in client.get(main.get_absolute_url()).content.decode()


def test_the_list_of_what_was_reported_again(client, town, two):
    file_incident(town)
    merge(town, *two)
    client.force_login(town.community_operator)
    assert set(client.get(reverse("grid:incidents"), {"repeat": "1"}).context["page"].rows) == set(two)


def test_merging_breaks_no_promise_and_a_wrong_count_is_noticed(town, two):
    third = file_incident(town, at=MONDAY + 2 * MINUTE)
    merge(town, third, two[0])
    merge(town, *two)
    assert broken(LATER + MINUTE) == {}
    Incident.objects.filter(pk=two[1].pk).update(repeat_count=5)
    assert "merged reports are counted once" in broken(LATER + MINUTE)


ROUNDS = 10


@pytest.mark.slow
def test_two_desks_merge_each_into_the_other_and_one_wins(cloned_database):
    operator = ["merge", "operator.zengchanli"]
    with hands(cloned_database, ["file"], operator, operator) as (maker, *desks):
        pairs = [maker.ask(2) for _round in range(ROUNDS)]
        outcomes = [race(one, other, desks) for one, other in pairs]
    assert [pair.count("won") for pair in outcomes] == [1] * ROUNDS
    with looking_at(cloned_database) as ask:
        assert ask("SELECT count(*), sum(repeat_count) FROM grid_incident") == [(2 * ROUNDS, ROUNDS)]
        mains = "SELECT count(*) FROM grid_incident WHERE status = 'reported' AND merged_into_id IS NULL"
        assert ask(mains) == [(ROUNDS,)]


def race(one, other, desks):
    """Each desk is told its own way round before either has answered."""
    desks[0].tell(f"{one} {other}"), desks[1].tell(f"{other} {one}")
    return [desk.answer() for desk in desks]
