"""The calendar of report-ins: whose they are, on the page, as a file, and at a secret address."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from grid.models import User
from tests import makers
from tests.town import MONDAY
from whistle import ical
from whistle.models import CalendarFeed
from whistle.models.feed import digest_of

PAGE, FILE, SUBSCRIBE = (reverse(f"whistle:{name}") for name in ("calendar", "calendar_file", "subscription"))
FRAME = 5  # the session (read, and prolonged in a savepoint) and the person


@pytest.fixture(autouse=True)
def monday_noon():
    cache.clear()
    with time_machine.travel(MONDAY + timedelta(hours=3), tick=False):
        yield


def shown(client, user, **asked):
    client.force_login(User.objects.get(pk=user.pk))
    answer = client.get(PAGE, asked)
    return [entry.case for week in answer.context["weeks"] for day in week for entry in day.entries]


def address(client, user):
    """A new secret address of this person, as the page shows it."""
    client.force_login(User.objects.get(pk=user.pk))
    page = client.post(SUBSCRIBE, {"act": "open"})
    client.logout()
    return page.context["address"].removeprefix("http://testserver")


def parsed(body):
    """The properties of each VEVENT, read strictly: CRLF, 75 octets, folding, escaping, balanced parts."""
    assert body.endswith(b"\r\n")
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert b"\r" not in body.replace(b"\r\n", b"")
    raw = body.split(b"\r\n")[:-1]
    assert max(map(len, raw)) <= 75
    assert all(line.decode() for line in raw)  # no line breaks a character
    lines = body.decode().replace("\r\n ", "").split("\r\n")[:-1]
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert {"VERSION:2.0", "CALSCALE:GREGORIAN"} <= set(lines)
    assert sum(line.startswith("PRODID:") for line in lines) == 1
    return [properties(part) for part in "\r\n".join(lines).split("BEGIN:VEVENT\r\n")[1:]]


def properties(part):
    lines = part.split("\r\nEND:VEVENT")[0].split("\r\n")
    found = dict(line.split(":", 1) for line in lines)
    assert len(found) == len(lines)  # none said twice
    assert all(re.fullmatch(r"[A-Z-]+", name) for name in found)
    return {name: plain(value) if name in {"SUMMARY", "LOCATION", "DESCRIPTION"} else value
            for name, value in found.items()}  # fmt: skip


def plain(value):
    assert not re.search(r"(?<!\\)(\\\\)*[;,]", value)  # what has a meaning is escaped
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def test_each_department_has_its_own_orders_and_the_street_its_whistles(town, client):
    order = makers.order_in(town, "signed")
    assert shown(client, town.clerk) == [order]
    assert shown(client, town.other_clerk) == [order.whistle.orders.get(lead=False)]
    assert shown(client, town.operator) == shown(client, town.centre) == [order.whistle]
    assert shown(client, town.next_street.operator) == shown(client, town.third_clerk) == []


def test_week_and_month_and_what_lies_beside(town, client):
    order = makers.order_in(town, "signed", assisting=())
    assert shown(client, town.clerk, day="2026-03-08") == [order]
    assert shown(client, town.clerk, day="2026-03-09") == []
    assert shown(client, town.clerk, day="2026-03-31", span="month") == [order]
    assert shown(client, town.clerk, day="2026-04-01", span="month") == []


def test_the_sheet_is_whole_weeks_from_monday(town, client):
    client.force_login(User.objects.get(pk=town.clerk.pk))
    weeks = client.get(PAGE, {"span": "month", "day": "2026-03-15"}).context["weeks"]
    assert (str(weeks[0][0].date), str(weeks[-1][-1].date)) == ("2026-02-23", "2026-04-05")
    assert {len(week) for week in weeks} == {7}


@pytest.mark.parametrize("asked", ["day=yesterday", "day=1066-10-14", "span=age", "day=9999-12-31"])
def test_days_that_make_no_sense_show_this_week_and_say_so(town, client, asked):
    client.force_login(User.objects.get(pk=town.clerk.pk))
    answer = client.get(f"{PAGE}?{asked}")
    assert (answer.status_code, str(answer.context["period"].first)) == (422, "2026-03-02")


def test_more_report_ins_cost_no_more_questions(town, client, django_assert_max_num_queries):
    makers.order_in(town, "signed"), shown(client, town.clerk)
    with django_assert_max_num_queries(FRAME + 6) as few:
        client.get(PAGE)
    for _number in range(5):
        makers.order_in(town, "signed")
    with django_assert_max_num_queries(len(few)):
        client.get(PAGE)


def test_the_file_says_time_place_title_number_and_address(town, client):
    order = makers.order_in(town, "signed", title="清运；渣土, 3号楼\\北", report_in_place="党群服务中心" * 12)
    client.force_login(User.objects.get(pk=town.clerk.pk))
    answer = client.get(FILE)
    (event,) = parsed(answer.content)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert event["DTSTART"] == "20260302T050000Z"
    assert (event["SUMMARY"], event["LOCATION"]) == ("清运；渣土, 3号楼\\北", "党群服务中心" * 12)
    assert event["DESCRIPTION"] == order.number
    assert event["URL"] == f"http://testserver{order.get_absolute_url()}"


def test_the_uid_stays_and_the_sequence_rises(town, client):
    order = makers.order_in(town, "signed")
    client.force_login(User.objects.get(pk=town.clerk.pk))
    (before,) = parsed(client.get(FILE).content)
    order.contact(by=town.clerk, at=MONDAY + timedelta(minutes=20))
    (after,) = parsed(client.get(FILE).content)
    assert before["UID"] == after["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def test_numbers_of_phones_are_masked(town, client):
    makers.order_in(town, "signed", title="联系13812345678处理")
    client.force_login(User.objects.get(pk=town.clerk.pk))
    assert b"13812345678" not in client.get(FILE).content


@pytest.mark.parametrize("line", ["a" * 75, "a" * 76, "哨" * 80, "a哨" * 60, "𠮷" * 40, ""])
def test_a_folded_line_unfolds_to_itself(line):
    pieces = ical.folded(line).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert "".join([pieces[0], *(piece[1:] for piece in pieces[1:])]) == line


def test_moments_are_told_in_utc():
    assert ical.moment(datetime(2026, 3, 1, 23, 30, tzinfo=UTC)) == "20260301T233000Z"
    assert ical.text("a\x00b\r\nc\x07;") == "ab\\nc\\;"


def test_whoever_knows_the_address_reads_without_a_login(town, client):
    order, secret = makers.order_in(town, "signed"), address(client, town.clerk)
    answer = client.get(secret)
    (event,) = parsed(answer.content)
    assert (answer.status_code, event["DESCRIPTION"], client.cookies.get("sessionid")) == (200, order.number, None)
    assert client.post(secret).status_code == 405


def test_only_a_digest_of_the_address_is_kept(town, client):
    token = address(client, town.clerk).split("/")[-1].removesuffix(".ics")
    kept = CalendarFeed.objects.get(user=town.clerk)
    assert (kept.token_hash, token in str(vars(kept))) == (digest_of(token), False)


def test_the_address_is_shown_once_and_a_new_one_replaces_it(town, client):
    old, new = address(client, town.clerk), address(client, town.clerk)
    assert [client.get(each).status_code for each in (old, new)] == [404, 200]
    client.force_login(User.objects.get(pk=town.clerk.pk))
    assert new not in client.get(SUBSCRIBE).content.decode()


def test_revoked_it_is_worth_nothing(town, client):
    secret = address(client, town.clerk)
    client.force_login(User.objects.get(pk=town.clerk.pk))
    client.post(SUBSCRIBE, {"act": "revoke"})
    assert client.get(secret).status_code == 404


def test_who_may_not_log_in_any_more_has_no_calendar(town, client):
    makers.order_in(town, "signed")
    secret = address(client, town.clerk)
    User.objects.filter(pk=town.clerk.pk).update(is_active=False)
    assert client.get(secret).status_code == 404


def test_without_a_post_the_calendar_is_empty(town, client):
    makers.order_in(town, "signed")
    secret = address(client, town.clerk)
    town.clerk.post_set.update(valid_to=MONDAY)
    assert parsed(client.get(secret).content) == []


def test_read_too_often_it_asks_to_wait(town, client, settings):
    secret, settings.CALENDAR_READS_PER_HOUR = address(client, town.clerk), 2
    answers = [client.get(secret) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "3600"


def test_guessing_addresses_ends_soon(town, client, settings):
    settings.PUBLIC_GUESSES_PER_HOUR = 2
    statuses = [client.get(reverse("whistle:feed", args=[f"guess{no}"])).status_code for no in range(3)]
    assert statuses == [404, 404, 429]
