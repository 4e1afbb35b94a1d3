"""After the blow: the whistle follows its orders by the clock's hand, is rated, and closes."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from grid.casework.case import verb
from grid.models import Notice, TimeLimit, calendar_now, seats_of

from .. import notices
from ..order.flow import ARRIVED, AWAY, RESPONDED, OrderStatus
from ..rating import Rating
from .flow import WhistleStatus


class Following:
    """The phases 部门报到, 监督考核 and 结果反馈 of a whistle."""

    def follow(self, at):
        """Go where the orders have gone; called at the end of every move of an order, in its transaction."""
        told = self.orders.order_by().values_list("status", "whistle__status")
        reached, (here,) = map(set, zip(*told, strict=True))
        reached -= AWAY
        if here == WhistleStatus.BLOWN and reached & RESPONDED:
            self.respond(at=at)
            here = self.status
        if here in {WhistleStatus.BLOWN, WhistleStatus.RESPONDING} and reached & ARRIVED:
            self.arrive(at=at)
            here = self.status
        if here == WhistleStatus.ON_SITE and reached == {OrderStatus.DONE}:
            self.finish(at=at)

    @verb
    def respond(self, *, at):
        """The first department has signed."""
        self.move("respond", at=at)

    @verb
    def arrive(self, *, at):
        """The first department has reported in."""
        self.move("arrive", at=at)

    @verb
    def finish(self, *, at):
        """The street has accepted every department's result: the judge's time begins."""
        step = self.move("finish", at=at)
        limit = TimeLimit.objects.limit_for("whistle", "rate", self.urgencies)
        self.start_clock("rate", limit, step=step, calendar=calendar_now())
        self.tell(notices.blowers(self.street_id), "whistle.finished", step.at)

    @verb
    def rate(self, *, by, scores, solved=True, note="", at=None, version=None):
        """Sign the street's verdict on every department at once; the whistle then closes, solved or not.

        Not `solved`: `note` says what is left, the incident goes back to its desk, and the street may blow again.
        `scores`: one mapping an order: `order` (row or key), `attitude`, `handling`, `result` (0 to what
        the year's scheme gives: 10, 30, 20) and, under 60 or over 95 in all, a `reason`; the rest is
        computed from facts. Raises ValidationError when an order is left out or a score breaks a rule
        (`domain.md` 5.4).
        """
        if not solved and not note:
            raise ValidationError({"note": _("Say what was left unsolved.")})
        step = self.move("rate", by=by, note=note, at=at, version=version, solved=solved, data=Rating.told(scores))
        ratings = Rating.sign(self, scores, by=by, at=step.at)
        self.stop_clocks("rate", step=step)
        for rating in ratings:
            told = {"score": rating.total}
            self.tell(notices.department(rating.order.department_id), "whistle.rated", step.at, rating.order_id, **told)
        self.close(at=step.at)

    @verb
    def close(self, *, at):
        """Close, and the incident it came from with it when it is solved; whoever reported it is told from there."""
        step = self.move("close", at=at, closed_at=lambda _case, at: at)
        if self.incident_id and self.solved:
            self.incident.close_with_whistle(at=step.at)
        elif self.incident_id:
            self.incident.return_from_whistle(at=step.at)
        seats = [*notices.street_staff(self.street_id), *notices.centre(self.district_id)]
        self.tell(seats, "whistle.closed", step.at)
        Notice.objects.tell(self.told_community("whistle.closed", step.at, number=self.number, title=self.title))

    def tell(self, seats, kind, at, *about, **told):
        """Write one notice about this whistle to each seat."""
        key = "/".join(map(str, ["whistle", self.pk, kind, *about]))
        told = {"number": self.number, "title": self.title} | told
        Notice.objects.tell(Notice.to(seats, kind, key=key, at=at, url=self.get_absolute_url(), **told))

    def seats_for(self, _word, _stage):
        """Those who blew: they rate."""
        return notices.blowers(self.street_id)

    def told_by_clock(self, effect, clock, no, moment):
        """The judge's time runs out or is over; or the leader's."""
        key = f"whistle/{self.pk}/{clock.pk}/{clock.cycle}/{no}"
        kind = f"whistle.{clock.stage}.{effect.removeprefix('strike:')}"
        seats = seats_of(self, clock, no, effect)
        told = {"number": self.number} | (self.always_told if clock.stage == "leader_in" else {})
        return Notice.to(seats, kind, key=key, at=moment, url=self.get_absolute_url(), **told)
