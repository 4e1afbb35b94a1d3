"""A list of tickets between its upload and its import: what was read of it, and how far the import has come."""

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .territory import Grid


class ImportDraftQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own lists: they name people, and nobody else needs to read them."""
        return self.filter(owner=user)

    def waiting(self):
        """Lists that were confirmed and are not through, the oldest first."""
        return self.filter(finished_at=None).exclude(confirmed_at=None).order_by("confirmed_at", "pk")

    def forgotten(self, before):
        """Lists uploaded before that moment."""
        return self.filter(made_at__lt=before)


class ImportDraft(models.Model):
    """An uploaded list, kept for a day; `rows` and `wrong` are addressed by the place of the row, from 0."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    district = models.ForeignKey(Grid, models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(_("channel"), max_length=20)
    source = models.CharField(_("source"), max_length=16)
    name = models.CharField(max_length=120)
    rows = models.JSONField()  # [{column: text}, …]
    wrong = models.JSONField(default=dict)  # {place of the row: {column: why}}
    next_row = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = ImportDraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(finished_at=None) | models.Q(confirmed_at__isnull=False),
                name="importdraft_finished_after_confirmed",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("grid:import_draft", args=[self.pk])

    @property
    def total(self):
        return len(self.rows)

    def confirm(self, at=None):
        """Let the import begin; once it was confirmed, confirming again changes nothing."""
        ImportDraft.objects.filter(pk=self.pk, confirmed_at=None).update(confirmed_at=at or timezone.now())

    def file_next(self, file):
        """File the next row with `file(draft, row)` and go on by one, both or neither; whether there was one to file.

        `file` returns what is wrong with the row, {} if nothing. When another process is at the same list,
        the later of the two finds its row gone and returns None.
        """
        place = self.next_row
        if place >= self.total:
            ImportDraft.objects.filter(pk=self.pk, finished_at=None).update(finished_at=timezone.now())
            return False
        with transaction.atomic():
            if not ImportDraft.objects.filter(pk=self.pk, next_row=place).update(next_row=place + 1):
                return None
            wrong = {} if str(place) in self.wrong else file(self, self.rows[place])
            if wrong:
                self.wrong[str(place)] = wrong
                self.save(update_fields=["wrong"])
        self.next_row = place + 1
        return True
