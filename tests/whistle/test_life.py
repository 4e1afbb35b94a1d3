"""One whistle from the draft to the end, seen from the whistle."""

from tests.whistle import calls
from whistle.models import Whistle


def test_the_whistle_follows_its_only_order_to_the_end(town):
    order = calls.done(town)
    whistle = order.whistle
    assert [step.new for step in whistle.steps.all()] == ["draft", "blown", "responding", "on_site", "finished"]
    whistle.rate(by=town.party_secretary, at=calls.REPORT_IN + 3 * calls.HOUR, scores=[calls.score(order)])
    assert Whistle.objects.get(pk=whistle.pk).status == "closed"
