"""Whistles and orders: who leads, what a later round names, and what counts against what the steps tell."""

from collections import Counter, defaultdict
from itertools import pairwise

from django.db.models import Count, Exists, F, Max, OuterRef, Q

from whistle.models import Order, OrderClock, OrderStep, Paper, Whistle

from .kinds import named

Status = Whistle.Status
CALLED = (Status.BLOWN, Status.RESPONDING, Status.ON_SITE, Status.FINISHED, Status.CLOSED)
# field: the verb whose steps it counts; a change of an agreed date is an extension too.
COUNTED = {"rework_count": "send_back", "suspension_count": "approve_suspension"}
RULED = ["dispute_attendance", "rule_attendance"]
TOLD = ("approve_extension", "agree", *COUNTED.values(), *RULED)


def one_leads(at):
    """A whistle that was blown and not taken back has exactly one leading order that still counts."""
    leading = Count("orders", filter=Q(orders__lead=True) & ~Q(orders__status__in=Order.AWAY))
    for case in Whistle.objects.filter(status__in=CALLED).annotate(leading=leading).exclude(leading=1):
        yield f"{named(case)}: {case.leading} of its departments lead"


def rounds_named(at):
    """A later round has its leader, says what was left, and follows the whistle that it ended; and the other way."""
    whole = Q(leader__isnull=False, previous__status=Status.FOLLOWED, round=F("previous__round") + 1) & ~Q(unsolved="")
    for case in Whistle.objects.filter(Q(round__gt=1) | ~Q(previous=None)).exclude(whole):
        yield f"{named(case)}: round {case.round} does not name what it follows, what was left, and a leader"
    for case in Whistle.objects.filter(status=Status.FOLLOWED, next=None):
        yield f"{named(case)}: blown again, and there is no later round"


def ends_are_ends(at):
    """An ended whistle has no open order, an order away no running clock, one given away a successor."""
    for order in Order.objects.open().filter(whistle__status__in=Whistle.ENDED):
        yield f"{named(order)}: open, though its whistle has ended"
    running = OrderClock.objects.running().filter(case=OuterRef("pk"))
    for order in Order.objects.filter(Exists(running), status__in=Order.AWAY):
        yield f"{named(order)}: {order.status}, and a clock of it still runs"
    # The centre may release a department without another only by upholding its objection.
    given = OrderStep.objects.filter(verb="reroute")
    called = Order.objects.filter(whistle=OuterRef("case__whistle"), created_at=OuterRef("at"))
    for step in given.exclude(Exists(called)).select_related("case"):
        yield f"{named(step.case)}: given to another department that was never called"


def orders_counted(at):
    """How often an order was extended, suspended, sent back and disputed is what its steps tell."""
    lives = defaultdict(list)
    steps = OrderStep.objects.filter(verb__in=TOLD).order_by("case", "seq")
    for key, *step in steps.values_list("case_id", "verb", "data__plan_due").iterator(chunk_size=5000):
        lives[key].append(step)
    for order in Order.objects.order_by("pk").iterator(chunk_size=2000):
        for name, counted in _told(lives[order.pk]).items():
            if getattr(order, name) != counted:
                yield f"{named(order)}: {name} is {getattr(order, name)}, its steps say {counted}"
        verbs = [verb for verb, _plan_due in lives[order.pk]]
        if order.attendance_ruling and [verb for verb in verbs if verb in RULED] != RULED:
            yield f"{named(order)}: ruled on {order.attendance_ruling}, and no step tells it"


def _told(life):
    """What the steps of an order count: (verb, agreed date) each."""
    verbs = Counter(verb for verb, _plan_due in life)
    dates = [plan_due for verb, plan_due in life if verb == "agree" and plan_due]
    moved = sum(before != after for before, after in pairwise(dates))
    told = {field: verbs[verb] for field, verb in COUNTED.items()}
    disputed = verbs["dispute_attendance"] > 0
    return told | {"extension_count": verbs["approve_extension"] + moved, "attendance_disputed": disputed}


def examples_whole(at):
    """A typical case is closed, and shows how it was before and afterwards."""
    pictures = Paper.objects.filter(whistle=OuterRef("pk"), photo__isnull=False)
    both = Exists(pictures.filter(kind="before")) & Exists(pictures.filter(kind="result"))
    for case in Whistle.objects.exclude(published_at=None).exclude(both, status=Status.CLOSED):
        yield f"{named(case)}: published, and not closed or without pictures of before and after"


def lead_done_last(at):
    """By the steps, the leading order is done after all others that still count."""
    accepted = Max("steps__at", filter=Q(steps__verb="confirm_result"))
    orders = Order.objects.exclude(status__in=Order.AWAY).annotate(accepted=accepted).order_by("pk")
    done = {order.whistle_id: order for order in orders.filter(lead=True, status=Order.Status.DONE)}
    for order in orders.filter(lead=False, whistle__in=done):
        lead = done[order.whistle_id]
        if order.status != Order.Status.DONE or not order.accepted or order.accepted > lead.accepted:
            yield f"{named(order)}: not done when the lead {lead} was"
