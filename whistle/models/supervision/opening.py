"""How slips come into being: many at once, each registered, numbered, sent out and with its clock running."""

from django.db.models import prefetch_related_objects

from grid.casework.books import Serial
from grid.casework.sql import update_from
from grid.models import Notice, calendar_now

COPIED = (
    "type",
    "cause",
    "inspection",
    "requirement",
    "order",
    "incident",
    "department",
    "desk",
    "section",
    "overseer",
    "title",
    "place",
    "grid",
    "community",
    "street",
    "district",
)


class Opening:
    """The beginning of a supervision slip's life."""

    @classmethod
    def open_all(cls, slips, at):
        """Save these new slips, send them to the supervised sides and start their reply clocks.

        Statements do not grow with the slips, but for the running numbers of each district.
        """
        prefetch_related_objects(slips, "desk", "overseer")
        cls._register(slips, at)
        steps = cls.move_many(slips, "notify", at=at, **cls.sent_out())
        calendar = calendar_now()
        limits = {kind: cls.limit_of(*kind) for kind in {(slip.level, slip.is_of_street) for slip in slips}}
        pairs = zip(slips, steps, strict=True)
        clocks = [slip.reply_clock(limits[slip.level, slip.is_of_street], step, calendar) for slip, step in pairs]
        type(clocks[0]).objects.bulk_create(clocks)
        cls._number(slips, at)
        update_from(cls, slips, ["due_at", "number"])
        cls.carry_items(slips, steps, calendar)
        cls.deduct(slips, at)
        Notice.objects.tell([notice for slip in slips for notice in slip.registered_notices()])
        return slips

    @classmethod
    def _register(cls, slips, at):
        for slip in slips:
            slip.created_at = at
        cls.objects.bulk_create(slips)
        for slip in slips:
            slip.version = 1
        steps = [
            slip.next_step("register", "", at=at, data={"origin": slip.origin, "level": slip.level}) for slip in slips
        ]
        cls.write(slips, steps)

    @classmethod
    def _number(cls, slips, at):
        """Running numbers, the last locks of the turn, district by district in the same order everywhere."""
        for slip in sorted(slips, key=lambda slip: (slip.district.code, slip.pk)):
            slip.number = Serial.take(cls.LETTER, slip.district.code, at)

    def reply_clock(self, limit, step, calendar):
        """The clock (unsaved) within which the supervised side replies; the slip's due moment follows it."""
        clock = self.new_clock("reply", limit, step=step, calendar=calendar)
        self.due_at = clock.due_at
        return clock

    def raise_level(self, at):
        """Open the next level of this slip by hand: its origin is rung 0 of this slip's clock."""
        clock = self.clocks.filter(stage="reply").latest("pk")
        return self.open_all([self.next_level(f"{self.KIND}/{clock.pk}/{clock.cycle}/0", at)], at)

    def next_level(self, origin, since):
        """The slip (unsaved) one level above this one."""
        copied = {name: getattr(self, name) for name in COPIED}
        status = self.FLOW["register"].target
        return type(self)(status=status, level=self.level + 1, origin=origin, overdue_since=since, **copied)
