"""What a routing rule would have done: read over the last incidents within sight, changing nothing."""

from dataclasses import dataclass, field

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from grid.models import Handing, IncidentStep, Part
from grid.models.rules import covers

LAST = 500


@dataclass
class Trial:
    """Of `looked` incidents the rule matches `matched`; what was done with them at the time.

    `taken`: an earlier rule answers first. `same`, `nobody`: they went where the rule says, or to no
    department at all. `elsewhere`: the rows that went to another one; these were sent back `back` times.
    """

    looked: int = 0
    matched: int = 0
    taken: int = 0
    same: int = 0
    nobody: int = 0
    back: int = 0
    elsewhere: list = field(default_factory=list)


def trial_of(rule, incidents, earlier=()):
    """Try `rule` (saved or not) on the last 500 of `incidents` (a scoped queryset) of its district.

    `earlier` are the active rules asked before it. Two queries.
    """
    trial, before = Trial(), [other.reach for other in earlier]
    for case in _last(incidents.filter(district=rule.district_id)):
        trial.looked += 1
        place = (case.category.code, case.grid.code)
        if not covers(rule.reach, place):
            continue
        trial.matched += 1
        if any(covers(reach, place) for reach in before):
            trial.taken += 1
        else:
            _count(trial, rule, case)
    return trial


def _count(trial, rule, case):
    if case.first is None:
        trial.nobody += 1
    elif case.first == rule.department_id:
        trial.same += 1
    else:
        trial.elsewhere.append(case)
        trial.back += case.returns


def _last(incidents):
    """The newest incidents with the department that got each `first`, its name, and how often it `returns`."""
    leads = Handing.objects.filter(incident=OuterRef("pk"), part=Part.LEAD).order_by("from_seq", "pk")
    back = IncidentStep.objects.filter(case=OuterRef("pk"), new="returned").exclude(old="returned")
    told = {
        "first": Subquery(leads.values("department")[:1]),
        "first_name": Subquery(leads.values("department__short_name")[:1]),
        "returns": Coalesce(
            Subquery(back.order_by().values("case").annotate(n=Count("pk")).values("n"), IntegerField()), 0
        ),
    }
    shown = ("pk", "number", "title", "status", "created_at", "category__code", "grid__code")
    rows = incidents.select_related("category", "grid").only(*shown).annotate(**told)
    return rows.order_by("-created_at", "-pk")[:LAST]
