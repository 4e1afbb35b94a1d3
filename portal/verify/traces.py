"""The trace: no hole, no broken link, and the row is what its steps say."""

from decimal import Decimal
from itertools import groupby

from django.db.models import Count, F, Max, Min, Q

from grid.casework.trace import Step, plain

from .kinds import kinds, related

FIELDS = ("case_id", "seq", "verb", "old", "new", "by_id", "post_id", "at", "note", "data", "hash")


def gapless(at):
    """Steps count 1, 2, 3 … up to the case's own last number."""
    for model in kinds():
        counted = model._base_manager.annotate(n=Count("steps"), low=Min("steps__seq"), high=Max("steps__seq"))
        wrong = counted.exclude(Q(n=F("last_seq")) & Q(high=F("last_seq")) & Q(low=1))
        for case in wrong.only("pk", "number", "last_seq"):
            found = f"{case.n} steps from {case.low} to {case.high}, last_seq {case.last_seq}"
            yield f"{model.KIND} {case.pk} ({case}): {found}"


def _traces(model):
    """(case key, its steps in order) for every case of a kind, read as a stream."""
    rows = related(model, "steps").objects.order_by("case_id", "seq").values_list(*FIELDS, named=True)
    return groupby(rows.iterator(chunk_size=5000), key=lambda row: row.case_id)


def chained(at):
    """Every hash is the digest of the step after the hash before it, and the case holds the last one."""
    for model in kinds():
        heads = dict(model._base_manager.values_list("pk", "last_hash"))
        for key, steps in _traces(model):
            previous = ""
            for step in steps:
                if step.hash != Step.digest(step, previous):
                    yield f"{model.KIND} {key}: step {step.seq} ({step.verb}) does not carry its digest"
                    break
                previous = step.hash
            else:
                if heads.pop(key, None) != previous:
                    yield f"{model.KIND} {key}: the case does not hold the digest of its last step"


def replayed(at):
    """Played again from the steps, status and every traced field come out as the row has them."""
    for model in kinds():
        for key, steps in _traces(model):
            yield from _replay(model, key, list(steps))


def _replay(model, key, steps):
    case, status, said = model._base_manager.get(pk=key), "", {}
    for step in steps:
        if step.old != status:
            yield f"{model.KIND} {key}: step {step.seq} ({step.verb}) starts from {step.old!r}, not {status!r}"
            return
        status = step.new
        said |= step.data
    if case.status != status:
        yield f"{model.KIND} {key}: status {case.status!r}, replay {status!r}"
    names = {field.name: field for field in model._meta.concrete_fields}
    for name in said.keys() & names.keys():
        now = getattr(case, names[name].attname)
        same_amount = isinstance(now, Decimal) and now == Decimal(said[name] or 0)
        if plain(now) != said[name] and not same_amount:
            yield f"{model.KIND} {key}: {name} is {plain(now)!r}, replay {said[name]!r}"
