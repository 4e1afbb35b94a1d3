"""Taken back, or blown once more: the second whistle calls a district leader too (`domain.md` 2-41, 4.2)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from grid.casework.case import verb
from grid.casework.clock import Verdict
from grid.models import Role, TimeLimit, User, calendar_now

from .. import notices
from .failing import GRACE


class Again:
    """Withdrawal, the second and every later round, and the leader who must report in."""

    @verb
    def withdraw(self, *, by, note, at=None, version=None):
        """Take the whistle back, before anybody reported in: the departments are released, the incident comes back."""
        step = self.move("withdraw", by=by, note=note, at=at, version=version)
        self.stop_clocks(step=step, verdict=Verdict.VOID)
        self.orders.model.end_all(self.orders.open(), "withdraw", step.at, Verdict.VOID)
        if self.incident_id:
            self.incident.return_from_whistle(at=step.at)
        self.tell_called("whistle.withdrawn", step.at)

    @verb
    def blow_again(self, *, by, unsolved, leader, at=None, version=None, note="", assisting=(), photos=(), **content):
        """Blow for the same matter once more and return the new whistle; this one is over.

        `unsolved` says what the last round left undone, `leader` is the district leader who must
        report in. What is still open of this round ends where it stands: what was late stays late.
        """
        self.check_leader(leader, at)
        step = self.move("blow_again", by=by, note=note, at=at, version=version, published_at=None)
        self.stop_clocks(step=step)
        self.orders.model.end_all(self.orders.open(), "follow_on", step.at, None)
        content = self.carried_over(content) | {"unsolved": unsolved, "leader": leader}
        fresh = type(self).draft(
            by=by, at=step.at, incident=self.incident, street=self.community or self.street, assisting=assisting,
            photos=photos, **content,
        )  # fmt: skip
        fresh.blow(by=by, at=step.at)
        self.tell_called("whistle.followed", step.at, again=fresh.number)
        return fresh

    def carried_over(self, content):
        """What the next round takes from this one unless told otherwise."""
        names = (
            "title", "kind", "source", "scope", "reason", "expected", "owner_unit", "historic",
            "report_in_place", "lead",
        )  # fmt: skip
        told = {"round": self.round + 1, "previous": self}
        return {name: getattr(self, name) for name in names} | content | told

    def hindered_again(self, at):
        """A second whistle needs a first one that failed: late, sent back, or closed unsolved (`domain.md` 4.2)."""
        if self.has_failed(at):
            return ""
        return _("It is blown again when the first one failed: late, sent back by the street, or closed unsolved.")

    # -- the district leader --------------------------------------------------------

    @staticmethod
    def leaders(district, at=None):
        """The leaders of the district who may be called."""
        return User.objects.holding(Role.LEADER, at, grid=district)

    def check_leader(self, leader, at):
        if leader is None or not self.leaders(self.district_id, at).filter(pk=leader.pk).exists():
            raise ValidationError({"leader": _("From the second whistle on a district leader must report in.")})

    def start_leader_clock(self, step):
        limit = TimeLimit.objects.limit_for("whistle", "leader_in", self.urgencies)
        self.start_clock("leader_in", limit, step=step, calendar=calendar_now(), due_at=self.report_in_at)

    @verb
    def leader_report_in(self, *, by, lng=None, lat=None, note="", at=None, version=None):
        """The district leader is at the place; where the phone says it is (degrees WGS-84) is kept in the trace."""
        spot = {"lng": lng, "lat": lat} if lng is not None and lat is not None else {}
        step = self.move(
            "leader_report_in", by=by, note=note, at=at, version=version, data=spot,
            leader_reported_at=lambda _case, at: at,
        )  # fmt: skip
        self.stop_clocks("leader_in", step=step)
        self.tell(notices.street_staff(self.street_id), "whistle.leader_came", step.at, step.seq)

    @verb
    def change_leader(self, *, by, leader, note, at=None, version=None):
        """The district centre names another leader, who has the same time and place."""
        self.check_leader(leader, at)
        step = self.move("change_leader", by=by, note=note, at=at, version=version, leader=leader)
        self.tell(notices.leaders(self.district_id), "whistle.leader_called", step.at, step.seq, **self.leader_told)

    @property
    def leader_told(self):
        """What a leader who is called hears beside the matter itself."""
        return {"when": self.report_in_text, **self.always_told}

    @property
    def leader_was_late(self):
        """Whether the leader came after the set time and its grace; None while nobody came."""
        if self.leader_reported_at is None:
            return None
        return self.leader_reported_at > self.report_in_at + GRACE

    def hindered_leader(self, _at):
        if not self.leader_id:
            return _("No district leader was called: that begins with the second whistle.")
        return _("The district leader has reported in already.") if self.leader_reported_at else ""
