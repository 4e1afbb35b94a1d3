"""Merged reports: each belongs to a matter that is none itself, and every matter counts its own."""

from django.db.models import Count, F

from grid.models import Incident


def merges_counted(at):
    """No chains, and 重复反映 n 次 is the number of reports merged into a matter."""
    for case in Incident.objects.exclude(merged_into=None).exclude(merged_into__merged_into=None):
        yield f"incident {case.pk} ({case}): merged into {case.merged_into_id}, which is merged itself"
    counted = Incident.objects.annotate(n=Count("merged")).exclude(n=F("repeat_count"))
    for case in counted.only("pk", "number", "repeat_count"):
        yield f"incident {case.pk} ({case}): counts {case.repeat_count} further reports, {case.n} were merged into it"
