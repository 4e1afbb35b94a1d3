"""What the beat table asks of this floor; each task is one look at the database and may run twice."""

from celery import shared_task

from grid.casework.sweep import sweep
from whistle.models import Accountability, Appeal, Assessment, AssessmentScheme, Order, Supervision, Whistle


@shared_task
def ring_whistles():
    """Ring the clocks of whistles that wait to be rated."""
    sweep(Whistle)


@shared_task
def ring_orders():
    """Ring the clocks of orders: signing, contact, report-in, handling, checking."""
    sweep(Order)


@shared_task
def ring_supervisions():
    """Ring the reply clocks of supervision slips."""
    sweep(Supervision)


@shared_task
def register_supervisions():
    """Open a slip for everything that rang "supervise", and a case for every red slip that struck "propose"."""
    Supervision.objects.register()
    Accountability.objects.register()


@shared_task
def ring_assessments():
    """Ring the clocks of published years and of appeals."""
    sweep(Assessment)
    sweep(Appeal)


@shared_task
def keep_assessments():
    """Begin the assessment of the year that has begun, and freeze its scheme."""
    Assessment.set_up_this_year()
    AssessmentScheme.objects.freeze_begun()
