"""The checklist of a slip (清单): who does what by when, struck off one by one (`domain.md` 1-23)."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.utils.translation import pgettext_lazy as pgettext

from grid.casework.case import verb
from grid.casework.clock import Verdict
from grid.casework.deadlines import Limit
from grid.models import TimeLimit, calendar_now
from grid.models.limits import LimitMissing

STAGE = "item"  # of an item's clock, which is item/1, item/2, …
COPIED = ("what", "owner", "due_on", "finished_at", "finished_by_id", "added_by_id")


def is_item(stage):
    """Whether a clock of this stage is an item's."""
    return stage.startswith(f"{STAGE}/")


def item_limit():
    """The ladder of an item, whose due moment is set by its day; without a row nothing rings."""
    try:
        return TimeLimit.objects.limit_for("supervision", STAGE)
    except LimitMissing:
        return Limit(None, None, ())


class SupervisionItemQuerySet(models.QuerySet):
    def open(self):
        return self.filter(struck_at=None)

    def overdue(self, today):
        return self.open().filter(finished_at=None, due_on__lt=today)


class SupervisionItem(models.Model):
    """One thing to be put right; the answering side says that it is done, the supervision office strikes it off."""

    supervision = models.ForeignKey("whistle.Supervision", models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    what = models.CharField(pgettext("checklist", "what is to be done"), max_length=200)
    owner = models.CharField(pgettext("checklist", "who does it"), max_length=80)
    due_on = models.DateField(pgettext("checklist", "done by"))
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    finished_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    struck_at = models.DateTimeField(null=True)

    objects = SupervisionItemQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        verbose_name, verbose_name_plural = gettext_lazy("checklist item"), gettext_lazy("checklist items")
        constraints = [
            models.UniqueConstraint(fields=["supervision", "position"], name="supervisionitem_position_once"),
            models.CheckConstraint(condition=~Q(what="") & ~Q(owner=""), name="supervisionitem_somebodys_task"),
            models.CheckConstraint(
                condition=Q(struck_at=None) | Q(struck_at__gte=F("added_at")), name="supervisionitem_struck_later"
            ),
        ]

    def __str__(self):
        return f"{self.position}. {self.what}"

    @property
    def is_overdue(self):
        """Whether its day has passed and nobody said that it is done; then it waits for whoever supervises."""
        return self.struck_at is None and self.finished_at is None and self.due_on < timezone.localdate()

    @property
    def stage(self):
        return f"{STAGE}/{self.position}"

    @property
    def due_at(self):
        """The end of its day."""
        return timezone.make_aware(datetime.combine(self.due_on + timedelta(days=1), time()))


class Listing:
    """The verbs of the checklist; what an item says stays off the trace, which names only its place."""

    @verb
    def add_item(self, *, by, what, owner, due_on, note="", at=None, version=None):
        """One thing more to be put right; its number follows the last one."""
        place = (self.items.aggregate(last=models.Max("position"))["last"] or 0) + 1
        step = self.move("add_item", by=by, note=note, at=at, version=version, data={"item": place})
        if due_on < timezone.localdate(step.at):
            raise ValidationError({"due_on": _("Choose today or a later day.")})
        said = {"what": what, "owner": owner, "due_on": due_on}
        item = self.items.create(position=place, added_at=step.at, added_by=by, **said)
        if self.sent_at:
            self.start_items([item], step)
        return item

    @verb
    def finish_item(self, *, by, item, note="", at=None, version=None):
        """The answering side says that an item is done; the office looks and strikes it off."""
        step = self.move("finish_item", by=by, note=note, at=at, version=version, data={"item": item.position})
        told = self.items.filter(pk=item.pk, struck_at=None, finished_at=None)
        if not told.update(finished_at=step.at, finished_by=by):
            raise ValidationError({"item": _("That item was dealt with meanwhile.")})
        self.stop_clocks(item.stage, step=step)

    @verb
    def strike_item(self, *, by, item, note="", at=None, version=None):
        """The supervision office is satisfied with an item, whoever said that it is done."""
        step = self.move("strike_item", by=by, note=note, at=at, version=version, data={"item": item.position})
        if not self.items.filter(pk=item.pk, struck_at=None).update(struck_at=step.at):
            raise ValidationError({"item": _("That item was dealt with meanwhile.")})
        self.stop_clocks(item.stage, step=step)

    def start_items(self, items, step):
        """Start the clocks of these items; one whose day is over when the slip is sent out rings at once."""
        limit, calendar = item_limit(), calendar_now()
        clocks = [self.item_clock(item, limit, step, calendar) for item in items if item.finished_at is None]
        type(self).clocks.rel.related_model.objects.bulk_create(clocks)

    def item_clock(self, item, limit, step, calendar):
        due = max(item.due_at, step.at)
        return self.new_clock(item.stage, limit, step=step, calendar=calendar, due_at=due)

    def open_items_said(self):
        """Why the slip cannot be struck off yet, or ""."""
        count = self.items.open().count()
        told = ngettext(
            "%(n)s item of the checklist is still open.", "%(n)s items of the checklist are still open.", count
        )
        return told % {"n": count} if count else ""

    @classmethod
    def carry_items(cls, slips, steps, calendar):
        """Give the slips of a higher level what the level below left open; statements do not grow with them.

        The clock of an item goes with it; one that was told overdue below is not told again.
        """
        at = steps[0].at
        items = SupervisionItem.objects.open().filter(supervision__cause__in=[slip.cause for slip in slips])
        left = {}
        for item in items.filter(supervision__status="escalated").select_related("supervision"):
            left.setdefault((item.supervision.cause, item.supervision.level), []).append(item)
        carried = [
            SupervisionItem(
                supervision=slip, position=place, added_at=at, **{name: getattr(old, name) for name in COPIED}
            )
            for slip in slips
            for place, old in enumerate(left.get((slip.cause, slip.level - 1), ()), 1)
        ]
        SupervisionItem.objects.bulk_create(carried)
        if carried:
            cls._carry_clocks(carried, dict(zip((slip.pk for slip in slips), steps, strict=True)), calendar)

    @classmethod
    def _carry_clocks(cls, carried, steps, calendar):
        clock_model, limit = cls.clocks.rel.related_model, item_limit()
        at, causes = next(iter(steps.values())).at, {item.supervision.cause for item in carried}
        left = clock_model.objects.running().filter(case__status="escalated", case__cause__in=causes)
        left.filter(stage__startswith=f"{STAGE}/").update(stopped_at=at, alarm_at=None, verdict=Verdict.VOID)
        clock_model.objects.bulk_create(
            item.supervision.item_clock(item, limit, steps[item.supervision_id], calendar)
            for item in carried
            if item.finished_at is None and item.due_at > at
        )
