"""Exports: a list as somebody saw it, asked for, written in the background and fetched by nobody else."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

# A writer that has said nothing for so long is taken for dead; zipping a million rows takes less.
LEASE = timedelta(minutes=3)
TRIES = 3
# So many of one person's exports wait or are written at the same time.
MOST_AT_ONCE = 5
# Any number: whoever looks for work holds it, so that two lookers never begin two big exports.
LOOKING = 8_104_501


class ExportState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("export", "waiting")
    RUNNING = "running", pgettext_lazy("export", "being written")
    DONE = "done", pgettext_lazy("export", "ready")
    FAILED = "failed", pgettext_lazy("export", "failed")
    CANCELLED = "cancelled", pgettext_lazy("export", "cancelled")

    @property
    def tone(self):
        return {self.RUNNING: "info", self.DONE: "success", self.FAILED: "danger"}.get(self, "neutral")


class ExportFormat(models.TextChoices):
    XLSX = "xlsx", "Excel (XLSX)"
    CSV = "csv", "CSV"


class ExportError(models.TextChoices):
    """Why there is no file; said to the person in these words."""

    NO_POST = "no_post", gettext_lazy("You held no post any more when the list was read.")
    NO_LIST = "no_list", gettext_lazy("There is no such list any more.")
    KILLED = "killed", gettext_lazy("It was interrupted three times. Please tell your system administrator.")
    BROKEN = "broken", gettext_lazy("Something went wrong while it was written. Please ask again.")


MOVING = (ExportState.WAITING, ExportState.RUNNING)


class ExportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own: an export shows what its owner saw, so nobody else gets it."""
        return self.filter(user=user)

    def moving(self):
        return self.filter(state__in=MOVING)

    def interrupted(self, at):
        """Those whose writer has gone silent."""
        return self.filter(state=ExportState.RUNNING, seen_at__lt=at - LEASE)

    @transaction.atomic
    def claim(self, at):
        """The next export for this process to write; None when none waits, or when another one is being written.

        One big export is written at a time, so that workers are left for the clocks.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOOKING])
            if not cursor.fetchone()[0]:
                return None
        silent = self.interrupted(at)
        silent.filter(tries__gte=TRIES).update(state=ExportState.FAILED, error=ExportError.KILLED, finished_at=at)
        if self.filter(state=ExportState.RUNNING, at_once=False, seen_at__gte=at - LEASE).exists():
            return None
        ready = self.filter(state=ExportState.WAITING) | silent
        found = ready.select_for_update(of=("self",), no_key=True, skip_locked=True).order_by("asked_at", "pk").first()
        return found if found and found.begin(at) else None

    @transaction.atomic
    def discard(self, before, most=500):
        """Delete at most so many exports asked for before that moment, and then their files; return how many."""
        old = self.filter(asked_at__lt=before).exclude(state=ExportState.RUNNING)
        exports = list(old.select_for_update(of=("self",), no_key=True, skip_locked=True)[:most])
        self.filter(pk__in=[export.pk for export in exports]).delete()
        for export in exports:
            transaction.on_commit(export.drop_file, robust=True)
        return len(exports)


class Export(models.Model):
    """What was asked for (`what` names the list, `query` is its address's), how far it is, and its file.

    `posts` are the posts by which the rows were seen: the file opens only while its owner still
    holds them all. `seen_at` is the writer's last sign of life; `tries` tells one writer from the next.
    """

    State, Format, Error = ExportState, ExportFormat, ExportError

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    what = models.CharField(max_length=16)
    query = models.CharField(max_length=2000, blank=True)
    format = models.CharField(max_length=4, choices=ExportFormat)
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=9, choices=ExportState, default=ExportState.WAITING)
    at_once = models.BooleanField(default=False)
    total = models.PositiveIntegerField(null=True)
    written = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    posts = models.JSONField(default=list)
    file = models.FileField(blank=True)
    size = models.PositiveBigIntegerField(default=0)
    error = models.CharField(max_length=8, choices=ExportError, blank=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        constraints = [
            # Asking twice is asking once.
            models.UniqueConstraint(
                fields=["user", "what", "query", "format", "language"],
                condition=Q(state__in=MOVING),
                name="export_asked_once",
            ),
            # No export is ready that lacks a row.
            models.CheckConstraint(
                condition=~Q(state="done") | Q(file__gt="", total=F("written"), finished_at__isnull=False),
                name="export_done_is_whole",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | Q(error__gt=""), name="export_failed_for_a_reason"),
            models.CheckConstraint(condition=Q(state__in=ExportState.values), name="export_state_known"),
            models.CheckConstraint(condition=Q(format__in=ExportFormat.values), name="export_format_known"),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(started_at__isnull=False, seen_at__isnull=False),
                name="export_running_was_seen",
            ),
        ]
        indexes = [
            # Read by the page of one's own exports.
            models.Index(fields=["user", "-asked_at", "-id"], name="export_of_user"),
            # Read by the worker that looks for the next one.
            models.Index(fields=["asked_at", "id"], condition=Q(state__in=MOVING), name="export_moving"),
        ]

    def __str__(self):
        return f"{self.what} {self.format} {self.state}"

    def get_absolute_url(self):
        return reverse("grid:exports")

    @property
    def tone(self):
        return ExportState(self.state).tone

    @property
    def is_moving(self):
        return self.state in MOVING

    @property
    def is_done(self):
        return self.state == ExportState.DONE

    @property
    def folder(self):
        """Where this export's files lie, drafts too; nobody else writes there."""
        return f"exports/{self.pk}"

    @property
    def filename(self):
        """What the browser calls it."""
        return f"{self.what}-{timezone.localtime(self.asked_at):%Y%m%d-%H%M}.{self.format}"

    def opens_for(self, user):
        """Whether the owner still holds every post by which these rows were seen."""
        return set(self.posts) <= {post.pk for post in user.posts_at()}

    # -- its life -----------------------------------------------------------

    @classmethod
    def ask(cls, *, by, what, query, format, language, at):
        """The export of that list, to be written; the same one while it waits or is written.

        Raises ValidationError when this person's exports already fill the queue.
        """
        same = {"user": by, "what": what, "query": query, "format": format, "language": language}
        mine = cls.objects.visible_to(by).moving()
        if mine.count() >= MOST_AT_ONCE and not mine.filter(**same).exists():
            raise ValidationError(_("Five of your exports are still waiting. Wait for one of them, or cancel it."))
        return cls.objects.get_or_create(state__in=MOVING, **same, defaults={"asked_at": at})[0]

    def begin(self, at, *, at_once=False):
        """Take it for this process to write; False when somebody else did meanwhile, or it is over."""
        begun = {"tries": self.tries + 1, "started_at": at, "seen_at": at, "written": 0, "total": None}
        return self._change(MOVING, state=ExportState.RUNNING, at_once=at_once, **begun)

    def finish(self, at, *, posts, total, file, size):
        """The file is whole; False when it was cancelled or taken over meanwhile."""
        counted = {"total": total, "written": total, "posts": posts, "finished_at": at}
        return self._change([ExportState.RUNNING], state=ExportState.DONE, file=file, size=size, **counted)

    def fail(self, error, at):
        return self._change([ExportState.RUNNING], state=ExportState.FAILED, error=error, finished_at=at)

    def cancel(self, at):
        """Nobody wants it any more; a writer notices at its next note."""
        mine = type(self).objects.filter(pk=self.pk, state__in=MOVING)
        return bool(mine.update(state=ExportState.CANCELLED, finished_at=at))

    def drop_file(self):
        """Remove everything this export has on the disk."""
        for folder in default_storage.listdir(self.folder) if default_storage.exists(self.folder) else ():
            for name in folder:
                default_storage.delete(f"{self.folder}/{name}")

    def _change(self, states, **changes):
        """Guarded update: the row must still be this try's, in one of these states."""
        mine = type(self).objects.filter(pk=self.pk, state__in=states, tries=self.tries)
        if not mine.update(**changes):
            return False
        for name, value in changes.items():
            setattr(self, name, value)
        return True
