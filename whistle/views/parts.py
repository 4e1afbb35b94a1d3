"""What the pages of this floor's cases are made of beside what all cases have: one trace for several."""

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from grid.views.parts import EFFECTS, STAGES, clocks_of, moves_of

__all__ = ["clocks_of", "moves_of", "trace_of"]


def trace_of(*cases, named=()):
    """The steps of these cases in the order of time, each with its sentence (`label`).

    `named`: cases that are told apart by their department under the sentence (`detail`).
    """
    for case in cases:
        said = type(case).steps.rel.related_model.objects.select_related("by", "post__grid", "post__department")
        prefetch_related_objects([case], Prefetch("steps", said))
    steps = [step for case in (*cases, *named) for step in case.steps.all()]
    return sorted((spoken(step, step.case in named) for step in steps), key=in_time)


def item_of(step):
    """Which item of a checklist the step is about, or ""."""
    item = step.data.get("item")
    return _("Item %(position)s") % {"position": item} if item else ""


def in_time(step):
    """What happened at the same moment: the person who called, then the called, then what follows from them."""
    return step.at, (0 if step.by_id else 2) if hasattr(step.case, "blower_id") else 1, step.pk


def spoken(step, named=False):
    """The step with what the timeline shows."""
    move = step.case.FLOW.get(step.verb)
    stage, _stroke, part = step.data.get("stage", "").partition("/")
    stage = f"{STAGES.get(stage, '')} {part}".strip()
    step.label = move.label if move else EFFECTS[step.verb] % {"stage": stage}
    step.late = step.verb in {"overdue", "supervise", "absent"}
    theirs = named and (step.post is None or step.post.department_id != step.case.department_id)
    step.detail = str(step.case.department) if theirs else item_of(step)
    return step
