"""Figures about whistles and orders as questions: number and list are one queryset (`domain.md` 5.2)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

ABSENT = "absent"
ON_TIME, NOT_PRESENT = "on_time", "not_present"


class WhistleFigure(models.TextChoices):
    """The numbers a page shows about whistles."""

    BLOWN = "blown", _("blown in the period")
    CLOSED = "closed", _("blown in the period and closed by now")
    WAITING = "waiting", _("waiting for me")


class OrderFigure(models.TextChoices):
    """The numbers a page shows about orders."""

    DUE = "due", _("to report in within the period")
    CAME = "came", _("to report in within the period, and reported in")
    ON_TIME = "on_time", _("to report in within the period, and reported in on time")
    WAITING = "waiting", _("waiting for me")


class SupervisionFigure(models.TextChoices):
    """The numbers a page shows about supervision slips."""

    OPEN = "open", _("open now")
    WAITING = "waiting", _("waiting for me")


# The supervision office's ruling counts, else the street's word, else the department's own report.
SILENT = Q(attendance=None, attendance_ruling=None)
PRESENT = Q(attendance__isnull=False) & ~Q(attendance=NOT_PRESENT)
RULED = Q(attendance_ruling__isnull=False)
CAME = (SILENT & Q(reported_at__isnull=False)) | (~RULED & PRESENT) | (RULED & ~Q(attendance_ruling=NOT_PRESENT))
PUNCTUAL = (
    Q(attendance_ruling=ON_TIME)
    | (~RULED & Q(attendance=ON_TIME))
    | (SILENT & Q(reported_late=False) & ~Q(status=ABSENT))
)


class WhistleQuestions:
    """Questions about many whistles over a Period (mixed into their queryset)."""

    def blown_in(self, period):
        return self.filter(blown_at__gte=period.start, blown_at__lt=period.end)

    def figure(self, name, period):
        """The whistles behind a number of the period; `name` is a WhistleFigure other than WAITING."""
        blown = self.blown_in(period)
        return blown.filter(status="closed") if name == WhistleFigure.CLOSED else blown


class OrderQuestions:
    """Questions about many orders over a Period (mixed into their queryset)."""

    def to_report_in(self, period):
        """Orders whose agreed time on the spot lies in the period."""
        return self.filter(whistle__report_in_at__gte=period.start, whistle__report_in_at__lt=period.end)

    def figure(self, name, period):
        """The orders behind a number of the period; `name` is an OrderFigure other than WAITING."""
        narrowing = {OrderFigure.CAME: CAME, OrderFigure.ON_TIME: PUNCTUAL}
        return self.to_report_in(period).filter(narrowing.get(name, Q()))
