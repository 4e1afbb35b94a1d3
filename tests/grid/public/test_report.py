"""Anybody reports a matter without a login; nothing typed is lost, and nothing is filed twice."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from grid.models import Incident, Photo, Source, User
from tests.grid.public.visiting import (
    KEPT,
    REPORT,
    brought_to_feedback,
    code_in,
    matter,
    reported,
    snapshot,
    text_of,
)  # fmt: skip
from tests.town import point_in


def test_a_resident_reports_and_gets_number_and_code(client, town):
    case, code = reported(client, town, before=snapshot())
    assert (case.source, case.author, case.community) == (Source.PUBLIC, town.channel, town.community)
    assert (case.reporter_phone, case.photos.count(), len(code)) == ("13812345678", 1, 11)
    assert case.steps.get().post.role == "channel"
    brought_to_feedback(town, case)


def test_the_receipt_says_what_happens_next_and_by_when(client, town):
    page = text_of(client.post(REPORT, matter(town)))
    case = Incident.objects.get()
    assert case.number in page
    assert case.clocks.get().due_at.astimezone().strftime("%H:%M") in page
    assert "http://testserver/report/progress/" in page


def test_a_point_finds_its_grid_by_itself(client, town):
    lng, lat = point_in(town.second_grid)
    case, _code = reported(client, town, community=None, address="", lng=lng, lat=lat)
    assert (case.grid, case.lng, case.lat) == (town.second_grid, lng, lat)


def test_a_community_chosen_by_hand_outdoes_the_phone(client, town):
    lng, lat = point_in(town.next_street.grid)
    case, _code = reported(client, town, lng=lng, lat=lat)
    assert (case.community, case.lng) == (town.community, None)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"category": ""}, "category"), ({"category": "1204"}, "category"), ({"category": "1305"}, "category"),
        ({"text": ""}, "text"), ({"text": "长" * 1001}, "text"), ({"community": ""}, "community"),
        ({"community": "120106001999"}, "community"), ({"address": ""}, "address"),
        ({"address": "长" * 121}, "address"),
        ({"reporter_name": "长" * 41}, "reporter_name"), ({"reporter_phone": "9" * 2000}, "reporter_phone"),
        ({"reporter_phone": "call me"}, "reporter_phone"), ({"lng": "999", "lat": "0"}, "lng"),
        ({"lng": "nan", "lat": "nan"}, "lng"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(client, town, wrong, field):
    answer = client.post(REPORT, matter(town, **wrong))
    assert (answer.status_code, Incident.objects.count()) == (422, 0)
    assert field in answer.context["form"].errors
    kept = set(matter(town)) - {field, "key", "website", "category", "community"}
    assert all(matter(town)[name] in text_of(answer) for name in kept)


def test_contact_is_optional_and_photos_are_too(client, town):
    case, _code = reported(client, town, reporter_name="", reporter_phone="")
    assert (case.reporter_name, case.photos.count()) == ("", 0)


def test_photos_wait_for_the_form_to_be_sent_again(client, town):
    page = client.post(REPORT, matter(town, text="", before=snapshot()))
    token = KEPT.search(page.content.decode())[1]
    case, _code = reported(client, town, kept=token)
    assert case.photos.get().token == token


def test_a_photo_not_sent_yet_is_shown_only_by_the_address_in_the_page(client, town):
    page = client.post(REPORT, matter(town, text="", before=snapshot()))
    (photo, url), = page.context["form"].kept_photos  # fmt: skip
    answer = client.get(url)
    assert b"".join(answer.streaming_content)
    assert (answer["Content-Type"], "no-store" in answer["Cache-Control"]) == ("image/jpeg", True)
    assert client.get(photo.url).status_code == client.get(photo.thumb_url).status_code == 302
    assert photo.token not in client.get(REPORT).content.decode()


def test_an_address_of_a_photo_dies_when_it_is_sent(client, town):
    page = client.post(REPORT, matter(town, text="", before=snapshot()))
    (photo, url), = page.context["form"].kept_photos  # fmt: skip
    reported(client, town, kept=photo.token)
    assert client.get(url).status_code == 404


def test_twenty_photos_are_refused_kindly(client, town):
    answer = client.post(REPORT, matter(town, before=[snapshot() for _each in range(20)]))
    assert (answer.status_code, Incident.objects.count(), Photo.objects.count()) == (422, 0, 0)
    assert "楼下垃圾堆了三天" in text_of(answer)


def test_three_photos_are_the_most_also_in_two_sendings(client, town):
    page = client.post(REPORT, matter(town, text="", before=[snapshot(), snapshot((1, 2, 3))]))
    tokens = KEPT.findall(page.content.decode())
    answer = client.post(REPORT, matter(town, kept=tokens, before=[snapshot(), snapshot((4, 5, 6))]))
    assert (len(tokens), answer.status_code, Incident.objects.count()) == (2, 422, 0)


def test_a_program_that_fills_every_field_files_nothing(client, town):
    answer = client.post(REPORT, matter(town, website="http://buy.example"))
    assert (answer.status_code, Incident.objects.count()) == (422, 0)
    assert "buy.example" not in text_of(answer)


def test_nothing_but_the_guard_of_forms_is_set_as_a_cookie(town):
    client = Client(enforce_csrf_checks=True)
    client.get(REPORT)
    assert set(client.cookies) == {"csrftoken"}
    assert client.post(REPORT, matter(town)).status_code == 403
    said = matter(town, csrfmiddlewaretoken=client.cookies["csrftoken"].value)
    assert client.post(REPORT, said).status_code == 200
    assert (set(client.cookies), Session.objects.count()) == ({"csrftoken"}, 0)


def test_without_a_channel_the_page_says_where_to_ring(client, town):
    town.channel.post_set.update(valid_to="2025-01-01T00:00Z")
    answer = client.get(REPORT)
    assert answer.status_code == 503
    assert "12345" in text_of(answer)


def test_the_page_asks_the_database_a_handful_of_questions(client, town, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        client.get(REPORT)


def test_each_district_has_its_own_channel(client, town):
    assert User.objects.public_channel(town.district) == town.channel
    assert User.objects.public_channel(town.street) is None


def test_the_first_sentence_of_the_receipt_is_for_nobody_else(client, town):
    said = matter(town)
    code = code_in(client.post(REPORT, said))
    other = Client().get(REPORT).content.decode()
    assert said["key"] not in other
    assert code not in other
