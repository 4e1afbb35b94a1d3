"""The Celery app and the beat table: every clock of the house on one page."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")

TICK = 20  # seconds between two looks at the clocks
# A tick that waited longer than this is worthless: the next one does its work.
FRESH = {"expires": 18}

EVERY_TICK = {"schedule": TICK, "options": FRESH}
EVERY_HOUR = {"schedule": 3600, "options": FRESH}

app.conf.beat_schedule = {
    "ring the clocks of incidents": {"task": "grid.tasks.ring_incidents", **EVERY_TICK},
    "ring the clocks of prompts": {"task": "grid.tasks.ring_prompts", **EVERY_TICK},
    "ring the clocks of whistles": {"task": "whistle.tasks.ring_whistles", **EVERY_TICK},
    "ring the clocks of orders": {"task": "whistle.tasks.ring_orders", **EVERY_TICK},
    "open supervisions of what is late": {"task": "whistle.tasks.register_supervisions", **EVERY_TICK},
    "ring the clocks of supervisions": {"task": "whistle.tasks.ring_supervisions", **EVERY_TICK},
    "recount clocks after the calendar changed": {"task": "grid.tasks.recount_clocks", **EVERY_TICK},
    "send text messages": {"task": "grid.tasks.deliver_texts", **EVERY_TICK},
    "ring the clocks of assessments and appeals": {"task": "whistle.tasks.ring_assessments", **EVERY_TICK},
    "begin the assessment of a new year": {"task": "whistle.tasks.keep_assessments", **EVERY_HOUR},
    "write the export that waits": {"task": "grid.tasks.run_exports", **EVERY_TICK},
    "archive what was closed thirty days ago": {"task": "grid.tasks.archive_incidents", **EVERY_HOUR},
    "file the rows of imported lists": {"task": "grid.tasks.import_tickets", **EVERY_TICK},
    "discard imported lists after a day": {"task": "grid.tasks.discard_import_drafts", **EVERY_HOUR},
    "discard photos of forms nobody sent": {"task": "grid.tasks.discard_unsent_photos", **EVERY_HOUR},
    "discard files of forms nobody sent": {"task": "grid.tasks.discard_unsent_attachments", **EVERY_HOUR},
    "forget who reported what ended long ago": {"task": "grid.tasks.forget_reporters", **EVERY_HOUR},
    "discard exports of last week": {"task": "grid.tasks.discard_old_exports", **EVERY_HOUR},
}

# A task holds no data: it asks the database what is due, so losing one or running one twice does no harm.
app.conf.update(
    timezone="Asia/Shanghai",
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=200,
    task_soft_time_limit=240,  # seconds
    task_time_limit=300,
    # Longer than any task may take, or the broker would hand it out twice.
    broker_transport_options={"visibility_timeout": 600, "socket_timeout": 5, "socket_connect_timeout": 2},
    broker_connection_retry_on_startup=True,
    # A page must not wait for an absent broker: the next tick does the work.
    task_publish_retry=False,
)
app.autodiscover_tasks()
