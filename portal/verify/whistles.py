"""The figures of whistles and orders, counted a second time: row by row in Python, from steps and clocks."""

from collections import Counter, defaultdict
from dataclasses import asdict

from django.utils.timezone import localdate

from grid.casework.measures import Period
from whistle import stats
from whistle.models import Order, OrderStep, Supervision, Whistle

NOT_OF_DEPARTMENTS = {"confirm", "pause", "decide"}
AWAY = {"rerouted", "withdrawn", "followed"}


def whistle_figures_recounted(at):
    """This year, by street and by department: what pages show equals a recount."""
    period = Period.of(Period.Kind.YEAR, localdate(at))
    shown = stats.blows(Whistle.objects.all(), period)
    yield from differences("street", shown, blows(period))
    answered = stats.answers(Order.objects.all(), period, at)
    yield from differences("department", answered, answers(period, at))


def differences(what, shown, counted):
    """A line for each number that is not the same."""
    for key in shown.keys() | counted.keys():
        page, again = asdict(shown[key]) if key in shown else {}, counted.get(key, Counter())
        for name in page.keys() | again.keys():
            if page.get(name, 0) != again[name]:
                yield f"{what} {key}: {name} is shown as {page.get(name, 0)}, recounted {again[name]}"


def blows(period):
    """{street key: Counter of the names of whistles' figures}"""
    slips = Supervision.objects.exclude(order=None).exclude(sent_at=None).exclude(status="withdrawn")
    supervised = set(slips.values_list("order__whistle", flat=True))
    steps = OrderStep.objects.filter(verb__in=["remind", "urge"]).select_related("case")
    reminded = {step.case.whistle_id for step in steps if reminds(step)}
    table = defaultdict(Counter)
    for whistle in Whistle.objects.exclude(blown_at=None):
        moments = {step.verb: step.at for step in whistle.steps.all()}
        if "blow" not in moments or moments["blow"] not in period:
            continue
        closed = "close" in moments and "blow_again" not in moments
        told = {"blown": True, "closed": closed, "second": whistle.round > 1, "supervised": whistle.pk in supervised}
        told["unreminded"] = closed and whistle.pk not in reminded
        table[whistle.street_id].update(name for name, counts in told.items() if counts)
        if closed:
            table[whistle.street_id]["days"] += (localdate(moments["close"]) - localdate(moments["blow"])).days
    return table


def reminds(step):
    """Whether this step reminded a department: not one that told the street or the centre of its own limit."""
    return step.verb == "urge" or (step.verb == "remind" and step.data.get("stage") not in NOT_OF_DEPARTMENTS)


def answers(period, at):
    """{department key: Counter of the names of orders' figures}"""
    table = defaultdict(Counter)
    for order in Order.objects.prefetch_related("steps", "clocks"):
        told = {**called(order, period), **there(order, period, at), **finished(order, period, at)}
        names = [name for name, counts in told.items() if counts]
        if names:
            table[order.department_id].update(names)
    return table


def called(order, period):
    """Called in the period, and how it answered."""
    verbs = {step.verb: step for step in order.steps.all()}
    here = verbs["dispatch"].at in period
    signed = any(clock.stage == "sign" and clock.verdict == "on_time" for clock in order.clocks.all())
    came_back = order.status in {"objected", "rerouted"}
    return {
        "dispatched": here,
        "reminded": here and any(reminds(step) for step in order.steps.all()),
        "signed_in_time": here and signed,
        "answered": here and bool(verbs.keys() & {"sign", "refuse_objection"}) and not came_back,
    }


def there(order, period, at):
    """To be on the spot in the period, and whether it was; what people said comes before what was sent."""
    verbs = {step.verb for step in order.steps.all()}
    let_off = order.status in AWAY and not verbs & {"report_in", "absent"}
    due = order.report_in_at in period and order.report_in_at < at and not let_off and order.status != "rerouted"
    return {"due": due, "came": due and order.was_attended, "on_time": due and bool(order.was_punctual)}


def finished(order, period, at):
    """Accepted in the period, or its handling run over within it."""
    done = next((step.at for step in order.steps.all() if step.verb == "confirm_result"), None)
    handlings = [clock for clock in order.clocks.all() if clock.stage == "handle"]
    over = any(ran_over(clock, period, at) for clock in handlings) and not (done and done < period.start)
    in_time = all(clock.verdict != "late" for clock in handlings)
    here = done is not None and done in period
    return {"to_finish": here or over, "finished_in_time": here and in_time}


def ran_over(clock, period, at):
    if clock.verdict == "void" or clock.suspended_at:
        return False
    return (
        clock.due_at in period and clock.due_at < at and (clock.stopped_at is None or clock.stopped_at > clock.due_at)
    )
