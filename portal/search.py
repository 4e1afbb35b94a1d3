"""Search: an exact number opens its case; otherwise numbers, titles and addresses within sight."""

import re
from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from grid.models import Incident, Prompt
from whistle.models import Accountability, Supervision, Whistle

LONGEST = 64  # characters of a question
REACH = timedelta(days=90)
SHOWN = 50
BEGINNING = re.compile(r"[A-Za-z]\d{6}[-\d]*$")  # E120106-2026-00…
# The kinds that have a number, and where words are looked for; personal data is never among them.
KINDS = (
    (Incident, ("title", "address")),
    (Whistle, ("title", "report_in_place")),
    (Supervision, ("title",)),
    # By its number alone: what it is about is for discipline inspection.
    (Accountability, ()),
    (Prompt, ("title",)),
)
LETTERS = {model.LETTER: model for model, _words in KINDS}


@login_required
@require_safe
def search(request):
    """The cases that answer `?q=`; a number in full leads straight to its case."""
    asked = " ".join(request.GET.get("q", "").replace("\x00", "").split())
    words = asked[:LONGEST]
    if words and (case := exact(request.user, words)):
        return redirect(case)
    rows = found(request.user, words, timezone.now()) if words else []
    page = {"asked": words, "cut": len(asked) > LONGEST, "rows": rows, "most": SHOWN, "days": REACH.days}
    return render(request, "portal/search.html", page)


def exact(user, number):
    """The case of this number within sight, or None."""
    model = LETTERS.get(number[:1].upper()) if BEGINNING.match(number) else None
    return model and model.objects.visible_to(user).filter(number=number.upper()).first()


def found(user, words, now):
    """At most SHOWN cases, newest first, whose number begins so or whose title or place has these words."""
    rows = []
    for model, fields in KINDS:
        asked = numbered(words) or worded(words, fields) & Q(created_at__gte=now - REACH)
        seen = model.objects.visible_to(user).filter(asked)
        rows += seen.select_related("street").order_by("-created_at", "-pk")[:SHOWN]
    for row in rows:
        row.kind_label = row._meta.verbose_name
    return sorted(rows, key=lambda case: case.created_at, reverse=True)[:SHOWN]


def numbered(words):
    """The condition that the number begins so, when this can be the beginning of one."""
    return Q(number__startswith=words.upper()) if BEGINNING.match(words) else None


def worded(words, fields):
    """The condition that one of these fields has the words."""
    asked = Q() if fields else Q(pk__in=[])
    for field in fields:
        asked |= Q(**{f"{field}__icontains": words})
    return asked
