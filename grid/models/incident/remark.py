"""Words beside the work: notes, replies, instructions, questions and answers; none of them touches a limit.

What people write may name people, so it lies here, where it can be erased, and not in a step.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Word(models.TextChoices):
    """What kind of word it is; only a reply is meant for the public."""

    NOTE = "internal", _("internal note")
    REPLY = "reply", _("reply to the public")
    INSTRUCTION = "instruction", _("leader's instruction")
    QUESTION = "question", _("question")
    ANSWER = "answer", _("answer")
    CALL = "call", _("call-back")
    REPORTER = "reporter", _("reporter's word")


class Remark(models.Model):
    """One word about an incident; `department` is whose word it is, or who was asked."""

    incident = models.ForeignKey("grid.Incident", models.PROTECT, related_name="remarks", db_index=False)
    kind = models.CharField(max_length=12, choices=Word)
    text = models.TextField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    department = models.ForeignKey("grid.Department", models.PROTECT, null=True, related_name="+", db_index=False)
    step_seq = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=models.Q(kind__in=Word.values), name="remark_kind_known")]
        # Read by the page of an incident.
        indexes = [models.Index(fields=["incident", "id"], name="remark_incident")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"
