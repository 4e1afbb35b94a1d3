"""How an accountability case begins: from a red slip, by hand or by its clock, or from a failed second whistle."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from grid.casework.books import Serial
from grid.casework.sql import database_now, update_from
from grid.models import Notice

from .file import AccountabilityEntry

SECOND = 2
COPIED = ("order_id", "department_id", "desk_id", "grid_id", "community_id", "street_id", "district")


class Proposing:
    """The beginning of a case. The steps name where it came from and whom it concerns, nothing else."""

    @classmethod
    def about_slip(cls, slip, origin):
        """A case (unsaved) about a red slip."""
        copied = {name: getattr(slip, name) for name in COPIED}
        status = cls.FLOW["propose"].target
        return cls(status=status, origin=origin, supervision=slip, matter=slip.title, **copied)

    @classmethod
    @transaction.atomic
    def propose_slip(cls, slip, origin, *, by, grounds=(), allegation="", at=None):
        """The supervision office puts a red slip before discipline inspection (`Supervision.propose`)."""
        draft = cls.about_slip(slip, origin)
        return cls.propose(draft, by=by, grounds=grounds, allegation=allegation, at=at)

    @classmethod
    @transaction.atomic
    def propose(cls, draft, *, by, grounds, allegation, at=None):
        """Open the case that `draft` (unsaved) tells of, in somebody's name; NotYours when `by` may not."""
        names = ("origin", "supervision", "order", "department", "desk", "matter", "grid", "community", "street")
        said = {name: getattr(draft, name) for name in names}
        case, step = cls.begin("propose", by=by, at=at, district=draft.district, **said)
        case.put_in_file("allegation", allegation, by=by, at=step.at, grounds=grounds)
        case.take_number(step.at)
        Notice.objects.tell(case.proposed_notices())
        return case

    @classmethod
    def open_all(cls, cases, at):
        """Save these cases that the clock proposes; statements do not grow with them, but for the numbers."""
        for case in cases:
            case.created_at = at
        cls.objects.bulk_create(cases)
        for case in cases:
            case.version = 1
        steps = [
            case.next_step("propose", "", at=at, data={"origin": case.origin, "supervision": case.supervision_id})
            for case in cases
        ]
        cls.write(cases, steps)
        for case in sorted(cases, key=lambda case: (case.district.code, case.pk)):
            case.number = Serial.take(cls.LETTER, case.district.code, at)
        update_from(cls, cases, ["number"])
        Notice.objects.tell([notice for case in cases for notice in case.proposed_notices()])

    @classmethod
    @transaction.atomic
    def propose_for(cls, whistle, department, *, by, grounds, note, at=None):
        """Hold a department to account that failed a second (or later) whistle, once for that whistle.

        The blower's posts of the street or the supervision office propose; `note` goes into the file.
        Raises ValidationError when the whistle is a first one, or that department did what it owed.
        """
        at = at or database_now()
        whistle.lock([whistle])
        orders = {order.department_id: order for order in cls.failed_orders(whistle, at)}
        order = orders.get(department.pk)
        if order is None:
            raise ValidationError({"department": _("Only a department that failed a second whistle is proposed.")})
        origin = f"whistle/{whistle.pk}/{department.pk}"
        if cls.objects.filter(origin=origin).exists():
            raise ValidationError({"department": _("That department was proposed for this whistle already.")})
        place = {name: getattr(order, name) for name in ("grid_id", "community_id", "street_id", "district")}
        draft = cls(origin=origin, order=order, department=department, matter=whistle.title, **place)
        return cls.propose(draft, by=by, grounds=grounds, allegation=note, at=at)

    @classmethod
    def failed_orders(cls, whistle, at):
        """The orders of a second or later whistle whose departments failed it, and were not proposed yet.

        Failed: not there on time by the word that counts, handling beyond its limit, or with nothing solved in the
        end. What the street or the centre was late with is not theirs; whose objection was upheld, who was
        rerouted or recalled owes nothing.
        """
        if whistle.round < SECOND:
            return []
        orders = whistle.orders.exclude(status__in=["rerouted", "withdrawn", "objected"])
        handling = orders.model.clocks.rel.related_model.objects.filter(stage="handle", case__in=orders)
        overdue = handling.filter(Q(verdict="late") | Q(stopped_at=None, suspended_at=None, due_at__lt=at))
        slow = set(overdue.values_list("case", flat=True))
        proposed = set(cls.objects.filter(order__in=orders, supervision=None).values_list("order", flat=True))
        return [
            order
            for order in orders.exclude(pk__in=proposed).select_related("district", "department", "whistle")
            if order.was_punctual is False or order.pk in slow or whistle.solved is False
        ]

    def put_in_file(self, kind, text, *, by, at, grounds=()):
        """Write a sheet of the file; nothing when there is nothing to say."""
        said = ",".join(sorted(grounds))
        if text or said:
            AccountabilityEntry.objects.create(case=self, kind=kind, text=text, grounds=said, by=by, at=at)
