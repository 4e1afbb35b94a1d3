"""What keeps a verb on a whistle from being done although state and hand would allow it, in words."""

from django.utils import timezone


class Hindrances:
    """The sentence for a verb, or "" when nothing stands in the way."""

    FINDERS = {
        "blow_again": "hindered_again",
        "leader_report_in": "hindered_leader",
        "change_leader": "hindered_leader",
        "publish": "hindered_publishing",
        "unpublish": "hindered_unpublishing",
    }

    def hindrance(self, verb, at=None):
        find = self.FINDERS.get(verb)
        return getattr(self, find)(at or timezone.now()) if find else ""
