"""A community proposes, the street takes the proposal up or says why not."""

import pytest
from django.urls import reverse

from grid.casework.refusals import NotYours
from grid.models import Notice
from tests.makers import propose_whistle, whistle_in
from tests.town import MONDAY
from tests.whistle import calls
from tests.whistle.verbs import press, status_of
from whistle.models import Whistle

DRAFT = reverse("whistle:draft")


def test_the_community_proposes_with_the_form_of_a_whistle(client, town):
    client.force_login(town.community_operator)
    client.post(DRAFT, calls.form(town, act="save"))
    whistle = Whistle.objects.get()
    assert (whistle.status, whistle.street, whistle.community) == ("proposed", town.street, town.community)
    assert Notice.objects.visible_to(town.party_secretary).filter(kind="whistle.proposed").exists()


def test_the_community_cannot_blow(client, town):
    client.force_login(town.community_operator)
    assert client.post(DRAFT, calls.form(town, act="blow")).status_code == 403
    assert not Whistle.objects.exists()


def test_the_street_takes_it_up_and_blows_it(client, town):
    whistle = propose_whistle(town)
    assert press(client, town.operator, whistle, "take_up").status_code == 302
    whistle.refresh_from_db()
    whistle.blow(by=town.director, at=MONDAY, report_in_at=calls.REPORT_IN)
    assert status_of(whistle) == "blown"
    assert [step.verb for step in whistle.steps.order_by("seq")] == ["propose", "take_up", "blow"]


def test_the_street_says_why_it_does_not_blow(client, town):
    whistle = propose_whistle(town)
    assert press(client, town.operator, whistle, "drop").status_code == 422
    assert press(client, town.operator, whistle, "drop", note="社区可自行解决").status_code == 302
    assert status_of(whistle) == "dropped"
    assert Notice.objects.visible_to(town.secretary).filter(kind="whistle.dropped").exists()


def test_a_proposal_for_the_next_community_is_refused(town):
    with pytest.raises(NotYours):
        Whistle.propose(by=town.next_door.community_operator, community=town.community, **calls.content(town))


def test_a_draft_that_was_dropped_cannot_be_blown(town):
    assert whistle_in(town, "dropped").moves_for(town.party_secretary) == []
