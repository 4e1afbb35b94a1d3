"""典型案例: a closed whistle shown to everybody in the house, with photos from before and from afterwards."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grid.casework.refusals import NotNow
from tests.makers import picture, scores, whistle_in
from tests.town import MONDAY
from tests.whistle.calls import HOUR
from tests.whistle.verbs import press
from whistle.models import Whistle

STORY = "闲置空地建成街心花园，方便周边居民。"


def shots():
    return {
        "before": SimpleUploadedFile("a.jpg", picture((10, 20, 30)), "image/jpeg"),
        "after": SimpleUploadedFile("b.jpg", picture((90, 20, 30)), "image/jpeg"),
    }


@pytest.fixture
def published(client, town):
    whistle = whistle_in(town, "closed")
    assert press(client, town.party_secretary, whistle, "publish", story=STORY, **shots()).status_code == 302
    return Whistle.objects.get(pk=whistle.pk)


def test_everybody_with_a_post_reads_it_and_sees_its_pictures(client, town, published):
    for who in (town.worker, town.next_street.operator, town.third_clerk):
        client.force_login(who)
        assert STORY in client.get(reverse("whistle:typical")).content.decode()
        for paper in published.papers.all():
            assert b"".join(client.get(paper.photo.get_absolute_url()).streaming_content)


def test_the_whistle_itself_stays_out_of_their_sight(client, town, published):
    client.force_login(town.third_clerk)
    assert client.get(published.get_absolute_url()).status_code == 404


def test_both_photos_are_needed_and_told_at_their_fields(client, town):
    whistle = whistle_in(town, "closed")
    answer = press(client, town.party_secretary, whistle, "publish", story=STORY)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["before", "after"])


def test_taken_back_nobody_else_sees_it(client, town, published):
    assert press(client, town.party_secretary, published, "unpublish", note="补充照片").status_code == 302
    client.force_login(town.third_clerk)
    assert STORY not in client.get(reverse("whistle:typical")).content.decode()
    assert client.get(published.papers.first().photo.get_absolute_url()).status_code == 404


def test_what_is_unsolved_is_no_example(town):
    whistle = whistle_in(town, "finished")
    said = {"scores": scores(whistle), "solved": False, "note": "又被倾倒。", "at": MONDAY + 3 * HOUR}
    whistle.rate(by=town.party_secretary, **said)
    with pytest.raises(NotNow):
        whistle.publish(by=town.party_secretary, story=STORY, at=MONDAY + 4 * HOUR)


def test_the_operator_does_not_publish(client, town):
    assert press(client, town.operator, whistle_in(town, "closed"), "publish", story=STORY).status_code == 403


def test_it_tells_the_problem_who_came_and_the_cost(client, town, published):
    client.force_login(town.worker)
    (told,) = client.get(reverse("whistle:typical")).context["cases"]
    assert (told["lead"], told["assisting"], told["worked"]) == (published.lead, [], 1)
    assert [len(told["before"]), len(told["after"])] == [1, 1]


def test_a_number_in_the_problem_is_masked(client, town, published):
    Whistle.objects.filter(pk=published.pk).update(reason="居民来电13812345678")
    client.force_login(town.worker)
    page = client.get(reverse("whistle:typical")).content.decode()
    assert "138****5678" in page
    assert "13812345678" not in page
