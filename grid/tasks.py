"""Ticks of the ground floor; the beat table says when."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from grid.casework.sweep import sweep
from grid.exports import run_next
from grid.imports.filing import file_waiting
from grid.models import Attachment, Export, ImportDraft, Incident, Photo, Prompt, Recomputation, forget
from grid.texting import deliver

# So long a photo waits for its form to be sent again.
PATIENCE = timedelta(days=7)
# So long a list of tickets is kept: it names people.
KEPT = timedelta(days=1)
# So long an export can be fetched.
FETCHED = timedelta(days=7)


@shared_task
def ring_incidents():
    return sweep(Incident)


@shared_task
def ring_prompts():
    return sweep(Prompt)


@shared_task
def recount_clocks():
    return Recomputation.objects.go_on()


@shared_task
def deliver_texts():
    return deliver()


@shared_task
def discard_unsent_photos():
    return Photo.objects.unsent(timezone.now() - PATIENCE).discard()


@shared_task
def discard_unsent_attachments():
    return Attachment.objects.unsent(timezone.now() - PATIENCE).discard()


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


# A million rows take longer than other tasks may. The broker hands the message out again meanwhile,
# which does no harm: what is being written is not claimed a second time.
@shared_task(soft_time_limit=3500, time_limit=3600)
def run_exports():
    return run_next()


@shared_task
def discard_old_exports():
    return Export.objects.discard(timezone.now() - FETCHED)
