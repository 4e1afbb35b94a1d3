"""Text messages as rows: written with the notice, sent by a worker within working hours, each once."""

from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grid.casework.deadlines import Unit
from grid.masks import masked_phone

from .calendar import calendar_now
from .people import Post, Role

# The kinds of notices that are worth a text; every floor adds its own.
TEXTED: set[str] = {"incident.urgent", "incident.handle.supervise"}
READERS = (Role.CENTRE, Role.SYSTEM_ADMIN)
INSTANT, LEASE, TRIES, OLD = timedelta(microseconds=1), timedelta(minutes=5), 5, timedelta(days=1)


class TextState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    SHOWN = "shown", _("shown in the portal only")
    FAILED = "failed", _("failed")
    UNCERTAIN = "uncertain", _("sent or not: nobody knows")

    @property
    def tone(self):
        tones = {"sent": "success", "failed": "danger", "uncertain": "warn", "waiting": "info", "sending": "info"}
        return tones.get(self.value, "neutral")


def within_hours(calendar, at):
    """Whether `at` lies in a working session."""
    return calendar.advance(at, INSTANT, Unit.WORKING_HOUR) - at == INSTANT


def sendable_at(calendar, at, urgent):
    """When a text written at `at` may go out: at once if urgent or within working hours, else when work begins."""
    return at if urgent else calendar.advance(at, INSTANT, Unit.WORKING_HOUR) - INSTANT


class TextQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The texts of a district, for its centre and its system administrator."""
        seen = Q(pk__in=[])
        for post in user.posts_at():
            if post.role in READERS:
                seen |= Q(grid__code__startswith=post.grid.code) | Q(department__district=post.grid_id)
        return self.filter(seen)

    def write(self, notices):
        """A text for each of these notices that is worth one: one statement, and one text a seat and key for ever."""
        worth = [notice for notice in notices if notice.kind in TEXTED]
        calendar = worth and calendar_now()
        self.bulk_create((Text.of(notice, calendar) for notice in worth), ignore_conflicts=True)

    @transaction.atomic
    def claim(self, at, most=50):
        """Take texts that may go out at `at`, so that no other worker sends them."""
        ready: Any = self.filter(state=TextState.WAITING, send_after__lte=at)
        if not within_hours(calendar_now(), at):
            ready = ready.filter(urgent=True)
        rows: list[Text] = list(
            ready.select_for_update(of=("self",), skip_locked=True, no_key=True).order_by("send_after")[:most]
        )
        for row in rows:
            row.state, row.claimed_at, row.tries = TextState.SENDING, at, row.tries + 1
        Text.objects.bulk_update(rows, ["state", "claimed_at", "tries"])
        return rows

    def outdated(self, at):
        """What nobody could send for a day is news no more: it is marked so, and stays in the portal."""
        old = self.filter(state=TextState.WAITING, send_after__lt=at - OLD)
        return old.update(state=TextState.SHOWN, error="too old to be sent")

    def recover(self, at, idempotent):
        """Texts whose sender died: sent again where the gateway knows them by their key, else marked uncertain."""
        dead = self.filter(state=TextState.SENDING, claimed_at__lt=at - LEASE)
        return dead.update(state=TextState.WAITING if idempotent else TextState.UNCERTAIN)


class Text(models.Model):
    """One text message to whoever holds a seat when it is sent; says what the notice of the same key says."""

    State = TextState

    role = models.CharField(max_length=24, choices=Role)
    grid = models.ForeignKey("grid.Grid", models.CASCADE, null=True, related_name="+", db_index=False)
    department = models.ForeignKey("grid.Department", models.CASCADE, null=True, related_name="+", db_index=False)
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=48)
    params = models.JSONField(default=dict)
    urgent = models.BooleanField(_("urgent"), default=False)
    at = models.DateTimeField()
    send_after = models.DateTimeField()
    state = models.CharField(max_length=9, choices=TextState, default=TextState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    to = models.JSONField(default=list)  # masked numbers: whose phones it went to
    error = models.CharField(max_length=100, blank=True)

    objects = TextQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["grid", "role", "key"], condition=Q(department=None), name="text_grid_once"
            ),
            models.UniqueConstraint(
                fields=["department", "role", "key"], condition=Q(grid=None), name="text_department_once"
            ),
            models.CheckConstraint(
                condition=Q(grid=None, department__isnull=False) | Q(grid__isnull=False, department=None),
                name="text_to_one_seat",
            ),
            models.CheckConstraint(condition=Q(send_after__gte=models.F("at")), name="text_never_early"),
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_at__isnull=False), name="text_sent_some_time"),
        ]
        indexes = [
            # Read by the worker every tick.
            models.Index(fields=["send_after"], condition=Q(state="waiting"), name="text_waiting"),
            models.Index(fields=["-at", "-id"], name="text_newest"),
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"

    @classmethod
    def of(cls, notice, calendar):
        """The text (unsaved) that goes with a notice."""
        urgent = bool(notice.params.get("urgent"))
        copied = {name: getattr(notice, name) for name in ("role", "grid_id", "department_id", "key", "kind", "params")}
        return cls(**copied, at=notice.at, urgent=urgent, send_after=sendable_at(calendar, notice.at, urgent))

    @property
    def tone(self):
        return TextState(self.state).tone

    @property
    def seat(self):
        return self.department or self.grid

    @property
    def may_retry(self):
        return self.state in {TextState.FAILED, TextState.UNCERTAIN}

    def phones(self, at):
        """The numbers of those who hold the seat at `at`."""
        posts = Post.objects.active(at).filter(role=self.role, grid=self.grid_id, department=self.department_id)
        found = posts.filter(user__is_active=True).exclude(user__phone="").order_by("user__phone")
        return list(found.values_list("user__phone", flat=True).distinct())

    # -- its life, each guarded by the try it belongs to ---------------------------

    def note(self, state, *, phones=(), error="", **more):
        """Write down what came of this try, unless another one has begun meanwhile."""
        mine = Text.objects.filter(pk=self.pk, state=TextState.SENDING, tries=self.tries)
        return mine.update(state=state, error=error[:100], to=[masked_phone(phone) for phone in phones], **more)

    def fail(self, error, at):
        """Try again after 1, 2, 4 … minutes, five times in all."""
        if self.tries >= TRIES:
            return self.note(TextState.FAILED, error=error)
        return self.note(TextState.WAITING, error=error, send_after=at + timedelta(minutes=2 ** (self.tries - 1)))

    def retry(self, at):
        """Somebody wants it sent once more."""
        again = Text.objects.filter(pk=self.pk, state__in=[TextState.FAILED, TextState.UNCERTAIN])
        due = max(sendable_at(calendar_now(), at, self.urgent), self.at)
        return again.update(state=TextState.WAITING, tries=0, error="", send_after=due)
