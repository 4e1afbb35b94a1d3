"""Tickets (工单) of other platforms: the number a matter has there, and the incident it became here."""

from django.db import connection, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grid.casework.books import TakenDifferently

from .client import Client
from .import_draft import ImportDraft
from .incident import Incident
from .territory import Grid


class TicketQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The tickets whose incidents are within sight."""
        return self.filter(incident__in=Incident.objects.visible_to(user))

    def of_channel(self, district, channel):
        return self.filter(district=district, channel=channel)


class Ticket(models.Model):
    """One matter of one channel, whichever way it came: pushed by a client or brought by a list.

    The number is unique within its channel, so the same ticket sent twice, at the same moment by two
    processes, or once each way, is one incident. Without a number every report is a ticket of its own.
    """

    district = models.ForeignKey(Grid, models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(_("channel"), max_length=20)
    number = models.CharField(_("number elsewhere"), max_length=40, blank=True)
    digest = models.CharField(max_length=64)
    media_url = models.CharField(max_length=500, blank=True)
    client = models.ForeignKey(Client, models.PROTECT, null=True, related_name="+", db_index=False)
    draft = models.ForeignKey(ImportDraft, models.SET_NULL, null=True, related_name="tickets")
    # Null only within the transaction that files it.
    incident = models.OneToOneField(Incident, models.PROTECT, null=True, related_name="ticket")
    at = models.DateTimeField(auto_now_add=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "channel", "number"], condition=~Q(number=""), name="ticket_number_once"
            ),
        ]

    def __str__(self):
        return f"{self.channel} {self.number} → {self.incident}"

    @classmethod
    @transaction.atomic
    def take_in(cls, report, *, digest, **about):
        """File the incident that `report()` makes unless the number is taken; return (ticket, whether it is new).

        Who comes second at the same moment waits for the first. Raises TakenDifferently, whose receipt is
        the ticket, when the number has other content; `digest` (64 hex digits) stands for the content.
        """
        mine = cls._begin(digest=digest, **about)
        if mine is None:
            mine = cls.objects.select_related("incident").get(
                district=about["district"], channel=about["channel"], number=about["number"]
            )
            if mine.digest != digest:
                raise TakenDifferently(mine)
            return mine, False
        mine.incident = report()
        mine.save(update_fields=["incident"])
        return mine, True

    @classmethod
    def _begin(cls, *, district, channel, number, digest, media_url="", client=None, draft=None):
        """Take the number: the new row, or None when somebody has it."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO grid_ticket (district_id, channel, number, digest, media_url, client_id, draft_id, at)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, now()) ON CONFLICT DO NOTHING RETURNING id",
                [district.pk, channel, number, digest, media_url, client and client.pk, draft and draft.pk],
            )
            row = cursor.fetchone()
        return row and cls.objects.get(pk=row[0])
