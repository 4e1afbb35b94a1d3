"""Put right on the spot: reported and closed in one turn, with a photo before and one after."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from grid.casework.refusals import NotYours
from grid.models import Incident
from tests.grid.incident.pressing import upload, verbs
from tests.makers import category, photo, self_handled
from tests.town import MONDAY


def send(client, who, town, **more):
    form = {"category": "0136", "grid": town.grid.code, "text": "便道堆放纸箱。", "before": upload()}
    spot = {"on_the_spot": "on", "result": "已清理。", "after": upload()}
    client.force_login(who)
    return client.post(reverse("grid:report"), form | spot | more)


@pytest.mark.parametrize("who", ["worker", "secretary"])
def test_it_is_reported_and_closed(client, town, who):
    assert send(client, getattr(town, who), town).status_code == 302
    case = Incident.objects.get()
    assert (case.status, case.is_self_handled, case.result) == ("closed", True, "已清理。")
    assert sorted(case.photos.values_list("kind", flat=True)) == ["after", "before"]


def test_it_leaves_two_steps_the_second_by_the_clocks_hand(town):
    case = self_handled(town)
    assert verbs(case) == ["self_handle", "close_on_the_spot"]
    assert [step.by for step in case.steps.all()] == [town.worker, None]
    assert case.number == "E120106-2026-0000001"


def test_no_clock_ever_ran(town):
    case = self_handled(town)
    assert (case.clocks.count(), case.has_due, case.closed_at) == (0, False, MONDAY)


@pytest.mark.parametrize("missing", ["before", "after", "result"])
def test_without_both_photos_and_a_sentence_the_form_comes_back(client, town, missing):
    answer = send(client, town.worker, town, **{missing: ""})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [missing])
    assert not Incident.objects.exists()


def test_the_verb_itself_asks_for_both_photos(town):
    with pytest.raises(ValidationError):
        Incident.self_handle(
            by=town.worker, grid=town.grid, category=category(), text="x", result="y", photos=[photo(town.worker)]
        )


def test_an_operator_at_a_desk_puts_nothing_right_on_the_spot(client, town):
    send(client, town.community_operator, town, source="public")
    assert Incident.objects.get().status == "reported"


def test_a_clerk_has_no_hand_for_it(town):
    with pytest.raises(NotYours):
        self_handled(town, by=town.clerk)
