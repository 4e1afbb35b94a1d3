"""Text messages: one for each notice that is worth one, and none at night but emergencies."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef

from grid.models import Notice, Recomputation, Text, TextState, calendar_now
from grid.models.text import LEASE, TEXTED, within_hours

SOON = timedelta(minutes=10)


def texts_in_their_time(at):
    """Each belongs to a notice, went out not before its moment, and none is lost in the middle of being sent."""
    seat = {name: OuterRef(name) for name in ("role", "key", "kind")}
    for field in ("grid", "department"):
        texts = Text.objects.exclude(**{field: None})
        notices = Notice.objects.filter(**seat, **{field: OuterRef(field)})
        for row in texts.filter(~Exists(notices)):
            yield f"text {row.pk} ({row.kind}) says what no notice says"
        told = Text.objects.filter(**seat, **{field: OuterRef(field)})
        first = Text.objects.order_by("pk").first()
        worth = Notice.objects.filter(kind__in=TEXTED).exclude(**{field: None})
        for notice in worth.filter(~Exists(told), at__gte=first.at) if first else ():
            yield f"notice {notice.pk} ({notice.kind}) is worth a text and has none"
    for row in Text.objects.filter(state=TextState.SENT, sent_at__lt=F("send_after")):
        yield f"text {row.pk} went out at {row.sent_at}, before {row.send_after}"
    calendar, changed = calendar_now(), Recomputation.objects.order_by("at").last()
    since = {"sent_at__gte": changed.at} if changed else {}  # a day may be declared off after its texts went out
    for row in Text.objects.filter(state=TextState.SENT, urgent=False, **since):
        if not within_hours(calendar, row.sent_at):
            yield f"text {row.pk} went out at {row.sent_at}, when nobody works"
    for row in Text.objects.filter(state=TextState.SENDING, claimed_at__lt=at - LEASE - SOON):
        yield f"text {row.pk} has been on its way since {row.claimed_at}"
