"""Ticks of the ground floor; the beat table says when."""

from celery import shared_task

from grid.casework.sweep import sweep
from grid.models import Incident


@shared_task
def ring_incidents():
    return sweep(Incident)
