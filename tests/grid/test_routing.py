"""Routing rules: the first that matches wins and says so; the centre keeps them, the desk is only proposed to."""

import pytest
from django.urls import reverse

from grid.models import Incident, RoutingRule
from grid.models.rules import troubles
from grid.trials import trial_of
from tests.grid.incident.pressing import just_now, press
from tests.makers import category, document, file_incident, incident_in
from tests.makers import routing_rule as rule
from tests.town import MONDAY


def route(town, kind="0110", place=None):
    return RoutingRule.objects.route(category(kind), place or town.grid)


def test_the_first_rule_that_matches_wins(town):
    rule(town, kind="01", place=town.next_street.street, department=town.other_department)
    first = rule(town, kind="01", department=town.third_department)
    rule(town, kind="0110", department=town.other_department)
    assert (route(town).rule, route(town).department) == (first, town.third_department)


def test_a_group_stands_for_its_types_and_a_street_for_its_grids(town):
    mine = rule(town, kind="01", place=town.street, department=town.other_department)
    assert route(town, "0136").rule == mine
    assert route(town, "0201").rule is None
    assert route(town, "0136", town.next_street.grid).rule is None


def test_it_says_why(town):
    mine = rule(town, kind="01", place=town.community, assisting=[town.third_department.pk], unit=town.unit)
    said = route(town).why
    for word in (f"{mine.position}", mine.category.name, "增产里社区", str(town.department), str(town.unit)):
        assert word in said
    assert str(town.third_department) in said.split("→")[1]


def test_without_a_rule_the_type_decides_and_that_is_said(town):
    found = route(town)
    assert found.department == category().default_department
    assert str(found.department) in found.why


def test_where_nobody_is_named_the_desk_keeps_it(town):
    kind = category()
    kind.default_department = None
    assert RoutingRule.objects.route(kind, town.grid).department is None


def test_a_rule_switched_off_or_changed_counts_at_once(town):
    mine = rule(town, kind="01", department=town.other_department)
    assert route(town).department == town.other_department
    mine.switch(False)
    assert route(town).rule is None
    mine.switch(True)
    RoutingRule.objects.filter(pk=mine.pk).update(department=town.third_department)
    assert route(town).department == town.third_department


def test_a_department_no_longer_in_use_is_passed_over(town):
    rule(town, kind="01", department=town.other_department)
    second = rule(town, department=town.third_department)
    type(town.department).objects.filter(pk=town.other_department.pk).update(is_active=False)
    assert route(town).rule == second


def test_matching_asks_little_however_many_rules(town, django_assert_max_num_queries):
    for _number in range(30):
        rule(town, kind="0201")
    rule(town, kind="01", assisting=[town.third_department.pk])
    kind = category()
    RoutingRule.objects.route(kind, town.grid)
    with django_assert_max_num_queries(3):
        RoutingRule.objects.route(kind, town.grid)


def test_what_can_never_match_and_what_contradicts_is_found(town):
    wide = rule(town, kind="01")
    shadowed = rule(town, kind="0110", place=town.street, department=town.other_department)
    local = rule(town, place=town.street, department=town.third_department)
    found = troubles(RoutingRule.objects.told())
    assert found == {shadowed: [("shadowed", wide)], local: [("conflict", wide)]}


def test_an_exception_before_the_general_rule_is_no_conflict(town):
    rule(town, kind="0110", department=town.other_department)
    rule(town, kind="01")
    assert troubles(RoutingRule.objects.told()) == {}


def test_the_dispatch_form_proposes_it_and_the_desk_may_say_otherwise(client, town):
    rule(town, kind="01", department=town.other_department, assisting=[town.third_department.pk])
    case = incident_in(town, "accepted", at=just_now())
    client.force_login(town.community_operator)
    page = client.get(f"{case.get_absolute_url()}dispatch/")
    form = page.context["form"]
    assert form["department"].value() == town.other_department.pk
    assert form["assisting"].value() == [town.third_department.pk]
    assert form.route.why in page.content.decode()
    press(client, town.community_operator, case, "dispatch", department=town.department.pk)
    assert Incident.objects.get(pk=case.pk).department == town.department


def post(client, who, name, *args, **said):
    client.force_login(who)
    return client.post(reverse(f"grid:{name}", args=args), said)


@pytest.mark.parametrize(("chosen", "kept"), [("third_department", False), ("other_department", True)])
def test_the_trace_keeps_what_was_proposed_and_not_followed(client, town, chosen, kept):
    rule(town, kind="0110", department=town.third_department)
    case = incident_in(town, "accepted", at=just_now())
    press(client, town.community_operator, case, "dispatch", department=getattr(town, chosen).pk)
    assert ("proposed" in case.steps.get(verb="dispatch").data) == kept


