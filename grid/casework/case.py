"""What a case is: a status that changes through one door, and a step left behind each time."""

import math
from datetime import UTC, datetime
from functools import wraps

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from .books import Serial
from .clock import ClockedCase
from .refusals import NotNow, NotYours, Refused, Stale
from .rights import Rights
from .sight import CaseQuerySet
from .sql import database_now, update_from
from .sweep import ring
from .trace import plain

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
LEVELS = ("grid", "community", "street", "district")


def verb(method):
    """Make a method one turn of a case: one transaction, and what was settled stays settled.

    A verb moves its own case first. When that move is refused, the rungs that were
    due have rung all the same: the transaction commits and the refusal is raised
    after it. A refusal met later in the verb undoes the whole turn.
    """

    @wraps(method)
    def act(self, *args, **kwargs):
        refusal = result = None
        with transaction.atomic(savepoint=False):
            self._turned = False
            try:
                result = method(self, *args, **kwargs)
                self.note_due()
            except Refused as error:
                if self._turned or error.case is not self:
                    raise
                self.note_due()
                refusal = error
        if refusal:
            raise refusal
        return result

    act.is_verb = True
    return act


class Case(Rights, ClockedCase):
    """One matter that is handled: its number, status, place, version and the digest of its last step.

    Concrete kinds set FLOW, KIND (lower-case name used in origins and limits), LETTER (of the
    number; empty: none), ENDED (statuses that end it), PRIVATE (fields never written to steps),
    and have reverse relations `steps` and `clocks`.
    """

    KIND: str
    ROOT = "pk"  # the field that names the row to lock: the case itself, or the whistle of an order
    LETTER = ""
    ENDED: frozenset = frozenset()
    PRIVATE: frozenset = frozenset()
    RUNG_WITH: tuple = ()  # relations that `told_by_clock` reads, so that a batch reads them at once

    # Read by the search for a number and its beginning, hence the collation and no second index.
    number = models.CharField(_("number"), max_length=32, null=True, blank=True, editable=False, db_collation="C")
    status = models.CharField(_("status"), max_length=24, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    last_seq = models.PositiveIntegerField(default=0, editable=False)
    last_hash = models.CharField(max_length=64, default="", blank=True, editable=False)
    due_at = models.DateTimeField(default=NEVER, editable=False)
    stuck_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    grid = models.ForeignKey(
        "grid.Grid", models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name=_("grid")
    )
    community = models.ForeignKey("grid.Grid", models.PROTECT, null=True, related_name="+", db_index=False)
    street = models.ForeignKey("grid.Grid", models.PROTECT, null=True, related_name="+", db_index=False)
    district = models.ForeignKey("grid.Grid", models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["number"], name="%(class)s_number_once"),
            models.CheckConstraint(
                condition=models.Q(last_seq__gte=1, last_hash__gt="") | models.Q(last_seq=0), name="%(class)s_traced"
            ),
            models.CheckConstraint(condition=models.Q(version__lte=models.F("last_seq")), name="%(class)s_version_seq"),
        ]

    def __str__(self):
        return self.number or f"{self.KIND} {self.pk}"

    # -- predicates ---------------------------------------------------------

    @property
    def is_open(self):
        return self.status not in self.ENDED

    @property
    def has_due(self):
        return self.due_at < NEVER

    def is_overdue(self, at):
        return self.is_open and self.due_at < at

    @property
    def root_key(self):
        """The primary key of the row that is locked when this case turns."""
        return self.pk if self.ROOT == "pk" else getattr(self, f"{self.ROOT}_id")

    # -- the one door -------------------------------------------------------

    def move(self, verb, *, by=None, note="", at=None, version=None, data=None, **changes):
        """Make one move and return its step; the one door through which a status changes.

        Raises NotYours (wrong hand), NotNow (wrong state, lost race) or Stale
        (`version` is not the row's). `changes` are fields written with the status; a value that
        depends on how things stand by then is a function of (case before the change, at).
        """
        return self.move_many([self], verb, by=by, note=note, at=at, versions=[version], data=data, **changes)[0]

    @classmethod
    def move_many(cls, cases, verb, *, by=None, note="", at=None, versions=(), data=None, **changes):
        """Move several cases of this kind in one turn; all or none, and one step each."""
        cls.lock(cases)
        at = at or database_now()
        stale = [case.version != want for case, want in zip(cases, versions, strict=False) if want is not None]
        ring(cls, [case.pk for case in cases], at, cases)
        posts = [case._check(cls.FLOW[verb], by, at, any(stale)) for case in cases]
        steps = []
        for case, post in zip(cases, posts, strict=True):
            said = {name: value(case, at) if callable(value) else value for name, value in changes.items()}
            old = case._change(cls.FLOW[verb], said)
            told = {name: plain(value) for name, value in said.items() if name not in cls.PRIVATE}
            steps.append(case.next_step(verb, old, by=by, post=post, at=at, note=note, data=told | (data or {})))
        cls.write(cases, steps, changes)
        return steps

    def _change(self, move, changes):
        """Take on the new status and values; return the old status."""
        old, self.status = self.status, move.target or self.status
        for name, value in changes.items():
            setattr(self, name, value)
        self.version += not move.quiet
        self._turned = True
        return old

    @classmethod
    def lock(cls, cases):
        """Lock the roots of these cases in the order of the house and read the cases afresh."""
        fresh = {}
        for queryset in cls.roots_of(cases):
            rows = queryset.select_for_update(of=("self",), no_key=True).order_by("pk")
            if queryset.model is cls:  # a row that is locked is read as it stands by then
                fresh = {row.pk: row for row in rows}
            else:
                list(rows.only("pk"))
        if not fresh:
            fresh = cls._base_manager.in_bulk([case.pk for case in cases])
        for case in cases:
            for field in cls._meta.concrete_fields:
                setattr(case, field.attname, getattr(fresh[case.pk], field.attname))

    @classmethod
    def roots_of(cls, cases):
        """Querysets of the rows to lock before anything changes: incident → whistle → supervision → …"""
        return [cls._base_manager.filter(pk__in=[case.pk for case in cases])]

    def _check(self, move, by, at, stale):
        """Return the acting post, or raise why not."""
        if not self.allows(move.verb, by, at):
            raise NotYours(move.verb, self)
        if stale:
            raise Stale(move.verb, self)
        if self.status not in move.sources:
            raise NotNow(move.verb, self)
        if why := self.hindrance(move.verb, at):
            raise NotNow(move.verb, self, why)
        return self.hand(move.verb, by, at) if by else None

    def next_step(self, verb, old, *, by=None, post=None, at, note="", data=None):
        """Make (not save) the next step of this case; the case's seq and digest move on with it."""
        self.last_seq += 1
        step = type(self).steps.rel.related_model(
            case=self,
            seq=self.last_seq,
            verb=verb,
            old=old,
            new=self.status,
            by=by,
            post=post,
            at=at,
            note=note,
            data=data or {},
        )
        step.hash = self.last_hash = step.digest(self.last_hash)
        return step

    def rung(self, effect, clock, no, moment, at):
        """Make the step of a rung; a strike also moves the status, where the flow's line starts here."""
        kind, _colon, struck = effect.partition(":")
        data = {"stage": clock.stage, "clock": clock.pk, "cycle": clock.cycle, "rung": no, "rang_at": plain(at)}
        old = self.status
        if struck and old in self.FLOW[struck].sources:
            self.status = self.FLOW[struck].target or self.status
            self.version += 1
        return self.next_step(struck or kind, old, at=moment, data=data)

    def told_by_clock(self, effect, clock, no, moment):
        """Notices (unsaved rows) that a rung sends to seats; kinds say whom."""
        return []

    def struck(self, step):
        """What a strike of the clock sets going beside the status, under the same lock; kinds say what."""

    @classmethod
    def write(cls, cases, steps, changes=()):
        """Write locked cases and their new steps: two statements, whatever the count."""
        names = [cls._meta.get_field(name).name for name in changes]
        update_from(cls, cases, ["status", "version", "last_seq", "last_hash", *names])
        cls.steps.rel.related_model.objects.bulk_create(steps)

    # -- beginning ----------------------------------------------------------

    @classmethod
    def begin(cls, verb, *, by, at=None, note="", **fields):
        """Create a case with its first step; the flow's line for `verb` has no sources."""
        at = at or database_now()
        move = cls.FLOW[verb]
        case = cls(status=move.target, created_at=at, author=by, **fields)
        post = case.hand(verb, by, at) if by else None
        if not case.allows(verb, by, at):
            raise NotYours(verb, case)
        case.save(force_insert=True)
        case.version = 1
        told = {name: plain(value) for name, value in fields.items() if name not in cls.PRIVATE}
        step = case.next_step(verb, "", by=by, post=post, at=at, note=note, data=told)
        cls.write([case], [step])
        case._turned = True
        return case, step

    def take_number(self, at):
        """Give the case its number, the last lock of the turn."""
        self.number = Serial.take(self.LETTER, self.district.code, at)
        type(self)._base_manager.filter(pk=self.pk).update(number=self.number)

    @property
    def elapsed_days(self):
        """Whole calendar days between the first and the last step."""
        return math.floor((self.steps.last().at - self.created_at).total_seconds() / 86400)
