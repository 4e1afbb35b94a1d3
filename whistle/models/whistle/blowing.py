"""The blow: one person, two posts, and every department called at once (街道吹哨)."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.casework.case import verb
from grid.casework.deadlines import Unit
from grid.models import Notice, TimeLimit, calendar_now

from .. import notices
from .flow import WhistleKind


def latest_report_in(kind, at):
    """The latest report-in time a whistle of `kind` blown at `at` may set (kernel: `order/report_in_max`)."""
    return TimeLimit.objects.limit_for("order", "report_in_max", kind).due(calendar_now(), at)


def suggested_report_in(kind, at):
    """What a form proposes: ten o'clock on the next working day, or as late as an emergency may be."""
    if kind == WhistleKind.EMERGENCY:
        return latest_report_in(kind, at).replace(second=0, microsecond=0)
    return calendar_now().add(at, 1, Unit.WORKING_DAY).replace(hour=10, minute=0, second=0, microsecond=0)


def check_report_in(kind, report_in_at, at):
    """Raise ValidationError unless the time lies ahead of `at` and within the limit of the kind."""
    if not report_in_at or report_in_at <= at:
        raise ValidationError(_("The report-in time must lie ahead."))
    latest = latest_report_in(kind, at)
    if report_in_at > latest:
        shown = timezone.localtime(latest).strftime("%Y-%m-%d %H:%M")
        raise ValidationError(
            _("For this kind the report-in time may not be later than %(latest)s.") % {"latest": shown}
        )


class Blowing:
    """The phase 街道吹哨 of a whistle."""

    @verb
    def blow(self, *, by, at=None, version=None, note="", assisting=None, **content):
        """Call the lead and assisting departments: their orders are dispatched and their clocks start.

        `content` may replace what the draft says. Raises ValidationError by field when no
        department or place is named or the report-in time is not ahead and within the limit of the
        kind; NotYours unless `by` is party secretary or director of this very street.
        """
        helpers = list(self.assisting.all() if assisting is None else assisting)
        step = self.move(
            "blow", by=by, at=at, version=version, note=note, data=self.naming(helpers), blower=by,
            blown_at=lambda case, at: case.check_call(at, content), **content,
        )  # fmt: skip
        self.assisting.set(helpers)
        if self.incident_id:
            self.incident.hand_to_whistle(at=step.at)
        self.take_number(step.at)
        self.dispatch([self.lead, *(each for each in helpers if each.pk != self.lead_id)], step.at)
        self.tell_blown(step.at)

    def check_call(self, at, content):
        """Return `at`, or raise ValidationError by field for what a blow with this new content may not lack."""
        names = ("kind", "lead", "report_in_at", "report_in_place")
        said = {name: content.get(name, getattr(self, name)) for name in names}
        missing: dict[str, object] = {
            name: _("A whistle needs this.") for name in ("lead", "report_in_place") if not said[name]
        }
        try:
            check_report_in(said["kind"], said["report_in_at"], at)
        except ValidationError as error:
            missing["report_in_at"] = error.messages
        if missing:
            raise ValidationError(missing)
        return at

    def dispatch(self, departments, at):
        order = type(self).orders.rel.related_model
        calendar = calendar_now()
        for number, department in enumerate(departments, 1):
            order.dispatch(self, department, number, at=at, calendar=calendar)

    def tell_blown(self, at):
        """Tell the called departments, the district centre, and the community the matter came from."""
        url, told = self.get_absolute_url(), {"street": str(self.street), "title": self.title, "number": self.number}
        calls = []
        for order in self.orders.all():
            calls += Notice.to(
                notices.department(order.department_id),
                "whistle.blown",
                key=f"order/{order.pk}/dispatched",
                at=at,
                url=order.get_absolute_url(),
                place=self.report_in_place,
                when=self.report_in_text,
                **told,
            )
        centre = Notice.to(
            notices.centre(self.district_id),
            "whistle.blown_to_centre",
            key=f"whistle/{self.pk}/blown",
            at=at,
            url=url,
            **told,
        )
        Notice.objects.tell([*calls, *centre, *self.told_community("whistle.blown_for_community", at, **told)])

    def told_community(self, kind, at, **told):
        """Notices for the community whose matter this is; none for a whistle without an incident."""
        seats = notices.community_staff(self.community_id) if self.incident_id and self.community_id else []
        key = f"whistle/{self.pk}/{self.status}"
        return Notice.to(seats, kind, key=key, at=at, url=self.get_absolute_url(), **told)

    @property
    def report_in_text(self):
        return timezone.localtime(self.report_in_at).strftime("%Y-%m-%d %H:%M")
