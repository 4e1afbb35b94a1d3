"""What happened, as a rating counts it: read from clocks, the check-in, the street's word and rulings.

The points of these facts are nobody's opinion (`domain.md` 5.4): whoever rates sees them with their
reasons and cannot change them.
"""

from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.casework.clock import Verdict

# The hard caps of `domain.md` 5.4: no scheme and no rater lifts them.
ABSENT_CAP, LATE_CAP, SECOND_CAP = 60, 80, 70


class Timing(models.TextChoices):
    """Whether something that had a limit was done, and when."""

    ON_TIME = "on_time", pgettext_lazy("timing", "in time")
    LATE = "late", pgettext_lazy("timing", "late")
    NEVER = "never", pgettext_lazy("timing", "never")

    @property
    def tone(self):
        return {"on_time": "success", "late": "warn", "never": "danger"}[self]


class Coming(models.TextChoices):
    """Whether the department was at the set place at the set time (15 minutes' grace)."""

    ON_TIME = "on_time", _("there on time")
    LATE = "late", _("there, but late")
    NOT_PRESENT = "not_present", _("not there")

    @property
    def tone(self):
        return {"on_time": "success", "late": "warn", "not_present": "danger"}[self]


class Witness(models.TextChoices):
    """Whose word on the attendance counts: a ruling before the street, the street before the department."""

    RULING = "ruling", _("ruled by the supervision office")
    STREET = "street", _("the street's word")
    DEPARTMENT = "department", _("the department's own report")


@dataclass(frozen=True)
class Line:
    """One computed line of a rating sheet: what, how it was, and its points of how many."""

    label: object
    told: object
    tone: str
    points: int
    most: int
    because: object = ""


@dataclass(frozen=True)
class Facts:
    """What a rating may not argue about: timings, attendance and whose word it is, lateness, round."""

    signed: str
    contacted: str
    came: str
    witness: str
    finished_late: bool
    round: int

    @classmethod
    def of(cls, order):
        """The facts of an order as they stand now."""
        came, witness = attendance_of(order)
        verdicts: dict[str, set] = {}
        for stage, verdict in order.clocks.values_list("stage", "verdict"):
            verdicts.setdefault(stage, set()).add(verdict)
        return cls(
            signed=Timing.NEVER if order.signed_at is None else timing(verdicts.get("sign")),
            contacted=timing(verdicts.get("contact")),
            came=came,
            witness=witness,
            finished_late=Verdict.LATE in verdicts.get("handle", ()),
            round=order.whistle.round,
        )

    @classmethod
    def on(cls, row):
        """The facts written on a rating."""
        return cls(**{name: getattr(row, name) for name in cls.__dataclass_fields__})

    def as_fields(self):
        return asdict(self)

    @property
    def cap(self):
        """The most points in all."""
        return min([100, *(cap for cap, _why in self.caps)])

    @property
    def caps(self):
        """(most points, why) of every hard cap in force."""
        found = [
            (ABSENT_CAP, self.came == Coming.NOT_PRESENT, _("not attended: nothing for timeliness, 60 points at most")),
            (LATE_CAP, self.finished_late, _("finished late: 80 points at most")),
            (SECOND_CAP, self.round > 1, _("second whistle: 70 points at most")),
        ]
        return [(cap, why) for cap, holds, why in found if holds]

    def timeliness(self, scheme):
        """Points for signing, contacting and reporting in; nothing for whoever was not there."""
        return sum(line.points for line in self.timely(scheme))

    def presence(self, scheme):
        return self.present(scheme).points

    def timely(self, scheme):
        """The computed lines of part one."""
        away = _("nothing, for nobody came") if self.came == Coming.NOT_PRESENT else ""
        told = (
            (_("Signing"), Timing(self.signed), scheme.sign_points),
            (_("Contacting the street"), Timing(self.contacted), scheme.contact_points),
            (_("Reporting in"), Coming(self.came), scheme.report_in_points),
        )
        return [line(label, how, most, scheme, away) for label, how, most in told]

    def present(self, scheme):
        """The computed line of part two."""
        return line(_("Attendance"), Coming(self.came), scheme.presence_points, scheme, because=self.said)

    @property
    def said(self):
        """Whose word it is."""
        return Witness(self.witness).label


def line(label, how, most, scheme, nothing="", because=""):
    """All points in time, the scheme's share of them late, none for what never happened."""
    points = {"on_time": most, "late": part_of(most, scheme.late_share)}.get(str(how), 0)
    return Line(label, how.label, how.tone, 0 if nothing else points, most, nothing or because)


def part_of(most, share):
    """`share` per cent of so many points, rounded half up to a whole point."""
    return int((Decimal(most) * share / 100).quantize(Decimal(1), ROUND_HALF_UP))


def timing(verdicts):
    """One late clock is late; none that ran is never; void clocks (recalled, rerouted) blame nobody."""
    if not verdicts:
        return Timing.NEVER
    return Timing.LATE if Verdict.LATE in verdicts else Timing.ON_TIME


def attendance_of(order):
    """(how the department came, whose word that is)."""
    if order.attendance_ruling:
        return Coming(order.attendance_ruling), Witness.RULING
    if order.attendance:
        return Coming(order.attendance), Witness.STREET
    if order.reported_at is None:
        return Coming.NOT_PRESENT, Witness.DEPARTMENT
    return Coming.LATE if order.reported_late else Coming.ON_TIME, Witness.DEPARTMENT


# The same again for the database, which believes no rater: it raises unless the facts on a new rating are
# the facts of its order.
WITNESSED = """
        SELECT o.attendance_ruling, o.attendance, o.reported_at, o.reported_late, w.round INTO done
            FROM whistle_order o JOIN whistle_whistle w ON w.id = o.whistle_id WHERE o.id = {order};
        SELECT COALESCE(bool_or(verdict = 'late'), false) INTO late FROM whistle_orderclock
            WHERE case_id = {order} AND stage = 'handle';
        IF NEW.finished_late IS DISTINCT FROM late OR NEW.round IS DISTINCT FROM done.round
            OR NEW.came IS DISTINCT FROM COALESCE(done.attendance_ruling, done.attendance,
                CASE WHEN done.reported_at IS NULL THEN 'not_present'
                     WHEN done.reported_late THEN 'late' ELSE 'on_time' END)
        THEN
            RAISE EXCEPTION 'a rating says otherwise than its order' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
"""
