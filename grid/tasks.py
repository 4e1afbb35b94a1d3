"""Ticks of the ground floor; the beat table says when."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from grid.casework.sweep import sweep
from grid.models import Incident, Photo, forget

# So long a photo waits for its form to be sent again.
PATIENCE = timedelta(days=7)


@shared_task
def ring_incidents():
    return sweep(Incident)


@shared_task
def discard_unsent_photos():
    return Photo.objects.unsent(timezone.now() - PATIENCE).discard()


@shared_task
def archive_incidents():
    return Incident.archive_due()


@shared_task
def forget_reporters():
    before = timezone.now() - timedelta(days=settings.CONTACT_KEPT_DAYS)
    return sum(iter(lambda: forget(before), 0))
