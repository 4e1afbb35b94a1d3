"""Slips by hand (立项): what an office found, was told to look into, or was shown by no clock.

The district's supervision office has departments and streets before it, a street its own communities and sections
(`domain.md` 4.4).
"""

from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from grid.casework.case import verb
from grid.models import Notice, calendar_now

from .flow import Inspection, SupervisionLevel, SupervisionType

PLACE = ("grid_id", "community_id", "street_id", "district")


class Finding:
    """The beginning of a slip by hand, and its being sent out."""

    @classmethod
    def overseen_by(cls, user):
        """The ground over which this person may put slips on file: a district, or a street; None without."""
        hands = {hand.role for hand in cls.FLOW["found"].hands}
        posts = [post for post in user.posts_at() if post.role in hands]
        return min((post.grid for post in posts), key=lambda grid: grid.level, default=None)

    @classmethod
    @transaction.atomic
    def found(cls, *, by, inspection, level, title, requirement, department=None, street=None, order=None,
              incident=None, cause="", place="", level_reason="", items=(), at=None):  # fmt: skip
        """Put a slip of the district on file for a matter: an order, an incident, or one without a case.

        `department` or `street` answers. `items` are triples of what, owner and day (see `add_item`).
        `cause` names the matter of a floor above: what happens upstairs (a dispute) is supervised by its name, its
        title and its place, for this floor knows no table of that one. Raises ValidationError (by field) for
        what the rules of 4.4 forbid: a level twice, a lower level, a high level without a reason.
        """
        if (department is None) == (street is None):
            raise ValidationError({"department": _("A department or a street answers, not both.")})
        matter = order or incident
        ground = cls._ground(matter, department, street)
        slip = cls(
            inspection=inspection, level=level, title=title, requirement=requirement, department=department,
            desk=street, order=order, incident=incident or (order and order.whistle.incident), place=place,
            level_reason=level_reason, type=SupervisionType.FOUND, overseer=ground["district"], **ground,
        )  # fmt: skip
        return cls._begin_found(slip, matter, cause, by, at, items)

    @classmethod
    @transaction.atomic
    def found_by_street(cls, *, by, street, inspection, level, title, requirement, community=None, section="",
                        incident=None, place="", level_reason="", items=(), at=None):  # fmt: skip
        """Put a slip of `street` on file for one of its own: a community, or a section of its offices (in words).

        `incident` (if any) lies in the street, and in the community that answers. Raises ValidationError
        (by field) for that and for what `found` raises.
        """
        cls._refuse_foreign(street, community, section, incident)
        ground = {name: getattr(incident, name) for name in PLACE} if incident else {"district": street.parent}
        ground |= {"street": street, "community": (incident and incident.community) or community}
        slip = cls(
            inspection=inspection, level=level, title=title, requirement=requirement, desk=community or street,
            section=section, incident=incident, place=place, level_reason=level_reason, type=SupervisionType.FOUND,
            overseer=street, **ground,
        )  # fmt: skip
        return cls._begin_found(slip, incident, "", by, at, items)

    @staticmethod
    def _refuse_foreign(street, community, section, incident):
        """What lies outside the street, or outside the community that answers, is none of its business."""
        if (community is None) == (not section):
            raise ValidationError({"community": _("A community or a section answers, not both.")})
        if community and community.parent_id != street.code:
            raise ValidationError({"community": _("That community lies in another street.")})
        if incident and incident.street_id != street.pk:
            raise ValidationError({"number": _("That incident lies in another street.")})
        if incident and community and incident.community_id != community.pk:
            raise ValidationError({"community": _("The incident lies in another community.")})

    @classmethod
    def _begin_found(cls, slip, matter, cause, by, at, items):
        if matter is not None:
            matter.lock([matter])  # whoever opens another slip on it waits here
        slip.cause = cause or slip.matter_key()
        slip.refuse_wrong()
        return cls._put_on_file(slip, by, at, items)

    @classmethod
    def _put_on_file(cls, slip, by, at, items):
        names = (
            "inspection", "level", "title", "requirement", "department", "desk", "order", "incident", "place", "type",
            "level_reason", "cause", "grid", "community", "street", "district", "overseer", "section",
        )  # fmt: skip
        said = {name: getattr(slip, name) for name in names}
        try:
            with transaction.atomic():
                case, step = cls.begin("found", by=by, at=at, overdue_since=None, **said)
        except IntegrityError as error:
            raise ValidationError({"level": _("A slip of this or a higher level was opened meanwhile.")}) from error
        case.take_number(step.at)
        for what, owner, due_on in items:
            case.add_item(by=by, what=what, owner=owner, due_on=due_on, at=step.at)
        return case

    @staticmethod
    def _ground(matter, department, street):
        """Where the matter lies: where its case lies, or in the street that answers, or in the district."""
        if matter is not None:
            return {name: getattr(matter, name) for name in PLACE}
        district = department.district if department else street.parent
        return {"street": street, "district": district}

    def matter_key(self):
        """What names this slip's matter: its case, or who answers and for what, in the words of the title.

        What a street has on file for its own units is a matter apart from the district's.
        """
        own = f"own/{self.overseer_id}" if self.is_of_street else "matter"
        if self.order_id or self.incident_id:
            return f"{own}/order/{self.order_id}" if self.order_id else f"{own}/incident/{self.incident_id}"
        side = f"department/{self.department_id}" if self.department_id else f"street/{self.desk_id}"
        words = f"{self.section}{self.title}"
        return f"{own}/{side}/{sha256(''.join(words.split()).encode()).hexdigest()[:16]}"

    def same_matter(self):
        """The slips, not withdrawn, that stand for the same matter, whatever opened them."""
        slips = type(self).objects.filter(overseer=self.overseer_id).exclude(status="withdrawn")
        if self.order_id:
            return slips.filter(order=self.order_id)
        if self.incident_id:
            return slips.filter(incident=self.incident_id, order=None)
        return slips.filter(cause=self.cause)

    def refuse_wrong(self):
        """Raise ValidationError, by field, for what the rules forbid."""
        wrong = {}
        if self.level > SupervisionLevel.BLUE and not self.level_reason.strip():
            wrong["level_reason"] = _("An orange or red slip at once needs a reason.")
        if said := self._taken():
            wrong["level"] = said
        if wrong:
            raise ValidationError(wrong)

    def _taken(self):
        """Why this level is not free, or "": what stands is raised, never doubled and never lowered."""
        standing = list(self.same_matter().order_by("-level", "pk"))
        running = [slip for slip in standing if slip.inspection != Inspection.AUTOMATIC and slip.is_open]
        if running:
            return _("Slip %(number)s on this matter is not struck off yet: raise that one.") % {"number": running[0]}
        if standing and standing[0].level >= self.level:
            told = {"level": standing[0].get_level_display(), "number": standing[0]}
            return _("This matter had a %(level)s already (%(number)s): only a higher level is left.") % told
        return ""

    @verb
    def notify(self, *, by, note="", at=None, version=None):
        """Send the slip out: the supervised side sees it, its time to reply begins, and it costs its points."""
        step = self.move("notify", by=by, note=note, at=at, version=version, **self.sent_out())
        self.start_clock("reply", self.reply_limit, step=step, calendar=calendar_now())
        self.start_items(self.items.open(), step)
        self.note_due()
        self.deduct([self], step.at, by)
        Notice.objects.tell(self.registered_notices())
