"""Who saw which reporter's name or number in full, when and why: written before it is shown, never erased."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from grid.casework.sql import database_now
from grid.casework.trace import append_only

# Whoever may do one of these works on the matter: the desk, the unit that handles it, whoever checks it.
WORKING = ("accept", "verify", "submit_result", "pass_check", "evaluate")


class Reveal(models.Model):
    """One look at one field of a reporter's contact (`reliability.md` A12)."""

    class Field(models.TextChoices):
        PHONE = "reporter_phone", _("reporter's phone")
        NAME = "reporter_name", _("reporter")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    incident = models.ForeignKey("grid.Incident", models.PROTECT, related_name="reveals")
    field = models.CharField(max_length=16, choices=Field)
    reason = models.CharField(_("Reason"), max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="reveal_for_a_reason"),
            models.CheckConstraint(
                condition=models.Q(field__in=["reporter_phone", "reporter_name"]), name="reveal_of_a_contact"
            ),
        ]
        triggers = append_only("who looked is never forgotten")

    def __str__(self):
        return f"{self.incident_id} {self.field} → {self.user_id}"

    @staticmethod
    def is_open_to(user, incident):
        """Whether this person works on the incident and so may need to ring its reporter; sight is asked before."""
        return any(incident.allows(verb, user) for verb in WORKING)

    @classmethod
    def look(cls, *, by, incident, field, reason, at=None):
        """Write down who looks at what and why; only then return the value."""
        cls.objects.create(user=by, incident=incident, field=field, reason=reason, at=at or database_now())
        return getattr(incident, cls.Field(field))
