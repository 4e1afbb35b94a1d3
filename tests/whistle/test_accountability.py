"""Accountability: who opens a case, who moves it, who sees what, and what becomes of the slip."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from grid.casework.refusals import NotNow, NotYours
from grid.casework.sweep import sweep
from grid.models import Notice
from tests.town import MONDAY
from tests.whistle.calls import HOUR
from tests.whistle.slips import PROPOSAL, case_in, proposed, sent_out
from tests.whistle.verbs import press, status_of
from whistle.models import Accountability, AccountabilityEntry, AccountabilityLook, PointEntry, Supervision
from whistle.tasks import register_supervisions

SECRET = "赵某"
WEEK = timedelta(days=7)


def opened_by_clock(town):
    slip = sent_out(town, level=3)
    sweep(Supervision, at=slip.due_at)
    Accountability.objects.register(at=slip.due_at)
    return slip, Accountability.objects.get(supervision=slip)


def test_the_office_proposes_and_the_case_opens_in_the_same_turn(town):
    slip = proposed(town)
    case = slip.accountability
    assert (slip.status, case.status, case.department) == ("proposed", "proposed", town.department)
    assert case.number.startswith("A120106-2026-")
    assert case.origin == f"supervision/{slip.clocks.get().pk}/1/0"


def test_the_form_asks_for_grounds_and_words(client, town):
    slip = sent_out(town, level=3, at=MONDAY)
    Supervision.objects.filter(pk=slip.pk).update(status="replied")
    slip.clocks.update(alarm_at=None)
    assert press(client, town.supervisor, slip, "propose").status_code == 422
    assert press(client, town.supervisor, slip, "propose", **PROPOSAL).status_code == 302


def test_the_clock_proposes_too_once_for_ever(town):
    slip, case = opened_by_clock(town)
    for _look in range(3):
        Accountability.objects.register(at=slip.due_at + WEEK)
        register_supervisions()
    assert Accountability.objects.count() == 1
    assert (case.author, status_of(slip)) == (None, "proposed")
    assert case.steps.get().by is None


@pytest.mark.parametrize("count", [1, 9])
def test_many_cases_cost_hardly_more_statements_than_one(town, django_assert_max_num_queries, count):
    slips = [sent_out(town, level=3, title=f"事项{number}") for number in range(count)]
    sweep(Supervision, at=slips[0].due_at)
    with django_assert_max_num_queries(18 + count):
        assert Accountability.objects.register(at=slips[0].due_at) == count


def test_the_whole_way_to_the_end(town):
    case = case_in(town, "closed")
    assert [step.verb for step in case.steps.all()] == ["propose", "accept", "investigate", "decide", "close"]
    assert (case.measures, case.deduction, case.decided_at) == ("interview,points", 3, MONDAY + 5 * HOUR)


def test_a_decision_deducts_points_once(town):
    case = case_in(town, "decided")
    entry = PointEntry.objects.get(accountability=case)
    assert (entry.points, entry.kind, entry.department) == (-3, "accountability", town.department)


@pytest.mark.parametrize("status", ["decided", "rejected", "tolerated"])
def test_settled_the_slip_goes_back_to_the_supervision_office(town, status):
    slip = case_in(town, status).supervision
    assert status_of(slip) == "judged"
    assert slip in Supervision.objects.visible_to(town.supervisor).waiting_for(town.supervisor)
    slip.refresh_from_db()
    slip.verify(by=town.supervisor, at=MONDAY + WEEK)
    assert slip.status == "verified"


def test_before_that_nobody_strikes_it_off(town):
    with pytest.raises(NotNow):
        proposed(town).verify(by=town.supervisor, at=MONDAY + WEEK)


@pytest.mark.parametrize(("measures", "deduction", "field"), [
    ([], None, "measures"), (["points"], None, "deduction"), (["interview"], 2, "deduction"),
])  # fmt: skip
def test_points_and_measures_fit_together(town, measures, deduction, field):
    case = case_in(town, "investigating")
    with pytest.raises(ValidationError) as wrong, transaction.atomic():
        case.decide(by=town.discipline, measures=measures, deduction=deduction, findings="x", at=MONDAY + 9 * HOUR)
    assert set(wrong.value.message_dict) == {field}
    assert status_of(case) == "investigating"


FORMS = {
    "accept": ("proposed", {}), "investigate": ("accepted", {}), "record": ("accepted", {"kind": "note", "text": "x"}),
    "decide": ("investigating", {"measures": ["interview"], "findings": "x"}), "close": ("decided", {}),
    "reject": ("proposed", {"reason": "x"}), "tolerate": ("accepted", {"reason": "x"}),
}  # fmt: skip


@pytest.mark.parametrize("verb", FORMS)
@pytest.mark.parametrize(("who", "answer"), [
    ("discipline", 302), ("supervisor", 403), ("head", 403), ("centre", 404), ("leader", 404), ("audit_admin", 404),
    ("other_head", 404), ("system_admin", 404),
])  # fmt: skip
def test_discipline_inspection_alone_moves_it(client, town, verb, who, answer):
    status, said = FORMS[verb]
    assert press(client, getattr(town, who), case_in(town, status), verb, **said).status_code == answer


@pytest.mark.parametrize("status", ["proposed", "decided", "rejected"])
@pytest.mark.parametrize("who", ["head", "clerk", "supervisor"])
def test_others_see_state_and_outcome_and_not_one_word_more(client, town, who, status):
    case = case_in(town, status)
    client.force_login(getattr(town, who))
    page = client.get(case.get_absolute_url()).content.decode()
    assert case.number in page
    assert str(case.get_status_display()) in page
    assert SECRET not in page
    assert case.matter not in page
    assert "推诿" not in page


def pages(case):
    """Every page on which the case is spoken of."""
    return [
        case.get_absolute_url(), reverse("whistle:accountabilities"), case.supervision.get_absolute_url(),
        reverse("search") + f"?q={case.number}", reverse("search") + f"?q={SECRET}", reverse("notices"),
        reverse("whistle:points"), reverse("desk"), reverse("whistle:looks"), reverse("whistle:supervision_ledger"),
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["discipline", "supervisor", "head", "audit_admin"])
def test_the_content_is_on_no_page_but_the_file(client, town, who):
    case = case_in(town, "decided")
    client.force_login(getattr(town, who))
    for page in pages(case):
        text = client.get(page, follow=True).content.decode()
        assert [word for word in ("赵某两次", "推诿属实") if word in text] == [], page


def test_the_content_is_in_no_step_and_no_notice(town):
    case = case_in(town, "tolerated")
    traces = [*case.steps.all(), *case.supervision.steps.all()]
    said = [f"{step.note} {step.data}" for step in traces] + [str(notice.params) for notice in Notice.objects.all()]
    assert SECRET not in "".join(said)
    assert all(step.note == "" for step in case.steps.all())


# -- reading the file ---------------------------------------------------------------


def look(client, town, case, who="discipline", **said):
    client.force_login(getattr(town, who))
    return client.post(reverse("whistle:look", args=[case.pk]), said)


def test_a_look_is_written_down_and_then_shown(client, town):
    case = case_in(town, "decided")
    answer = look(client, town, case, reason="案件审理")
    assert "赵某两次" in answer.content.decode()
    assert "推诿属实" in answer.content.decode()
    written = AccountabilityLook.objects.get()
    assert (written.user, written.case, written.reason, written.post.role) == (
        town.discipline, case, "案件审理", "discipline_inspection",
    )  # fmt: skip
    assert answer["Cache-Control"].count("no-store") == 1


def test_without_a_reason_nothing_is_shown(client, town):
    answer = look(client, town, case_in(town))
    assert answer.status_code == 422
    assert SECRET not in answer.content.decode()
    assert not AccountabilityLook.objects.exists()


def test_opening_the_address_shows_nothing(client, town):
    case = case_in(town)
    client.force_login(town.discipline)
    assert SECRET not in client.get(reverse("whistle:look", args=[case.pk])).content.decode()
    assert not AccountabilityLook.objects.exists()


def test_when_the_look_cannot_be_written_nothing_is_shown(client, town):
    case = case_in(town)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION no_room() RETURNS trigger AS $$BEGIN RAISE EXCEPTION 'disk full'; END$$ LANGUAGE plpgsql"
        )
        cursor.execute(
            "CREATE TRIGGER no_room BEFORE INSERT ON whistle_accountabilitylook FOR EACH ROW EXECUTE FUNCTION no_room()"
        )
    client.raise_request_exception = False
    with pytest.raises(DatabaseError), transaction.atomic():
        case.look(by=town.discipline, reason="案件审理")
    answer = look(client, town, case, reason="案件审理")
    assert answer.status_code == 500
    assert SECRET not in answer.content.decode()


@pytest.mark.parametrize(("who", "answer"), [
    ("supervisor", 403), ("head", 403), ("clerk", 403), ("audit_admin", 404), ("leader", 404), ("centre", 404),
])  # fmt: skip
def test_nobody_else_opens_the_file(client, town, who, answer):
    case = case_in(town)
    assert look(client, town, case, who, reason="想看看").status_code == answer
    assert not AccountabilityLook.objects.exists()
    with pytest.raises(NotYours):
        case.look(by=getattr(town, who), reason="想看看")


def test_the_audit_administrator_sees_who_looked_and_no_case(client, town):
    case = case_in(town)
    look(client, town, case, reason="案件审理")
    client.force_login(town.audit_admin)
    page = client.get(reverse("whistle:looks")).content.decode()
    assert "案件审理" in page
    assert case.number in page
    assert client.get(case.get_absolute_url()).status_code == 404
    client.force_login(town.supervisor)
    assert client.get(reverse("whistle:looks")).status_code == 403


@pytest.mark.parametrize("change", [
    "UPDATE whistle_accountabilitylook SET reason = 'x'",
    "DELETE FROM whistle_accountabilitylook",
    "UPDATE whistle_accountabilityentry SET text = 'x'",
])  # fmt: skip
def test_looks_and_sheets_are_never_rewritten(town, change):
    case_in(town).look(by=town.discipline, reason="案件审理")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_the_file_is_read_in_one_place_only():
    assert AccountabilityEntry._meta.get_field("case").remote_field.related_name == "+"
