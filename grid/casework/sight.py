"""Questions about many cases: who may see which, which wait for whom, which are open or late."""

from itertools import product

from django.db import models


class CaseQuerySet(models.QuerySet):
    """Questions about many cases; every fetch of the product begins with `visible_to`."""

    def visible_to(self, user):
        """The rows within `user`'s sight: several posts add up, no post shows nothing."""
        sight = models.Q(pk__in=[])
        for post in user.posts_at():
            sight |= self.seen_from(post)
        return self.filter(sight | self.own(user))

    def seen_from(self, post):
        """What a post shows: its territory by one equality, or what was handed to its department."""
        if post.sees_territory:
            return models.Q(**{f"{post.grid.column}_id": post.grid_id})
        if post.department_id:
            return self.handed_to(post)
        return models.Q(pk__in=[])

    def handed_to(self, post):
        """What a department post sees; kinds that are handed to departments say so here."""
        return models.Q(pk__in=[])

    def own(self, user):
        """What the person sees of their own, whatever posts they hold."""
        return models.Q(pk__in=[])

    def waiting_for(self, user):
        """Cases within sight in whose present state some verb waits for a hand that `user` holds."""
        return self.filter(self.waits_for(user))

    def waits_for(self, user):
        """The condition of `waiting_for`, for whoever counts."""
        waits = models.Q(pk__in=[])
        for move in self.model.FLOW.human():
            if move.waits is not False:
                waits |= self._waits_by(move, user)
        return waits

    def _waits_by(self, move, user):
        """The condition under which a case waits for this move by a hand that `user` holds."""
        held = models.Q(pk__in=[])
        for hand, post in product(move.hands, user.posts_at()):
            if post.role == hand.role:
                held |= self.model.held_by(hand.of, post)
        here = models.Q(status__in=move.sources) & held
        return here & move.waits if isinstance(move.waits, models.Q) else here

    def open(self):
        return self.exclude(status__in=self.model.ENDED)

    def overdue(self, at):
        """Open cases whose nearest running clock has passed its due moment at `at`."""
        return self.open().filter(due_at__lt=at)
