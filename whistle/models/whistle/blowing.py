"""The blow: one person, two posts, and every department called at once (街道吹哨)."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.casework.case import verb
from grid.casework.deadlines import Unit
from grid.models import Notice, TimeLimit, calendar_now

from .. import notices
from ..papers import Paper


def urgencies_of(code, round_no=1):
    """By what a time limit may name a whistle of the kind of this code, the special before the general."""
    return (f"{code}/2", code) if round_no > 1 else (code,)


def latest_report_in(kind, at, round_no=1):
    """The latest report-in time a whistle of `kind` blown at `at` may set (kernel: `order/report_in_max`)."""
    limit = TimeLimit.objects.limit_for("order", "report_in_max", urgencies_of(kind.pk, round_no))
    return limit.due(calendar_now(), at)


def suggested_report_in(kind, at, round_no=1):
    """What a form proposes: ten o'clock on the next working day, or as late as an emergency may be."""
    latest = latest_report_in(kind, at, round_no)
    if kind.is_emergency:
        return latest.replace(second=0, microsecond=0)
    ten = calendar_now().add(at, 1, Unit.WORKING_DAY).astimezone(timezone.get_current_timezone())
    return min(ten.replace(hour=10, minute=0, second=0, microsecond=0), latest)


def check_report_in(kind, report_in_at, at, round_no=1):
    """Raise ValidationError unless the time lies ahead of `at` and within the limit of the kind."""
    if not report_in_at or report_in_at <= at:
        raise ValidationError(_("The report-in time must lie ahead."))
    latest = latest_report_in(kind, at, round_no)
    if report_in_at > latest:
        shown = timezone.localtime(latest).strftime("%Y-%m-%d %H:%M")
        raise ValidationError(
            _("For this kind the report-in time may not be later than %(latest)s.") % {"latest": shown}
        )


class Blowing:
    """The phase 街道吹哨 of a whistle."""

    @verb
    def blow(self, *, by, at=None, version=None, note="", assisting=None, photos=(), **content):
        """Call the lead and assisting departments: their orders are dispatched and their clocks start.

        `content` may replace what the draft says. Raises ValidationError by field when no
        department or place is named or the report-in time is not ahead and within the limit of the
        kind; NotYours unless `by` is party secretary or director of this very street.
        """
        lead = content.get("lead", self.lead)  # who leads does not assist as well
        helpers = [each for each in (self.assisting.all() if assisting is None else assisting) if each != lead]
        step = self.move(
            "blow", by=by, at=at, version=version, note=note, data=self.naming(helpers), blower=by,
            blown_at=lambda case, at: case.check_call(at, content), **content,
        )  # fmt: skip
        self.assisting.set(helpers)
        Paper.keep(photos, Paper.Kind.BEFORE, whistle=self, step=step)
        if self.incident_id and not (self.previous_id and self.incident.is_whistled):
            self.incident.hand_to_whistle(at=step.at)
        self.take_number(step.at)
        if self.leader_id:
            self.start_leader_clock(step)
        self.dispatch([self.lead, *helpers], step.at)
        self.tell_blown(step.at)

    def check_call(self, at, content):
        """Return `at`, or raise ValidationError by field for what a blow with this new content may not lack."""
        names = ("kind", "lead", "report_in_at", "report_in_place")
        said = {name: content.get(name, getattr(self, name)) for name in names}
        missing: dict[str, object] = {
            name: _("A whistle needs this.") for name in ("lead", "report_in_place") if not said[name]
        }
        if not said["kind"].active and self.round == 1:
            missing["kind"] = _("No whistle of this kind can be blown any more: choose another one.")
        try:
            check_report_in(said["kind"], said["report_in_at"], at, self.round)
        except ValidationError as error:
            missing["report_in_at"] = error.messages
        if missing:
            raise ValidationError(missing)
        return at

    def dispatch(self, departments, at):
        order = type(self).orders.rel.related_model
        calendar = calendar_now()
        for number, department in enumerate(departments, 1):
            order.dispatch(self, department, number, lead=number == 1, at=at, calendar=calendar)

    @verb
    def add_department(self, *, by, department, note, at=None, version=None):
        """The district centre calls one more department (分哨): it assists, with the full limits from now."""
        self.lock([self])
        if self.orders.exclude(status__in=self.orders.model.AWAY).filter(department=department).exists():
            raise ValidationError({"department": _("This department is called already.")})
        step = self.move("add_department", by=by, note=note, at=at, version=version, data={"department": department.pk})
        self.call_late(department, step.at, lead=False)

    def call_late(self, department, at, *, lead):
        """Dispatch an order that was not among the first; the department has the time that the others had."""
        order = self.orders.model.dispatch(
            self, department, self.orders.count() + 1, lead=lead, at=at, calendar=calendar_now(),
            report_in_at=self.later_report_in(at),
        )  # fmt: skip
        Notice.objects.tell(self.called_notices(order, at))
        return order

    def later_report_in(self, at):
        """The set time, or as much later as a department called at `at` lost of the time that the first had."""
        calendar, unit = calendar_now(), Unit.MINUTE if self.is_emergency else Unit.WORKING_HOUR
        given = calendar.remaining(self.blown_at, self.report_in_at, unit)
        return max(self.report_in_at, calendar.advance(at, given, unit))

    def tell_blown(self, at):
        """Tell the called departments, the district centre, and the community the matter came from."""
        url, told = self.get_absolute_url(), self.told
        calls = [notice for order in self.orders.all() for notice in self.called_notices(order, at)]
        if self.leader_id:
            self.tell(notices.leaders(self.district_id), "whistle.leader_called", at, **self.leader_told)
        centre = Notice.to(
            notices.centre(self.district_id),
            "whistle.blown_to_centre",
            key=f"whistle/{self.pk}/blown",
            at=at,
            url=url,
            **told,
        )
        Notice.objects.tell([*calls, *centre, *self.told_community("whistle.blown_for_community", at, **told)])

    def called_notices(self, order, at):
        """What the seats of a called department are told."""
        when = timezone.localtime(order.report_in_at).strftime("%Y-%m-%d %H:%M")
        return Notice.to(
            notices.department(order.department_id), "whistle.blown", key=f"order/{order.pk}/dispatched", at=at,
            url=order.get_absolute_url(), place=self.report_in_place, when=when, **self.told,
        )  # fmt: skip

    def tell_called(self, kind, at, **told):
        """Tell every department that was called, and the offices that heard of the blow."""
        seats = [seat for order in self.orders.all() for seat in notices.department(order.department_id)]
        self.tell([*seats, *notices.centre(self.district_id)], kind, at, **told)
        Notice.objects.tell(self.told_community(kind, at, **self.told | told))

    @property
    def told(self):
        return {"street": str(self.street), "title": self.title, "number": self.number, **self.always_told}

    @property
    def always_told(self):
        """What a notice says of an emergency: a text about one may come at night."""
        return {"urgent": True} if self.is_emergency else {}

    def told_community(self, kind, at, **told):
        """Notices for the community whose matter this is; none for a whistle without an incident."""
        seats = notices.community_staff(self.community_id) if self.incident_id and self.community_id else []
        key = f"whistle/{self.pk}/{self.status}"
        return Notice.to(seats, kind, key=key, at=at, url=self.get_absolute_url(), **told)

    @property
    def report_in_text(self):
        return timezone.localtime(self.report_in_at).strftime("%Y-%m-%d %H:%M")
