"""The kinds of whistles (哨种) as rows: a district adds its own, and limits name them (`domain.md` 2.4)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.naming import in_language


class WhistleKindQuerySet(models.QuerySet):
    def in_use(self):
        """The kinds a street may choose now."""
        return self.filter(active=True)


class WhistleKind(models.Model):
    """One kind; a time limit of an order names it by `code` as its urgency, `code/2` for later rounds."""

    ENFORCEMENT, KEY_TASK, EMERGENCY = "enforcement", "key_task", "emergency"

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

    def __str__(self):
        return in_language(self.name, self.name_en)

    @property
    def tone(self):
        return "danger" if self.is_emergency else "neutral"
