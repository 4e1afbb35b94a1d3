"""A form sent twice is one report; a key shows its receipt to nobody who did not send the form."""

from datetime import timedelta

from django.utils import timezone

from grid.models import Incident, Inquiry, Submission
from tests.grid.public.visiting import KEPT, REPORT, code_in, matter, reported, snapshot, text_of


def test_the_same_form_sent_twice_is_one_report_with_one_code(client, town):
    said = matter(town)
    first, second = client.post(REPORT, said), client.post(REPORT, said)
    assert Incident.objects.count() == 1
    assert code_in(first) == code_in(second)


def test_also_with_photos_that_waited(client, town):
    page = client.post(REPORT, matter(town, text="", before=snapshot()))
    said = matter(town, kept=KEPT.search(page.content.decode())[1])
    assert code_in(client.post(REPORT, said)) == code_in(client.post(REPORT, said))
    assert Incident.objects.count() == 1


def test_a_key_with_other_content_is_refused_and_shows_nothing_of_the_first(client, town):
    said = matter(town)
    first = client.post(REPORT, said)
    answer = client.post(REPORT, said | {"text": "另一件事", "community": town.next_street.community.code})
    assert (answer.status_code, Incident.objects.count()) == (409, 1)
    assert "另一件事" in text_of(answer)
    assert not {Incident.objects.get().number, code_in(first)} & set(text_of(answer).split())
    assert Incident.objects.get().number not in text_of(answer)


def test_what_came_back_with_409_can_be_sent_as_another_matter(client, town):
    said = matter(town)
    client.post(REPORT, said)
    other = said | {"text": "另一件事"}
    key = client.post(REPORT, other).context["form"].data["key"]
    assert client.post(REPORT, other | {"key": key}).status_code == 200
    assert Incident.objects.count() == 2


def test_after_an_hour_the_receipt_is_not_shown_again(client, town):
    said = matter(town)
    code = code_in(client.post(REPORT, said))
    Submission.objects.update(at=timezone.now() - timedelta(hours=2))
    answer = client.post(REPORT, said)
    assert (answer.status_code, Incident.objects.count()) == (409, 1)
    assert code not in text_of(answer)


def test_neither_the_code_nor_a_plain_digest_of_it_is_in_the_database(client, town):
    case, code = reported(client, town)
    kept = Inquiry.objects.get()
    assert kept.incident == case
    assert code.replace(" ", "") not in kept.code_hash
    assert Inquiry.digest_of(code.replace(" ", ""), "another secret") != kept.code_hash


def test_a_receipt_is_kept_by_no_cache_and_no_search_engine(client, town):
    answer = client.post(REPORT, matter(town))
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "same-origin"
