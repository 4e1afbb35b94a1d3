"""How tests press a verb of an incident, and its moments: five minutes a step, now or on the MONDAY of the town."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.makers import picture

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def just_now():
    """An hour ago by the real clock, for what is then pressed on a page."""
    return timezone.now() - HOUR


def press(client, who, case, verb, **said):
    """Post the form of `verb` as `who`; the answer of the server."""
    client.force_login(who)
    return client.post(f"{case.get_absolute_url()}{verb}/", said)


def upload(name="phone.jpg", content=None):
    return SimpleUploadedFile(name, picture() if content is None else content, "image/jpeg")


def fresh(case):
    """The case as the database has it."""
    return type(case).objects.get(pk=case.pk)


def clock(case, stage):
    """The last clock of that stage."""
    return case.clocks.filter(stage=stage).latest("pk")


def verbs(case):
    return list(case.steps.values_list("verb", flat=True))


def told(who, kind):
    """How many notices of that kind the seats of a person have."""
    return type(who)._meta.apps.get_model("grid.Notice").objects.visible_to(who).filter(kind=kind).count()
