"""A list as a file: exactly what is listed, in sight of whoever asks, safe to open, kept for its owner only."""

from datetime import timedelta
from operator import attrgetter

import pytest
from django.urls import reverse
from django.utils import timezone

from grid.models import Export, Post
from tests.grid.exported import about, ask, head, numbers, rows, sheets
from tests.makers import (
    blow_whistle,
    draft_whistle,
    export,
    file_incident,
    incident_in,
    order_in,
    self_handled,
    supervise,
)
from tests.town import MONDAY

LISTS = {
    "incidents": "grid:incidents",
    "whistles": "whistle:whistles",
    "orders": "whistle:orders",
    "supervisions": "whistle:supervisions",
}
NARROWED = {
    "incidents": [
        *(f"tab={tab}" for tab in ("", "waiting", "open", "overdue", "closed", "lost")),
        "source=hotline", "q=便道", "category=05", "street=120106004", "status=closed&tab=open", "pace=late",
        "since=2026-03-02&until=2026-03-02", "since=yesterday", "figure=open", "department=chengguan", "urgency=normal",
    ],
    "whistles": [
        *(f"status={tab}" for tab in ("", "draft", "answering", "on_site", "finished", "closed", "late", "supervised")),
        "q=渣土", "kind=emergency", "since=2026-03-03", "figure=waiting",
    ],
    "orders": [
        *(f"status={tab}" for tab in ("", "open", "dispatched", "coming", "absent", "handling", "replied", "done")),
        "status=late", "q=渣土", "figure=waiting",
    ],
    "supervisions": [
        *(f"status={tab}" for tab in ("", "rectifying", "late", "replied", "verified", "escalated", "proposed")),
        "level=1", "level=3", "type=signing", "q=S1",
    ],
}  # fmt: skip


@pytest.fixture
def matters(town):
    """Something of everything, in both streets."""
    incident_in(town, "dispatched"), incident_in(town, "closed"), self_handled(town)
    file_incident(town, by=town.centre, grid=town.next_street.grid, source="hotline", code="0501")
    supervise(order_in(town, "dispatched"), MONDAY + timedelta(hours=3))
    order_in(town, "replied"), draft_whistle(town), blow_whistle(town, kind="emergency")


@pytest.mark.parametrize("what", LISTS)
def test_the_file_has_the_rows_of_the_list_in_its_order(client, matters, town, what):
    client.force_login(town.centre)
    some = 0
    for query in NARROWED[what]:
        listed = client.get(f"{reverse(LISTS[what])}?{query}").context["page"].rows
        made = export(town.centre, what, query)
        assert numbers(made) == [case.number or "" for case in listed], query
        some += len(listed) > 0
    assert some > 2


@pytest.mark.parametrize("who", ["worker", "community_operator", "clerk", "leader", "next_street.operator", "mediator"])
def test_everybody_gets_what_their_own_list_shows(client, matters, town, who):
    user = attrgetter(who)(town)
    client.force_login(user)
    for what, address in LISTS.items():
        listed = client.get(reverse(address)).context["page"].rows
        assert numbers(export(user, what)) == [case.number or "" for case in listed], what


def test_both_formats_say_the_same(matters, town):
    for what in LISTS:
        plain, book = export(town.centre, what), sheets(export(town.centre, what, kind="xlsx"))
        (_about, _lines), (_name, (first, *others)) = book.items()
        assert first == head(plain)
        assert [row[0] for row in others] == numbers(plain) != []


def test_every_list_offers_what_its_address_says(client, town):
    client.force_login(town.centre)
    for what, address in LISTS.items():
        page = client.get(f"{reverse(address)}?q=a%26b&after=W10=&street=").content.decode()
        assert f'name="what" value="{what}"' in page
        assert 'name="query" value="q=a%26b"' in page


