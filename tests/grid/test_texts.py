"""Text messages: one for each notice that is worth one, at night only for emergencies, never lost and never twice."""

import http.server
import json
import threading
from datetime import datetime, timedelta

import pytest
from django.conf import settings as house
from django.urls import reverse

from grid.casework.deadlines import Day, WorkCalendar
from grid.casework.sweep import sweep
from grid.models import Notice, Text, TextState, User
from grid.models.stages import KINDS
from grid.models.text import LEASE, TRIES, sendable_at, within_hours
from grid.texting import deliver
from tests.makers import blow_whistle, order_in, text
from tests.town import MONDAY, SHANGHAI
from whistle.models import Order

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MIDNIGHT = datetime(2026, 3, 2, 0, 0, tzinfo=SHANGHAI)
NIGHT = MONDAY + 12 * HOUR
WEEK = [MIDNIGHT + no * MINUTE for no in range(7 * 24 * 60)]
HOLIDAY = WorkCalendar({MONDAY.date() + DAY: Day(is_working=False, name="停工")})


@pytest.fixture(autouse=True)
def gateway(settings):
    settings.TEXT_GATEWAY = "file"


@pytest.fixture
def phones(town):
    User.objects.update(phone="13812345678")


def sent():
    place = house.MEDIA_ROOT / "texts.jsonl"
    return [json.loads(line) for line in place.read_text(encoding="utf-8").splitlines()] if place.exists() else []


def test_in_no_minute_of_a_week_anything_goes_out_after_hours():
    for at in WEEK:
        due = sendable_at(HOLIDAY, at, urgent=False)
        assert due >= at
        assert within_hours(HOLIDAY, due)
        assert due == at or not within_hours(HOLIDAY, at)


def test_emergencies_go_out_at_once_in_every_minute():
    assert all(sendable_at(HOLIDAY, at, urgent=True) == at for at in WEEK)


def test_between_two_minutes_no_opening_is_missed():
    openings = {sendable_at(HOLIDAY, at, urgent=False) for at in WEEK if not within_hours(HOLIDAY, at)}
    assert {opening.hour for opening in openings} == {8, 14}
    assert MONDAY.date() + DAY not in {opening.date() for opening in openings}


def test_a_blow_is_texted_to_each_called_seat_once(town):
    whistle = blow_whistle(town)
    order = whistle.orders.first()
    Notice.objects.tell(whistle.called_notices(order, MONDAY + HOUR))
    texts = Text.objects.filter(kind="whistle.blown")
    assert texts.count() == 2 * whistle.orders.count()
    assert set(texts.values_list("state", "urgent")) == {("waiting", False)}


def test_what_is_late_is_texted(town):
    order_in(town, "dispatched")
    sweep(Order, MONDAY + 2 * HOUR)
    assert {"order.sign.remind", "order.sign.overdue"} <= set(Text.objects.values_list("kind", flat=True))


def test_small_news_is_not_worth_a_text(town):
    order_in(town, "reported_in")
    assert not Text.objects.filter(kind__in=["order.signed", "order.reported_in"]).exists()


def test_an_emergency_wakes_people_and_nothing_else_does(town, phones):
    blow_whistle(town, at=NIGHT, kind="emergency")
    blow_whistle(town, at=NIGHT, report_in_at=NIGHT + DAY)
    deliver(NIGHT + MINUTE)
    assert set(Text.objects.filter(kind="whistle.blown").values_list("urgent", "state")) == {
        (True, "sent"), (False, "waiting")
    }  # fmt: skip


def test_what_waited_goes_out_when_work_begins(town, phones):
    blow_whistle(town, at=NIGHT, report_in_at=NIGHT + DAY)
    assert deliver(MONDAY + 23 * HOUR - MINUTE) == 0
    assert deliver(MONDAY + 23 * HOUR) == Text.objects.count() == len(sent())


def test_a_worker_that_was_down_sends_nothing_late_at_night(town, phones):
    blow_whistle(town)
    assert deliver(NIGHT) == 0


def test_old_news_is_marked_and_not_sent(town, phones):
    row = text(town)
    assert deliver(MONDAY + 2 * DAY) == 0
    row.refresh_from_db()
    assert (row.state, row.error) == ("shown", "too old to be sent")


def test_it_says_what_the_notice_says_and_the_page_masks_the_number(town, phones):
    row = text(town)
    deliver(MONDAY)
    row.refresh_from_db()
    notice = Notice.objects.get(key=row.key, role=row.role, department=row.department)
    assert notice.text in [message["text"] for message in sent()]
    assert row.to == ["138****5678"]


