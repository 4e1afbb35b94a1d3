"""The file of an accountability case: its content, and who looked into it when and why.

Content lies in these tables alone, never in the case's row, its trace, an export or a notice, and is
read in one place: `Accountability.look`, which writes down the look before it reads.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.casework.trace import append_only
from grid.models import Role


class Ground(models.TextChoices):
    """On what ground somebody may be held to account (the six of L3 art. 35)."""

    RUDE = "rude", _("rude service")
    NEGLECTED = "neglected", _("not handled, or handled late, without reason")
    SHIRKED = "shirked", _("shirked, perfunctory or false handling")
    LEAKED = "leaked", _("secrets or personal data leaked")
    INTERFERED = "interfered", _("interference or retaliation")
    ABUSED = "abused", _("other abuse of office")


def codes(choices, kept):
    """The labels of comma-separated codes, in the order of the choices."""
    given = set(filter(None, kept.split(",")))
    return [choice.label for choice in choices if choice.value in given]


class AccountabilityEntry(models.Model):
    """One sheet of the file, written once."""

    class Kind(models.TextChoices):
        ALLEGATION = "allegation", _("what is held against whom")
        NOTE = "note", _("investigation note")
        PERSONS = "persons", _("persons concerned")
        FINDINGS = "findings", _("findings")
        REASON = "reason", pgettext_lazy("accountability", "why so")

    case = models.ForeignKey("whistle.Accountability", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    grounds = models.CharField(max_length=80, blank=True)
    text = models.TextField(max_length=5000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text="") | ~Q(grounds=""), name="accountabilityentry_says_something"),
        ]
        triggers = [pgtrigger.Protect(name="written_once", operation=pgtrigger.Update)]

    def __str__(self):
        return f"{self.case_id}: {self.kind}"

    @property
    def ground_labels(self):
        return codes(Ground, self.grounds)


class AccountabilityLookQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Discipline inspection and the audit administrator of a district see who looked there."""
        posts = [post for post in user.posts_at() if post.role in {Role.DISCIPLINE, Role.AUDIT_ADMIN}]
        return self.filter(case__district__in=[post.grid_id for post in posts])


class AccountabilityLook(models.Model):
    """Who opened which file, holding which post, and why: written before anything is shown, never erased."""

    case = models.ForeignKey("whistle.Accountability", models.PROTECT, related_name="looks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    post = models.ForeignKey("grid.Post", models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(_("Reason"), max_length=200)
    at = models.DateTimeField()

    objects = AccountabilityLookQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="accountabilitylook_for_a_reason")]
        triggers = append_only("who looked is never forgotten")

    def __str__(self):
        return f"{self.case_id} → {self.user_id}"
