"""People: what is kept of them is no older than the house promised."""

from datetime import timedelta

from django.conf import settings

from grid.models import outlived

# The beat looks every hour; a day without it is a fault of its own.
PATIENCE = timedelta(days=1)


def contacts_forgotten(at):
    """No name, phone or query code of a reporter outlives the matter by more than CONTACT_KEPT_DAYS."""
    kept = timedelta(days=settings.CONTACT_KEPT_DAYS)
    for case in outlived(at - kept - PATIENCE).only("pk", "number"):
        yield f"incident {case.pk} ({case}): ended {case.ended_at:%Y-%m-%d} and still holds who reported it"
