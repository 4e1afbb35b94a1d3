"""Ticks of the ground floor; the beat table says when."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from grid.casework.sweep import sweep
from grid.imports.filing import file_waiting
from grid.models import ImportDraft, Incident, Photo, Prompt, forget

# So long a photo waits for its form to be sent again.
PATIENCE = timedelta(days=7)
# So long a list of tickets is kept: it names people.
KEPT = timedelta(days=1)


@shared_task
def ring_incidents():
    return sweep(Incident)


@shared_task
def ring_prompts():
    return sweep(Prompt)


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


@shared_task
def import_tickets():
    return file_waiting()


@shared_task
def discard_import_drafts():
    return ImportDraft.objects.forgotten(timezone.now() - KEPT).delete()[0]
