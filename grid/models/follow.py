"""关注: a person keeps an eye on an incident."""

from django.conf import settings
from django.db import models


class Follow(models.Model):
    """That a person follows an incident."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows", db_index=False)
    incident = models.ForeignKey("grid.Incident", models.CASCADE, related_name="followers", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "incident"], name="follow_once")]
        # Read when a page asks whether its reader follows it.
        indexes = [models.Index(fields=["incident", "user"], name="follow_incident")]

    def __str__(self):
        return f"{self.user_id} → {self.incident_id}"

    @classmethod
    def toggle(cls, user, incident):
        """Follow what was not followed, and the other way round."""
        follow, new = cls.objects.get_or_create(user=user, incident=incident)
        if not new:
            follow.delete()