def test_the_centre_adds_a_rule_and_its_history_is_kept(client, town):
    said = {"category": "01", "territory": town.street.code, "department": town.department.pk}
    assert post(client, town.centre, "routing_add", **said).status_code == 302
    made = RoutingRule.objects.get()
    assert (made.category.code, made.territory, made.position) == ("01", town.street, 1)
    post(client, town.centre, "routing_edit", made.pk, **said | {"department": town.other_department.pk})
    assert [event.department_id for event in made.events.order_by("pgh_id")] == [
        town.department.pk,
        town.other_department.pk,
    ]


def test_rules_change_places(client, town):
    one, two = rule(town), rule(town, kind="01")
    post(client, town.centre, "routing_up", two.pk)
    assert list(RoutingRule.objects.told()) == [two, one]
    post(client, town.centre, "routing_down", two.pk)
    post(client, town.centre, "routing_down", two.pk)
    assert list(RoutingRule.objects.told()) == [one, two]


@pytest.mark.parametrize(("name", "active"), [("routing_off", False), ("routing_on", True)])
def test_rules_are_switched_never_deleted(client, town, name, active):
    mine = rule(town)
    mine.switch(not active)
    post(client, town.centre, name, mine.pk)
    assert RoutingRule.objects.get().is_active is active


@pytest.mark.parametrize(("who", "read", "change"), [
    ("centre", 200, 200), ("supervisor", 200, 403), ("operator", 200, 403), ("community_operator", 200, 403),
    ("worker", 404, 404), ("clerk", 404, 404), ("stranger", 404, 404),
])  # fmt: skip
def test_who_reads_and_who_keeps_them(client, town, who, read, change):
    mine = rule(town)
    client.force_login(getattr(town, who))
    assert client.get(reverse("grid:routing_try", args=[mine.pk])).status_code == read
    assert client.get(reverse("grid:routing_edit", args=[mine.pk])).status_code == change
    sent = client.post(reverse("grid:routing_off", args=[mine.pk])).status_code
    assert sent == (302 if change == 200 else change)


def test_a_wrong_form_comes_back_with_what_was_typed(client, town):
    said = {"department": town.department.pk, "unit": town.other_unit.pk, "note": "试行三个月"}
    answer = post(client, town.centre, "routing_add", **said)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["unit"])
    assert "试行三个月" in answer.content.decode()


def test_the_list_points_at_shadowed_rules(client, town):
    rule(town), rule(town, kind="01")
    client.force_login(town.supervisor)
    assert client.get(reverse("grid:routing")).context["rules"][1].troubles[0][0] == "shadowed"


def test_the_list_costs_the_same_for_many_rules(client, town, django_assert_max_num_queries):
    client.force_login(town.centre)
    rule(town, assisting=[town.other_department.pk]), client.get(reverse("grid:routing"))
    with django_assert_max_num_queries(9) as few:
        client.get(reverse("grid:routing"))
    for _number in range(5):
        rule(town, kind="01", place=town.community, assisting=[town.other_department.pk])
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("grid:routing"))


def test_a_trial_counts_what_the_rule_would_have_done(town, django_assert_num_queries):
    there = incident_in(town, "handling", department=town.department)
    incident_in(town, "dispatched", at=MONDAY, department=town.other_department)
    file_incident(town), file_incident(town, code="0201"), file_incident(town, by=town.channel, source="public")
    mine = rule(town, kind="0110", department=town.other_department)
    with django_assert_num_queries(2):  # one of them for the posts
        trial = trial_of(mine, Incident.objects.visible_to(town.operator), [])
    assert (trial.looked, trial.matched, trial.same, trial.nobody) == (5, 4, 1, 2)
    assert (trial.elsewhere, trial.back) == ([there], 0)


def test_a_trial_leaves_out_what_an_earlier_rule_takes(town):
    incident_in(town, "handling")
    first, second = rule(town, kind="01"), rule(town, kind="0110", department=town.other_department)
    trial = trial_of(second, Incident.objects.visible_to(town.centre), [first])
    assert (trial.matched, trial.taken, trial.elsewhere) == (1, 1, [])


def test_a_trial_reaches_no_further_than_sight(town):
    incident_in(town, "handling")
    mine = rule(town, department=town.other_department)
    assert trial_of(mine, Incident.objects.visible_to(town.next_street.operator)).looked == 0


def test_a_rule_not_saved_yet_can_be_tried(client, town):
    incident_in(town, "handling")
    answer = post(client, town.centre, "routing_add", **{"department": town.other_department.pk, "try": "1"})
    assert (answer.status_code, answer.context["trial"].matched) == (200, 1)
    assert not RoutingRule.objects.exists()


def test_a_rule_names_its_document(client, town):
    mine, paper = rule(town, kind="01"), document(town)
    said = {"category": "01", "department": town.department.pk, "basis": paper.pk}
    assert post(client, town.centre, "routing_edit", mine.pk, **said).status_code == 302
    client.force_login(town.leader)
    for address in (reverse("grid:routing"), reverse("grid:routing_try", args=[mine.pk])):
        assert f'href="{paper.get_absolute_url()}"' in client.get(address).content.decode()
    assert str(RoutingRule.objects.get(pk=mine.pk)) in client.get(paper.get_absolute_url()).content.decode()
