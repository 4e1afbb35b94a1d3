"""双随机抽查: closed matters drawn at random, looked at again by people drawn at random who had no part in them."""

import random
import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from .incident import Incident, IncidentStep
from .incident.status import FINISHED
from .notice import SENTENCES, Notice
from .people import Post, Role

DRAWERS = (Role.CENTRE, Role.SUPERVISOR)
# Whose post lets them see the matter and who may be drawn: from the street up, and the community's secretary.
CHECKERS = (Role.COMMUNITY_SECRETARY, Role.STREET_OPERATOR, Role.DIRECTOR, Role.SUPERVISOR)
MOST = 200
SENTENCES["recheck.bad"] = gettext_noop(
    "Incident %(number)s did not stand a random re-check: decide whether to reopen it."
)


class DrawQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The draws of the districts for which this person may draw."""
        mine = [post.grid_id for post in user.posts_at() if post.role in DRAWERS]
        return self.filter(district__in=mine)


class Draw(models.Model):
    """One draw: from which closed matters, how many, and the seed by which anybody can repeat it."""

    district = models.ForeignKey("grid.Grid", models.PROTECT, related_name="+")
    first = models.DateField(gettext_lazy("closed from"))
    last = models.DateField(gettext_lazy("closed until"))
    seed = models.CharField(max_length=16)
    population = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = DrawQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.district} {self.first}–{self.last}"

    @classmethod
    @transaction.atomic
    def make(cls, *, by, period, number, seed="", at=None):
        """Draw `number` of the matters closed in `period` within `by`'s sight, each with a checker; return the draw.

        A matter for which everybody who may look had a hand in it is left out. Raises ValidationError when
        there is nothing to draw from.
        """
        post = next(post for post in by.posts_at(at) if post.role in DRAWERS)
        closed = Incident.objects.visible_to(by).filter(status__in=FINISHED, district=post.grid_id)
        keys = list(closed.closed_in(period).order_by("pk").values_list("pk", flat=True))
        seed = seed or secrets.token_hex(8)
        luck = random.Random(seed)
        cases = Incident.objects.in_bulk(luck.sample(keys, min(number, len(keys))))
        draw = cls(district_id=post.grid_id, first=period.first, last=period.last, seed=seed, by=by)
        draw.population, draw.at = len(keys), at or timezone.now()
        checks = list(draw.checked(cases, luck, at))
        if not checks:
            raise ValidationError(_("There is nothing to draw from: no closed matter, or nobody without a part in it."))
        draw.save()
        Recheck.objects.bulk_create(checks)
        return draw

    def checked(self, cases, luck, at):
        """A Recheck for each of the cases: somebody who sees it and has no step in its trace."""
        hands = {}
        for case, by in IncidentStep.objects.filter(case__in=cases, by__isnull=False).values_list("case", "by"):
            hands.setdefault(case, set()).add(by)
        posts = Post.objects.active(at).filter(role__in=CHECKERS, grid__code__startswith=self.district.code)
        seats = {}
        for user, grid in posts.order_by("user", "pk").values_list("user", "grid"):
            seats.setdefault(grid, []).append(user)
        for key in sorted(cases):
            case = cases[key]
            above = (case.community_id, case.street_id, case.district_id)
            able = [user for area in above for user in seats.get(area, ())]
            free = sorted(set(able) - hands.get(key, set()) - {self.by_id})
            if free:
                yield Recheck(draw=self, incident=case, checker_id=luck.choice(free))


class RecheckQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own tasks, and all of the draws one may see."""
        return self.filter(models.Q(checker=user) | models.Q(draw__in=Draw.objects.visible_to(user)))


class Recheck(models.Model):
    """One matter to be looked at again, by whom, and what was found."""

    class Finding(models.TextChoices):
        GOOD = "good", gettext_lazy("stands")
        BAD = "bad", gettext_lazy("does not stand")

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="checks")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="rechecks")
    checker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="rechecks")
    finding = models.CharField(gettext_lazy("finding"), max_length=4, choices=Finding, blank=True)
    note = models.CharField(gettext_lazy("note"), max_length=500, blank=True)
    found_at = models.DateTimeField(null=True)

    objects = RecheckQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "incident"], name="recheck_once_a_draw"),
            models.CheckConstraint(
                condition=models.Q(finding="", found_at=None)
                | models.Q(finding__in=["good", "bad"], found_at__isnull=False),
                name="recheck_found_at_some_time",
            ),
        ]

    def __str__(self):
        return f"{self.incident} → {self.checker}"

    @transaction.atomic
    def find(self, finding, note="", at=None):
        """Write down what was found, once; the district centre hears of what does not stand. False: it was."""
        open_ones = Recheck.objects.filter(pk=self.pk, finding="")
        if not open_ones.update(finding=finding, note=note, found_at=at or timezone.now()):
            return False
        if finding == Recheck.Finding.BAD:
            seats = [(Role.CENTRE, "grid", self.incident.district_id)]
            told = {"key": f"recheck/{self.pk}", "at": at or timezone.now(), "url": self.incident.get_absolute_url()}
            Notice.objects.tell(Notice.to(seats, "recheck.bad", number=self.incident.number, **told))
        return True
