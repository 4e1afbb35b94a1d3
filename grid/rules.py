"""Who reads the rules of the house and who keeps them, and how their changes are told."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grid.casework.access import takes
from grid.casework.deadlines import Unit
from grid.casework.reasons import amount_text
from grid.models import Document, Role, Rung, SeatWord
from grid.models.limits import ladder_label
from grid.models.people import ADMINISTRATORS

READERS = (*sorted(ADMINISTRATORS), Role.CENTRE, Role.SUPERVISOR, Role.LEADER)
KEEPER = Role.SYSTEM_ADMIN
# Shown instead of the names under which audit lines keep values.
FIELDS = {
    "amount": gettext_lazy("limit"),
    "ladder": gettext_lazy("ladder"),
    "basis": gettext_lazy("basis"),
    "note": gettext_lazy("note"),
    "rungs": gettext_lazy("rungs"),
    "date": gettext_lazy("date"),
    "worked": gettext_lazy("worked"),
    "name": gettext_lazy("name"),
    "sessions": gettext_lazy("working hours"),
    "number": gettext_lazy("document number"),
    "title": gettext_lazy("title"),
    "subject": gettext_lazy("subject"),
    "issuer": gettext_lazy("issued by"),
    "summary": gettext_lazy("summary"),
    "issued_on": gettext_lazy("issued on"),
    "valid_from": gettext_lazy("in force from"),
    "valid_until": gettext_lazy("in force until"),
    "supersedes": gettext_lazy("supersedes"),
    "attachments": gettext_lazy("attachments"),
}
EFFECTS = {
    "remind": gettext_lazy("Reminder"),
    "overdue": gettext_lazy("Overdue"),
    "supervise": gettext_lazy("Supervision is opened"),
    "strike:absent": gettext_lazy("Nobody reported in"),
    "strike:escalate": gettext_lazy("One level up"),
    "strike:propose": gettext_lazy("To accountability"),
    "strike:resume": gettext_lazy("Resume"),
    "strike:leader_absent": gettext_lazy("The district leader has not reported in"),
}
TONES = {"remind": "warn", "overdue": "danger", "supervise": "danger"}


def reads(user, *more):
    """The post by which this person reads the rules; otherwise PermissionDenied."""
    return held(user, *READERS, *more)


def keeps(user, *more):
    """The post by which this person changes the rules; otherwise PermissionDenied."""
    return held(user, KEEPER, *more)


def held(user, *roles):
    """The post with one of these roles; otherwise PermissionDenied."""
    post = user.holds(*roles)
    if post is None:
        raise PermissionDenied("rules")
    return post


def effect_label(effect):
    return EFFECTS.get(effect, effect)


def seat_labels(words):
    return "、".join(str(SeatWord(word).label) for word in words if word in SeatWord.values)


def moment_label(basis, amount, unit):
    """When a rung falls, in words: 80 % of the limit, 30 minutes before the due moment."""
    if basis == Rung.Basis.SHARE:
        if amount == 1:
            return _("at the due moment")
        return _("after %(share)s %% of the limit") % {"share": f"{float(amount) * 100:g}"}
    if not amount:
        return _("at the due moment")
    span = amount_text(amount, unit)
    return (_("%(span)s before due") if basis == Rung.Basis.BEFORE else _("%(span)s after due")) % {"span": span}


def drawn(rungs):
    """The ladder as marks from the start down: (side, when, effect, tone, whom it tells), the due moment among them.

    `side` is start, before, due or after; `rungs` are in their order.
    """
    marks = [("start", _("start of the limit"), "", "info", "")]
    sides = {"before": [], "after": []}
    for rung in rungs:
        early = rung.basis == Rung.Basis.BEFORE or (rung.basis == Rung.Basis.SHARE and rung.amount < 1)
        side = "before" if early else "after"
        when = moment_label(rung.basis, rung.amount, rung.unit)
        tone = TONES.get(rung.effect, "info" if rung.effect == "strike:resume" else "danger")
        sides[side].append((side, when, effect_label(rung.effect), tone, seat_labels(rung.tells)))
    return [*marks, *sides["before"], ("due", _("the limit is over"), "", "info", ""), *sides["after"]]


def spoken(changes):
    """Audit lines with what changed in words: `lines` are (what, before, after)."""
    changes = list(changes)
    for change in changes:
        old, new = _told(change.old), _told(change.new)
        names = [name for name in FIELDS if old.get(name, "") != new.get(name, "")]
        change.lines = [(FIELDS[name], old.get(name, ""), new.get(name, "")) for name in names]
    return changes


def _told(values):
    """The values of an audit line in words."""
    if values is None:
        return {}
    told = {name: IN_WORDS.get(name, _plain)(value) for name, value in values.items() if name in FIELDS}
    if "unit" in values:
        told["amount"] = amount_text(float(values["amount"]), values["unit"]) if values["unit"] else _("set by hand")
    return told


def _plain(value):
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value


def _subject(value):
    return dict(Document.Subject.choices).get(value, value)


def _rung(told):
    unit = told["unit"] if told["unit"] in Unit.values else None
    when = moment_label(told["basis"], float(told["amount"]), unit)
    return f"{when} {effect_label(told['effect'])} → {seat_labels(told['tells'])}"


IN_WORDS = {
    "subject": _subject,
    "ladder": ladder_label,
    "rungs": lambda rungs: "；".join(map(_rung, rungs)),
    "attachments": "、".join,
}


def removal(request, row, form_class, post, page, back):
    """The form with which the keeper takes a rule out; `page` names its template, `back` where to go."""
    sent = (request.POST,) if request.method == "POST" else ()
    form = form_class(*sent, user=request.user, post=post)
    page |= {"form": form}
    if not sent or not form.is_valid():
        return render(request, page["template"], page, status=422 if sent else 200)

    def gone():
        row.remove(**form.by)
        return back

    return takes(request, page, gone)
