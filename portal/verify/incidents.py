"""What an incident says of its own life, against its steps and what hangs on it."""

from collections import Counter, defaultdict

from grid.models import Handing, Incident, IncidentClock, IncidentStep, Part

# field: the verb whose steps it counts.
COUNTED = {
    "extension_count": "approve_extension",
    "suspension_count": "approve_suspension",
    "return_count": "return_order",
    "rework_count": "fail_check",
    "rehandle_count": "handle_again",
    "reopen_count": "reopen",
    "call_count": "record_call",
    "part_count": "split",
}


def counts_match(at):
    """How often it was extended, sent back, reworked … equals the steps; so do its parts and open questions."""
    steps = defaultdict(Counter)
    named = IncidentStep.objects.filter(verb__in=COUNTED.values()).values_list("case_id", "verb")
    for key, verb in named.iterator(chunk_size=5000):
        steps[key][verb] += 1
    parts = Counter(Incident.objects.exclude(parent=None).values_list("parent_id", flat=True))
    asked = Handing.objects.filter(part=Part.CONSULTED, to_seq=None)
    questions = Counter(asked.values_list("incident_id", flat=True))
    for case in Incident.objects.order_by("pk").iterator(chunk_size=2000):
        told = {field: steps[case.pk][verb] for field, verb in COUNTED.items()}
        told["open_questions"] = questions[case.pk]
        for field, counted in told.items():
            if getattr(case, field) != counted:
                yield f"incident {case.pk} ({case}): {field} is {getattr(case, field)}, its steps say {counted}"
        if case.part_count != parts[case.pk]:
            yield f"incident {case.pk} ({case}): {case.part_count} parts told, {parts[case.pk]} found"


def stands_still(at):
    """A handling clock stands still exactly while its incident is suspended."""
    still = set(
        IncidentClock.objects.exclude(suspended_at=None).filter(stopped_at=None).values_list("case_id", flat=True)
    )
    suspended = set(Incident.objects.filter(status="suspended").values_list("pk", flat=True))
    for key in still ^ suspended:
        yield f"incident {key}: {'a clock stands still' if key in still else 'suspended, and no clock stands still'}"


def parts_before_the_whole(at):
    """A matter that was split closes after its parts."""
    for part in Incident.objects.open().exclude(parent=None).select_related("parent"):
        if not part.parent.is_open:
            yield f"incident {part.pk} ({part}) is open, the whole {part.parent} is not"
