"""Who changed a rule, when, from what to what, and why: lines that are only ever added."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grid.casework.refusals import Refused
from grid.casework.sql import database_now
from grid.casework.trace import append_only

from .calendar import CalendarVersion


class RulesChanged(Refused):
    """The form was opened on older rules."""

    def __str__(self):
        return _("The rules have changed since you opened this form.")


class RuleChangeQuerySet(models.QuerySet):
    def about(self, subject, *refs):
        """The changes of one rule, or of all rules of a subject, newest first."""
        rows = self.filter(subject=subject).select_related("by", "post__grid", "post__department").order_by("-pk")
        return rows.filter(ref__in=refs) if refs else rows


class RuleChange(models.Model):
    """One change of a rule; `old` and `new` are its values before and after, null where there was none."""

    class Subject(models.TextChoices):
        LIMIT = "limit", gettext_lazy("time limit")
        LADDER = "ladder", gettext_lazy("ladder")
        CALENDAR = "calendar", gettext_lazy("working calendar")
        DOCUMENT = "document", gettext_lazy("document")
        KIND = "kind", gettext_lazy("kind of whistle")

    subject = models.CharField(max_length=8, choices=Subject)
    ref = models.CharField(max_length=80)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    why = models.CharField(gettext_lazy("reason"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("grid.Post", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    objects = RuleChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        # Read by the page of a rule.
        indexes = [models.Index(fields=["subject", "ref"], name="rulechange_of_rule")]
        triggers = append_only("changes of rules are never changed")

    def __str__(self):
        return f"{self.subject} {self.ref}"

    @classmethod
    def note(cls, subject, ref, old, new, *, why, by, post, at=None):
        """Write the line of a change, within its transaction; nothing when nothing changed."""
        if old != new:
            cls.objects.create(
                subject=subject, ref=ref, old=old, new=new, why=why, by=by, post=post, at=at or database_now()
            )


def lock_rules(subject, seen):
    """Let one writer at a time change the rules of a subject; RulesChanged when they are not those of `seen`.

    `seen`: the number of the subject's CalendarVersion that the form was made from.
    """
    CalendarVersion.objects.get_or_create(subject=subject, defaults={"number": 0})
    row = CalendarVersion.objects.select_for_update(of=("self",), no_key=True).get(subject=subject)
    if seen is not None and row.number != seen:
        raise RulesChanged("edit", None)