def test_a_short_list_is_ready_at_once_and_comes_as_a_file(client, matters, town):
    made = ask(client, town.operator, query="tab=open")
    answer = client.get(reverse("grid:export_file", args=[made.pk]))
    assert (made.state, made.total, made.written) == ("done", 1, 1)
    assert answer["Content-Disposition"].startswith('attachment; filename="incidents-')
    assert b"".join(answer).startswith(b"\xef\xbb\xbf")


def test_it_says_what_it_is(matters, town):
    lines = about(export(town.centre, query="tab=open&source=hotline&category=05&since=yesterday"))
    assert (lines["What this is"], lines["Tab"], lines["Rows"]) == ("Incidents", "Open", "1")
    assert (lines["Source"], lines["Type"]) == ("Public service hotline", "Sudden incidents: all types")
    assert lines["Exported by"] == "区中心值班员 (centre.hongqiao)"
    assert lines["Not understood"] == "Reported from"


def test_the_columns_say_what_the_incident_says(town):
    case = incident_in(town, "closed", reporter_name="王小明", reporter_phone="13812345678", source="public")
    (row,) = rows(export(town.centre))
    assert (row["Number"], row["Status"], row["Street"]) == (case.number, "closed", "西于庄街道")
    assert (row["Reporter"], row["Handled on time?"]) == ("王** 138****5678", "on time")
    assert (row["Satisfaction"], row["Cost in yuan"]) == ("very satisfied", "")
    assert (row["Reported"], row["Handling due"]) == ("2026-03-02 09:00:00", "2026-03-02 15:10:00")


def test_it_speaks_the_language_of_whoever_asked(client, town):
    file_incident(town)
    told = {}
    for language in ("en", "zh-hans"):
        client.cookies["django_language"] = language
        told[language] = head(ask(client, town.centre))
    assert told["en"][5] == "Status"
    assert told["zh-hans"][5] == "状态"


def test_no_phone_number_leaves_the_house(town):
    file_incident(
        town, text="请联系13812345678或 022-8765 4321，证件120106199001011234。", title="电话 +86 138-1234-5678"
    )
    with export(town.centre).file.open("rb") as file:
        said = file.read().decode()
    assert all(gone not in said for gone in ("12345678", "138-1234", "8765", "19900101"))
    assert all(kept in said for kept in ("138****5678", "022****4321", "120***********1234"))


# -- sight --------------------------------------------------------------------


def test_another_street_gets_nothing_of_mine(matters, town):
    mine, theirs = set(numbers(export(town.operator))), set(numbers(export(town.next_street.operator)))
    assert mine
    assert theirs
    assert not mine & theirs


def test_whoever_lost_the_post_meanwhile_gets_no_rows(town):
    file_incident(town)
    waiting = Export.ask(by=town.operator, what="incidents", query="", format="csv", language="en", at=MONDAY)
    end_posts(town.operator)
    made = export(town.operator)
    assert (made.pk, made.state, made.error, bool(made.file)) == (waiting.pk, "failed", "no_post", False)


def test_once_a_post_has_ended_its_file_does_not_open(client, town):
    made = export(town.operator)
    end_posts(town.operator)
    client.force_login(town.operator)
    assert client.get(reverse("grid:export_file", args=[made.pk])).status_code == 403
    assert reverse("grid:export_file", args=[made.pk]) not in client.get(reverse("grid:exports")).content.decode()


def end_posts(user):
    Post.objects.filter(user=user).update(valid_to=timezone.now() - timedelta(seconds=1))


def test_nobody_else_fetches_cancels_or_repeats_it(client, town):
    made = export(town.operator)
    client.force_login(town.centre)
    assert client.get(reverse("grid:export_file", args=[made.pk])).status_code == 404
    for name in ("export_cancel", "export_again"):
        assert client.post(reverse(f"grid:{name}", args=[made.pk])).status_code == 404


# -- its life -----------------------------------------------------------------


