"""What discipline inspection does with a case: takes it up, looks into it, decides; and the only way to read it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.casework.case import verb
from grid.casework.refusals import NotYours
from grid.casework.sql import database_now
from grid.models import GridLevel, Role

from ..points import PointEntry
from . import notices
from .file import AccountabilityEntry, AccountabilityLook
from .flow import Measure


class Deciding:
    """The verbs of discipline inspection. What they say goes into the file, the trace keeps the move alone."""

    @verb
    def accept(self, *, by, at=None, version=None):
        """The proposal is taken up."""
        step = self.move("accept", by=by, at=at, version=version)
        self.tell(notices.concerned(self), "accountability.accepted", step)

    @verb
    def investigate(self, *, by, at=None, version=None):
        self.move("investigate", by=by, at=at, version=version)

    @verb
    def record(self, *, by, kind, text, at=None, version=None):
        """A note of the investigation, or the persons concerned, into the file."""
        step = self.move("record", by=by, at=at, version=version)
        self.put_in_file(kind, text, by=by, at=step.at)

    @verb
    def decide(self, *, by, measures, findings, persons="", deduction=None, at=None, version=None):
        """Impose measures (codes of Measure). Points are deducted exactly when that is among the measures."""
        self.refuse_wrong(measures, deduction)
        named = ",".join(measure.value for measure in Measure if measure in measures)
        step = self.move(
            "decide", by=by, at=at, version=version, measures=named, deduction=deduction,
            decided_at=lambda _case, at: at,
        )  # fmt: skip
        self.put_in_file("persons", persons, by=by, at=step.at)
        self.put_in_file("findings", findings, by=by, at=step.at)
        self.deduct(by, step.at)
        self.settle(step, "accountability.decided")

    @verb
    def close(self, *, by, at=None, version=None):
        """The measures are carried out."""
        step = self.move("close", by=by, at=at, version=version)
        self.tell(notices.concerned(self), "accountability.closed", step)

    @verb
    def reject(self, *, by, reason, at=None, version=None):
        """Nobody is held to account (不予问责); why is in the file."""
        step = self.move("reject", by=by, at=at, version=version, decided_at=lambda _case, at: at)
        self.put_in_file("reason", reason, by=by, at=step.at)
        self.settle(step, "accountability.rejected")

    @verb
    def tolerate(self, *, by, reason, at=None, version=None):
        """An honest fault of somebody who tried (容错免责, L3 art. 36); why is in the file."""
        step = self.move("tolerate", by=by, at=at, version=version, decided_at=lambda _case, at: at)
        self.put_in_file("reason", reason, by=by, at=step.at)
        self.settle(step, "accountability.tolerated")

    def settle(self, step, kind):
        """Tell the outcome, and let the slip go back to the supervision office."""
        self.tell(notices.concerned(self), kind, step)
        if self.supervision_id:
            self.supervision.conclude(at=step.at)

    # -- points -----------------------------------------------------------------------

    def refuse_wrong(self, measures, deduction):
        wrong = {}
        if not measures:
            wrong["measures"] = _("Choose at least one measure.")
        if (Measure.POINTS in measures) != bool(deduction):
            wrong["deduction"] = _("Points are deducted exactly when that measure is chosen.")
        elif deduction and self.desk_id and self.desk.level != GridLevel.STREET:
            wrong["deduction"] = _("Only departments and streets have points.")
        if wrong:
            raise ValidationError(wrong)

    def deduct(self, by, at):
        if self.deduction:
            PointEntry.objects.create(
                district_id=self.district_id, department_id=self.department_id, street_id=self.desk_id, by=by, at=at,
                year=timezone.localtime(at).year, kind=PointEntry.Kind.ACCOUNTABILITY, points=-self.deduction,
                reason=self.number, accountability=self,
            )  # fmt: skip

    # -- reading ----------------------------------------------------------------------

    def reader(self, user, at=None):
        """The post by which this person may read the file, or None: discipline inspection of the district alone."""
        posts = user.posts_at(at)
        mine = (post for post in posts if post.role == Role.DISCIPLINE and post.grid_id == self.district_id)
        return next(mine, None)

    @transaction.atomic
    def look(self, *, by, reason, at=None):
        """Write down who opens the file and why; only then return its sheets. Raises NotYours for anybody else."""
        post = self.reader(by, at)
        if post is None:
            raise NotYours("look", self)
        AccountabilityLook.objects.create(case=self, user=by, post=post, reason=reason, at=at or database_now())
        return list(AccountabilityEntry.objects.filter(case=self).select_related("by"))
