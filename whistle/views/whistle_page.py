"""What only the page of a whistle shows: its phases, the line of each department, a form's first words."""

from django.db.models import F, Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.models import Urgency
from whistle.models import OrderClock, OrderStep, Paper, Supervision, WhistleKind, WhistleStatus
from whistle.models.whistle.blowing import suggested_report_in

PHASES = (
    pgettext_lazy("phase of a whistle", "Source"),
    pgettext_lazy("phase of a whistle", "Blown"),
    pgettext_lazy("phase of a whistle", "Report in"),
    pgettext_lazy("phase of a whistle", "Assessment"),
    pgettext_lazy("phase of a whistle", "Result"),
)
# How many phases lie behind a whistle of this status.
BEHIND = {
    WhistleStatus.PROPOSED: 0,
    WhistleStatus.DRAFT: 0,
    WhistleStatus.BLOWN: 2,
    WhistleStatus.RESPONDING: 2,
    WhistleStatus.ON_SITE: 2,
    WhistleStatus.FINISHED: 3,
    WhistleStatus.CLOSED: 5,
}
CUT_SHORT = {WhistleStatus.DROPPED, WhistleStatus.WITHDRAWN, WhistleStatus.FOLLOWED}


def phases(whistle):
    """The five phases (`domain.md` 2-33) as (label, state, when)."""
    steps = list(whistle.steps.all())
    moments = {step.new: step.at for step in steps}
    when = (whistle.created_at, whistle.blown_at, moments.get("on_site"), moments.get("finished"), whistle.closed_at)
    if whistle.status in CUT_SHORT or whistle.solved is False:
        before = next((step.old for step in steps if step.new == whistle.status != step.old), whistle.status)
        states = ["done"] * min(BEHIND[before], 4) + ["failed"] + ["todo"] * 5
    else:
        states = ["done"] * BEHIND[whistle.status] + ["current"] + ["todo"] * 5
    return list(zip(PHASES, states, when, strict=False))


def own_clocks(whistle):
    """The whistle's own clocks: the judge's, which begins when all departments are done, and the leader's."""
    has_any = whistle.leader_id or whistle.status in {WhistleStatus.FINISHED, WhistleStatus.CLOSED}
    return list(whistle.clocks.order_by(F("stopped_at").desc(nulls_first=True))) if has_any else []


def own_papers(whistle):
    """Photos and inspections of a whistle."""
    papers = whistle.papers.select_related("photo", "attachment", "order__department")
    return {"papers": parted(papers), "inspections": whistle.inspections.select_related("by")}


def parted(papers):
    """Papers as a page shows them: photos from before, photos from afterwards, and files."""
    pictures = [paper for paper in papers if paper.photo_id]
    return {
        "before": [paper for paper in pictures if paper.kind != Paper.Kind.RESULT],
        "after": [paper for paper in pictures if paper.kind == Paper.Kind.RESULT],
        "files": [paper for paper in papers if paper.attachment_id],
    }


def called(whistle):
    """The orders of a whistle, the lead department first, with all that their lines and traces show."""
    steps = OrderStep.objects.select_related("by", "post__grid", "post__department")
    running = OrderClock.objects.running().filter(suspended_at=None).order_by("due_at")
    orders = whistle.orders.select_related("department", "unit", "handler", "rating").order_by("-lead", "number")
    return list(
        orders.prefetch_related(
            "rating__revisions",
            Prefetch("steps", steps),
            Prefetch("clocks", running, to_attr="running_clocks"),
            Prefetch("supervisions", Supervision.objects.filter(sent_at__isnull=False)),
        )
    )


def progress(orders):
    """How many departments have signed, come and finished: (label, how many, of how many)."""
    reached = {
        _("Signed"): [order.signed_at for order in orders],
        _("Reported in"): [order.reported_at for order in orders],
        pgettext_lazy("order", "done"): [order.done_at for order in orders],
    }
    return [(label, sum(map(bool, moments)), len(orders)) for label, moments in reached.items()]


def failed(whistle, orders):
    """What the page says in red of a whistle that failed: (nobody came at all, [(how, departments)]); or None."""
    unsolved = whistle.solved is False
    if not orders or not (whistle.is_open or unsolved and whistle.status == WhistleStatus.CLOSED):
        return None
    failures = whistle.failures(timezone.now())
    return (not any(order.reported_at for order in orders), failures) if failures or unsolved else None


def come_forward(whistle, moves, more):
    """To blow again is what is to be done once a whistle has failed; first, unless something waits already."""
    address = f"{whistle.get_absolute_url()}blow_again/"
    again = [button for _group, besides in more for button in besides if button[0] == address]
    rest = [(group, [button for button in besides if button not in again]) for group, besides in more]
    forward = [(url, label, "secondary" if moves else "primary") for url, label, _tone in again]
    return [*moves, *forward], [(group, besides) for group, besides in rest if besides]


def first_said(incident):
    """What the form of a new whistle says before anybody typed."""
    urgent = incident is not None and incident.urgency != Urgency.NORMAL
    kind = WhistleKind.objects.proposed(urgent=urgent)
    said = {"kind": kind.pk, "report_in_at": suggested_report_in(kind, timezone.now())}
    if incident is None:
        return said
    return said | {"title": incident.title, "source": incident.source, "report_in_place": incident.place}