def test_asking_twice_is_asking_once(town):
    said = {"by": town.operator, "what": "incidents", "query": "", "format": "csv", "language": "en", "at": MONDAY}
    assert Export.ask(**said) == Export.ask(**said)


def test_a_full_queue_is_said(client, town):
    for number in range(5):
        Export.ask(by=town.operator, what="orders", query=f"q={number}", format="csv", language="en", at=MONDAY)
    client.force_login(town.operator)
    page = client.post(reverse("grid:export_ask"), {"what": "orders", "format": "csv"}, follow=True)
    assert len(page.context["messages"]) == 1
    assert Export.objects.count() == 5


def test_what_is_cancelled_is_never_written(client, town):
    waiting = Export.ask(by=town.operator, what="orders", query="", format="csv", language="en", at=MONDAY)
    client.force_login(town.operator)
    client.post(reverse("grid:export_cancel", args=[waiting.pk]))
    assert Export.objects.get().state == "cancelled"
    assert Export.objects.claim(MONDAY) is None


def test_a_cancelled_one_is_asked_for_again(client, town):
    old = export(town.operator, "whistles", "q=x", "xlsx")
    client.force_login(town.operator)
    client.post(reverse("grid:export_again", args=[old.pk]))
    new = Export.objects.latest("pk")
    assert new.pk != old.pk
    assert (new.what, new.query, new.format, new.state) == ("whistles", "q=x", "xlsx", "done")


def test_one_is_written_at_a_time_the_first_asked_for_first(town):
    second, first = (
        Export.ask(by=town.operator, what=what, query="", format="csv", language="en", at=MONDAY - wait)
        for what, wait in (("orders", timedelta()), ("whistles", timedelta(hours=1)))
    )
    claimed = Export.objects.claim(MONDAY)
    assert (claimed, Export.objects.claim(MONDAY)) == (first, None)
    claimed.fail("broken", MONDAY)
    assert Export.objects.claim(MONDAY) == second


def test_an_interrupted_one_is_begun_again_three_times_at_most(town):
    Export.ask(by=town.operator, what="orders", query="", format="csv", language="en", at=MONDAY)
    moments = [MONDAY + number * timedelta(minutes=5) for number in range(4)]
    assert [bool(Export.objects.claim(at)) for at in moments] == [True, True, True, False]
    assert (Export.objects.get().state, Export.objects.get().error) == ("failed", "killed")


def test_a_writer_that_was_overtaken_says_nothing_more(town):
    Export.ask(by=town.operator, what="orders", query="", format="csv", language="en", at=MONDAY)
    slow = Export.objects.claim(MONDAY)
    heir = Export.objects.claim(MONDAY + timedelta(minutes=5))
    assert not slow.finish(MONDAY, posts=[], total=0, file="x", size=0)
    assert not slow.fail("broken", MONDAY)
    assert heir.finish(MONDAY, posts=[], total=0, file="x", size=0)


def test_after_a_week_row_and_file_are_gone(town, django_capture_on_commit_callbacks):
    made = export(town.operator)
    with django_capture_on_commit_callbacks(execute=True):
        assert Export.objects.discard(timezone.now() - timedelta(days=1)) == 0
        assert Export.objects.discard(timezone.now() + timedelta(days=1)) == 1
    assert not made.file.storage.exists(made.file.name)


@pytest.mark.parametrize("said", [{}, {"what": "users", "format": "csv"}, {"what": "orders", "format": "pdf"}])
def test_what_nobody_offered_is_refused(client, town, said):
    client.force_login(town.operator)
    assert client.post(reverse("grid:export_ask"), said).status_code == 400


def test_my_page_asks_the_same_however_many_there_are(client, town, django_assert_max_num_queries):
    client.force_login(town.operator)
    client.get(reverse("grid:exports"))
    for query in ("q=1", "q=2", "q=3"):
        export(town.operator, query=query)
    with django_assert_max_num_queries(8):
        assert len(client.get(reverse("grid:exports")).context["page"].rows) == 3
