"""Who may do what to a case: the hands of its flow table, read against active posts."""

from django.db import models


class Rights:
    """What a person may do to this case; the flow table says whose hand, the trade may still stand in the way."""

    def seat(self, of):
        """Whose hand `of` means here: ("grid" | "department" | "user", key), or None when nobody's."""
        field = self._meta.get_field(of)
        key = getattr(self, field.attname)
        if key is None:
            return None
        model = field.related_model._meta.model_name
        return (model, key)

    def seats(self, of):
        """The seats that `of` means; kinds with something held by several name more than one."""
        seat = self.seat(of)
        return () if seat is None else (seat,)

    @classmethod
    def held_by(cls, of, post):
        """The condition under which what `of` names is this post's ground (or this person)."""
        field = cls._meta.get_field(of)
        kind, key = post.seat
        named = field.related_model._meta.model_name
        if named == "user":
            return models.Q(**{field.attname: post.user_id})
        return models.Q(**{field.attname: key}) if named == kind else models.Q(pk__in=[])

    def hand(self, verb, by, at=None):
        """The post by which `by` may make this move (None: no such hand); the status is not asked."""
        for hand in self.FLOW[verb].hands:
            if post := hand.post(self, by, at):
                return post
        return None

    def allows(self, verb, by, at=None):
        """Whether `by` (None: the clock) has the hand for this verb on this case."""
        if by is None:
            return self.FLOW[verb].clock
        return self.hand(verb, by, at) is not None

    def moves_for(self, user):
        """The moves this person could make right now, in the order of life."""
        here = [move for move in self.FLOW.human() if self.status in move.sources]
        return [move for move in here if self.allows(move.verb, user) and self.is_ready_for(move.verb)]

    def hindrance(self, verb, at=None):
        """Why the trade does not allow a verb although state and hand would, as a sentence; "" when it does."""
        return ""

    def is_ready_for(self, verb, at=None):
        return not self.hindrance(verb, at)
