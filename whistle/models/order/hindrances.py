"""What keeps a verb on an order from being done although state and hand would allow it, in words."""

from django.utils import timezone


class Hindrances:
    """The sentence for a verb, or "" when nothing stands in the way."""

    FINDERS = {
        "urge": "hindered_urging",
        "object": "hindered_objection",
        "recall": "hindered_recall",
        "claim": "hindered_claim",
        "confirm_attendance": "hindered_confirmation",
        "dispute_attendance": "hindered_dispute",
        "rule_attendance": "hindered_ruling",
        "request_extension": "hindered_extension",
        "approve_extension": "hindered_by_lateness",
        "request_suspension": "hindered_suspension",
        "approve_suspension": "hindered_by_lateness",
        "confirm_result": "hindered_acceptance",
    }

    def hindrance(self, verb, at=None):
        find = self.FINDERS.get(verb)
        return getattr(self, find)(at or timezone.now()) if find else ""