def test_sending_again_sends_nothing_again(town, phones):
    text(town)
    first = deliver(MONDAY)
    assert (deliver(MONDAY + MINUTE), len(sent())) == (0, first)


def test_without_a_gateway_it_is_shown_only(town, settings):
    settings.TEXT_GATEWAY = "none"
    text(town)
    deliver(MONDAY)
    assert set(Text.objects.values_list("state", flat=True)) == {"shown"}


def test_a_seat_without_a_phone_fails_visibly(town):
    User.objects.update(phone="")
    row = text(town)
    deliver(MONDAY)
    row.refresh_from_db()
    assert (row.state, row.error) == ("failed", "no phone")


@pytest.mark.parametrize(("gateway", "state"), [("file", "uncertain"), ("webhook", "waiting")])
def test_a_worker_killed_in_the_middle_leaves_no_doubt_unsaid(town, settings, gateway, state):
    settings.TEXT_GATEWAY = gateway
    row = text(town)
    Text.objects.claim(MONDAY)
    Text.objects.recover(MONDAY + LEASE - MINUTE, idempotent=gateway == "webhook")
    row.refresh_from_db()
    assert row.state == "sending"
    Text.objects.recover(MONDAY + LEASE + MINUTE, idempotent=gateway == "webhook")
    row.refresh_from_db()
    assert row.state == state


def test_a_text_is_claimed_by_one_worker(town):
    text(town)
    assert Text.objects.claim(MONDAY)
    assert not Text.objects.claim(MONDAY)


def test_a_worker_thought_dead_writes_nothing_over_its_successor(town):
    text(town)
    slow = Text.objects.claim(MONDAY)[0]
    Text.objects.filter(pk=slow.pk).update(tries=2)
    assert slow.note(TextState.FAILED) == 0


class Gateway(http.server.BaseHTTPRequestHandler):
    """A gateway that answers as told and keeps what it was sent."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.headers["Idempotency-Key"], json.loads(body)))
        self.send_response(self.server.code)
        self.end_headers()

    def log_message(self, *_about):
        """Say nothing."""


@pytest.fixture
def webhook(settings):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gateway) as server:
        server.taken, server.code = [], 200
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.TEXT_GATEWAY, settings.TEXT_WEBHOOK_URL = "webhook", f"http://127.0.0.1:{server.server_port}/"
        yield server
        server.shutdown()


def test_the_webhook_gets_each_text_with_a_key_of_its_own(town, phones, webhook):
    text(town)
    count = deliver(MONDAY)
    assert count == len({key for key, _body in webhook.taken}) == Text.objects.count()
    assert webhook.taken[0][1]["to"] == ["13812345678"]


def test_a_gateway_out_of_order_is_tried_again_later_and_later(town, phones, webhook):
    webhook.code, at, waits = 503, MONDAY, []
    row = text(town)
    for _try in range(TRIES):
        deliver(at)
        row.refresh_from_db()
        waits.append(row.send_after - at)
        at = max(row.send_after, at + MINUTE)
    assert (row.state, row.tries) == ("failed", TRIES)
    assert waits[:4] == [MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE]
    assert len({key for key, body in webhook.taken if key == f"text/{row.pk}"}) == 1


def test_the_centre_sees_what_failed_and_sends_it_again(client, town):
    row = text(town)
    Text.objects.filter(pk=row.pk).update(state="failed", tries=5)
    client.force_login(town.centre)
    page = client.get(reverse("grid:texts"), {"status": "failed"})
    assert [each.pk for each in page.context["page"].rows] == [row.pk]
    assert client.post(reverse("grid:text_retry", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.tries) == ("waiting", 0)


def test_the_administrator_sees_states_but_no_case(client, town):
    row = text(town)
    client.force_login(town.system_admin)
    page = client.get(reverse("grid:texts")).content.decode()
    assert row.params["title"] not in page
    assert f">{KINDS['whistle'].label}<" in page


@pytest.mark.parametrize("who", ["clerk", "operator", "supervisor"])
def test_nobody_else_sends_it_again(client, town, who):
    row = text(town)
    client.force_login(getattr(town, who))
    assert client.post(reverse("grid:text_retry", args=[row.pk])).status_code == 404


def test_many_notices_cost_one_statement(town, django_assert_max_num_queries):
    whistle = blow_whistle(town)
    notices = [notice for order in whistle.orders.all() for notice in whistle.called_notices(order, MONDAY)]
    for no, notice in enumerate(notices * 20):
        notice.key = f"x/{no}"
    with django_assert_max_num_queries(6):
        Notice.objects.tell(notices)
