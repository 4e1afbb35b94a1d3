"""Figures about whistles and orders as questions: number and list are one queryset (`domain.md` 5.2)."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ABSENT = "absent"
ON_TIME, NOT_PRESENT = "on_time", "not_present"
RETURNED = ("objected", "rerouted")


class WhistleFigure(models.TextChoices):
    """The numbers a page shows about whistles."""

    BLOWN = "blown", _("blown in the period")
    CLOSED = "closed", _("blown in the period and closed by now")
    SECOND = "second", _("second and later whistles blown in the period")
    SUPERVISED = "supervised", _("blown in the period, and somebody called came under supervision")
    UNREMINDED = "unreminded", _("blown in the period and closed without any reminder to a department")
    WAITING = "waiting", _("waiting for me")


class OrderFigure(models.TextChoices):
    """The numbers a page shows about orders."""

    DUE = "due", _("to report in within the period")
    CAME = "came", _("to report in within the period, and reported in")
    ON_TIME = "on_time", _("to report in within the period, and reported in on time")
    DISPATCHED = "dispatched", _("called in the period")
    SIGNED_IN_TIME = "signed_in_time", _("called in the period, and signed within the limit")
    REMINDED = "reminded", _("called in the period, and reminded at least once")
    ANSWERED = "answered", _("called in the period, signed and not returned")
    TO_FINISH = "to_finish", _("finished in the period, or overdue in it")
    FINISHED_IN_TIME = "finished_in_time", _("finished in the period, and never handled too late")
    WAITING = "waiting", _("waiting for me")


class SupervisionFigure(models.TextChoices):
    """The numbers a page shows about supervision slips."""

    OPEN = "open", _("open now")
    WAITING = "waiting", _("waiting for me")


# The supervision office's ruling counts, else the street's word, else the department's own report.
SILENT = Q(attendance=None, attendance_ruling=None)
PRESENT = Q(attendance__isnull=False) & ~Q(attendance=NOT_PRESENT)
RULED = Q(attendance_ruling__isnull=False)
# A reminder to judge, to decide on a pause or on an objection went to the street or the centre.
REMINDED = Q(verb="urge") | Q(verb="remind") & ~Q(data__stage__in=["confirm", "pause", "decide"])
CAME = (SILENT & Q(reported_at__isnull=False)) | (~RULED & PRESENT) | (RULED & ~Q(attendance_ruling=NOT_PRESENT))
PUNCTUAL = (
    Q(attendance_ruling=ON_TIME)
    | (~RULED & Q(attendance=ON_TIME))
    | (SILENT & Q(reported_late=False) & ~Q(status=ABSENT))
)


def within(name, period, until=None):
    """The moment of that field lies in the period, and before `until`."""
    return Q(**{f"{name}__gte": period.start, f"{name}__lt": min(period.end, until) if until else period.end})


class WhistleQuestions:
    """Questions about many whistles over a Period (mixed into their queryset)."""

    def blown_in(self, period):
        return self.filter(within("blown_at", period))

    def narrowings(self):
        """{WhistleFigure: the condition that makes it one of those blown in a period}."""
        orders = self.model.orders.rel.related_model
        slips = orders.supervisions.rel.related_model.objects.filter(order__isnull=False, sent_at__isnull=False)
        reminded = orders.steps.rel.related_model.objects.filter(REMINDED)
        return {
            WhistleFigure.BLOWN: Q(),
            WhistleFigure.CLOSED: Q(status="closed"),
            WhistleFigure.SECOND: Q(round__gte=2),
            WhistleFigure.SUPERVISED: Q(pk__in=slips.exclude(status="withdrawn").values("order__whistle")),
            WhistleFigure.UNREMINDED: Q(status="closed") & ~Q(pk__in=reminded.values("case__whistle")),
        }

    def figure(self, name, period):
        """The whistles behind a number of the period; `name` is a WhistleFigure other than WAITING."""
        return self.blown_in(period).filter(self.narrowings()[name])


class OrderQuestions:
    """Questions about many orders over a Period (mixed into their queryset)."""

    @property
    def timed(self):
        """The clocks of all orders."""
        return self.model.clocks.rel.related_model.objects

    def to_report_in(self, period, at=None):
        """Orders whose agreed time on the spot lies in the period and has come by `at` (default now)."""
        return self.filter(self.due_there(period, at))

    def due_there(self, period, at=None):
        """The condition of `to_report_in`: not who was called by mistake, nor who was let off before the time."""
        absent = self.model.steps.rel.related_model.objects.filter(verb="absent")
        let_off = Q(status__in=self.model.AWAY, reported_at=None) & ~Q(pk__in=absent.values("case"))
        there = within("report_in_at", period, at or timezone.now())
        return there & ~let_off & ~Q(status="rerouted")

    def reminded(self, at):
        """Orders with a running clock whose reminder has rung and that is not late yet at `at`."""
        running = self.timed.running().filter(suspended_at=None, rung__gte=1, due_at__gte=at)
        return self.filter(pk__in=running.values("case"))

    def overdue_in(self, period, at):
        """Whose handling ran past its limit within the period, finished by then or not."""
        ran_over = Q(stopped_at=None) | Q(stopped_at__gt=F("due_at"))
        late = self.timed.filter(within("due_at", period, at) & ran_over, stage="handle", suspended_at=None)
        return Q(pk__in=late.exclude(verdict="void").values("case"))

    def narrowings(self, period, at=None):
        """{OrderFigure: the condition of what it counts in the period}, at `at` (default now)."""
        at = at or timezone.now()
        called, due, finished = within("created_at", period), self.due_there(period, at), within("done_at", period)
        reminders = self.model.steps.rel.related_model.objects.filter(REMINDED)
        signed = self.timed.filter(stage="sign", verdict="on_time")
        late = self.timed.filter(stage="handle", verdict="late")
        before = Q(done_at__isnull=False, done_at__lt=period.start)
        return {
            OrderFigure.DUE: due,
            OrderFigure.CAME: due & CAME,
            OrderFigure.ON_TIME: due & PUNCTUAL,
            OrderFigure.DISPATCHED: called,
            OrderFigure.SIGNED_IN_TIME: called & Q(pk__in=signed.values("case")),
            OrderFigure.REMINDED: called & Q(pk__in=reminders.values("case")),
            OrderFigure.ANSWERED: called & Q(signed_at__isnull=False) & ~Q(status__in=RETURNED),
            OrderFigure.TO_FINISH: finished | (self.overdue_in(period, at) & ~before),
            OrderFigure.FINISHED_IN_TIME: finished & ~Q(pk__in=late.values("case")),
        }

    def figure(self, name, period, at=None):
        """The orders behind a number of the period; `name` is an OrderFigure other than WAITING."""
        return self.filter(self.narrowings(period, at)[name])

    def with_level(self):
        """Adds `slip_level`: the highest supervision that an order is or was under, or None."""
        sent = self.model.supervisions.rel.related_model.objects.filter(sent_at__isnull=False)
        slips = sent.filter(order=models.OuterRef("pk"))
        highest = slips.exclude(status="withdrawn").order_by("-level").values("level")[:1]
        return self.annotate(slip_level=models.Subquery(highest))
