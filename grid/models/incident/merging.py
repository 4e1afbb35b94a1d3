"""关联合并: a matter reported again is merged into the one that is handled, which counts how often it was reported."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from grid.casework.case import verb
from grid.casework.refusals import NotNow

from ..notice import Notice
from . import notices

REACH = timedelta(days=30)  # so long after its close a matter still takes in reports of the same
ENDINGS = ("closed", "archived")


class Merging:
    """What several reports of one matter become."""

    @verb
    def merge(self, *, by=None, into, note="", at=None, version=None):
        """Merge this report into the matter `into` (or into what that one was merged into).

        The main matter counts one report more, and what had been merged into this one follows it.
        Everybody concerned is locked first, in the order of the house: of two desks that merge A into B
        and B into A, one is told that somebody was first. by=None: the reporter said it is the same.
        Raises ValidationError when `into` cannot take it.
        """
        main, followers = into.main, list(self.merged.order_by("pk"))
        self.refuse_main(main, by)
        self.lock([self, main, *followers])
        if main.merged_into_id or set(self.merged.values_list("pk", flat=True)) != {one.pk for one in followers}:
            raise NotNow("merge", self)
        step = self.move("merge", by=by, note=note, at=at, version=version, merged_into=main, repeat_count=0)
        self.refuse_late(main, step.at)
        self.stop_clocks(step=step, verdict="void")
        self.end_handings(step)
        if followers:
            self.move_many(followers, "follow_main", at=step.at, merged_into=main)
        main.repeat(reports=1 + len(followers), at=step.at)

    @verb
    def repeat(self, *, reports, at=None):
        """The matter was reported again, so many times: it counts them, and its desk is told."""
        step = self.move("repeat", at=at, repeat_count=lambda case, _at: case.repeat_count + reports)
        self.tell(notices.desk(self), "incident.repeated", step.at, step.seq)

    @property
    def main(self):
        """The matter that this report belongs to: itself unless it was merged."""
        return self.merged_into if self.merged_into_id else self

    def refuse_main(self, main, by):
        """A matter is not merged into itself, nor into one that the person does not see."""
        if main.pk == self.pk:
            raise ValidationError({"into": _("A matter cannot be merged into itself.")})
        if by and not type(self).objects.visible_to(by).filter(pk=main.pk).exists():
            raise ValidationError({"into": _("There is no such incident within your sight.")})

    def refuse_late(self, main, at):
        if not main.takes_reports(at):
            raise ValidationError({"into": _("This incident no longer takes in reports: report it anew.")})

    def takes_reports(self, at):
        """Open, or closed no longer than thirty days ago."""
        ended_lately = self.status in ENDINGS and self.closed_at and self.closed_at >= at - REACH
        return self.is_open or bool(ended_lately)

    @classmethod
    def taking_reports(cls, at):
        """The condition of `takes_reports`."""
        return ~Q(status__in=sorted(cls.ENDED)) | Q(status__in=ENDINGS, closed_at__gte=at - REACH)

    def tell_merged(self, step):
        """Those who reported the same, and the desks they reported to, hear that it is closed."""
        if not self.repeat_count:
            return
        steps = type(self).steps.rel.related_model.objects.filter(case__merged_into=self, seq=1)
        for first in steps.select_related("post", "case__desk"):
            seats = [(first.post.role, *first.post.seat)] if first.post else []
            told = {"number": first.case.number, "main": self.number}
            key = f"incident/{first.case_id}/closed_with/{step.seq}"
            Notice.objects.tell(
                Notice.to(
                    [*seats, *notices.desk(first.case)], "incident.closed_with", key=key, at=step.at,
                    url=first.case.get_absolute_url(), **told,
                )
            )  # fmt: skip
