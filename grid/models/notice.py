"""Notices go to seats, not to people: whoever holds the seat reads them, in the reader's language."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext

from .people import Role
from .seats import roster
from .text import Text

# What a notice says, by kind: English sentences (translated when read) with the params' names.
# Every floor adds its own beside the verbs that send them.
SENTENCES: dict[str, str] = {}


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The notices of the seats this person holds now."""
        seats = Q(pk__in=[])
        for post in user.posts_at():
            seats |= Q(role=post.role, grid=post.grid_id, department=post.department_id)
        return self.filter(seats)

    def unread_by(self, user):
        return self.exclude(pk__in=NoticeRead.objects.filter(user=user).values("notice"))

    def tell(self, notices):
        """Write notices, copies for whoever stands above a vacant seat, and texts where a kind is worth one.

        One that its seat already has under the same key is passed over.
        """
        notices = list(notices)
        notices += copies_for_heirs(notices)
        Text.objects.write(notices)
        return self.bulk_create(notices, ignore_conflicts=True)


class Notice(models.Model):
    """One thing a seat should know: what (`kind`, `params`), about which page (`url`), since when.

    `key` is unique for the seat, e.g. ``order/4711/clock/12/1/2``, so a rung tells once for ever.
    `params` never holds personal data.
    """

    role = models.CharField(max_length=24)
    grid = models.ForeignKey("grid.Grid", models.CASCADE, null=True, related_name="+", db_index=False)
    department = models.ForeignKey("grid.Department", models.CASCADE, null=True, related_name="+", db_index=False)
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=48)
    params = models.JSONField(default=dict)
    url = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["grid", "role", "key"], condition=Q(department=None), name="notice_grid_once"
            ),
            models.UniqueConstraint(
                fields=["department", "role", "key"], condition=Q(grid=None), name="notice_department_once"
            ),
            models.CheckConstraint(
                condition=Q(grid=None, department__isnull=False) | Q(grid__isnull=False, department=None),
                name="notice_to_one_seat",
            ),
        ]
        indexes = [
            # Read by the bell and the list of notices: the newest of a seat.
            models.Index(fields=["grid", "role", "-at"], condition=Q(department=None), name="notice_grid_newest"),
            models.Index(fields=["department", "role", "-at"], condition=Q(grid=None), name="notice_department_newest"),
        ]

    def __str__(self):
        return self.text

    @property
    def text(self):
        """The sentence, in the language of whoever reads it."""
        said = gettext(SENTENCES.get(self.kind, self.kind)) % self.params
        vacant = self.params.get("vacant")
        told = {"said": said, "seat": Role(vacant).label} if vacant else {}
        return gettext("%(said)s (Told to you because nobody holds the seat: %(seat)s.)") % told if vacant else said

    @property
    def seat(self):
        """(role, "grid" | "department", primary key)."""
        return (
            (self.role, "department", self.department_id) if self.department_id else (self.role, "grid", self.grid_id)
        )

    @classmethod
    def to(cls, seats, kind, *, key, at, url, **params):
        """Make (not save) a notice for each seat; a seat is (role, "grid" | "department", primary key)."""
        return [
            cls(role=role, kind=kind, key=key, at=at, url=url, params=params, **{f"{ground}_id": held})
            for role, ground, held in dict.fromkeys(seats)
            if held is not None
        ]


def copies_for_heirs(notices):
    """The same notices for the seats above those that nobody holds; the vacant seat keeps its own."""
    if not notices:
        return []
    held = roster()
    return [
        copy
        for notice in notices
        for heir in held.heirs(notice.seat, notice.at)
        for copy in Notice.to([heir], notice.kind, key=notice.key, at=notice.at, url=notice.url,
                              **notice.params | {"vacant": notice.role})
    ]  # fmt: skip


class NoticeRead(models.Model):
    """Who has read a notice; the notice itself is the seat's."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="reads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "notice"], name="noticeread_once")]

    def __str__(self):
        return f"{self.user_id} {self.notice_id}"
