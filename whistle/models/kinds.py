"""The kinds of whistles (哨种) as rows: a district adds its own, and limits name them (`domain.md` 2.4)."""

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from grid.models import RuleChange, RulesChanged, TimeLimit
from grid.models.calendar import bumps
from grid.models.rule_change import lock_rules
from grid.naming import in_language

TOLD = ("name", "name_en", "note", "is_emergency", "by_plan", "position", "active")


class WhistleKindQuerySet(models.QuerySet):
    def in_use(self):
        """The kinds a street may choose now."""
        return self.filter(active=True)

    def proposed(self, *, urgent):
        """The kind a form proposes: the first in use that is (or is not) for emergencies, else the first of all."""
        kinds = list(self.in_use())
        return next((kind for kind in kinds if kind.is_emergency == urgent), kinds[0])


class WhistleKind(models.Model):
    """One kind; a time limit of an order names it by `code` as its urgency, `code/2` for later rounds.

    Once blown a kind is never deleted, only switched off, and its code never changes. One kind at least is in use.
    """

    code = models.CharField(_("code"), max_length=16, primary_key=True)
    name = models.CharField(_("name"), max_length=20)
    name_en = models.CharField(_("name in English"), max_length=40)
    note = models.CharField(_("note"), max_length=200, blank=True)
    is_emergency = models.BooleanField(_("clocks run day and night"), default=False)
    by_plan = models.BooleanField(_("an agreed plan may set the limit"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    active = models.BooleanField(_("in use"), default=True)

    objects = WhistleKindQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]
        verbose_name, verbose_name_plural = pgettext_lazy("whistle", "kind"), pgettext_lazy("whistle", "kinds")
        constraints = [
            # Fourteen letters, for a limit of later rounds names it with "/2" behind.
            models.CheckConstraint(condition=Q(code__regex=r"^[a-z][a-z_]{0,13}$"), name="whistlekind_code_is_a_word"),
        ]
        triggers = [bumps("kinds"), pgtrigger.ReadOnly(name="code_stays", fields=["code"])]

    def __str__(self):
        return in_language(self.name, self.name_en)

    def get_absolute_url(self):
        return reverse("whistle:kind", args=[self.pk])

    @property
    def tone(self):
        return "danger" if self.is_emergency else "neutral"

    @property
    def ref(self):
        """How audit lines name it."""
        return f"kind/{self.pk}"

    @property
    def told(self):
        """Its values as an audit line keeps them."""
        return {name: getattr(self, name) for name in TOLD}

    @property
    def limits(self):
        """The time limits that are for this kind alone, of its first and of later rounds."""
        return TimeLimit.objects.filter(kind__in=("whistle", "order"), urgency__in=(self.pk, f"{self.pk}/2"))

    @property
    def stays(self):
        """Why it cannot be deleted, or an empty text."""
        if self.whistles.exists():
            return gettext("Whistles of this kind were blown: it can only be switched off.")
        if self.limits.exists():
            return gettext("Time limits are for this kind alone: remove them first.")
        return gettext("One kind at least stays in use.") if self.is_last else ""

    @property
    def is_last(self):
        """Whether no other kind is in use."""
        return not type(self).objects.in_use().exclude(pk=self.pk).exists()

    @transaction.atomic
    def keep(self, *, by, post, why, seen=None, at=None, **said):
        """Write these values, for whistles drafted later, and leave the audit line.

        Raises RulesChanged, and ValidationError when the last kind in use would be switched off.
        """
        lock_rules("kinds", seen)
        old = None if self._state.adding else type(self).objects.get(pk=self.pk).told
        for name, value in said.items():
            setattr(self, name, value)
        if not self.active and self.is_last:
            raise ValidationError({"active": gettext("One kind at least stays in use.")})
        self.save(force_insert=old is None)
        RuleChange.note("kind", self.ref, old, self.told, why=why, by=by, post=post, at=at)

    @transaction.atomic
    def remove(self, *, by, post, why, seen=None, at=None):
        """Delete a kind that was never blown. Raises RulesChanged, also when something rests on it."""
        lock_rules("kinds", seen)
        if self.stays:
            raise RulesChanged("remove", None)
        old, ref = self.told, self.ref
        self.delete()
        RuleChange.note("kind", ref, old, None, why=why, by=by, post=post, at=at)
