"""Assessed years: ratings say what their orders tell, and every sheet equals a recount from the trace."""

from django.db import connection

from tools.recount_assessment import ratings, recount
from whistle.models import Assessment, AssessmentScheme, Rating
from whistle.models.assessment.frozen import digest_of
from whistle.models.scheme import year_of

PARTS, JUDGED = ("timeliness", "presence", "cap", "total"), ("attitude", "handling", "result")


def begun_schemes_frozen(at):
    """What has been counted by has been frozen before."""
    for district, year in Rating.objects.values_list("order__district", "year").distinct().order_by("year"):
        scheme = AssessmentScheme.objects.filter(district=district, year=year).first()
        if scheme is None or not scheme.is_frozen:
            yield f"district {district}: the scheme of {year} is not frozen though it counts"
    for scheme in AssessmentScheme.objects.filter(frozen_at=None, year__lt=year_of(at)):
        yield f"district {scheme.district_id}: the scheme of {scheme.year} was never frozen"


def ratings_recounted(at):
    """The computed points, the cap and the total of every rating, from steps and clocks."""
    for district, year in years():
        with connection.cursor() as cursor:
            again, _scheme = ratings(cursor, district.code, year)
        signed = Rating.objects.filter(order__district=district, pk__in=again).prefetch_related("revisions")
        for rating in signed:
            stands = [getattr(rating.standing, part) for part in (*JUDGED, *PARTS)]
            counted = [*again[rating.pk][-2], *again[rating.pk][-1]]
            if stands != counted or rating.year != year:
                yield f"rating {rating.pk}: {stands} of {rating.year}, recounted {counted} of {year}"


def years():
    """(district, year) of every assessment and of every rating without one."""
    known = {(case.district, case.year) for case in Assessment.objects.select_related("district")}
    rated = Rating.objects.select_related("order__district").distinct("order__district", "year")
    return sorted(
        known | {(each.order.district, each.year) for each in rated}, key=lambda pair: (pair[0].code, pair[1])
    )


def sheets_recounted(at):
    """Every department's sheet of a year that is not frozen yet, against the independent recount."""
    for case in Assessment.objects.exclude(status=Assessment.Status.FROZEN).select_related("district"):
        shown = {sheet["code"]: numbers_of(sheet) for sheet in case.annual()["departments"]}
        with connection.cursor() as cursor:
            again = recount(cursor, case.district.code, case.year)
        for code in sorted(shown.keys() | again.keys()):
            yield from differences(case.year, code, shown.get(code, {}), again.get(code, {}))


def numbers_of(sheet):
    """{figure: text} of every number a department's sheet shows, by the names that the recount gives them."""
    sums = ("score", "vote", "street_half", "other", "extra", "total")
    told = {name: sheet[name] for name in sums} | {"rank": sheet["rank"] and str(sheet["rank"])}
    told |= {"votes": str(len(sheet["votes"])), "entries": str(len(sheet["points"]))}
    for line in sheet["streets"]:
        told |= {f"{line['code']}.mean": line["mean"], f"{line['code']}.ratings": str(len(line["ratings"]))}
    return told


def differences(year, code, shown, again):
    for name in sorted(shown.keys() | again.keys()):
        if shown.get(name) != again.get(name):
            yield f"{year} {code}: {name} is shown as {shown.get(name)}, recounted {again.get(name)}"


def frozen_digests(at):
    """A frozen year still has the figures that its step and its digest were made of."""
    for case in Assessment.objects.filter(status=Assessment.Status.FROZEN):
        digest = digest_of(case.annual())
        told = case.steps.filter(verb="freeze").values_list("data__digest", flat=True).last()
        if not digest == told == case.digest:
            yield f"{case.year}: digest {digest}, written {case.digest}, told by the trace {told}"
