"""From the dispatch to the report-in (部门报到), and the street's word about who came."""

from django.utils.translation import gettext as _

from grid.casework.case import verb
from grid.models import Notice, TimeLimit, calendar_now, seats_of

from .. import notices
from ..papers import Paper
from ..rating import Rating
from .flow import Attendance, OrderStatus

FORETOLD = ("sign", "contact", "report_in")  # stages that are over once the department has come
# Stages that wait for somebody else than the department.
DECIDERS = {
    "confirm": lambda order: notices.street_staff(order.street_id),
    "decide": lambda order: notices.centre(order.district_id),
    "pause": lambda order: notices.blowers(order.street_id),
}


class Attending:
    """The phase 部门报到 of an order."""

    @classmethod
    def dispatch(cls, whistle, department, number, *, lead, at, calendar, report_in_at=None):
        """Send one department its order, by the clock's hand; returns the order.

        `number`: the how manieth order of its whistle; `report_in_at` unless it is the whistle's.
        """
        place = {name: getattr(whistle, name) for name in ("grid", "community", "street", "district")}
        order, step = cls.begin(
            "dispatch",
            by=None,
            at=at,
            whistle=whistle,
            department=department,
            lead=lead,
            report_in_at=report_in_at or whistle.report_in_at,
            object_until=TimeLimit.objects.limit_for("order", "object", whistle.urgencies).due(calendar, at),
            number=f"{whistle.number}-{number:02}",
            **place,
        )
        order.start_clock("sign", order.limit("sign"), step=step, calendar=calendar)
        set_by_hand = order.limit("report_in")
        order.start_clock("report_in", set_by_hand, step=step, calendar=calendar, due_at=order.report_in_at)
        order.note_due()
        return order

    @verb
    def sign(self, *, by, unit=None, note="", at=None, version=None):
        """The department takes the order; `unit` is the office that will handle it."""
        step = self.move(
            "sign",
            by=by,
            note=note,
            at=at,
            version=version,
            handler=by,
            unit=unit or self.unit,
            signed_at=lambda _case, at: at,
        )
        self.stop_clocks("sign", step=step)
        self.start_clock("contact", self.limit("contact"), step=step, calendar=calendar_now())
        self.tell(notices.blowers(self.street_id), "order.signed", step)
        self.follow(step.at)

    @verb
    def contact(self, *, by, note="", at=None, version=None):
        """The department has spoken with the street."""
        step = self.move("contact", by=by, note=note, at=at, version=version)
        self.stop_clocks("contact", step=step)

    @verb
    def report_in(
        self, *, by, attendee, attendee_post="", lng=None, lat=None, photos=(), note="", at=None, version=None
    ):
        """Somebody of the department stands at the set place; late for ever once `absent` has struck.

        `lng`, `lat`: where the phone says it is, in degrees WGS-84, or both None; `photos` taken there.
        """
        step = self.move(
            "report_in",
            by=by,
            note=note,
            at=at,
            version=version,
            attendee=attendee,
            attendee_post=attendee_post,
            lng=lng,
            lat=lat,
            reported_at=lambda _case, at: at,
            reported_late=lambda case, _at: case.status == OrderStatus.ABSENT,
        )
        self.stop_clocks(*FORETOLD, step=step)
        Paper.keep(photos, Paper.Kind.REPORT_IN, whistle=self.whistle, order=self, step=step)
        self.start_clock("handle", self.limit("handle"), step=step, calendar=calendar_now())
        self.tell(notices.street_staff(self.street_id), "order.reported_in", step)
        self.follow(step.at)

    @verb
    def confirm_attendance(self, *, by, attendance, note="", at=None, version=None):
        """The street's word on who came; what the department reported stays beside it."""
        step = self.move("confirm_attendance", by=by, note=note, at=at, version=version, attendance=attendance)
        self.tell(notices.department(self.department_id), "order.attendance", step)

    @verb
    def dispute_attendance(self, *, by, note, at=None, version=None):
        """The department does not accept the street's word and shows its own check-in; both facts stay."""
        step = self.move("dispute_attendance", by=by, note=note, at=at, version=version, attendance_disputed=True)
        seats = [*notices.supervision_office(self.district_id), *notices.street_staff(self.street_id)]
        self.tell(seats, "order.attendance_disputed", step)

    @verb
    def rule_attendance(self, *, by, ruling, note, at=None, version=None):
        """The supervision office says what counts after a dispute; what both sides said stays beside it."""
        step = self.move("rule_attendance", by=by, note=note, at=at, version=version, attendance_ruling=ruling)
        Rating.renew(self, at=step.at)
        seats = [*notices.department(self.department_id), *notices.street_staff(self.street_id)]
        self.tell(seats, "order.attendance_ruled", step)

    def hindered_dispute(self, _at):
        if not self.attendance:
            return _("The street has not said who came.")
        if self.attendance == Attendance.ON_TIME:
            return _("The street says that you were there on time.")
        return _("It was disputed already.") if self.attendance_disputed else ""

    def hindered_ruling(self, _at):
        if not self.attendance_disputed:
            return _("Nobody disputes the attendance.")
        return _("It was ruled on already.") if self.attendance_ruling else ""

    def hindered_confirmation(self, _at):
        if Rating.objects.filter(order=self).exists():
            return _("The rating is signed; what was said before it stands.")
        return _("The supervision office has ruled on it.") if self.attendance_ruling else ""

    def tell(self, seats, kind, step, **told):
        """Write a notice about this step to each seat."""
        told |= {"number": self.number, "department": str(self.department)}
        key = f"order/{self.pk}/step/{step.seq}"
        Notice.objects.tell(Notice.to(seats, kind, key=key, at=step.at, url=self.get_absolute_url(), **told))

    def told_by_clock(self, effect, clock, no, moment):
        """What a rung of this order tells the seats its ladder names."""
        word = effect.removeprefix("strike:")
        key = f"order/{self.pk}/{clock.pk}/{clock.cycle}/{no}"
        seats = seats_of(self, clock, no, effect)
        told = {"number": self.number, **self.whistle.always_told}
        return Notice.to(seats, f"order.{clock.stage}.{word}", key=key, at=moment, url=self.get_absolute_url(), **told)

    def seats_for(self, word, stage):
        """Whoever the stage waits for; or (the caller) who blew, where it waits for the department."""
        if stage in DECIDERS:
            return DECIDERS[stage](self)
        return notices.blowers(self.street_id) if word == "caller" else notices.department(self.department_id)
